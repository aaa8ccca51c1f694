"""What changed between two texts: blocks first, then words inside the blocks that changed.

Taking the `del` elements away leaves the new words, taking the `ins` elements away leaves the old ones. Work is
bounded: where two texts have too little in common, the old one is shown as gone and the new one as come.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from . import markup
from .blocks import Block, Run, attrs_html, leaves, serialise, serialise_runs
from .enumeration import enumerated
from .grammar import LEAVES
from .sequences import Budget, Hunk, Match, changes, heaviest_chain, item_hunks, matches

MAX_PAIRS = 8_000
ALIKE = 0.3  # the share of words two blocks have in common to be shown as one that changed
IN_STEP = ("td", "th", "tr", "dt", "dd")  # whatever they hold, the third is compared with the third

_TOKEN = re.compile(r"\w+(?:['’]\w+)*|\s+|[^\w\s]")
_ELEMENT = {"delete": "del", "insert": "ins"}

Op = Literal["equal", "delete", "insert"]
Show = Callable[[str], str]  # the value of an attribute, such as a picture's number → HTML that shows it
Fold = Callable[[list[str]], str]  # blocks that stayed as they were → HTML that puts them out of the way
FEWEST_TO_FOLD = 3


class Piece(NamedTuple):
    op: Op
    text: str


def compare_text(old: str, new: str) -> list[Piece]:
    """Plain words, for a headline or a standfirst. Equal and deleted pieces joined are the old text exactly."""
    return _pieces(old, new, Budget())


def compare_items(old: list[str], new: list[str]) -> list[Piece]:
    """Names in order, each a piece of its own: a byline, the topics."""
    found = []
    for change in changes(old, new, Budget(), weigh=lambda item: 9):
        if change.equal:
            found += [Piece("equal", item) for item in change.new]
            continue
        found += [Piece("delete", item) for item in change.old] + [Piece("insert", item) for item in change.new]
    return found


def compare_html(old: str, new: str, shows: dict[str, Show] | None = None, fold: Fold | None = None) -> SafeString:
    """Two bodies as one page with `ins` and `del`; figures, cards and embeds as lists of what they say.

    `shows` tells how to show `data-image` and its like, which are numbers of rows. `fold` wraps what stayed far from
    any change; one block before and one after each change stand outside it.

    `data-change` says what happened: `insert` or `delete` on a whole block, `formatting` or `link` on words that
    stayed the same; `data-note` says it in words. A style sheet shows these, the address of a changed link by its
    `href`, and `data-label` of a field.
    """
    return SafeString(_Comparison(shows or {}, fold).blocks(markup.blocks(old), markup.blocks(new), at_top=True))


def block_hunks(old: list[Block], new: list[Block]) -> list[Hunk]:
    """What became of the old blocks, in order; one that changed gives way to the one it became."""
    budget, hunks = Budget(), []
    old_keys, new_keys = [serialise([block]) for block in old], [serialise([block]) for block in new]
    for start, end, others in item_hunks(old_keys, new_keys, budget, new):
        at = (start, 0)
        for i, j in [*_pairs(old[start:end], others, budget), (end - start, len(others))]:
            hunks += [Hunk(at[0], start + i, others[at[1] : j])] if (start + i, j) != at else []
            hunks += [Hunk(start + i, start + i + 1, [others[j]])] if start + i < end else []
            at = (start + i + 1, j + 1)
    return hunks


def _pieces(old, new, budget):
    pieces = []
    for equal, gone, come in changes(_TOKEN.findall(old), _TOKEN.findall(new), budget, _letters):
        if equal:
            pieces.append(Piece("equal", "".join(gone)))
            continue
        pieces += [Piece("delete", "".join(gone))] if gone else []
        pieces += [Piece("insert", "".join(come))] if come else []
    return pieces


class _Comparison:
    """One page's comparing, with what it may spend and how it shows a picture."""

    def __init__(self, shows, fold=None):
        self.budget, self.shows, self.fold = Budget(), shows, fold
        self.moved: set[str] = set()

    def blocks(self, old, new, at_top=False):
        old_keys, new_keys = [serialise([block]) for block in old], [serialise([block]) for block in new]
        found = matches(old_keys, new_keys, self.budget)
        if at_top:
            self.moved = _moved(old_keys, new_keys, found)
        out, at_old, at_new = [], 0, 0
        for match in [*found, Match(len(old), len(new), 0)]:
            out += self._stretch(old[at_old : match.old], new[at_new : match.new])
            at_old, at_new = match.old + match.length, match.new + match.length
            same = [self._whole(block, "equal") for block in old[match.old : at_old]]
            ends = not out, (at_old, at_new) == (len(old), len(new))
            out += self._out_of_the_way(same, *ends) if at_top and self.fold else same
        return "".join(out)

    def _out_of_the_way(self, same, first, last):
        start, end = 0 if first else 1, len(same) if last else len(same) - 1
        if end - start < FEWEST_TO_FOLD:
            return same
        return [*same[:start], self.fold(same[start:end]), *same[end:]]

    def _stretch(self, old, new):
        """Blocks of which none stayed as it was: those that resemble each other are compared word by word."""
        note = _("same words, another form") if _same_words(old, new) else ""
        out, at_old, at_new = [], 0, 0
        for i, j in [*_pairs(old, new, self.budget), (len(old), len(new))]:
            out += [self._whole(block, "delete", note or self._moved_away(block)) for block in old[at_old:i]]
            out += [self._whole(block, "insert", note or self._moved_here(block)) for block in new[at_new:j]]
            if i < len(old):
                out.append(self._pair(old[i], new[j]))
            at_old, at_new = i + 1, j + 1
        return out

    def _moved_away(self, block):
        return _("moved from here") if self.moved and serialise([block]) in self.moved else ""

    def _moved_here(self, block):
        return _("moved here") if self.moved and serialise([block]) in self.moved else ""

    def _pair(self, old, new):
        if new.tag == "figure" == old.tag:
            return self._figures(old, new)
        if self.budget.left <= 0:
            return self._whole(old, "delete") + self._whole(new, "insert")
        if _form(old) != _form(new):
            return self._whole(old, "delete", name_of(old)) + self._whole(new, "insert", name_of(new))
        runs = old.runs or new.runs
        inside = self._runs(old.runs, new.runs) if runs else self.blocks(old.children, new.children)
        return _element(new.tag, new.attrs, self._fields(old, new) + inside)

    def _runs(self, old, new):
        out = []
        for equal, gone, come in changes(_tokens(old), _tokens(new), self.budget, lambda token: _letters(token.text)):
            if equal:
                out.append(_words_html(come, "equal"))
                continue
            kind, was, now = _kind_of_change(gone, come)
            out += [_words_html(gone, "delete", kind, was), _words_html(come, "insert", kind, now)]
        return "".join(out)

    def _figures(self, old, new):
        """Field by field, so that a new credit is seen as well as a new picture."""
        before, after = dict(_figure_fields(old)), dict(_figure_fields(new))
        same = old.attrs["data-image"] == new.attrs["data-image"]
        shown = self._shown(new, "data-image", "equal") if same else ""
        shown = shown or self._shown(old, "data-image", "delete") + self._shown(new, "data-image", "insert")
        fields = [_field(_("Picture"), shown)]
        for label, value in after.items():
            pieces = "".join(_piece_html(*piece) for piece in _pieces(before[label], value, self.budget))
            fields.append(_field(label, pieces))
        caption = self._runs(old.children[0].runs, new.children[0].runs)
        return _figure_element(new, "".join(fields), caption)

    def _shown(self, block, name, op):
        value = block.attrs.get(name, "")
        return _wrapped(self.shows.get(name, escape)(value) if value else "", op)

    def _fields(self, old, new):
        """What attributes say of a block that may have no words of its own, such as an embed."""
        fields = []
        for name in dict.fromkeys([*_told(old), *_told(new)]):
            same = old.attrs.get(name) == new.attrs.get(name)
            parts = [(new, "equal")] if same else [(old, "delete"), (new, "insert")]
            fields.append(_field(_attribute_label(name), "".join(self._shown(side, name, op) for side, op in parts)))
        return "".join(fields)

    def _whole(self, block: Block, op: Op, note="") -> str:
        """A block that stayed, went or came as it is."""
        change = {} if op == "equal" else {"data-change": op} | ({"data-note": note} if note else {})
        if block.tag == "hr":
            return _wrapped("<hr>", op)
        if block.tag == "figure":
            picture = _field(_("Picture"), self._shown(block, "data-image", op))
            fields = "".join(_field(label, _piece_html(op, value)) for label, value in _figure_fields(block))
            return _figure_element(block, picture + fields, _words_html(block.children[0].runs, op), change)
        fields = "".join(_field(_attribute_label(name), self._shown(block, name, op)) for name in _told(block))
        inside = "".join(self._whole(child, op) for child in block.children) or _words_html(block.runs, op)
        if not fields and not inside and block.tag not in LEAVES:
            inside = _piece_html(op, name_of(block)) if block.tag not in IN_STEP else _wrapped("&nbsp;", op)
        return _element(block.tag, block.attrs | change, fields + inside)


