"""What the paper's templates need beyond Django: its style sheet, bylines in words, where a crop must look."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language_info, pgettext_lazy
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
DASHES = ("–", "—", "-")


@register.simple_tag
def paper_css():
    """The style sheet in one `<style>`, byte for byte what the CSP's hash was taken of."""
    return format_html("<style>{}</style>", mark_safe(stylesheet.text()))  # noqa: S308 (our own file)


@register.filter
def focus(picture):
    """The classes that keep the focal point in sight when a picture is cropped, to the nearest quarter."""
    points = (("x", picture.focal_x), ("y", picture.focal_y))
    quarters = ((axis, round(min(max(value, 0), 1) * 4) * 25) for axis, value in points)
    return " ".join(f"{axis}{quarter}" for axis, quarter in quarters if quarter != 50)


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
def kind_of_note(note):
    return KINDS.get(note.kind, note.kind)


@register.filter
def native_name(code):
    """A language's name for itself: Français."""
    return capfirst(get_language_info(code)["name_local"])


@register.filter
def open_graph_locale(code):
    return LOCALES.get(code, code)
