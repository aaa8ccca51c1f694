"""What the text of a story is made of: blocks that hold runs of words, and the reading of HTML into them.

This is the second wall of `markup`: whatever nh3 lets through is rebuilt from `Block` and `Run`, so that only what
these two can express is ever written out again.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from typing import NamedTuple

from django.utils.safestring import SafeString

from .grammar import (
    CAPTION_MARKS,
    IMPLIED,
    LEAVES,
    MARKS,
    ONE_LINE,
    PARENTS,
    ROW_NUMBER,
    SAME_AS,
    SPACE,
    clean_attrs,
    kind_of,
    safe_href,
)

MAX_DEPTH = 24  # lists in quotes in tables: deeper than this is an attack, and its words become paragraphs

_TOKEN = re.compile(r'<(/?)([a-z0-9]+)((?: [^\s=">]+="[^"]*")*)>|([^<]+)')
_ATTRIBUTE = re.compile(r'([^\s=">]+)="([^"]*)"')


class Mark(NamedTuple):
    """Emphasis or a link around words; `href` is empty for all but `a`."""

    tag: str
    href: str = ""


class Run(NamedTuple):
    """Words with one set of marks. A line break is a run of its own whose text is a newline."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass
class Block:
    """A paragraph, list, quote, figure … A leaf holds runs, any other block holds blocks."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Block"] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def kind(self) -> str:
        """The tag, or the class of an aside: pull-quote, fact-box, story-card, embed."""
        return self.attrs["class"] if self.tag == "aside" else self.tag


def read(well_formed: str) -> list[Block]:
    """The top-level blocks of what nh3 wrote: every tag closed, properly nested, attributes in double quotes."""
    reader = _Reader()
    for close, tag, attrs, text in _TOKEN.findall(well_formed):
        if text:
            reader.write(SPACE.sub(" ", unescape(text) if "&" in text else text))
        elif close:
            reader.end(tag)
        else:
            reader.start(tag, {name: unescape(value) for name, value in _ATTRIBUTE.findall(attrs)} if attrs else {})
    return _tidied(reader.root.children + reader.lifted)


def leaves(story: Iterable[Block], captions: bool = False) -> Iterator[Block]:
    """Every block that holds words, in the order of reading; those of pictures only when asked for."""
    for block in story:
        if block.runs:
            yield block
        if captions or block.tag != "figure":
            yield from leaves(block.children, captions)


def serialise(story: Iterable[Block]) -> SafeString:
    return SafeString("".join(map(_block_html, story)))


def serialise_runs(runs: Iterable[Run]) -> SafeString:
    """Runs as inline HTML; marks that go on from one run to the next stay open."""
    out, open_marks = [], ()
    for text, marks in runs:
        if marks != open_marks:
            out += _change_marks(open_marks, marks)
            open_marks = marks
        out.append("<br>" if text == "\n" else escape(text, quote=False))
    return SafeString("".join(out + _change_marks(open_marks, ())))


def _change_marks(before, after):
    """The tags to close and to open between two runs."""
    keep = 0
    while keep < min(len(before), len(after)) and before[keep] == after[keep]:
        keep += 1
    opened = [f"<{mark.tag}{attrs_html({'href': mark.href} if mark.href else {})}>" for mark in after[keep:]]
    return [f"</{mark.tag}>" for mark in reversed(before[keep:])] + opened


def attrs_html(attrs: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attrs.items())


def _block_html(block):
    if block.tag == "hr":
        return "<hr>"
    inside = "".join(map(_block_html, block.children)) + serialise_runs(block.runs)
    return f"<{block.tag}{attrs_html(block.attrs)}>{inside}</{block.tag}>"


class _Reader:
    """Takes tags and words in order and decides in which block each may stand."""

    def __init__(self):
        self.root = Block("body")
        self.lifted: list[Block] = []  # figures found inside another block, waiting for its end
        self.open = [self.root]
        self.floor = 1  # how many of `open` have a tag of their own; those above are implied
        self.leaf: Block | None = None
        self.in_figure = False
        self.marks: list[Mark] = []
        self.path: list[tuple[str, Callable[[], object]]] = []

    def start(self, tag, attrs):
        name = SAME_AS.get(tag, tag)
        if name == "br":
            self.write("\n")
        elif name == "hr":
            self._open_rule()
        else:
            self.path.append((tag, self._open(name, attrs)))

    def end(self, tag):
        if self.path and self.path[-1][0] == tag:
            self.path.pop()[1]()

    def write(self, text):
        if self.leaf is None:
            if not text.strip(" \n"):
                return
            self._open_leaf("p", {})
        self.leaf.runs.append(Run(text, self._active_marks() if self.marks and text != "\n" else ()))

    def _active_marks(self):
        innermost = {mark.tag: mark for mark in self.marks}
        return tuple(innermost[tag] for tag in MARKS if tag in innermost)

    def _open(self, tag, attrs):
        """Opens a tag and answers with what its end has to do."""
        if tag in MARKS:
            return self._open_mark(tag, attrs)
        if tag == "figure" and ROW_NUMBER.fullmatch(attrs.get("data-image", "")):
            return self._open_figure(attrs)
        if self.in_figure:
            self.write(" ")
            return lambda: self.write(" ")
        kind = kind_of(tag, attrs)
        if tag in LEAVES:
            return self._open_leaf(tag, attrs)
        if kind == "story-card" and ROW_NUMBER.fullmatch(attrs.get("data-story", "")):
            return self._open_card(attrs)
        refused = kind not in PARENTS or (kind == "embed" and "data-href" not in clean_attrs(tag, attrs))
        return self._break() if refused else self._open_container(tag, attrs)

    def _open_mark(self, tag, attrs):
        href = safe_href(attrs.get("href", "")) if tag == "a" else ""
        if href is None:
            return lambda: None
        self.marks.append(Mark(tag, href))
        return self.marks.pop

    def _open_figure(self, attrs):
        outer = self.leaf if self.in_figure else None
        figure = Block("figure", clean_attrs("figure", attrs), [Block("figcaption")])
        (self.root.children if len(self.open) == 1 else self.lifted).append(figure)
        self.leaf, self.in_figure = figure.children[0], True

        def close():
            self.leaf, self.in_figure = outer, outer is not None

        return close

    def _open_card(self, attrs):
        """A card stands at the top level, like a figure; words in it go on behind it."""
        (self.root.children if len(self.open) == 1 else self.lifted).append(Block("aside", clean_attrs("aside", attrs)))
        return self._break()

    def _break(self):
        self.leaf = None
        return self._break_at_end

    def _break_at_end(self):
        self.leaf = None

    def _open_leaf(self, tag, attrs):
        tag = self._leaf_here(tag)
        self.leaf = Block(tag, clean_attrs(tag, attrs))
        self.open[-1].children.append(self.leaf)
        return self._break_at_end

    def _leaf_here(self, tag):
        """The leaf that these words become: what they were, where that may stand, else the plainest of the place."""
        if tag in PARENTS and self._make_room(tag):
            return tag
        plain = "dd" if self.open[-1].tag == "dl" else "p"
        self._make_room(plain)
        return plain

    def _open_rule(self):
        if self.in_figure:
            self.write(" ")
            return
        self.leaf = None
        if self._make_room("hr"):
            self.open[-1].children.append(Block("hr"))

    def _open_container(self, tag, attrs):
        self.leaf = None
        if len(self.open) > MAX_DEPTH or not self._make_room(kind_of(tag, attrs)):
            return self._break_at_end
        self._push(Block(tag, clean_attrs(tag, attrs)))
        floor, self.floor = self.floor, len(self.open)
        return lambda: self._close_container(floor)

    def _close_container(self, floor):
        del self.open[self.floor - 1 :]
        self.floor, self.leaf = floor, None
        if len(self.open) == 1:
            self.root.children += self.lifted
            self.lifted = []

    def _make_room(self, kind):
        """Open what a tag implies (an item for words straight in a list); say whether the tag may stand there."""
        if kind in ("li", "tr", "th", "td", "caption"):
            del self.open[self.floor :]
        while self.open[-1].kind not in PARENTS[kind] and self.open[-1].tag in IMPLIED:
            self._push(Block(IMPLIED[self.open[-1].tag]))
        return self.open[-1].kind in PARENTS[kind]

    def _push(self, block):
        self.open[-1].children.append(block)
        self.open.append(block)


def _tidied(story):
    return [block for block in story if _tidy(block)]


def _tidy(block):
    """Puts the spaces in order and says whether a reader would see anything of the block."""
    if block.tag in ONE_LINE:
        block.runs = caption_runs(block.runs)
    elif block.tag in LEAVES:
        block.runs = _plain_runs(block.runs) if block.tag == "caption" else _collapsed(block.runs)
    else:
        block.children = ARRANGED.get(block.kind, list)(_tidied(block.children))
    stays = block.tag in ("hr", "td", "th", "figcaption") or block.kind in ("story-card", "embed")
    return bool(block.children or block.runs or stays)


def _plain_runs(runs):
    return _collapsed([Run(" " if run.text == "\n" else run.text) for run in runs])


def _table(children):
    """One caption, before the rows; without a row its words become one."""
    captions = [child for child in children if child.tag == "caption"]
    rows = [child for child in children if child.tag == "tr"]
    words = _plain_runs(_joined(captions))
    if words and not rows:
        return [Block("tr", children=[Block("td", children=[Block("p", runs=words)])])]
    return [Block("caption", runs=words)] * bool(words) + rows


def _embed(children):
    """A title without marks, then a line of words; either may be missing."""
    title = _plain_runs(_joined(child for child in children if child.tag == "cite"))
    words = caption_runs(_joined(child for child in children if child.tag != "cite"))
    return [Block("cite", runs=title)] * bool(title) + [Block("p", runs=words)] * bool(words)


def _sources(children):
    """Names and what each is, in pairs; what something is may stay unsaid."""
    pairs = []
    for child in children:
        if child.tag == "dt" or not pairs:
            pairs += [Block("dt", runs=child.runs), Block("dd")]
        else:
            pairs[-1].runs = caption_runs(_joined([pairs[-1], child]))
    return pairs


def _joined(parts):
    """The runs of several leaves as those of one, with a space between."""
    runs = []
    for part in parts:
        runs += [Run(" ")] * bool(runs) + part.runs
    return runs


ARRANGED: dict[str, Callable[[list[Block]], list[Block]]] = {"table": _table, "embed": _embed, "dl": _sources}


def caption_runs(runs: Iterable[Run]) -> list[Run]:
    """Runs as a caption may have them: on one line, with fewer marks."""
    marks = {run.marks: tuple(mark for mark in run.marks if mark.tag in CAPTION_MARKS) for run in runs}
    return _collapsed([Run(" " if run.text == "\n" else run.text, marks[run.marks]) for run in runs])


def _collapsed(runs):
    """One space between words, none at the ends or beside a line break; neighbours with equal marks joined."""
    out: list[list] = []
    for text, marks in runs:
        last = out[-1][0] if out else "\n"
        if text == "\n":
            _trim_end(out)
            out += [["\n", ()]] if out else []
            continue
        words = text.lstrip(" ") if last[-1] in " \n" else text
        if words and last != "\n" and out[-1][1] == marks:
            out[-1][0] += words
        elif words:
            out.append([words, marks])
    while out and not out[-1][0].strip():
        out.pop()
    _trim_end(out)
    return [Run(text, marks) for text, marks in out] if any(text.strip() for text, _ in out) else []


def _trim_end(runs):
    if runs and runs[-1][0] != "\n":
        runs[-1][0] = runs[-1][0].rstrip(" ")
        if not runs[-1][0]:
            runs.pop()
