"""What happens when: planned, scheduled and published stories and the ends of embargoes, day by day, for one person."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import hours
from articles.admin.filters import Choice, Place, Who
from articles.admin.moments import said_in
from articles.models import Article, PlannedDate, PublishedArticle, Schedule

MOST = 600  # of each kind in a month; a page with more would help nobody
KINDS = {
    "planned": gettext_lazy("Planned"),
    "publish": gettext_lazy("Goes out"),
    "update": gettext_lazy("Update"),
    "withdraw": gettext_lazy("Withdrawal"),
    "embargo": gettext_lazy("Embargo ends"),
    "published": gettext_lazy("Published"),
}


class What(Choice):
    """Which kinds of entries are shown."""

    title, parameter_name, everything = gettext_lazy("What"), "what", gettext_lazy("Everything")

    def groups(self):
        scheduled = [("scheduled", _("Scheduled"))]
        return [
            (None, [("planned", _("Planned")), *scheduled, ("published", _("Published")), ("embargo", _("Embargoes"))])
        ]

    def narrow(self, stories):
        return stories

    def wants(self, what: str) -> bool:
        return self.chosen in ("", what)


@dataclass(frozen=True)
class Entry:
    """One line of a day. `was` says where it stands now, so that a move of something else is refused."""

    kind: str
    story: int
    name: str
    language: str
    day: date
    at: datetime | None = None
    said: list = field(default_factory=list)  # [(zone, the moment there), …]
    moves: str = ""  # "plan" or "schedule" for what this person may move
    key: int = 0
    was: str = ""
    error: str = ""

    @property
    def label(self):
        return KINDS[self.kind]

    @property
    def trouble(self):
        """In a word what is wrong with it; `error` says it whole."""
        if not self.error:
            return ""
        return _("Not countersigned") if self.kind == "published" else _("Could not go out, or will not")

    @cached_property
    def elsewhere(self):
        """[(place, hour there), …] without the zone that the page goes by."""
        return [
            (zone.rpartition("/")[2].replace("_", " "), date_format(self.at.astimezone(ZoneInfo(zone)), "D H:i"))
            for zone, _said in self.said[1:]
        ]

    @property
    def mark(self):
        return f"{self.kind}-{self.key}"

    @property
    def url(self):
        return reverse("admin:articles_article_change", args=[self.story])


@dataclass(frozen=True)
class Day:
    date: date
    entries: list[Entry]
    is_today: bool
    is_outside: bool  # of the month that is shown
    left: int = 0  # entries of the day that stand only at `url`
    url: str = ""

    @property
    def name(self):
        return date_format(self.date, "l j F")


class Agenda:
    """What `user` may see from the day `first` to the day `last`, those included, in their zone."""

    def __init__(self, request, first: date, last: date):
        self.user, self.zones = request.user, hours.zones_of(request.user)
        self.zone = ZoneInfo(request.user.zone)
        self.first, self.last = first, last
        params = {name: [value] for name, value in request.GET.items()}
        self.filters = [kind(request, params, Article, None) for kind in (Who, Place, What)]
        self.begins = datetime.combine(first, time.min, self.zone)
        self.ends = datetime.combine(last + timedelta(days=1), time.min, self.zone)

    def entries(self) -> list[Entry]:
        what, found = self.filters[-1], []
        if what.wants("planned") or what.wants("embargo"):
            found += self._of_stories(what)
        if what.wants("scheduled"):
            found += self._scheduled()
        if what.wants("published"):
            found += self._published()
        begins = datetime.min.replace(tzinfo=self.zone)
        return sorted(found, key=lambda entry: (entry.day, entry.at or begins, entry.kind, entry.key))

    def _stories(self):
        stories = Article.objects.visible_to(self.user).kept()
        for one in self.filters:
            stories = one.queryset(None, stories)
        return stories.order_by()

    def _of_stories(self, what):
        plans = PlannedDate.objects.order_by().filter(Q(day__range=(self.first, self.last)) | self._between("at"))
        ends = Article.objects.order_by().filter(self._between("embargo_until"))
        stories = self._stories().filter(
            pk__in=plans.values("article").union(ends.values("pk"))
        )  # an OR reads them all
        mine = Article.objects.editable_by(self.user).filter(pk=OuterRef("pk"))
        stories = stories.select_related("planned").annotate(may_edit=Exists(mine)).defer("body")[:MOST]
        for story in stories:
            plan = getattr(story, "planned", None)
            if plan and what.wants("planned") and self._holds(plan.day or plan.at):
                yield self._plan(story, plan)
            if story.embargo_until and what.wants("embargo") and self._holds(story.embargo_until):
                yield self._entry("embargo", story, story.pk, story.embargo_until, story.embargo_zone)

    def _plan(self, story, plan):
        moves = "plan" if story.may_edit else ""
        if plan.at:
            return self._entry("planned", story, story.pk, plan.at, plan.zone, moves=moves)
        known = {"story": story.pk, "name": str(story), "language": story.language, "key": story.pk}
        return Entry("planned", day=plan.day, moves=moves, was=plan.day.isoformat(), **known)

    def _scheduled(self):
        may = self.user.has_perm("articles.publish_article")
        rows = Schedule.objects.waiting().filter(self._between("at"), article__in=self._stories().values("pk"))
        for row in rows.select_related("article").defer("article__body")[:MOST]:
            more = {"moves": "schedule" if may else "", "error": row.last_error or row.warning}
            yield self._entry(row.action, row.article, row.pk, row.at, row.zone, **more)

    def _published(self):
        rows = PublishedArticle.objects.readable().filter(self._between("first_published_at"))
        rows = rows.filter(article_id__in=self._stories().values("pk")).defer("story", "card")
        for row in rows.newest_first()[:MOST]:
            at = row.first_published_at
            known = {"story": row.article_id, "name": row.headline, "language": row.language, "key": row.article_id}
            known["error"] = _("Published without approval, not countersigned") if row.urgent else ""
            yield Entry("published", day=self.day_of(at), at=at, said=said_in(at, *self.zones), **known)

    def _entry(self, kind, story, key, at, zone, **more):
        said = said_in(at, *self.zones, *([zone] if zone else []))
        known = {"story": story.pk, "name": str(story), "language": story.language, "key": key}
        return Entry(kind, day=self.day_of(at), at=at, said=said, was=at.isoformat(), **known, **more)

    def _between(self, name):
        return Q(**{f"{name}__gte": self.begins, f"{name}__lt": self.ends})

    def _holds(self, when):
        if isinstance(when, datetime):
            return self.begins <= when < self.ends
        return self.first <= when <= self.last

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()
