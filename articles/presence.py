"""Who has a story open: each page says so every few seconds, and nobody is locked out by it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import dossier
from articles.models import Article, Presence
from articles.workflow.refusals import NotAllowed

FORGOTTEN = timedelta(hours=1)


@dataclass(frozen=True)
class Other:
    """A colleague in the same story, in however many pages."""

    name: str
    since: datetime
    writing: bool


def look_in(article: Article, by, page: UUID, writing: bool = False) -> list[Other]:
    """Say that `by` has the story open in that page; who else has. Raises NotAllowed."""
    if not Article.objects.visible_to(by).filter(pk=article.pk).exists():
        raise NotAllowed(_("Your role does not allow this."))
    now = timezone.now()
    mine = Presence.objects.filter(page=page, article=article, user=by)
    if not mine.update(seen_at=now, writing=writing):
        _come(article, by, page, writing, now)
    return others(article, by)


def _come(article, by, page, writing, now):
    Presence.objects.filter(seen_at__lt=now - FORGOTTEN).delete()
    try:
        with transaction.atomic():
            Presence.objects.create(page=page, article=article, user=by, writing=writing, since=now, seen_at=now)
    except IntegrityError as error:  # the same page said so twice at once, or the page is not theirs
        if not Presence.objects.filter(page=page, article=article, user=by).exists():
            raise NotAllowed(_("This page is somebody else's.")) from error


def leave(by, page: UUID) -> None:
    Presence.objects.filter(page=page, user=by).delete()


def others(article: Article, but) -> list[Other]:
    """Everybody else who has the story open now, those who came first first."""
    found = {}
    for row in dossier.of(article.pk).presences:
        if row.user_id == but.pk:
            continue
        known = found.get(row.user_id)
        since, writing = (known.since, known.writing) if known else (row.since, False)
        found[row.user_id] = Other(str(row.user), since, writing or row.writing)
    return list(found.values())


def open_pages(by, article: Article | None) -> set[UUID]:
    """Pages of `by` that were open a moment ago."""
    return set(Presence.objects.fresh().filter(user=by, article=article).values_list("page", flat=True))
