"""What stands about each of many stories beside its own row: for lists, as the dossier is for one story's page."""

from dataclasses import dataclass

from django.db.models import Max

from articles import together
from articles.models import (
    Article,
    Assignment,
    PlannedDate,
    PublishedArticle,
    Restriction,
    Schedule,
    SetAside,
    StatusChange,
    Translation,
)
from articles.together import Prepared


@dataclass(frozen=True)
class Digest:
    """About one story, as one person may know it."""

    move: StatusChange | None = None  # the last one
    paper: PublishedArticle | None = None  # what readers see, or saw: it may be withdrawn
    assignment: Assignment | None = None
    plan: PlannedDate | None = None
    hours: tuple[Schedule, ...] = ()  # what waits for its moment, the next first
    is_restricted: bool = False
    is_apart: bool = False  # two of its texts are to be brought together
    is_stale: bool = False  # its original, of which that person may know, says something else since


def _last_moves(stories):
    moves = StatusChange.objects.moves().order_by()
    last = moves.filter(article__in=stories).values("article").annotate(last=Max("pk"))
    return moves.filter(pk__among=last.values("last")).select_related("by")


def _papers(stories):
    return PublishedArticle.objects.filter(article_id__in=stories).order_by().defer("story", "card")


def _assignments(stories):
    return Assignment.objects.standing().filter(article__in=stories).order_by()


def _restricted(stories):
    return Restriction.objects.filter(article__in=stories).values_list("article", flat=True)


def _apart(stories):
    return SetAside.objects.apart().filter(article__in=stories).values_list("article", flat=True)


def _stale(stories, user):
    stale = Translation.objects.stale().without_originals(Article.objects.hidden_from(user))
    return stale.filter(article__in=stories).values_list("article", flat=True)


QUESTIONS = {
    "move": Prepared(_last_moves),
    "paper": Prepared(_papers),
    "assignment": Prepared(_assignments),
    "plan": Prepared(lambda stories: PlannedDate.objects.filter(article__in=stories)),
    "hours": Prepared(lambda stories: Schedule.objects.waiting().filter(article__in=stories)),
    "is_restricted": Prepared(_restricted),
    "is_apart": Prepared(_apart),
}
IS_STALE = Prepared(_stale)  # the only one that depends on who asks


def _stories(stories, user):
    seen = Article.objects.visible_to(user).filter(pk__in=stories)
    return seen.select_related("created_by", "assigned_to").defer("body").order_by()


STORIES = Prepared(_stories)


def with_stories(keys: list[int], user) -> list[Article]:
    """Those of these stories that `user` may see, without their texts but with their digests. One query."""
    if not keys:
        return []
    stories, rows = STORIES.of(stories=keys, user=user), questions(keys, user)
    together.ask(stories, *rows.values())
    give(stories, rows)
    return list(stories)


def questions(keys: list[int], user) -> dict:
    """What is to be asked for the stories of these keys, and then given them by `give`."""
    rows = {name: question.of(stories=keys) for name, question in QUESTIONS.items()}
    return rows | {"is_stale": IS_STALE.of(stories=keys, user=user)}


def give(stories, rows: dict) -> None:
    """Each of these stories has as `digest` what the `questions`, now answered, say of it."""
    single = {name: {row.article_id: row for row in rows[name]} for name in ("move", "paper", "assignment", "plan")}
    marks = {name: set(rows[name]) for name in ("is_restricted", "is_apart", "is_stale")}
    for story in stories:
        story.digest = Digest(
            hours=tuple(row for row in rows["hours"] if row.article_id == story.pk),
            **{name: found.get(story.pk) for name, found in single.items()},
            **{name: story.pk in found for name, found in marks.items()},
        )
