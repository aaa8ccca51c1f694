"""The lists of stories."""

from articles.views.reading import cursor, furniture, listings
from articles.views.reading.finished import finished
from articles.views.reading.page import absolute, alternates, show


@finished(before=cursor.read)
def latest(request, before):
    listing = listings.latest(furniture.of(request))
    return _show(request, "latest", listing, before, alternates=alternates(request, "latest"))


@finished(before=cursor.read)
def region_detail(request, slug, before):
    return _show(request, "region_detail", listings.region(slug, furniture.of(request)), before)


@finished(before=cursor.read)
def topic_detail(request, slug, before):
    return _show(request, "topic_detail", listings.topic(slug, furniture.of(request)), before)


@finished(before=cursor.read)
def series_detail(request, slug, before):
    return _show(request, "series_detail", listings.series(slug, furniture.of(request)), before)


@finished(before=cursor.read)
def format_detail(request, slug, before):
    return _show(request, "format_detail", listings.format_(slug, furniture.of(request)), before)


@finished(before=cursor.read)
def author_detail(request, slug, before):
    listing = listings.author(slug, furniture.of(request))
    author = {"name": listing.heading, "biography": listing.intro}
    return _show(request, "author_detail", listing, before, author=author)


def _show(request, name, listing, before, **context):
    part = listing.cut(before)
    context = {
        "page_title": listing.heading,
        "description": listing.intro or furniture.of(request).tagline,
        "heading": listing.heading,
        "kind": listing.kind,
        "intro": listing.intro,
        "breadcrumb": listing.breadcrumb,
        "children": listing.children,
        "cards": [row.as_card for row in part.rows],
        "older_url": part.older_url(listing.path),
        "feed_url": listing.feed_path,
        "canonical": absolute(part.address(listing.path)),
        **context,
    }
    return show(request, name, listing.path, **context)
