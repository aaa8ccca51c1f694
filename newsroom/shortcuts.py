"""Every key of the desk: the one table behind the dialog that “?” opens, and behind its plain page.

The keys of the body editor stand in `articles.editor_words`, where the editor itself reads them.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from articles import editor_words

WITH_AN_EDITOR = {"articles_article_change", "articles_article_add", "articles_page_change", "articles_page_add"}
ARROWS = {"ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←", "ArrowRight": "→"}


@dataclass(frozen=True)
class Shortcut:
    """`keys` are pressed together. “Mod” is Ctrl, on a Mac ⌘."""

    keys: list[str]
    words: str


@dataclass(frozen=True)
class Group:
    heading: str
    shortcuts: list[Shortcut]


EVERYWHERE = (
    _("Everywhere"),
    (
        ("/", _("Find a story")),
        ("?", _("Show the keys of this page")),
        ("Esc", _("Close a menu, a question or this help")),
    ),
)
OF_PAGES = (
    (
        {"articles_article_change", "articles_article_add"},
        _("Rows of the byline"),
        (("↑", _("Move the row up, while its handle is chosen")), ("↓", _("Move the row down"))),
    ),
    (
        {"articles_article_compare"},
        _("Comparing"),
        (("Alt Shift P", _("The save before")), ("Alt Shift N", _("The save after"))),
    ),
    (
        {"calendar"},
        _("Calendar"),
        (
            ("Space", _("Take hold of an entry, and put it down")),
            ("→", _("Over to the next day")),
            ("←", _("Over to the day before")),
            ("↓", _("A week later")),
            ("↑", _("A week earlier")),
            ("Esc", _("Leave it where it was")),
        ),
    ),
    (
        {"articles_image_change"},
        _("Focal point of a picture"),
        (("↑ ↓ ← →", _("Move the point")),),
    ),
)
"""(names of the pages' addresses, heading, (keys, words)…)."""
OF_THE_EDITOR = {"writing": _("Writing"), "paragraphs": _("Paragraphs"), "tables": _("Tables")}


def of_page(name: str) -> list[Group]:
    """What works on the page of the desk whose address has that name."""
    return [
        _group(*EVERYWHERE),
        *(_of_the_editor() if name in WITH_AN_EDITOR else []),
        *(_group(heading, table) for pages, heading, table in OF_PAGES if name in pages),
    ]


def every() -> list[Group]:
    return [_group(*EVERYWHERE), *_of_the_editor(), *(_group(heading, table) for _pages, heading, table in OF_PAGES)]


def _group(heading, table):
    return Group(heading, [Shortcut(keys.split(), words) for keys, words in table])


def _of_the_editor():
    words = editor_words.words()
    return [
        Group(heading, [Shortcut(_shown(keys), words[name]) for name, keys in editor_words.KEYS[part].items()])
        for part, heading in OF_THE_EDITOR.items()
    ]


def _shown(keys):
    """“Mod-Alt-ArrowUp”, as the editor names it, to what stands on the keys."""
    return [ARROWS.get(key, key.upper() if len(key) == 1 else key) for key in keys.split("-")]
