"""Two people changed one text: what goes together by itself, and what somebody has to decide.

Every function is without side effects. What only one side changed is taken; where both changed the same thing in
different ways a `Conflict` carries all three. Nothing of either side is lost: it is in the content or in a conflict.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from . import markup
from .blocks import Block, serialise
from .compare import block_hunks
from .content import Content
from .grammar import LEAVES
from .sequences import Hunk, item_hunks

PLAIN = (
    "language", "headline", "standfirst", "kicker", "slug", "format", "series", "dateline", "signoff", "region", "lead",
)  # fmt: skip
SETS = ("other_regions", "related")


@dataclass(frozen=True)
class Conflict:
    """One thing that both changed. Values are as the field of Content holds them; for the body, the HTML of blocks.

    `key` names it within its merge: the field, or `body-2`, or `corrections-<uuid>`, where None stands for a note that
    is not there.
    """

    key: str
    field: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Merged:
    """`content` has mine wherever the two conflict. `body` is the text in order, its conflicts in their places."""

    content: Content
    conflicts: tuple[Conflict, ...]
    body: tuple[str | Conflict, ...]

    def settled(self, answers: Mapping[str, Any]) -> Content:
        """The content with an answer (a value like those of the conflict) for each key; mine where there is none."""
        found = {
            one.key: answers.get(one.key, one.mine)
            for one in self.conflicts
            if one.field not in ("body", "corrections")
        }
        corrections = [answers.get(f"corrections-{note['key']}", note) for note in self.content.corrections]
        present = {f"corrections-{note['key']}" for note in self.content.corrections}
        back = [one.key for one in self.conflicts if one.field == "corrections" and one.key not in present]
        corrections += [answers[key] for key in back if key in answers]
        if any(one.field == "body" for one in self.conflicts):
            parts = [answers.get(one.key, one.mine) if isinstance(one, Conflict) else one for one in self.body]
            found["body"] = "".join(parts)
        return replace(self.content, **found, corrections=[note for note in corrections if note])


class Region(NamedTuple):
    """A stretch of the base and what stands there now; `mine` and `theirs` are the same where nobody has to choose."""

    base: list
    mine: list
    theirs: list

    @property
    def is_settled(self) -> bool:
        return self.mine == self.theirs


def merge(base: Content, mine: Content, theirs: Content) -> Merged:
    """Both sides' changes of `base` in one content. With one side unchanged the other comes back as it is."""
    found, conflicts = {}, []
    for name in PLAIN:
        found[name] = _plain(name, base, mine, theirs, conflicts)
    for name in SETS:
        found[name] = sorted(_set(*({key: key for key in getattr(side, name)} for side in (base, mine, theirs))))
    topics = _set(*({topic["slug"]: topic for topic in side.topics} for side in (base, mine, theirs)))
    found["topics"] = [topics[slug] for slug in sorted(topics)]
    found["bylines"] = _bylines(base, mine, theirs, conflicts)
    found["corrections"] = _corrections(base, mine, theirs, conflicts)
    body = _body(base.body, mine.body, theirs.body)
    conflicts += [part for part in body if isinstance(part, Conflict)]
    found["body"] = "".join(part.mine if isinstance(part, Conflict) else part for part in body)
    return Merged(replace(mine, **found), tuple(conflicts), tuple(body))


def _plain(name, base, mine, theirs, conflicts):
    before, own, other = (getattr(side, name) for side in (base, mine, theirs))
    if own == before:
        return other
    if other not in (before, own):
        conflicts.append(Conflict(name, name, before, own, other))
    return own


def _set(base, mine, theirs):
    """What both kept and what either added, by key; of two names for one key the changed one."""
    kept = {key for key in mine.keys() | theirs.keys() if (key in mine) + (key in theirs) + (key not in base) >= 2}
    return {
        key: theirs[key] if key not in mine or (mine[key] == base.get(key) and key in theirs) else mine[key]
        for key in kept
    }


def _bylines(base, mine, theirs, conflicts):
    before, own, other = ([(line["author"], line["role"]) for line in side.bylines] for side in (base, mine, theirs))
    regions = list(_regions(before, item_hunks(before, own), item_hunks(before, other)))
    lines = [line for region in regions for line in region.mine]
    if not all(region.is_settled for region in regions) or len(set(lines)) < len(lines):
        conflicts.append(Conflict("bylines", "bylines", base.bylines, mine.bylines, theirs.bylines))
        return mine.bylines
    return [{"author": author, "role": role} for author, role in lines]


