"""Going on in a list that grows at its head: `?before=` names the last story that was shown."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SHAPE = re.compile(r"[0-9a-f]{1,2}(?:-[0-9a-f]{1,15}){2}")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Cursor:
    """The place of one row in a list: newest first, behind better `rank`s where a list has those."""

    moment: datetime
    pk: int
    rank: int = 0

    def __str__(self) -> str:
        return f"{self.rank:x}-{max(0, (self.moment - EPOCH) // MICROSECOND):x}-{self.pk:x}"


def read(text: str) -> Cursor | None:
    """The cursor that `text` writes; None for anything else, so that a bad one answers the first page."""
    if not SHAPE.fullmatch(text):
        return None
    rank, microseconds, pk = (int(part, 16) for part in text.split("-"))
    if microseconds * MICROSECOND > LAST - EPOCH:
        return None
    return Cursor(EPOCH + microseconds * MICROSECOND, pk, rank)


@dataclass(frozen=True)
class Slice:
    """What one page of a list shows. `before` is the cursor it was cut at, `older` the one to go on with."""

    rows: list
    before: Cursor | None
    older: Cursor | None

    def address(self, path: str, query: str = "") -> str:
        """The page's own address: a cursor that was no good has no part in it."""
        return _with_query(path, query, self.before)

    def older_url(self, path: str, query: str = "") -> str:
        return _with_query(path, query, self.older) if self.older else ""


def cut(behind: Callable[[Cursor | None], Iterable], place: Callable[[object], Cursor], before, length=20) -> Slice:
    """A page of at most `length` rows: `behind(cursor)` is a queryset of those behind it, `place(row)` a row's cursor.

    A cursor behind which nothing stands answers the first page, as any other bad cursor does.
    """
    rows = list(behind(before)[: length + 1])
    if before and not rows:
        return cut(behind, place, None, length)
    older = place(rows[length - 1]) if len(rows) > length else None
    return Slice(rows[:length], before, older)


def _with_query(path, query, cursor):
    parts = [query] if query else []
    parts += [f"before={cursor}"] if cursor else []
    return f"{path}?{'&'.join(parts)}" if parts else path
