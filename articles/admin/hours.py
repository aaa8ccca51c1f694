"""A story's moments in words: its planned date, its embargo, and what the schedule does with it when."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles import dossier, lineage, workflow
from articles.admin.moments import Moment, said_in
from articles.models import Article, PlannedDate, Schedule
from articles.publication import publication

SOON = 40


@dataclass(frozen=True)
class Hour:
    """One moment of a story. `said` is [(zone, the moment there), …], the zone it was typed in first."""

    kind: str  # planned, embargo, publish, update, withdraw
    words: str
    said: list[tuple[str, str]]
    at: datetime | None = None
    error: str = ""


def zones_of(user, zone: str = "") -> list[str]:
    """Where a moment is said: in the zone it was typed in, the person's, the desk's and UTC, each once."""
    return list(dict.fromkeys(name for name in (zone, user.zone, publication().zone, "UTC") if name))


def does(action: str) -> str:
    """What the schedule does then."""
    return {
        Schedule.Action.PUBLISH: _("Goes out"),
        Schedule.Action.UPDATE: _("The update goes out"),
        Schedule.Action.WITHDRAW: _("Is withdrawn"),
    }[action]


def scheduled(article: Article, user) -> list[Hour]:
    """What waits for its hour, the next first."""
    return [_scheduled(row, article, user) for row in dossier.of(article.pk).hours]


def _scheduled(row, article, user):
    words = does(row.action)
    if row.action != Schedule.Action.WITHDRAW and row.revision_id != article.head_id:
        words = _("%(what)s, in an older text than the newest") % {"what": words}
        published = dossier.of(article.pk).published
        if published and not lineage.descends_from(row.revision, published.revision_id):
            words = _("Was to go out, but does not know the text that readers see")
    return Hour(row.action, words, said_in(row.at, *zones_of(user, row.zone)), row.at, row.last_error or row.warning)


def embargo(article: Article, user) -> list[tuple[str, str]]:
    if not article.embargo_until:
        return []
    return said_in(article.embargo_until, *zones_of(user, article.embargo_zone or "UTC"))


def plan_of(article: Article) -> PlannedDate | None:
    return next(iter(dossier.of(article.pk).plans), None)


def planned(article: Article, user) -> list[tuple[str, str]]:
    """The planned moment everywhere; nothing for a plan that is a day, which is the same day wherever one is."""
    plan = plan_of(article)
    return said_in(plan.at, *zones_of(user, plan.zone)) if plan and plan.at else []


def say_plan(article: Article) -> str:
    plan = plan_of(article)
    if plan is None:
        return ""
    return workflow.say_in_zone(plan.at, plan.zone) if plan.at else formats.date_format(plan.day)


# For lists of stories ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One of a story's moments for a list; `moments` is [(place, day and hour there), …], or a day alone."""

    kind: str
    words: str
    moments: list[tuple[str, str]]


def in_words(story: Article, zones) -> list[Line]:
    """The story's moments, those that the clock acts on first; in each of these zones and in UTC.

    Wants a story with its digest.
    """
    lines = [Line(row.action, does(row.action), in_zones(row.at, *zones)) for row in story.digest.hours]
    if story.embargo_until and story.embargo_until > timezone.now():
        lines.append(Line("embargo", _("Embargo until"), in_zones(story.embargo_until, *zones)))
    if plan := story.digest.plan:
        moments = in_zones(plan.at, *zones) if plan.at else [("", formats.date_format(plan.day, "D j M"))]
        lines.append(Line("planned", _("Planned for"), moments))
    return lines


def in_zones(moment: datetime, *zones: str) -> list[tuple[str, str]]:
    """[(place, day and hour there), …], each zone once, UTC always."""
    shape = pgettext("a day and hour, in the signs of Django's date filter", "D j M, H:i")
    return [
        (
            zone.rpartition("/")[2].replace("_", " "),
            formats.date_format(moment.astimezone(ZoneInfo(zone)), shape),
        )
        for zone in dict.fromkeys([*zones, "UTC"])
    ]


# The question that a schedule asks ---------------------------------------------------------------


def waiting_for(verb: str, article: Article) -> Schedule | None:
    """The row of the schedule that this verb is about."""
    of_readers = verb.endswith("withdrawal")
    rows = dossier.of(article.pk).hours
    return next((row for row in rows if (row.action == Schedule.Action.WITHDRAW) == of_readers), None)


def suggested(verb: str, article: Article) -> Moment | None:
    """The moment that the question offers: the one it replaces, or the plan's."""
    if verb not in ("schedule", "reschedule", "reschedule_withdrawal"):
        return None
    if waiting := waiting_for(verb, article):
        return Moment(waiting.at, waiting.zone)
    plan = plan_of(article)
    return Moment(plan.at, plan.zone) if plan and plan.at and plan.at > timezone.now() else None


def for_the_question(user, article: Article, verb: str) -> dict:
    """What to know before choosing a moment: the embargo, this story's other moments, and what else goes out."""
    others = Schedule.objects.waiting().of_stories_seen_by(user).exclude(article=article)
    rows = others.filter(at__gte=timezone.now()).select_related("article")[:SOON]
    waiting = waiting_for(verb, article) if verb.startswith("reschedule") else None
    return {
        "was": waiting.at.isoformat() if waiting else "",
        "embargo_said": [] if verb.endswith("withdrawal") else embargo(article, user),
        "its_hours": scheduled(article, user),
        "also": [(row, does(row.action), said_in(row.at, *zones_of(user))) for row in rows],
    }


def call(verb: str, article: Article, by, said: dict) -> None:
    """The verb behind a button that moves what is scheduled, or schedules a withdrawal. Raises WorkflowError."""
    if verb == "unschedule_withdrawal":
        workflow.unschedule_withdrawal(article, by=by)
        return
    moment = {"at": said["moment"].at, "zone": said["moment"].zone}
    if verb == "schedule_withdrawal":
        workflow.schedule_withdrawal(article, by=by, reason=said["reason"], note=said["note"], **moment)
    elif waiting := waiting_for(verb, article):
        if said["was"] != waiting.at.isoformat():
            raise workflow.WorkflowError(_("Somebody else has moved it since. Look again."))
        workflow.reschedule(waiting, by=by, **moment)
    else:
        raise workflow.WorkflowError(_("It is not on the schedule any more; look again."))
