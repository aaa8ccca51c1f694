"""The one list of tags a story may use, for the editor and for the sanitiser, and what can be read from clean text.

Untrusted HTML goes through two walls. nh3 parses it as a browser would and drops scripts and unknown tags; then
`blocks` rebuilds it. Every function here takes any HTML at all, hostile or broken, and never fails on it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import nh3

from . import placeholders as to_come
from .blocks import Block, Mark, Run, caption_runs, leaves, read, serialise, serialise_runs
from .content import Content
from .grammar import ALLOWED, CONTROL, SAME_AS, SIZES, clean_attrs, safe_href

__all__ = (
    "ALLOWED",
    "SCHEMES",
    "SIZES",
    "Figure",
    "as_figure",
    "blocks",
    "figures",
    "fill_figures",
    "is_empty",
    "links",
    "placeholders",
    "plain_text",
    "safe_href",
    "sanitise",
    "sanitise_inline",
    "without_story_nodes",
    "word_count",
)  # fmt: skip

SCHEMES = ("http", "https", "mailto")
# Tags that are dropped, but whose words must not run into their neighbours'.
BREAKS = {
    "div", "section", "article", "header", "footer", "main", "nav", "address", "pre", "center",
    "details", "summary", "form", "fieldset",
}  # fmt: skip
# Dropped with all that is inside.
DROPPED = {
    "script", "style", "template", "noscript", "noembed", "noframes", "iframe", "object", "embed", "svg", "math",
    "title", "textarea", "select", "canvas", "audio", "video", "head",
}  # fmt: skip
_nh3 = nh3.Cleaner(
    tags={*ALLOWED, *SAME_AS, *BREAKS},
    clean_content_tags=DROPPED,
    attributes={tag: set(names) for tag, names in ALLOWED.items()},
    url_schemes=set(SCHEMES),
    link_rel=None,
)

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
MANY_TAGS = 4000  # a long story has a few hundred
MAX_OPEN = 100
_MAYBE_TAG = re.compile(r"<[^<>]*>?")
_SOUND_TAG = re.compile(
    r"""<(/?)([a-z][a-z0-9]*)(?:\s+[a-z-]+(?:=(?:"[^"]*"|'[^']*'|[^\s"'=]+))?)*\s*/?>""", re.IGNORECASE
)
_VOID = {
    "br", "hr", "img", "input", "col", "wbr", "area", "base", "link", "meta", "source", "track", "embed", "param",
}  # fmt: skip
_SELF_CLOSING = {"p", "li", "tr", "td", "th", "dt", "dd", "option"}


@dataclass(frozen=True)
class Figure:
    """A library picture as one story prints it.

    `size` is empty (the column's width) or one of SIZES. `caption` is clean inline HTML: put plain text through
    `django.utils.html.escape` before writing it here.
    """

    image_id: int
    size: str = ""
    alt_text: str = ""
    caption: str = ""
    credit: str = ""
    decorative: bool = False


def blocks(html: str) -> list[Block]:
    """The clean story as a list of its top-level blocks."""
    html = CONTROL.sub("", html).encode("utf-8", "ignore").decode()
    return read(_nh3.clean(_shallow(html) if html.count("<") > MANY_TAGS else html))


def sanitise(html: str) -> str:
    """Only what ALLOWED lists, in one canonical form: cleaning it again changes nothing.

    Loose words become paragraphs (in list items, quotes and cells too), empty paragraphs go, and figures stand at
    the top level: one found inside another block follows that block.
    """
    return str(serialise(blocks(html)))


def sanitise_inline(html: str) -> str:
    """A caption: one line of words with emphasis and links, and no blocks."""
    return str(serialise_runs(_inline(html)))


def is_empty(html: str) -> bool:
    """No word and no picture."""
    story = blocks(html)
    return not any(block.tag == "figure" for block in story) and not any(leaves(story))


def plain_text(html: str, *, captions: bool = False) -> str:
    """The words, with a blank line between paragraphs; pictures' captions only when asked for."""
    return "\n\n".join(leaf.text for leaf in leaves(blocks(html), captions))


def word_count(text: str) -> int:
    """Words in plain text; "l'eau" and "well-known" are one each."""
    return sum(1 for _ in _WORD.finditer(text))


def links(html: str) -> list[str]:
    """Every address the story links to, captions included, in order and each once."""
    runs = (run for leaf in leaves(blocks(html), captions=True) for run in leaf.runs)
    return list(dict.fromkeys(mark.href for run in runs for mark in run.marks if mark.tag == "a"))


def placeholders(content: Content) -> list[tuple[str, str]]:
    """Everywhere the story says that something is still to come (TK): the form's field, and the words around it."""
    lead = content.lead or {}
    texts = [(name, getattr(content, name)) for name in ("kicker", "headline", "standfirst", "dateline")]
    texts += [("body", text) for text in _body_texts(content.body)]
    texts += [("signoff", content.signoff)]
    texts += [(f"lead_{name}", lead.get(name, "")) for name in ("caption", "alt_text", "credit")]
    texts += [("corrections", note["text"]) for note in content.corrections]
    return [(field, excerpt) for field, text in texts for excerpt in to_come.in_text(text)]


def _body_texts(html):
    """Every text a reader may get of the body, each apart: paragraphs, captions, and words kept in attributes."""
    story = blocks(html)
    yield from (leaf.text for leaf in leaves(story, captions=True))
    yield from (block.attrs[name] for block in story for name in ("data-alt", "data-credit") if name in block.attrs)


def figures(html: str) -> list[Figure]:
    return [as_figure(block) for block in blocks(html) if block.tag == "figure"]


def fill_figures(html: str, fill: Callable[[Figure], Figure | None]) -> str:
    """The clean story with each figure as `fill` answers it; None takes the figure out."""
    story = []
    for block in blocks(html):
        if block.tag != "figure":
            story.append(block)
        elif (filled := fill(as_figure(block))) is not None:
            story.append(_figure_block(filled))
    return str(serialise(story))


def without_story_nodes(html: str) -> str:
    """The clean text for what is no story: pictures and cards of stories go, an embed becomes its words and a link."""
    kept = [block for block in blocks(html) if block.tag != "figure" and block.kind != "story-card"]
    return str(serialise(_as_link(block) if block.kind == "embed" else block for block in kept))


def _as_link(embed):
    href = embed.attrs["data-href"]
    words = next((child.text for child in embed.children), href)
    return Block("p", runs=[Run(words, (Mark("a", href),))])


def as_figure(block: Block) -> Figure:
    attrs = block.attrs
    return Figure(
        image_id=int(attrs["data-image"]),
        size=attrs.get("data-size", ""),
        alt_text=attrs.get("data-alt", ""),
        caption=serialise_runs(block.children[0].runs),
        credit=attrs.get("data-credit", ""),
        decorative="data-decorative" in attrs,
    )


def _figure_block(figure):
    attrs = {
        "data-image": str(figure.image_id),
        "data-size": figure.size,
        "data-alt": figure.alt_text,
        "data-credit": figure.credit,
    } | ({"data-decorative": "true"} if figure.decorative else {})
    return Block("figure", clean_attrs("figure", attrs), [Block("figcaption", runs=_inline(figure.caption))])


def _inline(html):
    runs = []
    for leaf in leaves(blocks(html), captions=True):
        runs += [Run(" ")] * bool(runs) + leaf.runs
    return caption_runs(runs)


def _shallow(html):
    """The same words with tags nested at most MAX_OPEN deep, in linear time.

    A browser's parser takes quadratic time over thousands of open tags. Sound, well-nested HTML comes out as it
    was; whatever only looks like a tag becomes text, so that no tag can hide from the count.
    """
    out, stack, end, dropping = [], [], 0, ""
    for match in _MAYBE_TAG.finditer(html):
        words, token, end = html[end : match.start()], match[0], match.end()
        sound = _SOUND_TAG.fullmatch(token)
        tag = sound[2].lower() if sound else ""
        if not dropping:
            out.append(words)
        if dropping or (tag in DROPPED and not sound[1]):
            dropping = "" if sound and sound[1] and tag == dropping else dropping or tag
        elif not sound:
            out.append(token.replace("<", "&lt;"))
        else:
            out.append(_shallow_tag(token, tag, sound[1], stack))
    return "".join([*out, "" if dropping else html[end:]])


def _shallow_tag(token, tag, closes, stack):
    """What to write for one tag, given those open; `stack` is kept up."""
    if tag in _VOID:
        return "" if closes else token
    if closes and tag not in stack:
        return ""
    if closes:
        kept = len(stack) - stack[::-1].index(tag) - 1
        gone, stack[kept:] = stack[kept:], []
        return "".join(f"</{name}>" for name in reversed(gone))
    if tag in _SELF_CLOSING and stack and stack[-1] == tag:
        return token
    if len(stack) >= MAX_OPEN:
        return ""
    stack.append(tag)
    return token
