"""Checks of who and where: byline, region, format."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.registry import check


@check("region", gettext_lazy("A region"))
def region(story):
    if not story.content.region:
        yield "region", _("It needs a region: where it happens.")


@check("format", gettext_lazy("A format"))
def format_(story):
    if not story.content.format:
        yield "format", _("It needs a format, like News or Feature.")


@check("byline", gettext_lazy("A byline"))
def byline(story):
    if not story.content.bylines:
        yield "bylines", _("It needs a byline: who wrote it.")


@check("names", gettext_lazy("Everybody and every place it names is known"), fixed=True)
def names(story):
    if {line["author"] for line in story.content.bylines} - story.authors:
        yield "bylines", _("An author in the byline is gone; choose another.")
    if story.content.region and story.content.region not in story.regions:
        yield "region", _("Its region is gone; choose another.")