def name_of(block: Block) -> str:
    """The block's kind in words, for one that became another kind."""
    names = {
        "p": _("paragraph"), "h2": _("heading"), "h3": _("smaller heading"), "blockquote": _("quote"),
        "ul": _("list with dots"), "ol": _("list with numbers"), "table": _("table"),
        "dl": _("list of sources"), "pull-quote": _("pull quote"), "fact-box": _("fact box"),
        "story-card": _("card of a story"), "embed": _("embed"),
    }  # fmt: skip
    direction = {"ltr": _("left to right"), "rtl": _("right to left")}.get(block.attrs.get("dir", ""), "")
    return enumerated(part for part in (names.get(block.kind, block.kind), direction) if part)


def _kind_of_change(gone, come):
    """(`link`, `formatting` or nothing; what the words were; what they are now), where the words stayed the same."""
    if [token.text for token in gone] != [token.text for token in come]:
        return "", "", ""
    was, now = _marks(gone), _marks(come)
    if _addresses(gone) != _addresses(come):
        return "link", _mark_names(was - now), enumerated(filter(None, [_("link"), _mark_names(now - was)]))
    if was < now or was > now:
        return "formatting", "", _mark_names(now - was) or _("no longer %(what)s") % {"what": _mark_names(was - now)}
    return "formatting", _mark_names(was - now), _mark_names(now - was)


