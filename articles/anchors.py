"""Where in a text a remark belongs: the words it was made on and what stood round them, found again after edits."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

AROUND = 64  # characters kept on either side
LONGEST_QUOTE = 2000
FIELDS = ("headline", "standfirst", "lead_caption")  # besides the body, which has no name
ENOUGH = 0.6  # how much of a changed passage must be as it was to pass for the same


@dataclass(frozen=True)
class Anchor:
    """A passage by its own words (W3C: TextQuoteSelector). `block` is the number of the paragraph it began in.

    `field` is the part of the story that they stand in: one of FIELDS, or empty for the body.
    """

    quote: str
    prefix: str = ""
    suffix: str = ""
    block: int = 0
    field: str = ""

    @classmethod
    def typed(cls, quote: str, prefix: str = "", suffix: str = "", block: str = "", field: str = "") -> "Anchor | None":
        """From a form's fields, cut to size; None without words."""
        words = one_space(quote)[:LONGEST_QUOTE]
        number = int(block) if block.isdecimal() and len(block) < 6 else 0
        if not words:
            return None
        known = field if field in FIELDS else ""
        return cls(words, one_space(prefix)[-AROUND:], one_space(suffix)[:AROUND], number, known)


@dataclass(frozen=True)
class Found:
    """The passage as it reads now; `changed` when its words are not quite those that were remarked on."""

    block: int
    start: int
    text: str
    changed: bool = False


def one_space(text: str) -> str:
    return " ".join(text.split())


def find(anchor: Anchor, paragraphs: Sequence[str]) -> Found | None:
    """Where the passage is in these paragraphs, or None when it is gone.

    Of several places with its words, the one whose neighbourhood is most alike. When its words were changed, what
    stands now between the same neighbours passes for it if most of it is as it was.
    """
    starts, whole = [], ""
    for paragraph in map(one_space, paragraphs):
        starts.append(len(whole))
        whole += paragraph + " "
    place = _exactly(anchor, whole, starts)
    if place is not None:
        return _found(place, place + len(anchor.quote), whole, starts)
    between = _between_neighbours(anchor, whole)
    return _found(*between, whole, starts, changed=True) if between else None


def _found(start, end, whole, starts, changed=False):
    block = max((number for number, begins in enumerate(starts) if begins <= start), default=0)
    return Found(block, start - starts[block], whole[start:end].strip(), changed)


def _exactly(anchor, whole, starts):
    places, at = [], whole.find(anchor.quote)
    while at >= 0 and len(places) < 200:
        places.append(at)
        at = whole.find(anchor.quote, at + 1)
    if len(places) < 2:
        return places[0] if places else None
    expected = starts[min(anchor.block, len(starts) - 1)]
    return max(places, key=lambda place: _alike(anchor, whole, place) - abs(place - expected) / 1e6)


def _alike(anchor, whole, place):
    before = _shared(reversed(whole[:place].rstrip()), reversed(anchor.prefix.rstrip()))
    after = _shared(whole[place + len(anchor.quote) :].lstrip(), anchor.suffix.lstrip())
    return before + after


def _shared(one, other):
    """How many characters both begin with."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _between_neighbours(anchor, whole):
    """What stands between the last words before the passage and the first after it, when it is much as it was."""
    for size in (AROUND, 24, 12):
        before, after = anchor.prefix[-size:].strip(), anchor.suffix[:size].strip()
        start = whole.find(before) + len(before) if before and before in whole else None if before else 0
        if start is None:
            continue
        end = whole.find(after, start) if after else min(len(whole), start + 2 * len(anchor.quote))
        if end <= start or end - start > 3 * len(anchor.quote) + 40:
            continue
        quote, stands = anchor.quote.split(), whole[start:end].split()  # words: letters of a long passage take too long
        if SequenceMatcher(None, quote, stands, autojunk=False).ratio() >= ENOUGH:
            return start + (whole[start] == " "), end
    return None
