"""What differs between two contents of a story, field by field, in words that people know."""

from dataclasses import dataclass, fields

from django.conf import settings
from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from articles import markup
from articles.compare import compare_html, compare_items, compare_text
from articles.content import Content
from articles.models import Article, Author, Format, Image, Region, Series
from articles.models.byline import Role
from articles.states import CorrectionKind

TAGS = {"insert": "ins", "delete": "del"}
NO_LEAD = {"image": None, "caption": "", "alt_text": "", "credit": ""}


@dataclass(frozen=True)
class Difference:
    label: str
    html: SafeString
    is_prose: bool = False


def differences(old: Content, new: Content, viewer=None) -> list[Difference]:
    """Only what differs; `old` is struck through, `new` is underlined.

    Related stories are named only as far as `viewer` may see them. One query for each kind of row that changed.
    """
    telling = _Telling(_Rows(old, new, viewer))
    return [
        Difference(label, SafeString(html), is_prose=name == "body")
        for name, label, show in telling.fields(old, new)
        if getattr(old, name) != getattr(new, name) and (html := show(getattr(old, name), getattr(new, name)))
    ]


class _Telling:
    """How each field of a content is told, old and new in one."""

    def __init__(self, rows):
        self.rows = rows

    def fields(self, old, new):
        """(its name, its label, what tells its change), in the order of a page; what is unknown here comes last."""
        rows = self.rows
        known = [
            ("language", _("Language"), self.names(lambda code: dict(settings.LANGUAGES).get(code, code))),
            ("kicker", _("Kicker"), words),
            ("headline", _("Headline"), words),
            ("standfirst", _("Standfirst"), words),
            ("dateline", _("Dateline"), words),
            ("signoff", _("Sign-off"), words),
            ("bylines", _("Byline"), self.names(rows.byline)),
            ("format", _("Format"), self.names(rows.name_of(Format))),
            ("series", _("Series"), self.names(rows.name_of(Series))),
            ("region", _("Region"), self.names(rows.name_of(Region))),
            ("other_regions", _("Also in"), self.names(rows.name_of(Region))),
            ("topics", _("Topics"), self.names(lambda topic: topic["name"])),
            ("slug", _("Slug"), words),
            ("related", _("Related stories"), self.names(rows.name_of(Article))),
            ("lead", _("Lead picture"), self.lead),
            ("corrections", _("Corrections"), self.corrections),
            ("body", _("Text"), lambda was, now: compare_html(was, now, rows.shows, _folded)),
        ]
        others = {field.name for field in fields(Content)} - {name for name, _label, _show in known}
        return known + [(name, name.replace("_", " ").capitalize(), self.names(str)) for name in sorted(others)]

    def names(self, name_of):
        """One name or several, each told as a whole."""

        def tell(was, now):
            old, new = ([name_of(item) for item in _as_list(value)] for value in (was, now))
            return items(old, new)

        return tell

    def lead(self, was, now):
        was, now = was or NO_LEAD, now or NO_LEAD
        pictures = [self.rows.picture(side["image"]) if side["image"] else "" for side in (was, now)]
        told = [pictures[1]] if was["image"] == now["image"] else [_tagged("delete", pictures[0], "div")]
        told += [] if was["image"] == now["image"] else [_tagged("insert", pictures[1], "div")]
        for name, label in (("caption", _("Caption")), ("alt_text", _("Alt text")), ("credit", _("Credit"))):
            changed = words(was[name], now[name])
            told.append(format_html('<p data-label="{}">{}</p>', label, changed) if changed else "")
        return format_html_join("", "{}", ((part,) for part in told))

    def corrections(self, was, now):
        """A note that was reworded is compared with itself, whatever stands around it."""
        before, after = ({note["key"]: _correction(note) for note in notes} for notes in (was, now))
        keys = dict.fromkeys([*before, *after])
        return format_html_join("", "<p>{}</p>", ((words(before.get(key, ""), after.get(key, "")),) for key in keys))


