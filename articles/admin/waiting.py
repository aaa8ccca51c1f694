"""What each story waits for, and whom: in words, for the dashboard and the list of stories."""

from django.db.models import CharField, Exists, F, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from articles.admin.hours import in_words, in_zones, with_hours
from articles.models import Article, Assignment, PublishedArticle, Restriction, Schedule, StatusChange, Translation
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


def with_what_it_waits_for(stories, user):
    """Adds `moved_at`, `moved_by`, `move_note` (its last move), `paper_state`, `paper_urgent` (what readers see),
    `given_at`, `due_at`, `due_zone`, `priority` (its assignment), its hours, `fails`: one of them
    was missed or will be, and `stale`: it is a translation, and its
    original, of which `user` may know, says something else since.
    """
    stale = Translation.objects.stale().without_originals(Article.objects.hidden_from(user))
    paper = PublishedArticle.objects.filter(article_id=OuterRef("pk"))
    given = Assignment.objects.standing().filter(article=OuterRef("pk"))
    name = Coalesce(NullIf("by__name", Value("")), "by__email", Value(""), output_field=CharField())
    return with_hours(stories.select_related("created_by", "assigned_to")).annotate(
        stale=Exists(stale.filter(article=OuterRef("pk"))),
        fails=Exists(Schedule.objects.failing().filter(article=OuterRef("pk"))),
        restricted=Exists(Restriction.objects.filter(article=OuterRef("pk"))),
        moved_at=last_moved(),
        moved_by=Coalesce(Subquery(_moves().values(name=name)[:1]), Value(""), output_field=CharField()),
        move_note=Coalesce(Subquery(_moves().values("note")[:1]), Value(""), output_field=TextField()),
        paper_state=Subquery(paper.values("state")[:1]),
        paper_urgent=Subquery(paper.values("urgent")[:1]),
        given_at=Subquery(given.values("at")[:1]),
        due_at=Subquery(given.values("due_at")[:1]),
        due_zone=Subquery(given.values("due_zone")[:1]),
        priority=Subquery(given.values("priority")[:1]),
    )


def last_moved():
    """When a story was last moved; for one that never was, when it was begun."""
    return Coalesce(Subquery(_moves().values("at")[:1]), F("created_at"))


def _moves():
    return StatusChange.objects.moves().filter(article=OuterRef("pk")).order_by("-pk")


def waits_for(story: Article) -> str:
    """Who has it now and what they are to do. Wants a story from `with_what_it_waits_for`."""
    if story.binned_at:
        return _("In the bin")
    if story.paper_state == PaperState.WITHDRAWN and story.status == Status.DRAFT:
        return _("Taken from readers; rests with %(name)s") % {"name": story.assigned_to or story.created_by}
    words = {
        Status.DRAFT: _("%(name)s is writing"),
        Status.IN_REVIEW: _("Waits for %(name)s") if given_since_its_move(story) else _("Waits for an editor"),
        Status.CHANGES_REQUESTED: _("Back with %(name)s"),
        Status.APPROVED: _("Waits to be scheduled or published"),
        Status.SCHEDULED: _("Waits for its hour"),
        Status.PUBLISHED: _("Waits for a countersign") if story.paper_urgent else "",
    }
    return words[story.status] % {"name": story.assigned_to or story.created_by}


def given_since_its_move(story: Article) -> bool:
    """Whether somebody was given it after its last move, and has it still."""
    return bool(story.assigned_to_id and story.given_at and story.given_at > story.moved_at)


def chips(story: Article) -> list[tuple[str, str]]:
    """[(kind, words), …]: the state at the desk, and the paper's where that says more."""
    shown = []
    paper = PaperState(story.paper_state) if story.paper_state else None
    if paper is None or story.status != Status.PUBLISHED:
        shown.append((story.status, story.get_status_display()))
    if paper:
        shown.append((paper.value, paper.label))
    if story.fails:
        shown.append(("failing", _("Could not go out, or will not")))
    if story.restricted:
        shown.append(("restricted", _("Restricted")))
    if story.is_apart:
        shown.append(("failing", _("Two texts to bring together")))
    if story.stale:
        shown.append(("stale", _("Original changed")))
    if story.paper_urgent:
        shown.append(("urgent", _("Not countersigned")))
    return shown + chips_of_the_assignment(story)


def chips_of_the_assignment(story: Article) -> list[tuple[str, str]]:
    """A priority that is not the usual one, and a due time that has passed, while the story is being made."""
    if story.status == Status.PUBLISHED or story.binned_at:
        return []
    shown = []
    if story.priority and story.priority != Assignment.Priority.NORMAL:
        word = Assignment.Priority(story.priority).label
        shown.append((f"priority-{story.priority}", _("Priority: %(word)s") % {"word": word}))
    if story.due_at and story.due_at < timezone.now():
        shown.append(("failing", _("Overdue")))
    return shown


def told(story: Article, zones=()) -> Article:
    """The story with `chips`, `waits`, `since`, `due` and `hours` in words, for a template."""
    story.chips, story.waits, story.since = chips(story), waits_for(story), since_when(story)
    story.due, story.hours = due(story), in_words(story, zones)
    return story


def since_when(story: Article) -> str:
    return for_how_long(story.given_at if given_since_its_move(story) else story.moved_at)


def due(story: Article) -> str:
    """“Due Fri 4 Dec, 18:00 (Niamey)”, while there is something to do."""
    if not story.due_at or story.status == Status.PUBLISHED or story.binned_at:
        return ""
    zone = story.due_zone or "UTC"
    place, moment = in_zones(story.due_at, zone)[0]
    return _("due %(moment)s (%(place)s)") % {"moment": moment, "place": place}


def for_how_long(moment) -> str:
    return _("for %(time)s") % {"time": timesince(moment, time_strings=LENGTHS_OF_TIME, depth=1)}


def how_long_ago(moment) -> str:
    return _("%(time)s ago") % {"time": timesince(moment, time_strings=LENGTHS_OF_TIME, depth=1)}
