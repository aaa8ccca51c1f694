"""What the paper's templates need beyond Django: its style sheet, bylines in words, where a crop must look."""

from functools import cache, lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from newsroom import stylesheet

register = template.Library()

ROLES = {
    "author": pgettext_lazy("before the authors' names", "By"),
    "with": pgettext_lazy("before the names of those who helped", "With"),
    "photographs": _("Photographs by"),
    "illustration": _("Illustration by"),
    "translator": _("Translated by"),
}
KINDS = {"correction": _("Correction"), "clarification": _("Clarification"), "update": _("Update")}
LOCALES = {"en": "en_GB", "fr": "fr_FR", "ar": "ar_AR"}  # Open Graph wants a country with the language
TONES = {  # the same as in static/paper/figure.css
    "night": (0x26, 0x27, 0x2B),
    "slate": (0x6B, 0x70, 0x78),
    "stone": (0xA9, 0xA6, 0xA0),
    "cloud": (0xDF, 0xDC, 0xD6),
    "sand": (0xCF, 0xB8, 0x95),
    "earth": (0x7A, 0x5E, 0x47),
    "rust": (0xA8, 0x55, 0x3C),
    "leaf": (0x6A, 0x7A, 0x4F),
    "sea": (0x4C, 0x77, 0x95),
    "sky": (0xA5, 0xC0, 0xD3),
}
EMBEDS = {
    "video": _("Video on %(service)s"),
    "sound": _("Sound on %(service)s"),
    "post": _("Post on %(service)s"),
    "chart": _("Chart on %(service)s"),
    "map": _("Map on %(service)s"),
    "document": _("Document on %(service)s"),
}
DASHES = ("–", "—", "-")


@register.simple_tag
@cache
def paper_css():
    """The style sheet in one `<style>`, byte for byte what the CSP's hash was taken of."""
    return format_html("<style>{}</style>", mark_safe(stylesheet.text()))  # noqa: S308 (our own file)


@register.simple_tag(takes_context=True)
def kept_part(context, name):
    """A part that only the furniture, the section one stands in and the front page make different.

    It is rendered once for an edition and language and kept with the furniture. A page that carries a reader's own
    words (`q`) gets one of its own.
    """
    furniture = context.get("furniture")
    kept = getattr(furniture, "kept", None)
    if kept is None or context.get("q"):
        return context.template.engine.get_template(name).render(context)
    sections = {link.url for link in furniture.sections}
    here = context.get("here")
    key = (name, here if here in sections else "", bool(context.get("is_front")))
    if key not in kept:
        kept[key] = context.template.engine.get_template(name).render(context)
    return kept[key]


@register.simple_tag
def remembered(name, **given):
    """The part `name`, which nothing but what it is given, the language and the zone can make different.

    Such a part is rendered once: a card stands on many pages and outlives editions. What is given must be hashable;
    a list of such values will do.
    """
    values = tuple((key, tuple(value) if isinstance(value, list) else value) for key, value in given.items())
    return _rendered(name, values, get_language(), timezone.get_current_timezone())


@lru_cache(maxsize=2000)
def _rendered(name, values, _language, _zone):
    return render_to_string(name, dict(values))


def forget() -> None:
    _rendered.cache_clear()


@register.simple_tag
def day(at):
    """The date of a moment in the newsroom's zone, and for machines the moment."""
    return _day(at, timezone.get_current_timezone(), get_language())


@lru_cache(maxsize=4000)
def _day(at, zone, _language):
    there = timezone.localtime(at, zone)
    return format_html(
        '<time datetime="{}">{}</time>', there.isoformat(timespec="seconds"), date_format(there, "j F Y")
    )


@register.filter
def apart(words):
    """A name that keeps its own direction, so that it never takes the number after it along."""
    return format_html("<bdi>{}</bdi>", words)


@register.filter
def picture_classes(picture):
    """What a style attribute would say, which the CSP forbids: a colour to wait in, and where a crop must look."""
    return " ".join([_tone(picture.colour), *_focus(picture)])


@lru_cache(maxsize=2000)
def _tone(colour):
    """The nearest of TONES to a colour like #c9b79a."""
    channels = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    return min(TONES, key=lambda name: sum((a - b) ** 2 for a, b in zip(TONES[name], channels, strict=True)))


def _focus(picture):
    """The focal point to the nearest quarter, which keeps it in sight in any crop of half the picture or more."""
    points = (("x", picture.focal_x), ("y", picture.focal_y))
    quarters = ((axis, round(min(max(value, 0), 1) * 4) * 25) for axis, value in points)
    return [f"{axis}{quarter}" for axis, quarter in quarters if quarter != 50]


@register.filter
def bylines(credits):
    """[(words before the names, [Credit, …]), …] with one entry for each role that is taken."""
    groups = {}
    for credit in credits:
        groups.setdefault(credit.role, []).append(credit)
    return [(ROLES[role], groups[role]) for role in ROLES if role in groups]


@register.filter
def signed(signoff):
    """A sign-off begins with a dash, whether or not its writer typed one."""
    signoff = signoff.strip()
    return signoff if not signoff or signoff.startswith(DASHES) else f"– {signoff}"


@register.filter
def after_the_name(credit):
    """A biography to be printed behind its author's name, which many begin with."""
    before, name, after = credit.biography.partition(credit.name)
    return after if name and not before else f". {credit.biography}"


@register.filter
def kind_of_note(note):
    return KINDS.get(note.kind, note.kind)


@register.filter
def embed_name(embed):
    """What stands elsewhere, and where: “Video on YouTube”."""
    return EMBEDS[embed.kind] % {"service": embed.service}


@register.filter
def native_name(code):
    """A language's name for itself: Français."""
    return capfirst(get_language_info(code)["name_local"])


@register.filter
def open_graph_locale(code):
    return LOCALES.get(code, code)


@register.filter(expects_localtime=True)
def to_the_second(moment):
    """A moment for machines, as `datetime=""` takes it: HTML knows no microseconds."""
    return moment.isoformat(timespec="seconds") if moment else ""
