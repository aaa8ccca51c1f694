"""What every page of the desk shows: the rooms somebody may enter, the hour in three places, whether the clock runs."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from articles import notices
from articles.models.article import sees_stories
from articles.together import Prepared
from newsroom import shortcuts
from newsroom.models import Beat, Publication

ROOMS = (
    "articles.Article", "articles.Image", "articles.Author", "articles.Region", "articles.Series", "articles.Format",
    "articles.Topic", "articles.Page", "articles.ChecklistRule", "articles.SignOffKind",
    "memberships.Member", "memberships.Subscription", "memberships.Contribution",
    "memberships.LedgerEntry", "memberships.Appeal", "memberships.Plan", "newsroom.User", "newsroom.Publication",
)  # fmt: skip

SEES_STORIES = "articles.view_article"
BEAT = Prepared(lambda: Beat.objects.filter(pk=1).values_list("at", flat=True))
UNREAD = Prepared(
    lambda person: (
        notices.told_of_open_stories(person)
        .unread()
        .order_by()
        .values("person")
        .annotate(n=Count("pk"))
        .values_list("n", flat=True)
    )
)


@dataclass(frozen=True)
class Room:
    name: str
    url: str
    here: str  # the value of aria-current: "page" on its list, "true" on the pages below it, else empty


@dataclass(frozen=True)
class Hour:
    place: str
    clock: str
    at: datetime


def of_every_page(site, request) -> dict:
    """For the desk's templates: `publication`, and in `desk` what stands on every page. One query."""
    struck, unread = BEAT.of(), [UNREAD.of(person=request.user.pk)] if sees_stories(request.user) else []
    publication = Publication.current_beside(struck, *unread)
    desk = {
        "rooms": rooms(site, request),
        "times": times(timezone.now(), request.user.zone, publication.zone),
        "clock_stopped": Beat.is_stale(next(iter(struck), None)),
        "unread": sum(sum(numbers) for numbers in unread),
        "keys": shortcuts.of_page(request.resolver_match.url_name if request.resolver_match else ""),
    }
    return {"publication": publication, "desk": desk}


def rooms(site, request) -> list[Room]:
    """The lists this person may see, as words for the bar."""
    models = [apps.get_model(name) for name in ROOMS]
    open_to_me = [
        model
        for model in models
        if site.is_registered(model) and site.get_model_admin(model).has_view_permission(request)
    ]
    lists = [_room(model._meta, request.path) for model in open_to_me]
    return [*lists[:1], _calendar(request.path), *lists[1:]] if request.user.has_perm(SEES_STORIES) else lists


def _calendar(path):
    url = reverse("admin:calendar")
    return Room(gettext("Calendar"), url, "page" if path == url else "")


def _room(opts, path):
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    here = "page" if path == url else "true" if path.startswith(url) else ""
    return Room(capfirst(str(opts.verbose_name_plural)), url, here)


def times(now: datetime, *zones: str) -> list[Hour]:
    """The hour in each of these zones and in UTC, each zone once."""
    return [
        Hour(place_of(zone), now.astimezone(ZoneInfo(zone)).strftime("%H:%M"), now)
        for zone in dict.fromkeys([*zones, "UTC"])
    ]


def place_of(zone: str) -> str:
    """“Africa/Niamey” is read as Niamey."""
    place = zone.rpartition("/")[2].replace("_", " ")
    return pgettext("time zone", "UTC") if place == "UTC" else place
