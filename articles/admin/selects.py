"""Selects with hundreds of options, written in one go: Django renders a template for each option."""

from html import escape

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import mark_safe


class ManyOptions:
    """Mixin for a select widget; what it writes is what Django's templates would, without their line breaks.

    Its choices come in the shape that a field gives them: Django would look through all of them once more.
    """

    @property
    def choices(self):
        return self._choices

    @choices.setter
    def choices(self, value):
        self._choices = value

    def render(self, name, value, attrs=None, renderer=None):
        return written(self.get_context(name, value, attrs)["widget"])


def written(widget):
    """The select of which this is the context."""
    inside = "".join(_group(heading, options) for heading, options, _index in widget["optgroups"])
    attributes = flatatt({"name": widget["name"], **widget["attrs"]})
    return mark_safe(f"<select{attributes}>{inside}</select>")  # noqa: S308  every part is escaped


def _group(heading, options):
    inside = "".join(map(_option, options))
    return f'<optgroup label="{escape(str(heading))}">{inside}</optgroup>' if heading else inside


def _option(option):
    attributes = flatatt(option["attrs"]) if option["attrs"] else ""
    return f'<option value="{escape(str(option["value"]))}"{attributes}>{escape(str(option["label"]))}</option>'


class LongSelect(ManyOptions, forms.Select):
    pass


class LongSelectMultiple(ManyOptions, forms.SelectMultiple):
    pass
