"""The body editor, configured from the one list of tags a story may use."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django_prose_editor.config import add_allowed_classes, add_tags_and_attributes
from django_prose_editor.widgets import ProseEditorWidget, importmap, prose_editor_js
from js_asset import Media, Script

from articles import markup, placeholders
from articles.editor_words import words

__all__ = ("StoryEditor", "extensions", "picker_address", "words")

EXTENSION_OF = {
    "h2": "Heading", "h3": "Heading", "blockquote": "Blockquote", "hr": "HorizontalRule",
    "ul": "BulletList", "ol": "OrderedList", "li": "ListItem",
    "table": "Table", "caption": "Table", "tr": "TableRow", "th": "TableHeader", "td": "TableCell",
    "dl": "Sources", "dt": "Sources", "dd": "Sources",
    "aside": "PullQuote", "cite": "PullQuote", "figure": "LibraryFigure", "figcaption": "LibraryFigure",
    "a": "Link", "strong": "Bold", "em": "Italic", "s": "Strike", "sub": "Subscript", "sup": "Superscript",
    "br": "HardBreak",
}  # fmt: skip
ALWAYS = {"p"}  # the editor cannot be without paragraphs
EXTENSIONS_OF_ASIDES = {"pull-quote": "PullQuote", "fact-box": "FactBox", "story-card": "StoryCard", "embed": "Embed"}


def allow_library_figure(config, shared):
    add_tags_and_attributes(shared, ["figure", "figcaption"], {"figure": set(markup.ALLOWED["figure"])})


def allow_aside(config, shared):
    add_tags_and_attributes(shared, ["aside", "p", "cite"], {"aside": {"data-story", "data-href"}})
    add_allowed_classes(shared, {"aside": list(EXTENSIONS_OF_ASIDES)})


def allow_sources(config, shared):
    add_tags_and_attributes(shared, ["dl", "dt", "dd"], None)
    add_allowed_classes(shared, {"dl": ["sources"]})


def extensions() -> dict:
    """What the editor is built of: an extension for each allowed tag, and nothing that makes other tags."""
    options = {
        "Heading": {"levels": [2, 3]},
        "Link": {"enableTarget": False, "protocols": list(markup.SCHEMES)},
    }
    named = [EXTENSION_OF[tag] for tag in markup.ALLOWED if tag not in ALWAYS]
    return {name: options.get(name, True) for name in (*named, *EXTENSIONS_OF_ASIDES.values())}


class StoryEditor(ProseEditorWidget):
    """A textarea of HTML that our own preset turns into the page's body."""

    def __init__(self, attrs=None):
        super().__init__(attrs, config={"extensions": extensions()}, preset="story")

    @property
    def media(self):
        return Media(
            importmap=importmap,
            css={"all": ["desk/editor/editor.css", "desk/editor/nodes.css"]},
            js=[prose_editor_js, Script("desk/editor/preset.js", type="module")],
        )

    def get_config(self):
        return super().get_config() | {
            "picker": picker_address(),
            "stories": address_of("articles_find_stories"),
            "address": address_of("articles_read_address"),
            "toCome": placeholders.PATTERN,
            "sizes": {"": _("Column"), **{size: name for size, name in size_names().items() if size in markup.SIZES}},
        }


def picker_address() -> str:
    """Where the editor looks pictures up."""
    return address_of("articles_image_picker")


def address_of(name: str) -> str:
    """The desk's address of that name; nothing where there is no desk."""
    try:
        return reverse(f"admin:{name}")
    except NoReverseMatch:
        return ""


def size_names():
    return {"small": _("Small"), "wide": _("Wide"), "full": _("Full width")}
