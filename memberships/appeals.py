"""Which appeal stands under a story, and when that changes."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import JSONField, Subquery
from django.utils import timezone

from memberships.models import Appeal, Interval, Plan

_kept: dict[str, tuple[int, list[Appeal]]] = {}  # by language: the edition, and its appeals


def for_story(language: str, region_slugs: Iterable[str], edition: int | None = None) -> Appeal | None:
    """The newest of the most specific appeals: a country's before its world region's before one for all stories.

    It carries the monthly plan as `monthly_minimum`, `monthly_suggested` and `monthly_currency`. One query, or none
    when this edition's appeals are kept already.
    """
    slugs = set(region_slugs)
    fitting = [appeal for appeal in _current(language, edition) if not appeal.region or appeal.region.slug in slugs]
    return max(fitting, key=_rank, default=None)


def _rank(appeal):
    breadth = 0 if appeal.region is None else 1 if appeal.region.parent_id is None else 2
    return breadth, appeal.created_at, appeal.pk


def _current(language, edition):
    if edition is None:
        return _read(language)
    known, appeals = _kept.get(language, (None, None))
    if known != edition:
        appeals = _read(language)
        _kept[language] = (edition, appeals)
    return appeals


def forget() -> None:
    _kept.clear()


def _read(language):
    monthly = Plan.objects.filter(active=True, interval=Interval.MONTH).order_by()
    return list(
        Appeal.objects.current()
        .filter(language=language)
        .select_related("region")
        .annotate(
            monthly_minimum=Subquery(monthly.values("minimum_minor")[:1]),
            monthly_currency=Subquery(monthly.values("currency")[:1]),
            monthly_suggested=Subquery(monthly.values("suggested_minor")[:1], output_field=JSONField()),
        )
    )


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
