"""Which appeal stands under a story, and when that changes."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import JSONField, Subquery
from django.utils import timezone

from memberships.models import Appeal, Interval, Plan

PART = "appeals"  # its name in settings.FURNITURE


@dataclass(frozen=True)
class Invitation:
    """An appeal as pages show it, with what the monthly plan says. `region` is a key; None: for every story."""

    pk: int
    region: int | None
    heading: str
    text: str
    button: str
    member_heading: str
    member_text: str
    monthly_minimum: int | None
    monthly_suggested: list[int] | None
    monthly_currency: str | None


def for_story(around, region_slugs: Iterable[str] = ()) -> Invitation | None:
    """The newest of the most specific appeals: a country's before its world region's before one for all stories.

    `around` is the furniture of the page (`articles.views.reading.furniture`), with which appeals are kept.
    """
    here = {around.places[slug].pk: around.places[slug] for slug in region_slugs if slug in around.places}
    fitting = [Invitation(**row) for row in around.parts.get(PART, ()) if row["region"] in (None, *here)]
    return max(fitting, key=lambda one: len(here[one.region].path) if one.region else 0, default=None)


def in_languages(languages: list[str]) -> dict[str, list[dict]]:
    """The appeals of this moment in each of these papers, the newest first: a part of the furniture."""
    monthly = Plan.objects.filter(active=True, interval=Interval.MONTH).order_by()
    appeals = (
        Appeal.objects.current()
        .filter(language__in=languages)
        .annotate(
            monthly_minimum=Subquery(monthly.values("minimum_minor")[:1]),
            monthly_currency=Subquery(monthly.values("currency")[:1]),
            monthly_suggested=Subquery(monthly.values("suggested_minor")[:1], output_field=JSONField()),
        )
    )
    names = [item.name for item in fields(Invitation)]
    rows = list(appeals.order_by("-created_at", "-pk").values("language", *names))
    return {
        language: [{name: row[name] for name in names} for row in rows if row["language"] == language]
        for language in languages
    }


def changed(why: str) -> None:
    """An appeal or a plan was saved or taken away: live at once, in a new edition. Last in its transaction."""
    from articles import publishing  # lazily: a template that shows an appeal needs nothing of publishing

    publishing.new_edition(why, ["everything"])


@transaction.atomic
def turn(now=None) -> int:
    """Turn the beginnings and ends that have passed into an edition. Returns how many appeals that concerned."""
    now = now or timezone.now()
    turned = Appeal.objects.turning(now).update(turned_at=now)
    if turned:
        changed("an appeal began or ended")
    return turned
