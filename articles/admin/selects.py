"""Selects with hundreds of options, written in one go: Django renders a template for each option."""

from django import forms
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import mark_safe


class ManyOptions:
    """Mixin for a select widget; what it writes is what Django's templates would, without their line breaks."""

    def render(self, name, value, attrs=None, renderer=None):
        widget = self.get_context(name, value, attrs)["widget"]
        inside = "".join(_group(heading, options) for heading, options, _index in widget["optgroups"])
        attributes = flatatt({"name": widget["name"], **widget["attrs"]})
        return mark_safe(f"<select{attributes}>{inside}</select>")  # noqa: S308  every part is escaped


def _group(heading, options):
    inside = "".join(
        f'<option value="{escape(option["value"])}"{flatatt(option["attrs"])}>{escape(option["label"])}</option>'
        for option in options
    )
    return f'<optgroup label="{escape(heading)}">{inside}</optgroup>' if heading else inside


class LongSelect(ManyOptions, forms.Select):
    pass


class LongSelectMultiple(ManyOptions, forms.SelectMultiple):
    pass
