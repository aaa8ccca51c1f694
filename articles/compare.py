"""What changed between two texts: blocks first, then words inside the blocks that changed.

Taking the `del` elements away leaves the new words, taking the `ins` elements away leaves the old ones. Work is
bounded: where two texts have too little in common, the old one is shown as gone and the new one as come.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Literal, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from . import markup
from .blocks import Block, Run, attrs_html, leaves, serialise, serialise_runs
from .grammar import LEAVES

STEPS = 300_000  # less than a second; a story of 3,000 words rewritten throughout needs a tenth of it
MAX_EDITS = 600  # in one paragraph; beyond it nobody reads the single changes
MAX_PAIRS = 40_000
ALIKE = 0.3  # the share of words two blocks have in common to be shown as one that changed

_TOKEN = re.compile(r"\w+(?:['’]\w+)*|\s+|[^\w\s]")
_ELEMENT = {"delete": "del", "insert": "ins"}

Op = Literal["equal", "delete", "insert"]


class Piece(NamedTuple):
    op: Op
    text: str


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


class _Budget:
    def __init__(self):
        self.left = STEPS

    def spend(self, steps: int) -> bool:
        self.left -= steps
        return self.left >= 0


def compare_text(old: str, new: str) -> list[Piece]:
    """Plain words, for a headline or a standfirst. Equal and deleted pieces joined are the old text exactly."""
    return _pieces(old, new, _Budget())


def compare_html(old: str, new: str) -> SafeString:
    """Two bodies as one page with `ins` and `del`; figures as lists of what is printed with them.

    `data-change` says what happened: `insert` or `delete` on a whole block, `formatting` or `link` on words that
    stayed the same. A style sheet shows the address of a changed link by its `href`, and `data-label` of a field.
    """
    return SafeString(_compare_blocks(markup.blocks(old), markup.blocks(new), _Budget()))


def block_hunks(old: list[Block], new: list[Block]) -> list[Hunk]:
    """What became of the old blocks, in order; one that changed gives way to the one it became."""
    budget, hunks = _Budget(), []
    old_keys, new_keys = [serialise([block]) for block in old], [serialise([block]) for block in new]
    for start, end, others in item_hunks(old_keys, new_keys, budget, new):
        at = (start, 0)
        for i, j in [*_pairs(old[start:end], others, budget), (end - start, len(others))]:
            hunks += [Hunk(at[0], start + i, others[at[1] : j])] if (start + i, j) != at else []
            hunks += [Hunk(start + i, start + i + 1, [others[j]])] if start + i < end else []
            at = (start + i + 1, j + 1)
    return hunks


def item_hunks(old: Sequence[Hashable], new: Sequence[Hashable], budget=None, rows: Sequence | None = None):
    """The stretches of `old` that are not in `new`, and what stands there; of `rows` where these stand for `new`."""
    rows, hunks, at_old, at_new = rows or new, [], 0, 0
    for match in [*_matches(old, new, budget or _Budget()), Match(len(old), len(new), 0)]:
        if match.old > at_old or match.new > at_new:
            hunks.append(Hunk(at_old, match.old, list(rows[at_new : match.new])))
        at_old, at_new = match.old + match.length, match.new + match.length
    return hunks


def _pieces(old, new, budget):
    pieces = []
    for equal, gone, come in _changes(_TOKEN.findall(old), _TOKEN.findall(new), budget, _letters):
        if equal:
            pieces.append(Piece("equal", "".join(gone)))
            continue
        pieces += [Piece("delete", "".join(gone))] if gone else []
        pieces += [Piece("insert", "".join(come))] if come else []
    return pieces


def _compare_blocks(old, new, budget):
    old_keys, new_keys = [serialise([block]) for block in old], [serialise([block]) for block in new]
    out, at_old, at_new = [], 0, 0
    for match in [*_matches(old_keys, new_keys, budget), Match(len(old), len(new), 0)]:
        out += _compare_stretch(old[at_old : match.old], new[at_new : match.new], budget)
        at_old, at_new = match.old + match.length, match.new + match.length
        out += [_whole(block, "equal") for block in old[match.old : at_old]]
    return "".join(out)


def _compare_stretch(old, new, budget):
    """Blocks of which none stayed as it was: those that resemble each other are compared word by word."""
    out, at_old, at_new = [], 0, 0
    for i, j in [*_pairs(old, new, budget), (len(old), len(new))]:
        out += [_whole(block, "delete") for block in old[at_old:i]]
        out += [_whole(block, "insert") for block in new[at_new:j]]
        if i < len(old):
            out.append(_compare_pair(old[i], new[j], budget))
        at_old, at_new = i + 1, j + 1
    return out


def _compare_pair(old, new, budget):
    if new.tag == "figure":
        return _compare_figures(old, new, budget)
    if new.tag not in LEAVES:
        return _element(new.tag, new.attrs, _compare_blocks(old.children, new.children, budget))
    return _element(new.tag, new.attrs, _compare_runs(old.runs, new.runs, budget))


def _compare_runs(old, new, budget):
    out = []
    for equal, gone, come in _changes(_tokens(old), _tokens(new), budget, lambda token: _letters(token.text)):
        kind = "" if equal else _kind_of_change(gone, come)
        out += (
            [_words_html(come, "equal")]
            if equal
            else [_words_html(gone, "delete", kind), _words_html(come, "insert", kind)]
        )
    return "".join(out)


def _kind_of_change(gone, come):
    """`link` or `formatting` where the words stayed, else nothing."""
    if [token.text for token in gone] != [token.text for token in come]:
        return ""
    return "formatting" if _addresses(gone) == _addresses(come) else "link"


def _addresses(tokens):
    return [[mark for mark in token.marks if mark.tag == "a"] for token in tokens]


def _compare_figures(old, new, budget):
    """Field by field, so that a new credit is seen as well as a new picture."""
    before, after = dict(_figure_fields(old)), dict(_figure_fields(new))
    fields = []
    for label, value in after.items():
        pieces = "".join(_piece_html(*piece) for piece in _pieces(before[label], value, budget))
        fields.append(_field(label, pieces))
    caption = _compare_runs(old.children[0].runs, new.children[0].runs, budget)
    return _figure_element(new, "".join(fields), caption)


def _figure_fields(figure):
    attrs = figure.attrs
    return (
        (_("Picture"), attrs["data-image"]),
        (_("Size"), attrs.get("data-size", "")),
        (_("Alt text"), _("decorative") if "data-decorative" in attrs else attrs.get("data-alt", "")),
        (_("Credit"), attrs.get("data-credit", "")),
    )


def _field(label, html):
    return _element("p", {"data-label": label}, html) if html else ""


def _figure_element(figure, fields, caption, change=None):
    caption = _element("figcaption", {"data-label": _("Caption")}, caption) if caption else ""
    return _element("figure", {"data-image": figure.attrs["data-image"], **(change or {})}, fields + caption)


def _whole(block: Block, op: Op) -> str:
    """A block that stayed, went or came as it is."""
    change = {} if op == "equal" else {"data-change": op}
    if block.tag == "hr":
        return _wrapped("<hr>", op)
    if block.tag == "figure":
        fields = "".join(_field(label, _piece_html(op, value)) for label, value in _figure_fields(block))
        return _figure_element(block, fields, _words_html(block.children[0].runs, op), change)
    inside = "".join(_whole(child, op) for child in block.children) or _words_html(block.runs, op)
    return _element(block.tag, block.attrs | change, inside)


def _element(tag, attrs, inside):
    return f"<{tag}{attrs_html(attrs)}>{inside}</{tag}>"


def _wrapped(html, op, kind=""):
    change = f' data-change="{kind}"' if kind else ""
    return html if op == "equal" or not html else f"<{_ELEMENT[op]}{change}>{html}</{_ELEMENT[op]}>"


def _piece_html(op, text):
    return _wrapped(escape(text), op)


def _words_html(tokens: Iterable[Run], op, kind=""):
    return _wrapped(serialise_runs(tokens), op, kind)


def _tokens(runs):
    return [Run(word, run.marks) for run in runs for word in _TOKEN.findall(run.text)]


def _letters(token):
    return len(token.strip())


def _pairs(old: list[Block], new: list[Block], budget: _Budget) -> list[tuple[int, int]]:
    """Which old block became which new one: pairs in order that have the most words in common."""
    if not old or not new or len(old) * len(new) > MAX_PAIRS:
        return []
    old_words, new_words = [_vocabulary(block) for block in old], [_vocabulary(block) for block in new]
    lookups = min(len(old) * sum(map(len, new_words)), len(new) * sum(map(len, old_words)))
    if not budget.spend(len(old) * len(new) + lookups // 20):
        return []
    best = [[0.0] * (len(new) + 1) for _row in range(len(old) + 1)]
    alike = {}
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            score = alike[i, j] = _alikeness(old[i], new[j], old_words[i], new_words[j])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + score)
    return _best_path(best, alike)


def _best_path(best, alike):
    pairs, i, j = [], 0, 0
    while i < len(best) - 1 and j < len(best[0]) - 1:
        if alike[i, j] and best[i][j] == best[i + 1][j + 1] + alike[i, j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _vocabulary(block):
    return {token for leaf in leaves([block], captions=True) for token in _TOKEN.findall(leaf.text) if token.strip()}


def _alikeness(old, new, old_words, new_words):
    """From ALIKE to 1 for blocks that may be compared word by word, else 0."""
    if old.tag == new.tag == "figure":
        return 1.0 if old.attrs["data-image"] == new.attrs["data-image"] else 0.5
    if old.tag != new.tag or old.attrs != new.attrs or old.tag == "hr":
        return 0.0
    if not old_words or not new_words:
        return ALIKE if old.tag in ("td", "th", "tr") else 0.0
    share = 2 * len(old_words & new_words) / (len(old_words) + len(new_words))
    return share if share >= ALIKE else ALIKE * (old.tag in ("td", "th", "tr"))


def _changes(old: Sequence, new: Sequence, budget: _Budget, weigh: Callable[..., int]) -> list[Change]:
    """Both sequences from end to end as equal and changed stretches in turn."""
    changes, at_old, at_new = [], 0, 0
    matches = _worth_keeping(_matches(old, new, budget), old, new, weigh)
    for match in [*matches, Match(len(old), len(new), 0)]:
        if match.old > at_old or match.new > at_new:
            changes.append(Change(False, old[at_old : match.old], new[at_new : match.new]))
        at_old, at_new = match.old + match.length, match.new + match.length
        if match.length:
            changes.append(Change(True, old[match.old : at_old], new[match.new : at_new]))
    return changes


def _worth_keeping(matches, old, new, weigh):
    """Leaves out a lone space or little word between two replacements: it only cuts them into crumbs."""
    kept = []
    ends = [Match(0, 0, 0), *matches, Match(len(old), len(new), 0)]
    for before, match, after in zip(ends, matches, ends[2:], strict=False):
        between = _replaces(before, match) and _replaces(match, after) and match.length <= 4
        if not between or sum(map(weigh, old[match.old : match.old + match.length])) > 3:
            kept.append(match)
    return kept


def _replaces(match, following):
    """Something old and something new stand between two matches."""
    return following.old > match.old + match.length and following.new > match.new + match.length


def _matches(old: Sequence[Hashable], new: Sequence[Hashable], budget: _Budget) -> list[Match]:
    """Equal stretches in order: the ends first, then the shortest list of edits between them."""
    numbers: dict[Hashable, int] = {}
    a = [numbers.setdefault(item, len(numbers)) for item in old]
    b = [numbers.setdefault(item, len(numbers)) for item in new]
    head, shorter = 0, min(len(a), len(b))
    while head < shorter and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < shorter - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    inner = _fewest_edits(a[head : len(a) - tail], b[head : len(b) - tail], budget)
    found = [Match(0, 0, head), *(Match(x + head, y + head, n) for x, y, n in inner)]
    return [match for match in [*found, Match(len(a) - tail, len(b) - tail, tail)] if match.length]


def _fewest_edits(a, b, budget):
    """Equal stretches by Myers' greedy algorithm (1986), or none when that would cost too much."""
    if not a or not b or set(a).isdisjoint(b):
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
    matches = []
    for edits in range(len(trace) - 1, -1, -1):
        reach, diagonal = trace[edits], x - y
        at = edits + 1 + diagonal
        down = diagonal == -edits or (diagonal != edits and reach[at - 1] < reach[at + 1])
        before_x = reach[at + 1] if down else reach[at - 1]
        before_y = before_x - (diagonal + 1 if down else diagonal - 1)
        start_x = (before_x if down else before_x + 1) if edits else 0
        if x > start_x:
            matches.append(Match(start_x, start_x - diagonal, x - start_x))
        x, y = before_x, before_y
    return matches[::-1]
