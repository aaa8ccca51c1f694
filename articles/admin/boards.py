"""The boards of the desk's first page: what stands on each, and how much more there is. Two queries for all of them.

`STORIES` says for each board which stories belong there; the list of stories filters by the same names.
"""

from dataclasses import dataclass, field

from django.db.models import Exists, IntegerField, OuterRef, Subquery, Value
from django.urls import reverse
from django.utils.http import urlencode

from articles import signoffs, together
from articles.admin.waiting import for_how_long, last_moved, told, with_what_it_waits_for
from articles.models import Article, PublishedArticle, Schedule, SetAside, Translation
from articles.models.published import story_url
from articles.states import Status

A_GLANCE = 10
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


def of(user, edits: bool, zones) -> dict[str, Board]:
    """mine, apart; for editors also queue, approved, failing, scheduled, stale and live. Hours in `zones`."""
    stories = Article.objects.visible_to(user).kept().order_by()
    parts = {"mine": _first(STORIES["unfinished"](stories.written_by(user), user), "-modified_at", "-pk")}
    parts["apart"] = _first(STORIES["apart"](Article.objects.editable_by(user), user), "pk")
    if edits:
        for name, status in (("queue", Status.IN_REVIEW), ("approved", Status.APPROVED)):
            moved = stories.in_status(status).annotate(moved_at=last_moved())
            parts[name] = _first(moved, "moved_at", "pk")
        parts |= {name: _first(STORIES[name](stories, user), "pk") for name in ("failing", "stale")}
        parts["scheduled"] = _first(stories.filter(_scheduled(), ~_failing()).annotate(at=_hour()), "at", "pk")
        live = _paper(user).filter(urgent=False).order_by("-published_at", "-article_id").values("article_id")
        parts["live"] = live[:5], live.order_by()[: MOST_COUNTED + 1]
    return _filled(parts, user, zones)


def _hour():
    return Subquery(Schedule.objects.waiting().filter(article=OuterRef("pk")).values("at")[:1])


def _first(stories, *order):
    return stories.order_by(*order).values("pk")[:A_GLANCE], stories.order_by().values("pk")[: MOST_COUNTED + 1]


def _filled(parts, user, zones):
    """One query for the numbers of all boards, one for their stories."""
    found = [
        Article.objects.order_by()
        .filter(pk__in=first)
        .annotate(board=Value(name), total=Capped(counted, output_field=IntegerField()))
        .values_list("board", "pk", "total")
        for name, (first, counted) in parts.items()
    ]
    rows = list(found[0].union(*found[1:], all=True) if found[1:] else found[0])
    stories = {story.pk: told(story, zones) for story in _stories([pk for _name, pk, _total in rows], user)}
    boards = {name: Board(url=address_of(name)) for name in parts}
    for name, pk, total in rows:
        if pk in stories:
            boards[name].rows.append(stories[pk])
            boards[name].total = total
    for name, board in boards.items():
        board.rows.sort(key=ORDER.get(name, lambda story: (story.moved_at, story.pk)))
    return boards


ORDER = {
    "mine": lambda story: (-story.modified_at.timestamp(), -story.pk),
    "live": lambda story: (-story.published_at.timestamp(), -story.pk),
}
"""By what else than how long it waits."""


def _stories(keys, user):
    """With what a line says, and for those that readers see their address and since when nobody touched them."""
    papers = PublishedArticle.objects.filter(article_id__in=keys).order_by().defer("story", "card")
    stories = with_what_it_waits_for(Article.objects.visible_to(user).filter(pk__in=keys), user).defer("body")
    together.ask(stories, papers)
    seen = {row.article_id: row for row in papers}
    for story in stories:
        if row := seen.get(story.pk):
            story.published_at, story.untouched = row.published_at, for_how_long(row.published_at)
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
