"""What differs between two contents of a story, field by field, in words that people know."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.compare import compare_html, compare_text
from articles.content import Content
from articles.models import Article, Author, Format, Image, Region, Series
from articles.models.byline import Role
from articles.states import CorrectionKind

TAGS = {"insert": "ins", "delete": "del"}


@dataclass(frozen=True)
class Difference:
    label: str
    html: SafeString
    is_prose: bool = False


def differences(old: Content, new: Content) -> list[Difference]:
    """Only what differs; `old` is struck through, `new` is underlined."""
    before, after = _Reading(old), _Reading(new)
    found = [
        Difference(label, _words(value, after.fields[label]))
        for label, value in before.fields.items()
        if value != after.fields[label]
    ]
    if old.body != new.body:
        found.append(Difference(_("Text"), compare_html(old.body, new.body), is_prose=True))
    return found


def _words(old, new):
    pieces = compare_text(old, new)
    return format_html_join("", "{}", ((_piece(piece),) for piece in pieces))


def _piece(piece):
    tag = TAGS.get(piece.op)
    return format_html("<{0}>{1}</{0}>", SafeString(tag), piece.text) if tag else conditional_escape(piece.text)


class _Reading:
    """A content's fields as one reads them: names instead of keys."""

    def __init__(self, content: Content):
        self.content, self.language = content, get_language() or ""
        self.fields = {
            _("Language"): str(dict(settings.LANGUAGES).get(content.language, content.language)),
            _("Kicker"): content.kicker,
            _("Headline"): content.headline,
            _("Standfirst"): content.standfirst,
            _("Dateline"): content.dateline,
            _("Sign-off"): content.signoff,
            _("Byline"): self._bylines(),
            _("Format"): self._name(Format, content.format),
            _("Series"): self._name(Series, content.series),
            _("Region"): self._name(Region, content.region),
            _("Also in"): ", ".join(self._name(Region, pk) for pk in content.other_regions),
            _("Topics"): ", ".join(topic["name"] for topic in content.topics),
            _("Slug"): content.slug,
            _("Related stories"): "\n".join(self._story(pk) for pk in content.related),
            **self._lead(),
            _("Corrections"): "\n".join(
                f"{CorrectionKind(note['kind']).label}: {note['text']}" for note in content.corrections
            ),
        }

    def _name(self, model, key):
        if key is None:
            return ""
        row = model.objects.filter(pk=key).first()
        return row.name_in(self.language) if row else _("number %(key)s, gone since") % {"key": key}

    def _bylines(self):
        lines = ((Role(line["role"]).label, self._name(Author, line["author"])) for line in self.content.bylines)
        return "\n".join(f"{role} {name}" for role, name in lines)

    def _story(self, key):
        row = Article.objects.filter(pk=key).first()
        return str(row) if row else _("number %(key)s, gone since") % {"key": key}

    def _lead(self):
        lead = self.content.lead or {"image": None, "caption": "", "alt_text": "", "credit": ""}
        image = Image.objects.filter(pk=lead["image"]).first() if lead["image"] else None
        name = f"{lead['image']} · {image.original_name}" if image else str(lead["image"] or "")
        return {
            _("Lead picture"): name,
            _("Its caption"): lead["caption"],
            _("Its alt text"): lead["alt_text"],
            _("Its credit"): lead["credit"],
        }
