"""A story's text cut into what a template draws: clean HTML, and the nodes that need more than their own HTML."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from . import markup
from .blocks import Block, Mark, leaves, serialise, serialise_runs

_OWN_STORY = re.compile(r"/stories/([1-9][0-9]{0,11})/")


@dataclass(frozen=True)
class StoryCard:
    article_id: int


@dataclass(frozen=True)
class Embedded:
    """`title` is plain text, `words` clean inline HTML."""

    href: str
    title: str = ""
    words: str = ""


@dataclass(frozen=True)
class Table:
    """Its rows, and apart from them the caption as plain text."""

    html: str
    caption: str = ""


@dataclass(frozen=True)
class Sources:
    html: str


Part = SafeString | markup.Figure | StoryCard | Embedded | Table | Sources


def address_of(article_id: int) -> str:
    """How a text names a story of ours: by its number, so that a link is good before that story has an address."""
    return f"/stories/{article_id}/"


def story_at(href: str) -> int | None:
    """The number of the story that such an address names; None for any other address."""
    match = _OWN_STORY.fullmatch(href)
    return int(match[1]) if match else None


def carded_stories(html: str) -> list[int]:
    """Numbers of the stories that this text shows as cards."""
    return [int(block.attrs["data-story"]) for block in markup.blocks(html) if block.kind == "story-card"]


def named_stories(html: str) -> list[int]:
    """Numbers of the stories that cards and links of this text name, each once."""
    cards = carded_stories(html)
    linked = [number for href in markup.links(html) if (number := story_at(href))]
    return list(dict.fromkeys([*cards, *linked]))


def parts(html: str, lead: Callable[[str], str | None] = lambda href: href) -> list[Part]:
    """The story in order. `lead` says where each link leads today; None leaves only its words."""
    story = markup.blocks(html)
    for leaf in leaves(story, captions=True):
        if any(run.marks for run in leaf.runs):
            leaf.runs = [run._replace(marks=tuple(_led(run.marks, lead))) for run in leaf.runs]
    found, since = [], []
    for block in story:
        if block.kind not in _DRAWN:
            since.append(block)
            continue
        found += ([serialise(since)] if since else []) + [_DRAWN[block.kind](block)]
        since = []
    return found + ([serialise(since)] if since else [])


def _led(marks: Iterable[Mark], lead):
    for mark in marks:
        if mark.tag != "a":
            yield mark
        elif (href := lead(mark.href)) is not None:
            yield mark._replace(href=href)


def _embedded(block: Block):
    said = {child.tag: child for child in block.children}
    title = said["cite"].text if "cite" in said else ""
    words = str(serialise_runs(said["p"].runs)) if "p" in said else ""
    return Embedded(block.attrs["data-href"], title, words)


def _table(block: Block):
    caption = "".join(child.text for child in block.children if child.tag == "caption")
    rows = [child for child in block.children if child.tag == "tr"]
    return Table(str(serialise([Block("table", block.attrs, rows)])), caption)


_DRAWN: dict[str, Callable[[Block], Part]] = {
    "figure": markup.as_figure,
    "story-card": lambda block: StoryCard(int(block.attrs["data-story"])),
    "embed": _embedded,
    "table": _table,
    "dl": lambda block: Sources(str(serialise([block]))),
}
