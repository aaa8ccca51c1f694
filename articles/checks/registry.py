"""The table of checks, filled by the modules beside it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from articles.models import Level


@dataclass(frozen=True)
class Obstacle:
    """`field` names the form field that mends it; the sentence says where it is and how to mend it."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Check:
    """One thing to look at. `fixed`: the page cannot stand without it, so nobody switches it off.

    `limit` is the number it goes by as shipped, and `limit_label` what that number counts; None: it needs none.
    """

    code: str
    label: str
    level: Level
    find: Callable
    fixed: bool = False
    limit: int | None = None
    limit_label: str = ""

    def obstacles(self, story, limit: int | None) -> list[Obstacle]:
        """What is wrong with `story`; empty when it holds."""
        found = self.find(story, limit) if self.limit is not None else self.find(story)
        return [Obstacle(field, sentence) for field, sentence in found]


REGISTERED: dict[str, Check] = {}


def check(code: str, label: str, level: Level = Level.REQUIRED, **options):
    """Register a function that takes the story (and the limit, where there is one) and gives (field, sentence)s."""

    def register(find: Callable[..., Iterable[tuple[str, str]]]):
        REGISTERED[code] = Check(code, label, level, find, **options)
        return find

    return register
