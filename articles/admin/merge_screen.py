"""The page on which two texts of one story come together: what goes by itself, and what somebody chooses."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import editor, revisions
from articles.admin import beside
from articles.admin.differences import Difference, differences
from articles.admin.moves import story_context
from articles.admin.own_words import words_of
from articles.admin.typed import LINES, Fields
from articles.content import Content
from articles.merging import Conflict, merge
from articles.models import Article

MINE, THEIRS, BOTH, EDIT = "mine", "theirs", "both", "edit"
EDITABLE = (*LINES, "body")
JOINED = ("standfirst", "body", "bylines")
NAMES = {
    **beside.NAMES,
    "body": gettext_lazy("Text"),
    "lead": gettext_lazy("Lead picture"),
    "bylines": gettext_lazy("Byline"),
    "corrections": gettext_lazy("Correction"),
}


@dataclass(frozen=True)
class Wording:
    """What one of the two ways to this page says on it. `ways` on are (words, address, how: button, window, link)."""

    intro: Sequence[str]
    mine: str
    theirs: str
    from_mine: str
    from_theirs: str
    save: str
    ways: Sequence[tuple[str, str, str]]
    choice_theirs: str = ""
    both: str = ""


@dataclass(frozen=True)
class Question:
    """A conflict as the page asks about it, with the answer given so far."""

    conflict: Conflict
    mine: list[Difference]
    theirs: list[Difference]
    chosen: str
    edited: str
    labels: dict[str, str]
    sides: tuple[str, str]  # what each of the two is called above what it says

    @property
    def name(self):
        about = self.conflict.field
        return NAMES.get(about) or capfirst(Article._meta.get_field(about).verbose_name)

    @property
    def choices(self):
        return [(choice, self.labels[choice], choice == self.chosen) for choice in self._offered]

    @property
    def _offered(self):
        joined = self.conflict.field in JOINED and bool(self.conflict.mine and self.conflict.theirs)
        return [MINE, THEIRS] + [BOTH] * joined + [EDIT] * self.can_be_edited

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


@dataclass
class MergeScreen:
    """One page for both ways that lead here: an outdated save, and a live page mended while another text waits.

    `about` are the hidden fields by which a POST says of which texts it was made; `facts` are conflicts beside the
    text. The caller saves `content()` and `fact_answers()` once `refusal()` is empty.
    """

    model_admin: Any
    request: Any
    article: Article
    base: Content
    mine: Content
    theirs: Content
    wording: Wording
    about: dict[str, str]
    facts: list[Conflict] = field(default_factory=list)

    @cached_property
    def merged(self):
        return merge(self.base, self.mine, self.theirs)

    @cached_property
    def questions(self) -> list[Question]:
        return [self._question(conflict) for conflict in (*self.merged.conflicts, *self.facts)]

    def _question(self, conflict):
        said, wording = self.request.POST, self.wording
        stands = _("As it stands now") if conflict in self.facts else ""  # nobody wrote down who set it
        start = conflict.mine if conflict.field in EDITABLE else ""
        labels = {
            MINE: wording.mine,
            THEIRS: stands or wording.choice_theirs or wording.theirs,
            BOTH: wording.both,
            EDIT: _("Write it anew"),
        }
        return Question(
            conflict,
            *(self._changed(conflict, value) for value in (conflict.mine, conflict.theirs)),
            said.get(f"choice-{conflict.key}", ""),
            said.get(f"edit-{conflict.key}", start),
            labels,
            (wording.mine, stands or wording.theirs),
        )

    def _changed(self, conflict, value):
        viewer = self.request.user
        if conflict in self.facts:
            return beside.told(conflict.base, value, conflict.field, viewer)
        return differences(self._with(conflict, conflict.base), self._with(conflict, value), viewer)

    def _with(self, conflict, value):
        if conflict.field == "corrections":
            return replace(self.base, corrections=[value] if value else [])
        return replace(self.base, **{conflict.field: value})

    def refusal(self) -> tuple[str, int]:
        """Why what was sent cannot be saved yet, with the status to say it with; empty when it can."""
        if any(self.request.POST.get(name) != value for name, value in self.about.items()):
            return _("One of the two texts has changed since you opened this page. This is how they stand now."), 409
        if not all(question.is_answered for question in self.questions):
            return _("Choose for each place below which text should stand."), 422
        return "", 200

    def _answers(self):
        return {question.conflict.key: question.answer() for question in self.questions}

    def content(self) -> Content:
        """Both texts as one."""
        return self.merged.settled(self._answers())

    def fact_answers(self) -> dict[str, Fields]:
        """What was chosen of each fact beside the text that both changed."""
        answers = self._answers()
        return {conflict.field: answers[conflict.key] for conflict in self.facts}

    def show(self, sentence="", status=200):
        theirs = {conflict.key: conflict.theirs for conflict in self.merged.conflicts}
        viewer = self.request.user
        context = story_context(self.model_admin, self.request, self.article, _("Bring both texts together")) | {
            "sentence": sentence,
            "wording": self.wording,
            "about": self.about,
            "asked": self.questions,
            "from_mine": differences(self.theirs, self.merged.settled(theirs), viewer),
            "from_theirs": differences(self.mine, self.merged.content, viewer),
            "own_words": words_of(self._written_anew()) if status == 409 else [],
            "words": editor.words(),
            "media": self.model_admin.media + editor.StoryEditor().media,
        }
        return TemplateResponse(self.request, "admin/articles/article/merge.html", context, status=status)

    def _written_anew(self):
        """What was typed for places that may not be asked about any more."""
        said, written = self.request.POST, QueryDict(mutable=True)
        for name in said:
            if name.startswith("edit-") and said.get(name.replace("edit-", "choice-", 1)) == EDIT:
                written[name] = said[name]
        return written
