"""The appeal under a story, and amounts of money, for templates."""

import re

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from memberships import appeals, money
from memberships.views.joining import join_url

register = template.Library()
REGION_ADDRESS = re.compile(r"/regions/([^/]+)/$")
THE_STORY = "the-number-of-the-story"  # stands in the links of an appeal that is kept for every story it fits


@register.simple_tag(takes_context=True)
def appeal(context, story) -> str:
    """The appeal that fits a `Story`, or nothing.

    Takes from the context the `furniture` that stands around the page, with which it also keeps what it made, and
    `article_id` for the `?from=` of its links.
    """
    around = context["furniture"]
    found = appeals.for_story(around, _slugs(story))
    if found is None:
        return ""
    came_from = context.get("article_id")
    key = ("appeal", found.pk, came_from is None)
    if key not in around.kept:
        around.kept[key] = _html(found, around, came_from and THE_STORY)
    return mark_safe(around.kept[key].replace(THE_STORY, str(came_from)))  # noqa: S308  made by our template


def _html(found, around, came_from):
    parts = {
        "appeal": {
            "heading": found.heading,
            "body": found.text,
            "button": found.button,
            "url": join_url(came_from=came_from),
        },
        "member_heading": found.member_heading or _("Become a member of %(newsroom)s") % {"newsroom": around.name},
        "member_text": found.member_text,
        **_prices(found, came_from),
    }
    return render_to_string("memberships/_appeal.html", parts)


def _slugs(story):
    links = [*story.breadcrumb, *story.regions]
    return [match[1] for link in links if (match := REGION_ADDRESS.search(link.url))]


def _prices(found, came_from):
    if not found.monthly_minimum:
        return {"from_price": "", "amounts": []}
    currency = found.monthly_currency
    least = money.display(found.monthly_minimum, currency)
    return {
        "from_price": _("From %(amount)s a month") % {"amount": least},
        "amounts": [
            (money.display(minor, currency), join_url("month", money.plain(minor, currency), came_from))
            for minor in found.monthly_suggested or []
        ],
    }


@register.filter
def amount(row) -> str:
    """The amount of anything that has `amount_minor` and `currency`, as the page's language writes it."""
    return money.display(row.amount_minor, row.currency)
