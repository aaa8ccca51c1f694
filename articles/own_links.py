"""Whether a story's links to our own pages will lead its readers somewhere at the moment it goes out."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles import markup, parts
from articles.content import Content
from articles.models import (
    Author,
    Format,
    Page,
    PublishedArticle,
    Region,
    Restriction,
    Schedule,
    Series,
    SlugHistory,
)
from articles.publication import publication


def faults(content: Content, article_id: int, moment: datetime) -> list[str]:
    """A sentence for each link to an address of ours that is not live then."""
    links = markup.links(content.body)
    numbered = {href: number for href in links if (number := parts.story_at(href))}
    own = {href: path for href in links if href not in numbered and (path := _own_path(href))}
    found = {href: _page_at(path) for href, path in own.items()}
    stories = {href: page[1:] for href, page in found.items() if page and page[0] == "story_detail"}
    dead = {href: sentence for href, page in found.items() if (sentence := _why_dead(page))}
    dead |= {href: _no_story() for href in _dead_stories(stories, content, article_id, moment)}
    dead |= _dead_numbers(numbered, article_id, moment)
    return [
        _("The link to %(address)s: %(why)s") % {"address": _without_secret(href), "why": dead[href]}
        for href in links
        if href in dead
    ]


def _without_secret(href):
    """A preview's address lets in whoever knows it: it is written into no list and no mail."""
    return re.sub(r"/preview/[^/]+", "/preview/-", href)


def not_live_by(article_ids: Iterable[int], moment: datetime, beside: int | None) -> set[int]:
    """Those of these stories that readers will not see at `moment`, as far as everybody who sees `beside` may know."""
    missing = set(article_ids)
    if missing:
        missing -= set(
            PublishedArticle.objects.live().filter(article_id__in=missing).values_list("article_id", flat=True)
        )
    if missing:
        coming = _going_out(moment, beside).filter(article_id__in=missing)
        missing -= set(coming.values_list("article_id", flat=True))
    return missing


def story_at(href: str) -> int | None:
    """The number of the story that has, or once had, this address of the paper; None for any other address."""
    path = _own_path(href)
    page = path and _page_at(path)
    if not page or page[0] not in ("story_detail", "story_history"):
        return None
    _name, language, at = page
    rows = SlugHistory.objects.filter(language=language, date=at["date"], slug=at["slug"])
    return rows.values_list("article_id", flat=True).first()


def _going_out(moment, beside):
    """First publications until then. The answer for the story `beside` is the same for all who see it.

    So a restricted story is as good as none, unless whoever may know of `beside` may know of it as well.
    """
    known = Restriction.named.through.objects
    theirs = known.filter(restriction__article=OuterRef(OuterRef("article"))).values("user")
    closed = Exists(Restriction.objects.filter(article=OuterRef("article")))
    strangers = Exists(known.filter(restriction__article=beside).exclude(user__in=theirs))
    open_beside = ~Exists(Restriction.objects.filter(article=beside))
    coming = Schedule.objects.waiting().filter(action=Schedule.Action.PUBLISH, at__lte=moment)
    return coming.exclude(closed & (open_beside | strangers))


def _own_path(href) -> str | None:
    """The path of an address of ours; None for those of others."""
    said = urlsplit(href)
    house = urlsplit(settings.PUBLIC_URL)
    if said.scheme and (said.hostname, said.port) != (house.hostname, house.port):
        return None
    return unquote(said.path) or "/" if said.scheme in ("", "http", "https") else None


def _page_at(path):
    """(name, language, arguments) of the page at `path`; None when there is none."""
    first = path.split("/")[1]
    others = {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
    language = first if first in others else settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            match = resolve(path)
        except Resolver404:
            return None
    return (match.view_name, language, match.kwargs)


def _why_dead(page):
    """Why no reader gets this page; empty when they do, or when it is a story's, which is looked up with the others."""
    if page is None:
        return _("there is no such page. Change the link, or take it out.")
    name, language, arguments = page
    if name.startswith(("admin:", "preview")):
        return _("it leads to the desk, where readers cannot go. Link to the published page.")
    kind = name.removesuffix("_detail")
    if kind in LISTS and not _stands(kind, language, arguments["slug"]):
        return _("nothing live stands there. Change the link, or take it out.")
    return ""


def _no_story():
    return _("that story is not live, and will not be before this one. Change the link, or take it out.")


LISTS = {
    "page": lambda language, slug: Page.objects.filter(language=language, slug=slug),
    "topic": lambda language, slug: _live(language).on_topic(slug),
    "series": lambda language, slug: _live(language).filter(series__in=Series.objects.filter(slug=slug)),
    "format": lambda language, slug: _live(language).filter(format__in=Format.objects.filter(slug=slug)),
    "author": lambda language, slug: _live(language).by_author(Author.objects.filter(slug=slug).first()),
    "region": lambda language, slug: _live(language).in_regions(_below(slug)),
}
"""What stands on a page: without any of it, nobody gets that page."""


def _stands(kind, language, slug) -> bool:
    world = kind == "region" and Region.objects.filter(slug=slug, parent=None).exists()
    return world or LISTS[kind](language, slug).exists()


def _live(language):
    return PublishedArticle.objects.live().in_language(language)


def _below(slug) -> list[int]:
    region = Region.objects.filter(slug=slug).first()
    return [region.pk, *region.descendants().values_list("pk", flat=True)] if region else []


def _dead_stories(stories, content, article_id, moment) -> Iterator[str]:
    """`stories`: href → (language, {date, slug}). Those that no reader gets at `moment`."""
    if not stories:
        return
    addresses = {(language, at["date"], at["slug"]) for language, at in stories.values()}
    owners = _owners(addresses)
    unknown = [address for address in addresses if address not in owners]
    owners |= _owners_to_be(unknown, moment, article_id) if unknown else {}
    missing = not_live_by(_archived_left_out(owners.values()) - {article_id}, moment, article_id)
    own = (content.language, content.slug)
    for href, (language, at) in stories.items():
        owner = owners.get((language, at["date"], at["slug"]))
        if owner in missing or (owner is None and (language, at["slug"]) != own):
            yield href


def _dead_numbers(numbered, article_id, moment) -> dict[str, str]:
    """`numbered`: href → the story it names by its number, wherever that stands."""
    if not numbered:
        return {}
    missing = not_live_by(_archived_left_out(numbered.values()) - {article_id}, moment, article_id)
    return {href: _no_story() for href, number in numbered.items() if number in missing}


def _owners(addresses):
    """The story of each address that one has or had."""
    wanted = Q()
    for language, date, slug in addresses:
        wanted |= Q(language=language, date=date, slug=slug)
    rows = SlugHistory.objects.filter(wanted).values_list("language", "date", "slug", "article_id")
    return {tuple(address): owner for *address, owner in rows}


def _owners_to_be(addresses, moment, beside):
    """The same for stories that have no address yet, but will have by then."""
    zone = publication().tzinfo
    coming = _going_out(moment, beside).filter(article__slug__in=[slug for _language, _date, slug in addresses])
    rows = coming.values_list("article__language", "at", "article__slug", "article_id")
    return {(language, timezone.localdate(at, zone), slug): owner for language, at, slug, owner in rows}


def _archived_left_out(article_ids) -> set[int]:
    """An archived story stands at its address, though in no list."""
    wanted = set(article_ids)
    readable = PublishedArticle.objects.readable().filter(article_id__in=wanted)
    return wanted - set(readable.values_list("article_id", flat=True))
