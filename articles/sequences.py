"""Where two sequences agree, in time that grows little faster than their length, whatever stands in them.

Items that stand once in both are the fixed points; between those the shortest list of edits is looked for, for as
long as a budget lasts. Where it does not last, the old items are gone and the new ones have come.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple

STEPS = 120_000  # under fifty milliseconds; a story of 3,000 words rewritten throughout needs that much
MAX_EDITS = 400  # between two fixed points; beyond it nobody reads the single changes


class Match(NamedTuple):
    """`length` equal items from `old` in the one sequence and from `new` in the other."""

    old: int
    new: int
    length: int


class Change(NamedTuple):
    """A stretch of both sequences; where it is not `equal`, the old items gave way to the new ones."""

    equal: bool
    old: Sequence
    new: Sequence


class Hunk(NamedTuple):
    """`old[start:end]` gave way to `new`; with nothing in between something was added, with no `new` taken away."""

    start: int
    end: int
    new: list


class Budget:
    """How many steps all comparisons of one page may take together."""

    def __init__(self, steps: int = STEPS):
        self.left = steps

    def spend(self, steps: int) -> bool:
        self.left -= steps
        return self.left >= 0


def changes(old: Sequence, new: Sequence, budget: Budget, weigh: Callable[..., int]) -> list[Change]:
    """Both sequences from end to end as equal and changed stretches in turn.

    What agrees between two replacements and weighs next to nothing (a space, a little word) is left to them.
    """
    found, at_old, at_new = [], 0, 0
    kept = _worth_keeping(matches(old, new, budget), old, new, weigh)
    for match in [*kept, Match(len(old), len(new), 0)]:
        if match.old > at_old or match.new > at_new:
            found.append(Change(False, old[at_old : match.old], new[at_new : match.new]))
        at_old, at_new = match.old + match.length, match.new + match.length
        if match.length:
            found.append(Change(True, old[match.old : at_old], new[match.new : at_new]))
    return found


def matches(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> list[Match]:
    """Equal stretches in order, each as long as it can be."""
    affordable = budget.spend(100 + (len(old) + len(new)) // 4)
    numbers: dict[Hashable, int] = {}
    a = [numbers.setdefault(item, len(numbers)) for item in old]
    b = [numbers.setdefault(item, len(numbers)) for item in new]
    found, at_a, at_b = [], 0, 0
    for x, y in [*(_fixed_points(a, b) if affordable else ()), (len(a), len(b))]:
        found += _between(a, b, (at_a, x), (at_b, y), budget)
        if x < len(a):
            found.append(Match(x, y, 1))
        at_a, at_b = x + 1, y + 1
    return _joined(found)


def item_hunks(
    old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget | None = None, rows: Sequence | None = None
) -> list[Hunk]:
    """The stretches of `old` that are not in `new`, and what stands there; of `rows` where these stand for `new`."""
    rows, hunks, at_old, at_new = rows or new, [], 0, 0
    for match in [*matches(old, new, budget or Budget()), Match(len(old), len(new), 0)]:
        if match.old > at_old or match.new > at_new:
            hunks.append(Hunk(at_old, match.old, list(rows[at_new : match.new])))
        at_old, at_new = match.old + match.length, match.new + match.length
    return hunks


def heaviest_chain(weights: dict[tuple[int, int], float], width: int) -> list[tuple[int, int]]:
    """Of pairs (old, new), those in rising order on both sides that weigh the most together; `new` < `width`."""
    best: list[tuple[float, int]] = [(0.0, -1)] * (width + 1)  # a Fenwick tree of greatest sums and who reached them
    order = sorted(weights, key=lambda pair: (pair[0], -pair[1]))
    before = [-1] * len(order)
    for index, pair in enumerate(order):
        most = max((best[at] for at in _down(pair[1])), default=(0.0, -1))
        before[index] = most[1]
        reached = (most[0] + weights[pair], index)
        for at in _up(pair[1] + 1, width):
            best[at] = max(best[at], reached)
    _most, index = max((best[at] for at in _down(width)), default=(0.0, -1))
    chain = []
    while index >= 0:
        chain.append(order[index])
        index = before[index]
    return chain[::-1]


def _down(at: int) -> Iterable[int]:
    while at > 0:
        yield at
        at -= at & -at


def _up(at: int, end: int) -> Iterable[int]:
    while at <= end:
        yield at
        at += at & -at


def _worth_keeping(found, old, new, weigh):
    kept = []
    ends = [Match(0, 0, 0), *found, Match(len(old), len(new), 0)]
    for before, match, after in zip(ends, found, ends[2:], strict=False):
        between = _replaces(before, match) and _replaces(match, after) and match.length <= 4
        if not between or sum(map(weigh, old[match.old : match.old + match.length])) > 3:
            kept.append(match)
    return kept


def _replaces(match, following):
    """Something old and something new stand between two matches."""
    return following.old > match.old + match.length and following.new > match.new + match.length


def _fixed_points(a, b):
    """Items that stand once in both, the longest run of them that keeps its order."""
    in_a, in_b = Counter(a), Counter(b)
    place = {item: at for at, item in enumerate(b) if in_b[item] == 1 == in_a[item]}
    pairs = [(at, place[item]) for at, item in enumerate(a) if item in place]
    ends, tails, before = [], [], [-1] * len(pairs)
    for index, (_at, other) in enumerate(pairs):
        length = bisect_left(ends, other)
        before[index] = tails[length - 1] if length else -1
        ends[length : length + 1], tails[length : length + 1] = [other], [index]
    points, index = [], tails[-1] if tails else -1
    while index >= 0:
        points.append(pairs[index])
        index = before[index]
    return points[::-1]


def _between(a, b, in_a, in_b, budget):
    """Matches of two stretches: their ends first, then the shortest list of edits between those."""
    (start_a, end_a), (start_b, end_b) = in_a, in_b
    head, shorter = 0, min(end_a - start_a, end_b - start_b)
    while head < shorter and a[start_a + head] == b[start_b + head]:
        head += 1
    tail = 0
    while tail < shorter - head and a[end_a - 1 - tail] == b[end_b - 1 - tail]:
        tail += 1
    inner = _fewest_edits(a[start_a + head : end_a - tail], b[start_b + head : end_b - tail], budget)
    return [
        Match(start_a, start_b, head),
        *(Match(x + start_a + head, y + start_b + head, length) for x, y, length in inner),
        Match(end_a - tail, end_b - tail, tail),
    ]


def _joined(found):
    """Without the empty ones; neighbours made one."""
    out: list[Match] = []
    for match in found:
        last = out[-1] if out else Match(0, 0, 0)
        if match.length and out and (last.old + last.length, last.new + last.length) == (match.old, match.new):
            out[-1] = last._replace(length=last.length + match.length)
        elif match.length:
            out.append(match)
    return out


def _fewest_edits(a, b, budget):
    """Equal stretches by Myers' greedy algorithm (1986), or none when that would cost too much."""
    if not a or not b or budget.left < 0 or set(a).isdisjoint(b):
        return []
    reach, trace, middle = [0] * (2 * MAX_EDITS + 3), [], MAX_EDITS + 1
    for edits in range(min(len(a) + len(b), MAX_EDITS) + 1):
        walked = edits + 1
        trace.append(reach[middle - edits - 1 : middle + edits + 2])
        for diagonal in range(-edits, edits + 1, 2):
            at = middle + diagonal
            down = diagonal == -edits or (diagonal != edits and reach[at - 1] < reach[at + 1])
            start = x = reach[at + 1] if down else reach[at - 1] + 1
            y = x - diagonal
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
            reach[at], walked = x, walked + x - start
            if x >= len(a) and y >= len(b):
                return _walk_back(trace, len(a), len(b))
        if not budget.spend(walked):
            return []
    return []


def _walk_back(trace, x, y):
    found = []
    for edits in range(len(trace) - 1, -1, -1):
        reach, diagonal = trace[edits], x - y
        at = edits + 1 + diagonal
        down = diagonal == -edits or (diagonal != edits and reach[at - 1] < reach[at + 1])
        before_x = reach[at + 1] if down else reach[at - 1]
        before_y = before_x - (diagonal + 1 if down else diagonal - 1)
        start_x = (before_x if down else before_x + 1) if edits else 0
        if x > start_x:
            found.append(Match(start_x, start_x - diagonal, x - start_x))
        x, y = before_x, before_y
    return found[::-1]
