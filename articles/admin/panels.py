"""The panels beside the story. Those that are seldom wanted are folded, and say in a few words what they hold."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Panel:
    """`lines` are rows of fields; `now` what is in a folded one."""

    name: str
    lines: list
    folded: bool = False
    now: str = ""


def panels(adminform, writing, hours: int = 0) -> list[Panel]:
    """The form's own, in order. One in which something is wrong is open. `hours`: how many moments are set."""
    beside = (fieldset for fieldset in adminform if "sheet" not in fieldset.classes)
    return [_panel(fieldset, writing, hours) for fieldset in beside]


def _panel(fieldset, writing, hours):
    lines = list(fieldset)
    folded = "folded" in fieldset.classes and not any(line.errors() for line in lines)
    return Panel(fieldset.name, lines, folded, _now(fieldset.fields[0], writing, hours) if folded else "")


def _now(first, writing, hours):
    fields = getattr(writing, "fields", {})
    if first == "related" and first in fields:
        number = len(writing[first].value() or ())
        return ngettext("%(n)d story", "%(n)d stories", number) % {"n": number} if number else _("none")
    if first == "planned":
        return ngettext("%(n)d moment", "%(n)d moments", hours) % {"n": hours} if hours else _("nothing set")
    if first == "slugline" and "slug" in fields:
        return writing["slug"].value() or _("from the headline")
    return ""
