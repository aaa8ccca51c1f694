"""What stories are listed under, and what else the house keeps: regions, authors, corrections, its own pages."""

from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from articles import markup
from articles.models import Author, Page, PublishedByline, PublishedCorrection
from articles.states import PaperState
from articles.story import Link, Note
from articles.views.reading import cursor, furniture
from articles.views.reading.cursor import Cursor
from articles.views.reading.finished import finished
from articles.views.reading.page import absolute, show


@finished()
def region_list(request):
    world = furniture.of(request).world
    regions = [(place.link, [country.link for country in place.live_children]) for place in world]
    return _show(request, "region_list", _("Regions"), regions=regions)


@finished()
def author_list(request):
    language = request.LANGUAGE_CODE
    named = PublishedByline.objects.filter(
        author=OuterRef("pk"), published__state=PaperState.LIVE, published__language=language
    )
    rows = sorted(Author.objects.filter(Exists(named)), key=lambda row: row.name_in(language).casefold())
    authors = [
        (Link(row.name_in(language), reverse("author_detail", args=[row.slug])), row.biography_in(language))
        for row in rows
    ]
    return _show(request, "author_list", _("Authors"), authors=authors)


@finished(before=cursor.read)
def correction_list(request, before):
    notes = PublishedCorrection.objects.filter(
        published__state=PaperState.LIVE, published__language=request.LANGUAGE_CODE
    ).order_by("-at", "-pk")
    notes = notes.values_list("pk", "kind", "text", "at", "published__headline", "published__card__url")
    part = cursor.cut(
        lambda start: notes.filter(Q(at__lt=start.moment) | Q(at=start.moment, pk__lt=start.pk)) if start else notes,
        lambda row: Cursor(row[3], row[0]),
        before,
    )
    rows = [
        {"note": Note(kind, text, at), "headline": headline, "url": url}
        for _pk, kind, text, at, headline, url in part.rows
    ]
    path = reverse("correction_list")
    context = {"older_url": part.older_url(path), "canonical": absolute(part.address(path))}
    return _show(request, "correction_list", _("Corrections"), rows=rows, **context)


@finished()
def page_detail(request, slug):
    row = get_object_or_404(Page, language=request.LANGUAGE_CODE, slug=slug)
    body = mark_safe(markup.sanitise(row.body))  # noqa: S308  this is what makes it safe
    context = {"page_title": row.heading, "heading": row.heading, "body": body, "breadcrumb": []}
    return show(request, "page_detail", reverse("page_detail", args=[row.slug]), **context)


def _show(request, name, heading, **context):
    return show(request, name, reverse(name), page_title=heading, heading=heading, breadcrumb=[], **context)
