"""What stands about one story beside its own row: each part is one question, asked when it is first read.

A verb takes a new dossier for each step, for what it has just written counts. A page that only shows keeps one for its
whole request: `opened()` asks for all of its parts together, and whatever then speaks of that story finds them there.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property

from django.db.models import Exists, F, OuterRef

from articles import colleagues, together
from articles.models import (
    Approval,
    Article,
    Assignment,
    Autosave,
    ChecklistRule,
    Correction,
    Note,
    PlannedDate,
    Presence,
    PreviewLink,
    PublishedArticle,
    ReaderAnswer,
    Restriction,
    Revision,
    Schedule,
    SetAside,
    SignOff,
    SignOffKind,
    SignOffRequest,
    StatusChange,
    Translation,
)
from articles.publication import publication_beside
from articles.states import PaperState

_kept = ContextVar("the dossiers of the page that is being shown", default=None)


def of(article_id: int, user=None) -> "Dossier":
    """The dossier that this page keeps of the story; else a new one. `user` is who wants to know, where that counts."""
    found = (_kept.get() or {}).get(article_id)
    return found if found and user in (None, found.user) else Dossier(article_id, user)


@contextmanager
def kept_until_the_end(showing: bool):
    """Around a request: while it changes nothing, as one that is only `showing`, an opened dossier stands."""
    token = _kept.set({} if showing else None)
    try:
        yield
    finally:
        _kept.reset(token)


def opened(article: Article, user, *questions, lists=()) -> "Dossier":
    """A page that shows the story begins with it: one query for the whole dossier, and for these querysets too.

    `lists` names relations of the story itself that the page reads. In a request that may write, nothing is kept.
    """
    found, kept = Dossier(article.pk, user), _kept.get()
    if kept is not None:
        kept[article.pk], found.article = found, article
        rows = {name: getattr(article, name).all() for name in lists}
        publication_beside(*found.questions(), *questions, *rows.values())
        article.__dict__.setdefault("_prefetched_objects_cache", {}).update(rows)
    return found


def opened_again(article: Article, user) -> "Dossier":
    """The same for what was sent and refused: from here on, this request writes nothing, and shows the page again."""
    if _kept.get() is None:
        _kept.set({})
    return (_kept.get() or {}).get(article.pk) or opened(article, user)


class asked_alike(cached_property):
    """A part that is the same question for every story and person; neither the hour nor a right makes it another."""

    def __set_name__(self, owner, name):
        super().__set_name__(owner, name)
        self.prepared = together.Prepared(lambda story, user: self.func(owner(story, user)))

    def __get__(self, about, owner=None):
        if about is None or not isinstance(about.article_id, int):
            return super().__get__(about, owner)
        together.ask(rows := self.question(about))
        return rows

    def question(self, about):
        """The part, as it is before it was asked for."""
        rows = self.prepared.of(story=about.article_id, user=getattr(about.user, "pk", None))
        vars(about)[self.attrname] = rows
        return rows


class Dossier:
    """The parts about the story `article_id`; those below the last line are as `user` has them."""

    def __init__(self, article_id: int, user=None):
        self.article_id, self.user = article_id, user

    @cached_property
    def article(self) -> Article | None:
        """The story itself; an opened dossier has it."""
        return Article.objects.filter(pk=self.article_id).first()

    def questions(self, names=()) -> list:
        """All of its parts, or these, to be asked for together; without those that are there."""
        parts = {name: vars(Dossier)[name] for name in names or PARTS if name not in vars(self)}
        return [
            part.question(self) if isinstance(part, asked_alike) else getattr(self, name)
            for name, part in parts.items()
        ]

    def ask(self, *names: str) -> None:
        """One query for these parts, where each would ask by itself when it is read."""
        together.ask(*self.questions(names))

    # What readers see ----------------------------------------------------------------------------

    @asked_alike
    def papers(self):
        return PublishedArticle.objects.filter(article_id=self.article_id).defer("story", "card").order_by()

    @property
    def published(self) -> PublishedArticle | None:
        return _one(self.papers)

    @property
    def readable(self) -> PublishedArticle | None:
        published = self.published
        return published if published and published.state != PaperState.WITHDRAWN else None

    @asked_alike
    def live_texts(self):
        return Revision.objects.filter(pk__in=self.papers.values("revision_id")).order_by()

    @property
    def live_text(self) -> Revision | None:
        """The text that the paper's row is of."""
        return _one(self.live_texts)

    @asked_alike
    def corrections(self):
        return Correction.objects.filter(article=self.article_id)

    @asked_alike
    def answers(self):
        """What people said that readers learn of a change; an answer that has ended, too."""
        return ReaderAnswer.objects.filter(article=self.article_id).select_related("by", "seconded_by")

    # The texts and what people said of them ------------------------------------------------------

    @asked_alike
    def texts(self):
        """Each text as (key, parent, second parent, author, hash): what it came from, and by whose hand."""
        rows = Revision.objects.filter(article=self.article_id).order_by()
        return rows.values_list("pk", "parent_id", "merged_id", "author_id", "sha256")

    @asked_alike
    def approvals(self):
        """Each with `counts`: nobody took it back, and no withdrawal came after it."""
        changes = StatusChange.objects.filter(verb="request_changes")
        back = changes.filter(revision=OuterRef("revision"), at__gte=OuterRef("at"))
        gone = self.papers.filter(state=PaperState.WITHDRAWN, withdrawn_at__gte=OuterRef("at"))
        said = Approval.objects.filter(revision__article=self.article_id).select_related("by")
        return said.annotate(counts=~Exists(back) & ~Exists(gone))

    @asked_alike
    def words(self):
        """The sign-offs that nobody took back or replaced."""
        return SignOff.objects.filter(article=self.article_id, ended_at__isnull=True).select_related("by")

    @asked_alike
    def requests(self):
        open_requests = SignOffRequest.objects.open().filter(article=self.article_id)
        return open_requests.select_related("asked", "by")

    @asked_alike
    def kinds(self):
        return SignOffKind.objects.all()

    @asked_alike
    def kinds_roles(self):
        return SignOffKind.roles.through.objects.order_by("group").select_related("group")

    @asked_alike
    def kinds_people(self):
        named = SignOffKind.people.through.objects.order_by("user__name", "user__email")
        return named.select_related("user")

    @asked_alike
    def rules(self):
        return ChecklistRule.objects.all()

    # When ----------------------------------------------------------------------------------------

    @asked_alike
    def hours(self):
        """What waits for its moment, each with the hash of its text."""
        return Schedule.objects.waiting().filter(article=self.article_id).annotate(sha256=F("revision__sha256"))

    @asked_alike
    def plans(self):
        return PlannedDate.objects.filter(article=self.article_id).order_by()

    @asked_alike
    def asides(self):
        return SetAside.objects.open().filter(article=self.article_id).select_related("revision", "by").order_by()

    @property
    def aside(self) -> SetAside | None:
        return _one(self.asides)

    @asked_alike
    def last_moves(self):
        return StatusChange.objects.moves().filter(article=self.article_id).select_related("by")[:1]

    @asked_alike
    def withdrawals(self):
        rows = StatusChange.objects.filter(article=self.article_id, verb="withdraw")
        return rows.select_related("by")[:1]

    # Who -----------------------------------------------------------------------------------------

    @asked_alike
    def restrictions(self):
        return Restriction.objects.filter(article=self.article_id).order_by()

    @asked_alike
    def named(self):
        """Who may know of it while it is restricted."""
        named = Restriction.named.through.objects.filter(restriction__article=self.article_id).values("user")
        return colleagues.everybody().filter(pk__in=named)

    @asked_alike
    def people(self):
        """Colleagues who may know of it."""
        return colleagues.who_see(self.article_id).order_by("name", "email")

    @asked_alike
    def assignments(self):
        return Assignment.objects.standing().filter(article=self.article_id).select_related("to", "by")

    @asked_alike
    def notes(self):
        rows = Note.objects.filter(article=self.article_id).select_related("by", "resolved_by", "struck_by")
        return rows.order_by("pk")

    @cached_property
    def links(self):
        return PreviewLink.objects.of_story(self.article_id).open().with_names().defer("revision__content")

    @cached_property
    def presences(self):
        return Presence.objects.fresh().filter(article=self.article_id).select_related("user")

    # As `user` has it ----------------------------------------------------------------------------

    @cached_property
    def editable(self):
        return self._this(Article.objects.editable_by(self.user))

    @asked_alike
    def written(self):
        return self._this(Article.objects.written_by(self.user))

    @cached_property
    def translations(self):
        """Languages of the translations that they may see."""
        begun = Article.objects.visible_to(self.user).kept().filter(translation_of=self.article_id)
        return begun.order_by().values_list("language", flat=True)

    @cached_property
    def stale(self):
        """The story as a translation whose original, which they may see, has changed since."""
        if not self.article.translation_of_id:
            return Translation.objects.none()
        hidden = Article.objects.hidden_from(self.user)
        rows = Translation.objects.stale().without_originals(hidden).filter(article=self.article_id)
        return rows.select_related("made_from", "article__translation_of").order_by()

    @cached_property
    def my_kinds(self):
        return SignOffKind.objects.open_to(self.user).order_by().values_list("pk", flat=True)

    @asked_alike
    def unsaved(self):
        return Autosave.objects.filter(user=self.user, article=self.article_id).select_related("base")

    def _this(self, stories):
        return stories.filter(pk=self.article_id).order_by().values_list("pk", flat=True)

    @property
    def may_edit(self) -> bool:
        return bool(self.editable)

    @property
    def is_theirs(self) -> bool:
        """Created by, bylined to or assigned to them."""
        return bool(self.written)


PARTS = [name for name, part in vars(Dossier).items() if isinstance(part, cached_property) and name != "article"]


def _one(rows):
    return next(iter(rows), None)