class _Rows:
    """Names and pictures of the rows that two contents speak of: all names in one query, all pictures in another."""

    def __init__(self, old, new, viewer):
        self.contents, self.viewer = (old, new), viewer
        self.language = get_language() or ""

    def name_of(self, model):
        def name(key):
            return self._names.get((model.__name__, key)) or _("number %(key)s") % {"key": key}

        return name

    def byline(self, line):
        return f"{self.name_of(Author)(line['author'])} · {Role(line['role']).label}"

    def picture(self, key) -> SafeString:
        image = self._images.get(int(key))
        if image is None:
            return format_html("{}", _("picture %(key)s, gone since") % {"key": key})
        address = reverse("admin:articles_image_file", args=[image.pk, 320])
        shown = '<img class="thumb" src="{}" alt="{}" width="160" height="{}" loading="lazy"> <small>{}</small>'
        return format_html(shown, address, image.alt_text, round(160 * image.height / image.width), image.original_name)

    @property
    def shows(self):
        """How `compare_html` shows the numbers of rows."""
        return {"data-image": self.picture, "data-story": lambda key: escape(self.name_of(Article)(int(key)))}

    @cached_property
    def _images(self):
        bodies = [figure.image_id for content in self.contents for figure in markup.figures(content.body)]
        return Image.objects.in_bulk([*bodies, *self._keys(lambda content: [(content.lead or NO_LEAD)["image"]])])

    @cached_property
    def _names(self):
        rows = [
            self._named(Author, lambda content: [line["author"] for line in content.bylines]),
            self._named(Format, lambda content: [content.format]),
            self._named(Series, lambda content: [content.series]),
            self._named(Region, lambda content: [content.region, *content.other_regions]),
        ]
        if self.viewer:
            seen = Article.objects.visible_to(self.viewer).filter(pk__in=self._keys(_stories_of))
            title = Case(When(headline="", then="slugline"), default="headline")
            rows.append(seen.order_by().values_list(Value("Article"), "pk", title, Value("")))
        return {(kind, key): own or name for kind, key, name, own in rows[0].union(*rows[1:], all=True)}

    def _named(self, model, keys_of):
        own = f"name_{self.language}" if hasattr(model, f"name_{self.language}") else "name"
        rows = model.objects.order_by().filter(pk__in=self._keys(keys_of))
        return rows.values_list(Value(model.__name__), "pk", "name", own)

    def _keys(self, keys_of):
        return {key for content in self.contents for key in keys_of(content) if key}


def _stories_of(content):
    cards = [int(block.attrs["data-story"]) for block in markup.blocks(content.body) if block.kind == "story-card"]
    return [*content.related, *cards]


def words(old: str, new: str) -> SafeString:
    """Plain words as `ins` and `del`."""
    return format_html_join("", "{}", ((_tagged(piece.op, piece.text),) for piece in compare_text(old, new)))


def items(old: list[str], new: list[str]) -> SafeString:
    """Names in a row as `ins` and `del`, each whole."""
    pieces = compare_items(old, new)
    listed = format_html_join("", '<li dir="auto">{}</li>', ((_tagged(piece.op, piece.text),) for piece in pieces))
    return format_html('<ul class="items">{}</ul>', listed)


def _tagged(op, text, around=""):
    tag = TAGS.get(op)
    if not tag or not text:
        return conditional_escape(text)
    html = format_html("<{0}>{1}</{0}>", SafeString(tag), text)
    return format_html("<{0}>{1}</{0}>", SafeString(around), html) if around else html


def _folded(blocks):
    said = ngettext("%(count)s paragraph unchanged", "%(count)s paragraphs unchanged", len(blocks))
    inside = format_html_join("", "{}", ((SafeString(block),) for block in blocks))
    # With a direction of its own the line says nothing of the text's.
    line = format_html('<summary dir="auto">{}</summary>', said % {"count": len(blocks)})
    return format_html('<details class="same">{}{}</details>', line, inside)


def _as_list(value):
    if isinstance(value, list):
        return value
    return [value] if value not in (None, "") else []


def _correction(note):
    return f"{CorrectionKind(note['kind']).label}: {note['text']}"
