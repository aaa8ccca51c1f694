"""What a press of a button does: it asks what the move needs to know, and calls the verb on the revision shown."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import copies, dossier, editor, translations, workflow
from articles.admin import consequences, hours, own_words
from articles.admin.checks import before_deciding
from articles.admin.differences import differences
from articles.admin.moments import MomentField, said_in
from articles.admin.presses import PRESSES, Press, open_moves, revision_for
from articles.models import Article, Revision
from articles.publication import publication
from articles.states import MOVES, Reason

OF_THE_NEWEST_TEXT = {*MOVES, "agree", "fix_live", "drop_fix", "leave_aside", "bring_back"}
DECIDE_ABOUT_A_TEXT = {"approve", "agree", "schedule", "publish", "publish_urgently"}


class Question(forms.Form):
    """What a move needs to know; fields that it does not ask for are taken out."""

    moment = MomentField(label=gettext_lazy("When"))
    reason = forms.ChoiceField(
        label=gettext_lazy("What readers are told"), choices=Reason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=2000, widget=forms.Textarea({"rows": 4, "dir": "auto"})
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Into"),
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": gettext_lazy(
                "There is a translation into that language already, or the paper does not have it."
            )
        },
    )

    def __init__(self, *args, press, user, article, **options):
        super().__init__(*args, **options)
        for name in [name for name in self.fields if name not in press.asks]:
            del self.fields[name]
        if "moment" in self.fields:
            self.fields["moment"].ask(user)
        if "language" in self.fields:
            self.fields["language"].choices = translations.open_languages(article, user)


@require_http_methods(["GET", "HEAD", "POST"])
def press_view(request, pk, verb, model_admin):
    """GET asks, POST makes the move on the revision that the person had before them."""
    article, press = article_or_404(request, pk), PRESSES.get(verb)
    if press is None:
        raise Http404
    if not request.user.has_perm(f"articles.{press.permission}"):
        raise PermissionDenied
    pressing = _Pressing(model_admin, request, article, press)
    return pressing.make() if request.method == "POST" else pressing.open_question()


def article_or_404(request, pk) -> Article:
    """The story, for those who may see it. PermissionDenied for those who see no story at all."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    return get_object_or_404(Article.objects.visible_to(request.user).with_names(), pk=pk)


def revision_or_none(article, number: str, **also) -> Revision | None:
    """The story's revision of that number, as it came in a form."""
    known = number.isdecimal() and len(number) < 19
    return article.revisions.select_related("author", "named").filter(pk=number, **also).first() if known else None


