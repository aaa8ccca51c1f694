"""A save on an outdated text: both are brought together, with what a colleague saved in the meantime."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import autosaves
from articles.admin import beside, offers, saving
from articles.admin.merge_screen import MergeScreen, Wording
from articles.admin.moves import article_or_404
from articles.admin.typed import fields_of, is_of_the_content
from articles.models import Autosave
from articles.states import LAPSES_TO_DRAFT


@require_http_methods(["GET", "HEAD", "POST"])
def merge_view(request, pk, page, model_admin):
    """What this person typed in that page, beside the story as it stands now."""
    article = article_or_404(request, pk)
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    row = Autosave.objects.filter(user=request.user, article=article, page=page).select_related("base").first()
    if row is None:
        return _gone(request, article, page)
    outdated = _Outdated(model_admin, request, article, row)
    if row.base_id == article.head_id and not outdated.screen.facts:
        return redirect(offers.offer_of(row, request.user).resume)
    return outdated.answer()


def _gone(request, article, page):
    """The save arrived and its answer was lost, or the text was thrown away elsewhere."""
    if autosaves.saved_from(page, request.user) is None:
        raise Http404
    messages.success(request, _("Saved."))
    return redirect("admin:articles_article_change", article.pk)


class _Outdated:
    """One person's text and the newest one, on their way to one revision."""

    def __init__(self, model_admin, request, article, row):
        self.model_admin, self.request, self.article, self.row = model_admin, request, article, row
        self.head = article.head

    @cached_property
    def now(self):
        return beside.as_it_stands(self.model_admin, self.request, self.article)

    @cached_property
    def screen(self):
        facts = beside.conflicts(self.row.seen, self.row.fields, self.now)
        return MergeScreen(
            self.model_admin,
            self.request,
            self.article,
            self.row.base.parsed,
            offers.content_typed(self.row),
            self.head.parsed,
            self.wording(len(facts)),
            {"onto": str(self.head.pk), "beside": json.dumps([conflict.theirs for conflict in facts])},
            facts,
        )

    def answer(self):
        if self.request.method != "POST":
            return self.screen.show()
        sentence, status = self.screen.refusal()
        if status == 409 and self.request.POST.get("onto") != str(self.head.pk):
            sentence = _("%(name)s saved once more. Look again: nothing is saved yet.") % {"name": self.head.author}
        return self.screen.show(sentence, status) if sentence else self.save()

    def save(self):
        facts = {name: texts for name, texts in self.row.fields.items() if not is_of_the_content(name)}
        for fields in self.screen.fact_answers().values():
            facts |= fields
        fields = facts | fields_of(self.screen.content(), self.head.parsed)
        request = self.request
        request.POST = saving.changed(request.POST, page=[str(self.row.page)], turn=[str(self.row.turn)])
        request.POST = saving.form_data(self.model_admin, request, self.article, fields)
        request.why = _("Brought together with revision %(number)s by %(name)s") % {
            "number": self.head.pk,
            "name": self.head.author,
        }
        return self.model_admin.changeform_view(request, str(self.article.pk))

    def wording(self, facts):
        name, own = self.head.author, self.head.author_id == self.request.user.pk
        change = reverse("admin:articles_article_change", args=[self.article.pk])
        preview = reverse("admin:articles_article_preview", args=[self.article.pk, self.head.pk])
        throw_away = reverse("admin:articles_article_throw_away", args=[self.row.page])
        return Wording(
            intro=[self.what_happened(facts), *self.lapse()],
            mine=_("Mine"),
            theirs=_("As you saved it") if own else _("Theirs (%(name)s)") % {"name": name},
            choice_theirs=_("As you saved it") if own else _("Theirs"),
            both=_("Both, mine first"),
            from_mine=_("What comes from you"),
            from_theirs=_("What you saved before") if own else _("What comes from %(name)s") % {"name": name},
            save=_("Save both together"),
            ways=[
                (_("Not now: open theirs, keep mine for later"), change, "button"),
                (_("Read theirs"), preview, "window"),
                (_("Throw mine away…"), throw_away, "link"),
            ],
        )

    def what_happened(self, facts):
        at = offers.moment(self.row.saved_at, self.request.user)
        kept = _("Your text of %(at)s is kept; nothing of either is lost, and nothing is saved yet.") % {"at": at}
        said = {"name": self.head.author, "at": offers.moment(self.head.created_at, self.request.user)}
        if self.row.base_id == self.head.pk:
            return _("A colleague changed something beside the text after you had opened it. %(kept)s") % {"kept": kept}
        if self.head.author_id == self.request.user.pk:
            happened = _("You saved this story yourself at %(at)s, in another window or by an earlier press.") % said
        else:
            happened = _("%(name)s saved this story at %(at)s, after you had opened it.") % said
        return f"{happened} {kept}"

    def lapse(self):
        if self.article.status in LAPSES_TO_DRAFT and self.row.base_id != self.head.pk:
            yield _("A change of the text takes its approval back.")
