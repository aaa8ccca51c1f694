"""Work that waits is a row; whoever takes it up says until when, so that nobody else does and a crash frees it."""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

LEASE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=6)


def claim(free: QuerySet, pk: int) -> datetime | None:
    """Take one of the `free` rows: the moment until which it is ours, or None when somebody else was first."""
    until = timezone.now() + LEASE
    taken = free.filter(pk=pk).order_by().update(claimed_until=until, attempts=F("attempts") + 1)
    return until if taken else None


def rest(row, error: Exception) -> None:
    """Let a row that failed wait, longer each time. Only the kind of error is kept: its text may name a person."""
    row.refresh_from_db(fields=["attempts"])
    pause = min(timedelta(seconds=2 ** min(row.attempts, 20)), LONGEST_PAUSE)
    told = f"{type(error).__name__}: {error}" if getattr(error, "may_be_told", False) else type(error).__name__
    type(row).objects.filter(pk=row.pk).update(claimed_until=timezone.now() + pause, last_error=told)


def free_again(rows: QuerySet) -> int:
    """Let these be tried at once, whatever went wrong before."""
    return rows.update(claimed_until=None)