@dataclass
class _Pressing:
    """One person's press of one button."""

    model_admin: Any
    request: Any
    article: Article
    press: Press

    def open_question(self):
        verb, number = self.press.verb, self.request.GET.get("revision", "")
        dossier.opened(self.article, self.request.user)
        if verb not in open_moves(self.article, self.request.user):
            sentence = _("“%(move)s” is not possible now. This is how the story stands.")
            return self.back_with(messages.ERROR, sentence % {"move": self.press.label})
        newest = revision_for(verb, self.article)
        shown = newest if verb == "countersign" else revision_or_none(self.article, number) or newest
        if shown.pk != newest.pk and verb in OF_THE_NEWEST_TEXT:
            return self.show_difference(workflow.StalePress(shown, newest))
        words = consequences.ASK_FOR_A_NOTE if self.request.GET.get("for") == "note" else ""
        question = self.question(initial={"moment": hours.suggested(verb, self.article), "note": words})
        return self.ask(shown, question)

    def make(self):
        data = self.request.POST
        revision = revision_or_none(self.article, data.get("revision", ""), sha256=data.get("sha256", ""))
        if revision is None:
            sentence = _("That button belonged to no text of this story. Look at it as it is now.")
            own_words.hand_back(self.request, sentence)
            return self.back_with(messages.ERROR, sentence)
        if self.press.verb == "submit" and consequences.answer_is_wanted(revision):
            return consequences.ask_for_the_answer(self.article, then="submit")
        question = self.question(data)
        if not question.is_valid():
            return self.ask(revision, question)
        try:
            said = question.cleaned_data | {"was": data.get("was", "")}
            story = call(self.press.verb, self.article, revision, self.request.user, said)
        except workflow.NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except workflow.StalePress as stale:
            return self.show_difference(stale)
        except workflow.WorkflowError as refusal:
            return self.refuse(revision, question, str(refusal))
        return self.back_with(messages.SUCCESS, str(self.press.done), story)

    def question(self, *args, **options):
        return Question(*args, press=self.press, user=self.request.user, article=self.article, **options)

    def refuse(self, revision, question, sentence):
        if self.press.verb in DECIDE_ABOUT_A_TEXT and consequences.answer_is_wanted(revision):
            own_words.hand_back(self.request, sentence)
            messages.error(self.request, sentence)
            return consequences.ask_for_the_answer(self.article)
        if self.press.verb == "countersign" and "countersign" in open_moves(self.article, self.request.user):
            revision = revision_for("countersign", self.article)
        elif not self.press.asks:
            return self.back_with(messages.ERROR, sentence)
        question.add_error(None, sentence)
        return self.ask(revision, question)

    def back_with(self, level, sentence, story=None):
        messages.add_message(self.request, level, sentence)
        return redirect("admin:articles_article_change", (story or self.article).pk)

    def ask(self, revision, question):
        verb = self.press.verb
        dossier.opened_again(self.article, self.request.user)
        context = story_context(self.model_admin, self.request, self.article, self.press.label) | {
            "press": self.press,
            "form": question,
            "revision": revision,
            "zones": self.same_moment(question),
            "words": editor.words(),
            **(hours.for_the_question(self.request.user, self.article, verb) if "moment" in question.fields else {}),
            **self.checks(revision, question),
            **consequences.of(verb, self.article, revision, self.request.user),
        }
        status = 422 if question.errors else 200
        return TemplateResponse(self.request, "admin/articles/article/ask.html", context, status=status)

    def checks(self, revision, question):
        """What the checklist says of the text, where the press decides about it."""
        if self.press.verb not in DECIDE_ABOUT_A_TEXT:
            return {}
        typed = getattr(question, "cleaned_data", {}).get("moment")
        return before_deciding(revision, typed.at if typed else None)

    def same_moment(self, question):
        """The moment typed, as clocks show it where it was meant, here, at the newsroom and in UTC."""
        typed = getattr(question, "cleaned_data", {}).get("moment") or question.initial.get("moment")
        return said_in(typed.at, typed.zone, self.request.user.zone, publication().zone, "UTC") if typed else []

    def show_difference(self, stale):
        return show_difference(self.request, self.model_admin, self.article, stale)


def show_difference(request, model_admin, article, stale):
    """What changed between the text that somebody decided about and the one that stands."""
    context = story_context(model_admin, request, article, _("The story has changed")) | {
        "sentence": str(stale),
        "old": stale.pressed,
        "new": stale.head,
        "differences": differences(stale.pressed.parsed, stale.head.parsed, request.user),
        "own_words": own_words.words_of(request.POST),
    }
    return TemplateResponse(request, "admin/articles/article/compare.html", context, status=409)


def call(verb: str, article: Article, revision: Revision, by, said: dict) -> Article | None:
    """The verb behind a button, and the story it began, if it begins one. Raises what the verb raises."""
    match verb:
        case "duplicate":
            return copies.duplicate(revision, by=by)
        case "translate":
            return translations.begin(article, by=by, language=said["language"])
        case "request_changes" | "publish_urgently":
            getattr(workflow, verb)(revision, by=by, note=said["note"])
        case "schedule":
            workflow.schedule(revision, by=by, at=said["moment"].at, zone=said["moment"].zone)
        case "reschedule" | "reschedule_withdrawal" | "schedule_withdrawal" | "unschedule_withdrawal":
            hours.call(verb, article, by, said)
        case "withdraw":
            workflow.withdraw(article, by=by, reason=said["reason"], note=said["note"])
        case "archive" | "unarchive":
            getattr(workflow, verb)(article, by=by)
        case "bin":
            workflow.bin_story(article, by=by)
        case "restore":
            workflow.restore_from_bin(article, by=by)
        case _:
            getattr(workflow, verb)(revision, by=by)
    return None


def story_context(model_admin, request, article, title) -> dict:
    """What every page about one story shows around itself."""
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": title,
        "article": article,
        "media": model_admin.media,
    }