def _corrections(base, mine, theirs, conflicts):
    """Notes by key, oldest first; one that the one side changed and the other took away has to be decided."""
    if theirs.corrections in (base.corrections, mine.corrections):
        return mine.corrections
    if mine.corrections == base.corrections:
        return theirs.corrections
    before, own, other = ({note["key"]: note for note in side.corrections} for side in (base, mine, theirs))
    found = []
    for key in {**before, **own, **other}:
        was, here, there = before.get(key), own.get(key), other.get(key)
        if here not in (was, there) and there != was:
            conflicts.append(Conflict(f"corrections-{key}", "corrections", was, here, there))
        found.append(there if here == was else here)
    return [note for note in found if note]


def _body(base, mine, theirs) -> list[str | Conflict]:
    if theirs in (mine, base):
        return [mine]
    if mine == base:
        return [theirs]
    before, own, other = markup.blocks(base), markup.blocks(mine), markup.blocks(theirs)
    parts, number = [], 0
    for region in merge_blocks(before, own, other):
        sides = [str(serialise(blocks)) for blocks in region]
        if region.is_settled:
            parts.append(sides[1])
            continue
        number += 1
        parts.append(Conflict(f"body-{number}", "body", *sides))
    return parts


def merge_blocks(base: list[Block], mine: list[Block], theirs: list[Block]) -> Iterator[Region]:
    """The blocks from end to end. A list or table that both changed in different places goes together."""
    for region in _regions(base, block_hunks(base, mine), block_hunks(base, theirs)):
        inside = None if region.is_settled else _inside(region)
        yield Region(region.base, inside, inside) if inside else region


def _inside(region):
    """One block that holds others, put together from both sides; None where that leaves something to decide."""
    if not all(len(blocks) == 1 for blocks in region):
        return None
    base, mine, theirs = (blocks[0] for blocks in region)
    whole = base.tag in (*LEAVES, "figure") or len({(one.tag, str(one.attrs)) for one in (base, mine, theirs)}) > 1
    if whole:
        return None
    regions = list(merge_blocks(base.children, mine.children, theirs.children))
    if not all(one.is_settled for one in regions):
        return None
    return [Block(base.tag, base.attrs, [child for one in regions for child in one.mine])]


def _regions(base: Sequence[Hashable | Block], mine: list[Hunk], theirs: list[Hunk]) -> Iterator[Region]:
    """The base from end to end, cut where somebody changed it; hunks of both sides that meet are one region."""
    at = 0
    for start, end, own, other in _groups(mine, theirs):
        if start > at:
            yield Region(*[list(base[at:start])] * 3)
        before = list(base[start:end])
        here, there = _applied(base, start, end, own), _applied(base, start, end, other)
        if own and other:
            yield from _trimmed(before, here, there)
        else:
            yield Region(before, *[here if own else there] * 2)
        at = end
    if at < len(base):
        yield Region(*[list(base[at:])] * 3)


def _groups(mine, theirs):
    """Stretches of the base with the hunks of both sides that lie in them."""
    group = None
    for start, end, side, hunk in sorted(
        ((hunk.start, hunk.end, side, hunk) for side, hunks in enumerate((mine, theirs)) for hunk in hunks),
        key=lambda one: one[:3],
    ):
        if group and (start < group[1] or start == end == group[0]):
            group[1] = max(group[1], end)
        else:
            if group:
                yield group
            group = [start, end, [], []]
        group[2 + side].append(hunk)
    if group:
        yield group


def _applied(base, start, end, hunks):
    out, at = [], start
    for hunk in hunks:
        out += [*base[at : hunk.start], *hunk.new]
        at = hunk.end
    return out + list(base[at:end])


def _trimmed(before, mine, theirs):
    """What both wrote alike at the ends of a region is settled."""
    shorter = min(len(mine), len(theirs))
    head = next((at for at in range(shorter) if mine[at] != theirs[at]), shorter)
    tail = next((at for at in range(shorter - head) if mine[-1 - at] != theirs[-1 - at]), shorter - head)
    if head:
        yield Region([], *[mine[:head]] * 2)
    inner = mine[head : len(mine) - tail], theirs[head : len(theirs) - tail]
    if any(inner):
        yield Region(before, *inner)
    if tail:
        yield Region([], *[mine[len(mine) - tail :]] * 2)
