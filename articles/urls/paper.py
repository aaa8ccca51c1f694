"""Addresses that every paper has, whatever its language."""

from django.urls import path, register_converter

from articles import converters, feeds
from articles.views.reading import front, indexes, lists, search, story

register_converter(converters.DayConverter, "day")
register_converter(converters.UnicodeSlugConverter, "unicode_slug")


def with_feeds(route, view, kind):
    """A list of stories, and the three feeds that stand below every one."""
    extra = {"kind": kind}
    return [
        path(route, view, name=f"{kind}_detail"),
        path(f"{route}feed/", feeds.rss, extra, name=f"{kind}_feed"),
        path(f"{route}feed/atom/", feeds.atom, extra, name=f"{kind}_atom_feed"),
        path(f"{route}feed.json", feeds.json_feed, extra, name=f"{kind}_json_feed"),
    ]


urlpatterns = [
    path("", front.front, name="front"),
    path("latest/", lists.latest, name="latest"),
    path("feed/", feeds.rss, name="latest_feed"),
    path("feed/atom/", feeds.atom, name="latest_atom_feed"),
    path("feed.json", feeds.json_feed, name="latest_json_feed"),
    path("<day:date>/<unicode_slug:slug>/", story.story_detail, name="story_detail"),
    path("regions/", indexes.region_list, name="region_list"),
    *with_feeds("regions/<unicode_slug:slug>/", lists.region_detail, "region"),
    *with_feeds("topics/<unicode_slug:slug>/", lists.topic_detail, "topic"),
    *with_feeds("series/<unicode_slug:slug>/", lists.series_detail, "series"),
    *with_feeds("formats/<unicode_slug:slug>/", lists.format_detail, "format"),
    path("authors/", indexes.author_list, name="author_list"),
    *with_feeds("authors/<unicode_slug:slug>/", lists.author_detail, "author"),
    path("search/", search.search, name="search"),
    path("corrections/", indexes.correction_list, name="correction_list"),
    path("about/<unicode_slug:slug>/", indexes.page_detail, name="page_detail"),
]