def _addresses(tokens):
    return [[mark for mark in token.marks if mark.tag == "a"] for token in tokens]


def _marks(tokens):
    return {mark.tag for token in tokens for mark in token.marks}


def _mark_names(tags):
    names = {"strong": _("bold"), "em": _("italic"), "s": _("struck out"), "sub": _("lowered"), "sup": _("raised")}
    return enumerated(name for tag, name in names.items() if tag in tags)


def _figure_fields(figure):
    attrs = figure.attrs
    size = {"small": _("small"), "wide": _("wide"), "full": _("as wide as the page")}
    return (
        (_("Size"), size.get(attrs.get("data-size", ""), "")),
        (_("Alt text"), _("decorative") if "data-decorative" in attrs else attrs.get("data-alt", "")),
        (_("Credit"), attrs.get("data-credit", "")),
    )


def _attribute_label(name):
    known = {"data-href": _("Address"), "data-story": _("Story")}
    return known.get(name) or name.removeprefix("data-").replace("-", " ").capitalize()


def _field(label, html):
    return _element("p", {"data-label": label}, html) if html else ""


def _figure_element(figure, fields, caption, change=None):
    caption = _element("figcaption", {"data-label": _("Caption")}, caption) if caption else ""
    return _element("figure", {"data-image": figure.attrs["data-image"], **(change or {})}, fields + caption)


