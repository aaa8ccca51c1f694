"""What each story waits for, and whom: in words, for the dashboard and lists of stories, which give them digests."""

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from articles.admin.hours import in_words, in_zones
from articles.models import Article, Assignment, StatusChange
from articles.states import PaperState, Status

# Our own, also for every other page: Django's Arabic counts “1 week” and “2 days”, where the word alone says it.
LENGTHS_OF_TIME = {
    "year": ngettext_lazy("%(num)d year", "%(num)d years", "num"),
    "month": ngettext_lazy("%(num)d month", "%(num)d months", "num"),
    "week": ngettext_lazy("%(num)d week", "%(num)d weeks", "num"),
    "day": ngettext_lazy("%(num)d day", "%(num)d days", "num"),
    "hour": ngettext_lazy("%(num)d hour", "%(num)d hours", "num"),
    "minute": ngettext_lazy("%(num)d minute", "%(num)d minutes", "num"),
}


def last_moved():
    """When a story was last moved; for one that never was, when it was begun."""
    last = StatusChange.objects.moves().filter(article=OuterRef("pk")).order_by("-pk")
    return Coalesce(Subquery(last.values("at")[:1]), F("created_at"))


def waits_for(story: Article) -> str:
    """Who has it now and what they are to do. Wants a story with its digest."""
    if story.binned_at:
        return _("In the bin")
    paper = story.digest.paper
    if paper and paper.state == PaperState.WITHDRAWN and story.status == Status.DRAFT:
        return _("Taken from readers; rests with %(name)s") % {"name": story.assigned_to or story.created_by}
    words = {
        Status.DRAFT: _("%(name)s is writing"),
        Status.IN_REVIEW: _("Waits for %(name)s") if given_since_its_move(story) else _("Waits for an editor"),
        Status.CHANGES_REQUESTED: _("Back with %(name)s"),
        Status.APPROVED: _("Waits to be scheduled or published"),
        Status.SCHEDULED: _("Waits for its hour"),
        Status.PUBLISHED: _("Waits for a countersign") if paper and paper.urgent else "",
    }
    return words[story.status] % {"name": story.assigned_to or story.created_by}


def given_since_its_move(story: Article) -> bool:
    """Whether somebody was given it after its last move, and has it still."""
    given = story.digest.assignment
    return bool(story.assigned_to_id and given and given.at > moved_at(story))


def moved_at(story: Article):
    return story.digest.move.at if story.digest.move else story.created_at


def chips(story: Article) -> list[tuple[str, str]]:
    """[(kind, words), …]: the state at the desk, and the paper's where that says more."""
    digest, shown = story.digest, []
    paper = PaperState(digest.paper.state) if digest.paper else None
    if paper is None or story.status != Status.PUBLISHED:
        shown.append((story.status, story.get_status_display()))
    if paper:
        shown.append((paper.value, paper.label))
    marks = {
        ("failing", _("Could not go out, or will not")): any(row.is_failing for row in digest.hours),
        ("restricted", _("Restricted")): digest.is_restricted,
        ("failing", _("Two texts to bring together")): digest.is_apart,
        ("stale", _("Original changed")): digest.is_stale,
        ("urgent", _("Not countersigned")): digest.paper and digest.paper.urgent,
    }
    shown += [chip for chip, holds in marks.items() if holds]
    return shown + chips_of_the_assignment(story)


def chips_of_the_assignment(story: Article) -> list[tuple[str, str]]:
    """A priority that is not the usual one, and a due time that has passed, while the story is being made."""
    if story.status == Status.PUBLISHED or story.binned_at:
        return []
    given, shown = story.digest.assignment, []
    if given and given.priority != Assignment.Priority.NORMAL:
        word = given.get_priority_display()
        shown.append((f"priority-{given.priority}", _("Priority: %(word)s") % {"word": word}))
    if given and given.is_overdue:
        shown.append(("failing", _("Overdue")))
    return shown


def told(story: Article, zones=()) -> Article:
    """The story with `chips`, `waits`, `since`, `due` and `hours` in words, for a template."""
    story.chips, story.waits, story.since = chips(story), waits_for(story), since_when(story)
    story.due, story.hours = due(story), in_words(story, zones)
    return story


def since_when(story: Article) -> str:
    return for_how_long(story.digest.assignment.at if given_since_its_move(story) else moved_at(story))


def due(story: Article) -> str:
    """“Due Fri 4 Dec, 18:00 (Niamey)”, while there is something to do."""
    given = story.digest.assignment
    if not given or not given.due_at or story.status == Status.PUBLISHED or story.binned_at:
        return ""
    place, moment = in_zones(given.due_at, given.due_zone or "UTC")[0]
    return _("due %(moment)s (%(place)s)") % {"moment": moment, "place": place}


def for_how_long(moment) -> str:
    return _("for %(time)s") % {"time": timesince(moment, time_strings=LENGTHS_OF_TIME, depth=1)}


def how_long_ago(moment) -> str:
    return _("%(time)s ago") % {"time": timesince(moment, time_strings=LENGTHS_OF_TIME, depth=1)}
