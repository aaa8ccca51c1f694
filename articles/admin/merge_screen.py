"""Two people changed one story: both texts side by side, what goes together by itself, and a choice for the rest."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import autosaves, editor, revisions
from articles.admin import offers, saving
from articles.admin.differences import Difference, differences
from articles.admin.moves import article_or_404, story_context
from articles.admin.typed import LINES, fields_of, is_of_the_content
from articles.content import Content
from articles.merging import Conflict, Merged, merge
from articles.models import Article, Autosave
from articles.states import LAPSES_TO_DRAFT

MINE, THEIRS, BOTH, EDIT = "mine", "theirs", "both", "edit"
LABELS = {
    MINE: gettext_lazy("Mine"),
    THEIRS: gettext_lazy("Theirs"),
    BOTH: gettext_lazy("Both, mine first"),
    EDIT: gettext_lazy("Write it anew"),
}
EDITABLE = (*LINES, "body")
JOINED = ("standfirst", "body", "bylines")
NAMES = {
    "body": gettext_lazy("Text"),
    "lead": gettext_lazy("Lead picture"),
    "bylines": gettext_lazy("Byline"),
    "corrections": gettext_lazy("Correction"),
}


@dataclass(frozen=True)
class Question:
    """A conflict as the page asks about it, with the answer given so far."""

    conflict: Conflict
    mine: list[Difference]
    theirs: list[Difference]
    chosen: str
    edited: str

    @property
    def name(self):
        field = self.conflict.field
        return NAMES.get(field) or capfirst(Article._meta.get_field(field).verbose_name)

    @property
    def choices(self):
        return [(choice, LABELS[choice], choice == self.chosen) for choice in self._offered]

    @property
    def _offered(self):
        joined = self.conflict.field in JOINED and bool(self.conflict.mine and self.conflict.theirs)
        return [MINE, THEIRS] + [BOTH] * joined + [EDIT] * (self.conflict.field in EDITABLE)

    @property
    def is_answered(self):
        return self.chosen in self._offered

    @property
    def can_be_edited(self):
        return self.conflict.field in EDITABLE

    @property
    def editor(self) -> SafeString | None:
        """The body's own editor; for sentences the page has a textarea."""
        if self.conflict.field != "body":
            return None
        attrs = {"id": f"edit-{self.conflict.key}", "rows": 6, "dir": "auto"}
        return editor.StoryEditor(attrs).render(f"edit-{self.conflict.key}", self.edited)

    def answer(self):
        """The value that was chosen."""
        conflict = self.conflict
        if self.chosen == EDIT:
            return revisions.clean_body(self.edited) if conflict.field == "body" else " ".join(self.edited.split())
        if self.chosen == BOTH:
            return _joined(conflict)
        return conflict.mine if self.chosen == MINE else conflict.theirs


def _joined(conflict):
    if conflict.field == "bylines":
        return [*conflict.mine, *(line for line in conflict.theirs if line not in conflict.mine)]
    return conflict.mine + conflict.theirs if conflict.field == "body" else f"{conflict.mine} {conflict.theirs}"


def questions(base: Content, merged: Merged, data, viewer) -> list[Question]:
    return [_question(base, conflict, data, viewer) for conflict in merged.conflicts]


def _question(base, conflict, data, viewer):
    before = _with(base, conflict, conflict.base)
    start = conflict.mine if conflict.field in EDITABLE else ""
    return Question(
        conflict,
        differences(before, _with(base, conflict, conflict.mine), viewer),
        differences(before, _with(base, conflict, conflict.theirs), viewer),
        data.get(f"choice-{conflict.key}", ""),
        data.get(f"edit-{conflict.key}", start),
    )


def _with(base, conflict, value):
    if conflict.field == "corrections":
        return replace(base, corrections=[value] if value else [])
    return replace(base, **{conflict.field: value})


@require_http_methods(["GET", "HEAD", "POST"])
def merge_view(request, pk, page, model_admin):
    """What this person typed in that page, beside the story as it stands now."""
    article = article_or_404(request, pk)
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    row = Autosave.objects.filter(user=request.user, article=article, page=page).select_related("base").first()
    if row is None:
        return _gone(request, article, page)
    if row.base_id == article.head_id:
        return redirect(offers.offer_of(row, request.user).resume)
    return _Merging(model_admin, request, article, row).answer()


def _gone(request, article, page):
    """The save arrived and its answer was lost, or the text was thrown away elsewhere."""
    if autosaves.saved_from(page, request.user) is None:
        raise Http404
    messages.success(request, _("Saved."))
    return redirect("admin:articles_article_change", article.pk)


class _Merging:
    """One person's text and the newest one, on their way to one revision."""

    def __init__(self, model_admin, request, article, row):
        self.model_admin, self.request, self.article, self.row = model_admin, request, article, row
        self.base, self.head = row.base.parsed, article.head
        self.mine = offers.content_typed(row)
        self.merged = merge(self.base, self.mine, self.head.parsed)
        self.asked = questions(self.base, self.merged, request.POST, request.user)

    def answer(self):
        if self.request.method != "POST":
            return self.show()
        if saving.number(self.request.POST.get("onto")) != self.head.pk:
            return self.show(
                _("%(name)s saved once more. Look again: nothing is saved yet.") % {"name": self.head.author}
            )
        if not all(question.is_answered for question in self.asked):
            return self.show(_("Choose for each place below which text should stand."))
        return self.save()

    def save(self):
        answers = {question.conflict.key: question.answer() for question in self.asked}
        beside = {name: texts for name, texts in self.row.fields.items() if not is_of_the_content(name)}
        fields = beside | fields_of(self.merged.settled(answers), self.head.parsed)
        request = self.request
        request.POST = saving.changed(request.POST, page=[str(self.row.page)], turn=[str(self.row.turn)])
        request.POST = saving.form_data(self.model_admin, request, self.article, fields)
        request.why = _("Brought together with revision %(number)s by %(name)s") % {
            "number": self.head.pk,
            "name": self.head.author,
        }
        return self.model_admin.changeform_view(request, str(self.article.pk))

    def show(self, sentence=""):
        theirs = {conflict.key: conflict.theirs for conflict in self.merged.conflicts}
        context = story_context(self.model_admin, self.request, self.article, _("Bring both texts together")) | {
            "sentence": sentence,
            "row": self.row,
            "head": self.head,
            "at": offers.moment(self.head.created_at, self.request.user),
            "typed_at": offers.moment(self.row.saved_at, self.request.user),
            "asked": self.asked,
            "from_me": differences(self.head.parsed, self.merged.settled(theirs), self.request.user),
            "from_them": differences(self.mine, self.merged.content, self.request.user),
            "lapses": self.article.status in LAPSES_TO_DRAFT,
            "words": editor.words(),
            "media": self.model_admin.media + editor.StoryEditor().media,
        }
        return TemplateResponse(self.request, "admin/articles/article/merge.html", context)