def _told(block):
    """Attributes that say something readers get, rather than how the block looks."""
    return [name for name in block.attrs if name.startswith("data-")]


def _form(block):
    return block.tag, {name: value for name, value in block.attrs.items() if not name.startswith("data-")}


def _element(tag, attrs, inside):
    return f"<{tag}{attrs_html(attrs)}>{inside}</{tag}>"


def _wrapped(html, op, kind="", note=""):
    said = f' data-change="{kind}"' if kind else ""
    said += f' data-note="{escape(note)}"' if note else ""
    return html if op == "equal" or not html else f"<{_ELEMENT[op]}{said}>{html}</{_ELEMENT[op]}>"


def _piece_html(op, text):
    return _wrapped(escape(text), op)


def _words_html(tokens: Iterable[Run], op, kind="", note=""):
    return _wrapped(serialise_runs(tokens), op, kind, note)


def _tokens(runs):
    return [Run(word, run.marks) for run in runs for word in _TOKEN.findall(run.text)]


def _letters(token):
    return len(token.strip())


# Which block became which ---------------------------------------------------------------------------


def _moved(old_keys, new_keys, found):
    """Blocks that stand in both texts, letter for letter, but not in the same place."""
    stayed = Counter(key for match in found for key in old_keys[match.old : match.old + match.length])
    return {key for key in (Counter(old_keys) - stayed) & (Counter(new_keys) - stayed) if key != "<p></p>"}


def _same_words(old, new):
    """Whether the words stayed and only what holds them became something else."""
    words = [" ".join(leaf.text for leaf in leaves(side, captions=True)).split() for side in (old, new)]
    return bool(words[0]) and words[0] == words[1] and [block.tag for block in old] != [block.tag for block in new]


def _pairs(old: list[Block], new: list[Block], budget: Budget) -> list[tuple[int, int]]:
    """Which old block became which new one: pairs in order that have the most words in common."""
    if not old or not new or not budget.spend(len(old) + len(new)):
        return []
    old_words, new_words = [_vocabulary(block) for block in old], [_vocabulary(block) for block in new]
    likely = _candidates(old, new, old_words, new_words)
    if len(likely) > MAX_PAIRS or not budget.spend(3 * len(likely)):
        return []
    scores = {(i, j): _alikeness(old[i], new[j], old_words[i], new_words[j]) for i, j in likely}
    return heaviest_chain({pair: score for pair, score in scores.items() if score}, len(new))


def _candidates(old, new, old_words, new_words):
    """Pairs worth a look: those that share a word which few blocks have, and neighbours."""
    where = defaultdict(list)
    for j, words in enumerate(new_words):
        for word in words:
            where[word].append(j)
    few = max(8, len(new) // 8)
    rare = {word: places for word, places in where.items() if len(places) <= few}
    shared = {(i, j) for i, words in enumerate(old_words) for word in words for j in rare.get(word, ())}
    last, pace = len(new) - 1, len(new) / len(old)
    near = {(i, min(last, max(0, round(i * pace) + step))) for i in range(len(old)) for step in range(-2, 3)}
    return shared | near


def _vocabulary(block):
    return {token for leaf in leaves([block], captions=True) for token in _TOKEN.findall(leaf.text) if token.strip()}


def _alikeness(old, new, old_words, new_words):
    """From ALIKE to 1 for blocks that may be shown as one that changed, else 0."""
    if old.tag == new.tag == "figure":
        return 1.0 if old.attrs["data-image"] == new.attrs["data-image"] else 0.5
    if "figure" in (old.tag, new.tag) or "hr" in (old.tag, new.tag):
        return 0.0
    if _form(old) != _form(new):
        return 0.9 if old_words and old_words == new_words else 0.0
    least = ALIKE * (old.tag in IN_STEP or bool(_told(old) and _told(new)))
    if not old_words or not new_words:
        return least
    share = 2 * len(old_words & new_words) / (len(old_words) + len(new_words))
    return share if share >= ALIKE else least
