"""The boards of the desk's first page: what stands on each, and how much more there is.

`STORIES` says for each board which stories belong there; the list of stories filters by the same names.
"""

from dataclasses import dataclass, field
from functools import partial

from django.db.models import Exists, IntegerField, OuterRef, Subquery
from django.urls import reverse
from django.utils.http import urlencode

from articles import digests, signoffs
from articles.admin.waiting import for_how_long, last_moved, told
from articles.models import Article, PublishedArticle, Schedule, SetAside, Translation
from articles.models.published import story_url
from articles.states import Status
from articles.together import Prepared

A_GLANCE = 10
A_FEW = 5
MOST_COUNTED = 1000


@dataclass
class Board:
    """`rows` are at most a glance, `total` counts as far as `MOST_COUNTED`, `url` leads to the list of all.

    `shown` is how many stories the rows are of, where one may have several.
    """

    rows: list = field(default_factory=list)
    total: int = 0
    url: str = ""
    shown: int | None = None

    def __bool__(self):
        return bool(self.rows)

    @property
    def left(self) -> int:
        return self.total - (len(self.rows) if self.shown is None else self.shown)

    @property
    def is_capped(self) -> bool:
        return self.total > MOST_COUNTED


def _paper(user):
    hidden = Article.objects.hidden_from(user).order_by().values("pk")
    return PublishedArticle.objects.live().exclude(article_id__in=hidden)


def _on_paper(stories, paper):
    return stories.filter(pk__in=paper.values("article_id"))


def _failing():
    return Exists(Schedule.objects.failing().filter(article=OuterRef("pk")))


def _scheduled():
    return Exists(Schedule.objects.waiting().filter(article=OuterRef("pk")))


STORIES = {
    "unfinished": lambda stories, user: stories.exclude(status=Status.PUBLISHED),
    "failing": lambda stories, user: stories.filter(_failing()),
    "waiting": lambda stories, user: stories.filter(_scheduled()),
    "urgent": lambda stories, user: _on_paper(stories, PublishedArticle.objects.without_countersign()),
    "apart": lambda stories, user: stories.filter(pk__in=SetAside.objects.apart().values("article")),
    "owed": lambda stories, user: stories.filter(pk__in=signoffs.owed_by(user).order_by().values("article")),
    "stale": lambda stories, user: stories.filter(
        pk__in=Translation.objects.stale().without_originals(Article.objects.hidden_from(user)).values("article")
    ),
}
"""Name → which of these stories stand there for that person."""


class Capped(Subquery):
    """How many rows a sliced query gives."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"


def counted(rows):
    """Each with how many there are, as `total`."""
    return rows.annotate(total=Capped(rows.order_by().values("pk")[: MOST_COUNTED + 1], output_field=IntegerField()))


def _glance(rows, *order, key="pk", most=A_GLANCE):
    """(key, total) of the first rows."""
    return counted(rows).order_by(*order).values_list(key, "total")[:most]


def _kept(user):
    return Article.objects.visible_to(user).kept().order_by()


def _mine(user):
    return _glance(STORIES["unfinished"](_kept(user).written_by(user), user), "-modified_at", "-pk")


def _apart(user):
    return _longest(STORIES["apart"](Article.objects.editable_by(user), user))


def _in_status(status, user):
    return _longest(_kept(user).in_status(status))


def _standing(name, user):
    return _longest(STORIES[name](_kept(user), user))


def _longest(stories):
    """Those first whose last move is longest ago."""
    return _glance(stories.annotate(moved_at=last_moved()), "moved_at", "pk")


def _waiting(user):
    hour = Subquery(Schedule.objects.waiting().filter(article=OuterRef("pk")).values("at")[:1])
    return _glance(_kept(user).filter(_scheduled(), ~_failing()).annotate(at=hour), "at", "pk")


def _live(user):
    return _glance(_paper(user).filter(urgent=False), "-published_at", "-article_id", key="article_id", most=A_FEW)


QUESTIONS = {"mine": Prepared(_mine), "apart": Prepared(_apart)}
EDITORS_QUESTIONS = {
    "queue": Prepared(partial(_in_status, Status.IN_REVIEW)),
    "approved": Prepared(partial(_in_status, Status.APPROVED)),
    "failing": Prepared(partial(_standing, "failing")),
    "stale": Prepared(partial(_standing, "stale")),
    "scheduled": Prepared(_waiting),
    "live": Prepared(_live),
}


def questions(user, edits: bool) -> dict:
    """What is to be asked for the boards, and then put on them by `filled`: mine and apart, an editor's others."""
    wanted = QUESTIONS | (EDITORS_QUESTIONS if edits else {})
    return {name: question.of(user=user) for name, question in wanted.items()}


def filled(found: dict, user, zones) -> dict[str, Board]:
    """The boards with what the `questions`, now answered, found. Hours in `zones`. One query."""
    keys = list({key for rows in found.values() for key, _total in rows})
    stories = {story.pk: told(story, zones) for story in _stories(keys, user)}
    boards = {}
    for name, rows in found.items():
        board = boards[name] = Board(url=address_of(name), total=next((total for _key, total in rows), 0))
        board.rows = [stories[key] for key, _total in rows if key in stories]
    return boards


def _stories(keys, user):
    """For those that readers see, with their address and since when nobody touched them."""
    for story in digests.with_stories(keys, user):
        if row := story.digest.paper:
            story.untouched = for_how_long(row.published_at)
            story.address = story_url(row.language, row.date, row.slug)
        yield story


LISTS = {
    "mine": {"who": "me", "state": "unfinished"},
    "queue": {"state": Status.IN_REVIEW},
    "approved": {"state": Status.APPROVED},
    "scheduled": {"state": "waiting"},
    "live": {"state": "live"},
}
"""Where all of a board stands: in the list, filtered by its own name unless it says otherwise here."""


def address_of(name: str) -> str:
    return f"{reverse('admin:articles_article_changelist')}?{urlencode(LISTS.get(name, {'state': name}))}"
