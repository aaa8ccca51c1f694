"""Lists of addresses for search engines: live stories in chunks, the pages that list them, and the latest news.

The news sitemap holds the stories of the 48 hours before the paper's last change: readers' code asks no clock.
"""

from datetime import timedelta
from itertools import chain

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from articles.feeds import CONTROL
from articles.models import (
    EditionChange,
    Page,
    PublishedArticle,
    PublishedByline,
    PublishedTopic,
)
from articles.states import PaperState
from articles.views.reading import furniture
from articles.views.reading.finished import finished
from articles.views.reading.page import absolute

CHUNK = 20_000  # stories; the limit of the format is 50,000
NEWS_AT_MOST = 1_000
NEWS_FOR = timedelta(hours=48)
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
ALWAYS = ("front", "latest", "region_list", "author_list", "correction_list")
LIVE = {"published__state": PaperState.LIVE}


@finished()
def sitemap(request):
    chunks = range(1, -(-PublishedArticle.objects.live().count() // CHUNK) + 1)
    paths = [reverse("sitemap_of_pages"), *(reverse("sitemap_of_stories", args=[number]) for number in chunks)]
    return _xml("sitemapindex", SITEMAP, (f"<sitemap><loc>{_loc(path)}</loc></sitemap>" for path in paths))


@finished()
def sitemap_of_stories(request, number):
    start = (number - 1) * CHUNK
    rows = PublishedArticle.objects.live().order_by("pk").values_list("card__url", "published_at")
    chunk = list(rows[start : start + CHUNK]) if 0 < number <= 10_000 else []
    if not chunk:
        raise Http404
    entries = (f"<url><loc>{_loc(path)}</loc><lastmod>{at.isoformat()}</lastmod></url>" for path, at in chunk)
    return _xml("urlset", SITEMAP, entries)


@finished()
def sitemap_of_pages(request):
    used = _used()
    paths = chain.from_iterable(_pages(code, used, request.edition) for code in furniture.of(request).languages)
    return _xml("urlset", SITEMAP, (f"<url><loc>{_loc(path)}</loc></url>" for path in paths))


@finished()
def news_sitemap(request):
    live = PublishedArticle.objects.live()
    last = EditionChange.objects.values_list("at", flat=True).first()
    if last:
        live = live.filter(first_published_at__gte=last - NEWS_FOR)
    rows = live.newest_first().values_list("card__url", "language", "first_published_at", "headline")[:NEWS_AT_MOST]
    names = {code: furniture.current(code, request.edition).name for code in {row[1] for row in rows}}
    return _xml("urlset", f"{SITEMAP} {NEWS}", (_news_entry(names, *row) for row in rows))


def _news_entry(names, path, language, at, headline):
    return (
        f"<url><loc>{_loc(path)}</loc><news:news><news:publication><news:name>{_text(names[language])}</news:name>"
        f"<news:language>{language}</news:language></news:publication>"
        f"<news:publication_date>{at.isoformat()}</news:publication_date>"
        f"<news:title>{_text(headline)}</news:title></news:news></url>"
    )


def _used():
    """(language, URL name, slug) of all that live stories are listed under, and of the house's own pages."""
    stories = PublishedArticle.objects.live()
    sources = {
        "topic_detail": PublishedTopic.objects.filter(**LIVE).values_list("published__language", "slug"),
        "author_detail": PublishedByline.objects.filter(**LIVE).values_list("published__language", "author__slug"),
        "series_detail": stories.filter(series__isnull=False).values_list("language", "series__slug"),
        "format_detail": stories.filter(format__isnull=False).values_list("language", "format__slug"),
        "page_detail": Page.objects.values_list("language", "slug"),
    }
    return [(code, name, slug) for name, rows in sources.items() for code, slug in sorted(set(rows.distinct()))]


def _pages(language, used, edition):
    around = furniture.current(language, edition)
    with translation.override(language):
        yield from (reverse(name) for name in ALWAYS)
        yield from (place.link.url for place in around.places.values() if place.is_live)
        yield from (reverse(name, args=[slug]) for code, name, slug in used if code == language)


def _loc(path):
    return escape(absolute(path))


def _text(words):
    return escape(CONTROL.sub("", words))


def _xml(element, namespaces, entries):
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<{element} {namespaces}>", *entries, f"</{element}>"]
    return HttpResponse("\n".join(lines) + "\n", content_type="application/xml; charset=utf-8")
