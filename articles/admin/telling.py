"""The page that asks what readers learn of a change to a story that they can read."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import corrections, dossier, editor, workflow
from articles.admin import own_words
from articles.admin.bylines import PlainText
from articles.admin.differences import differences
from articles.admin.moves import article_or_404, revision_or_none, show_difference, story_context
from articles.states import CorrectionKind

NOTHING, STANDS = "nothing", "stands"
KINDS = (
    (CorrectionKind.CORRECTION, gettext_lazy("Correction: something in it was wrong")),
    (CorrectionKind.CLARIFICATION, gettext_lazy("Clarification: it was true and could mislead")),
    (CorrectionKind.UPDATE, gettext_lazy("Update: something has happened since")),
    (NOTHING, gettext_lazy("Not worth a note: a typo, a link, a topic")),
)
BESIDE_NOTES = ((STANDS, gettext_lazy("What the text tells them already, above, still says it")), *KINDS[:-1])


def _text(label):
    return forms.CharField(
        label=label, max_length=1000, required=False, strip=True, widget=PlainText({"rows": 4, "dir": "auto"})
    )


class Telling(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What do they learn of this change?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the four.")},
    )
    text = _text(gettext_lazy("What they read"))

    def __init__(self, *args, answer, **options):
        super().__init__(*args, **options)
        if answer.notes:
            self.fields["kind"].choices = BESIDE_NOTES

    def clean(self):
        kind, text = self.cleaned_data.get("kind"), self.cleaned_data.get("text")
        if kind == STANDS and text:
            self.add_error("text", _("You wrote another note. Choose its kind, or empty it."))
        elif kind == NOTHING and text:
            self.add_error("text", _("You wrote a note and chose that none is worth it. Choose its kind, or empty it."))
        elif kind in CorrectionKind and not text:
            self.add_error("text", _("Write what was wrong and what is right, in a sentence or two."))


class AnotherNote(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=CorrectionKind.choices)
    text = _text(gettext_lazy("Text"))


MoreNotes = forms.formset_factory(AnotherNote, extra=2, max_num=20, absolute_max=20)


@require_http_methods(["GET", "HEAD", "POST"])
def tell_view(request, pk, model_admin):
    """GET asks beside the difference; POST keeps the answer with the text that was shown, and goes on."""
    article = article_or_404(request, pk)
    if not dossier.of(pk, request.user).may_edit:
        raise PermissionDenied
    answer = corrections.answer_to(article.head.parsed, pk) if article.head else corrections.Answer()
    if not answer.asked:
        sentence = _("This text changes nothing that readers see; there is nothing to tell them.")
        own_words.hand_back(request, sentence)
        messages.info(request, sentence)
        return redirect("admin:articles_article_change", pk)
    if request.method != "POST":
        return _page(request, model_admin, article, answer, Telling(answer=answer), MoreNotes(prefix="more"))
    revision = revision_or_none(article, request.POST.get("revision", ""), sha256=request.POST.get("sha256", ""))
    if revision is None or revision.pk != article.head_id:
        stale = workflow.StalePress(revision or article.head, article.head)
        return show_difference(request, model_admin, article, stale)
    form, more = Telling(request.POST, answer=answer), MoreNotes(request.POST, prefix="more")
    if not (form.is_valid() & more.is_valid()):
        return _page(request, model_admin, article, answer, form, more)
    return _keep(request, model_admin, article, revision, answer, form, more)


def _keep(request, model_admin, article, revision, answer, form, more):
    kind, text = form.cleaned_data["kind"], form.cleaned_data["text"]
    others = [row.cleaned_data for row in more if row.cleaned_data.get("text")]
    if kind in (NOTHING, STANDS) and others:
        form.add_error("kind", _("You wrote a note further down. Choose the kind of the first one, or empty it."))
        return _page(request, model_admin, article, answer, form, more)
    rows = [{"kind": kind, "text": text}, *others]
    try:
        if kind == NOTHING:
            workflow.keep_silent(revision, by=request.user)
        elif kind == STANDS:
            workflow.stand_by_notes(revision, by=request.user)
        else:
            revision = workflow.tell_readers(revision, request.user, [corrections.Note(**row) for row in rows])
    except workflow.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except workflow.StalePress as stale:
        return show_difference(request, model_admin, article, stale)
    except workflow.WorkflowError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, model_admin, article, answer, form, more)
    return _go_on(request, article, revision, kind)


def _go_on(request, article, revision, kind):
    kept = _("Kept: readers are told nothing of this change, by your decision.")
    told = _("Kept: what the text tells readers goes out with it, dated.")
    messages.success(request, kept if kind == NOTHING else told)
    if request.POST.get("then") == "submit":
        try:
            workflow.submit(revision, by=request.user)
        except workflow.WorkflowError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Sent to an editor."))
    return redirect("admin:articles_article_change", article.pk)


def _page(request, model_admin, article, answer, form, more):
    context = story_context(model_admin, request, article, _("What readers learn of this change")) | {
        "answer": answer,
        "form": form,
        "more": more,
        "more_open": more.is_bound and any(row.has_changed() for row in more),
        "revision": article.head,
        "then": request.POST.get("then") or request.GET.get("then", ""),
        "differences": differences(answer.live.parsed, article.head.parsed, request.user),
        "words": editor.words(),
    }
    status = 422 if form.errors or not (not more.is_bound or more.is_valid()) else 200
    return TemplateResponse(request, "admin/articles/article/tell.html", context, status=status)


def panel(article, user) -> dict:
    """For the writing screen: `answer`, what readers learn of what differs from their text."""
    return {"answer": corrections.answer_to(article.head.parsed, article.pk)}
