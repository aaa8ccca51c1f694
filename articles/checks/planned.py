"""Checks of the moment: an embargo beside the hour that was chosen."""

from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.registry import check


@check("embargo", gettext_lazy("The hour it goes out is not before its embargo"), fixed=True)
def embargo(story):
    article, planned = story.article, story.planned_for
    if not (article and article.embargo_until and planned and planned < article.embargo_until):
        return
    zone = article.embargo_zone or "UTC"
    until = date_format(article.embargo_until.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")
    sentence = _("It is to go out before its embargo ends (%(until)s, %(zone)s). Move one of the two.")
    yield "embargo", sentence % {"until": until, "zone": zone}
