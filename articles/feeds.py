"""The newest stories for feed readers, as RSS 2.0, Atom and JSON Feed 1.1: of the paper, and of each of its lists.

Each story is there as a whole, for readers on slow lines and for other newsrooms; a withdrawn one is gone.
"""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils import feedgenerator, timezone

from articles.views.reading import furniture, listings
from articles.views.reading.elsewhere import whole_text
from articles.views.reading.finished import finished
from articles.views.reading.page import absolute

LENGTH = 30
KINDS = {
    "region": listings.region,
    "topic": listings.topic,
    "series": listings.series,
    "format": listings.format_,
    "author": listings.author,
}
PICTURE_TYPE = "image/jpeg"
NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # when a feed without stories last changed
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML may hold these


class Rss(feedgenerator.Rss201rev2Feed):
    address = "feed/"
    content_type = "application/rss+xml; charset=utf-8"

    def latest_post_date(self):
        return self.feed["updated"]

    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
        }

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("content:encoded", item["whole"])


class Atom(feedgenerator.Atom1Feed):
    address = "feed/atom/"
    content_type = "application/atom+xml; charset=utf-8"

    def latest_post_date(self):
        return self.feed["updated"]

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["whole"], {"type": "html", "xml:lang": item["language"]})


@finished()
def rss(request, kind="", slug=""):
    return _xml(request, Rss, kind, slug)


@finished()
def atom(request, kind="", slug=""):
    return _xml(request, Atom, kind, slug)


@finished()
def json_feed(request, kind="", slug=""):
    around, listing, rows = _found(request, kind, slug)
    home = absolute(listing.home or listing.path)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(around, listing),
        "home_page_url": home,
        "feed_url": f"{home}feed.json",
        "description": _description(around, listing),
        "language": around.language,
        "authors": [{"name": around.name, "url": absolute("/")}],
        "items": [_json_item(row, whole) for row, whole in _whole(rows, around)],
    }
    return JsonResponse(
        feed, content_type="application/feed+json; charset=utf-8", json_dumps_params={"ensure_ascii": False}
    )


def _found(request, kind, slug):
    """(furniture, listing, its newest stories); Http404 when no such list has an address."""
    around = furniture.of(request)
    listing = KINDS[kind](slug, around) if kind else listings.latest(around)
    return around, listing, listing.newest(LENGTH)


def _title(around, listing):
    return _clean(f"{listing.heading} – {around.name}" if listing.kind else around.name)


def _description(around, listing):
    return _clean(listing.intro or around.tagline or around.name)


def _xml(request, kind_of_feed, kind, slug):
    around, listing, rows = _found(request, kind, slug)
    home = absolute(listing.home or listing.path)
    feed = kind_of_feed(
        title=_title(around, listing),
        link=home,
        description=_description(around, listing),
        language=around.language,
        feed_url=home + kind_of_feed.address,
        feed_guid=home,
        author_name=around.name,
        updated=max((_changed_at(row) for row in rows), default=NEVER),
    )
    for row, whole in _whole(rows, around):
        feed.add_item(**_item(row, whole))
    return HttpResponse(feed.writeString("utf-8"), content_type=kind_of_feed.content_type)


def _whole(rows, around):
    """Each row with its whole text, its times told in the newsroom's zone."""
    with timezone.override(around.zone):
        return [(row, _clean(whole_text(row.as_story, around.name))) for row in rows]


def _item(row, whole):
    card = row.as_card
    return {
        "title": _clean(card.headline),
        "link": absolute(card.url),
        "description": _clean(card.standfirst),
        "unique_id": _name_for_ever(row),
        "unique_id_is_permalink": False,
        "pubdate": row.first_published_at,
        "updateddate": _changed_at(row),
        "categories": [_clean(word) for word in (card.format, card.region and card.region.name) if word],
        "authors": [_clean(name) for name in card.authors],
        "enclosures": _enclosures(card.picture),
        "language": card.language,
        "whole": whole,
    }


def _enclosures(picture):
    """The picture with its length, which RSS demands; none while nobody has counted that."""
    if picture is None or not picture.fallback_bytes:
        return []
    return [feedgenerator.Enclosure(absolute(picture.fallback), str(picture.fallback_bytes), PICTURE_TYPE)]


def _json_item(row, whole):
    card = row.as_card
    item = {
        "id": _name_for_ever(row),
        "url": absolute(card.url),
        "title": card.headline,
        "summary": card.standfirst,
        "content_html": whole,
        "date_published": row.first_published_at.isoformat(),
        "date_modified": _changed_at(row).isoformat(),
        "language": card.language,
        "authors": [{"name": name} for name in card.authors],
        "tags": [card.format] if card.format else [],
    }
    return item | ({"image": absolute(card.picture.fallback)} if card.picture else {})


def _changed_at(row):
    return row.updated_at or row.first_published_at


def _name_for_ever(row):
    """A tag URI: a story whose slug changes does not come twice."""
    host = urlsplit(settings.PUBLIC_URL).hostname
    return f"tag:{host},{row.first_published_at:%Y-%m-%d}:story/{row.pk}"


def _clean(text):
    return CONTROL.sub("", text)
