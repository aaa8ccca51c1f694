"""Whether a story's links to our own pages will lead its readers somewhere at the moment it goes out."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property, reduce
from operator import or_
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles import markup, parts, together
from articles.content import Content
from articles.isolates import isolated
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
from articles.states import PaperState


def story_at(href: str) -> int | None:
    """The number of the story that has, or once had, this address of the paper; None for any other address."""
    path = _own_path(href)
    page = path and _page_at(path)
    if not page or page[0] not in ("story_detail", "story_history"):
        return None
    _name, language, at = page
    rows = SlugHistory.objects.filter(language=language, date=at["date"], slug=at["slug"])
    return rows.values_list("article_id", flat=True).first()


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


LISTS = {
    "page": lambda language, slug: Page.objects.filter(language=language, slug=slug),
    "topic": lambda language, slug: _live(language).on_topic(slug),
    "series": lambda language, slug: _live(language).filter(series__in=Series.objects.filter(slug=slug)),
    "format": lambda language, slug: _live(language).filter(format__in=Format.objects.filter(slug=slug)),
    "author": lambda language, slug: _live(language).by_author(Author.objects.filter(slug=slug)[:1]),
}
"""What stands on a page: without any of it, nobody gets that page. Of a region, `_of_a_region` says it."""


def _live(language):
    return PublishedArticle.objects.live().in_language(language).order_by()


def _of_a_region(regions, language, slug):
    """What stands on the page of a region: a world's page stands always, another's with what is live below it."""
    tree = {key: (above, name) for key, above, name in regions}
    found = next((key for key, (_above, name) in tree.items() if name == slug), None)
    if found is None:
        return Region.objects.none()
    if tree[found][0] is None:
        return Region.objects.filter(pk=found)
    below = [key for key in tree if found in _up_from(key, tree)]
    return _live(language).in_regions(below)


def _up_from(key, tree):
    while key is not None:
        yield key
        key = tree[key][0]


class Destinations:
    """Where a text leads its readers: its links to our own pages, and the stories `named` beside them.

    `moment` is when the text goes out. What it needs to know is asked in one query, in two when it links to regions.
    """

    def __init__(self, content: Content, article_id: int, moment: datetime, named: Iterable[int] = ()):
        self.content, self.article_id, self.moment = content, article_id, moment
        self.links = markup.links(content.body)
        self.numbered = {href: number for href in self.links if (number := parts.story_at(href))}
        own = {href: path for href in self.links if href not in self.numbered and (path := _own_path(href))}
        self.pages = {href: _page_at(path) for href, path in own.items()}
        self.numbers = {*named, *self.numbered.values()}

    # The questions -------------------------------------------------------------------------------

    @property
    def questions(self) -> list:
        """What is worth being asked together with other things."""
        return [self.owners, self.papers, self.papers_of_owners, self.coming, self.regions, *self.lists.values()]

    @cached_property
    def addresses(self) -> dict:
        """href → (language, date, slug) of the story that the link leads to."""
        stories = {href: page for href, page in self.pages.items() if page and page[0] == "story_detail"}
        return {href: (language, at["date"], at["slug"]) for href, (_name, language, at) in stories.items()}

    @cached_property
    def owners(self):
        """The story of each address that one has or had."""
        wanted = [Q(language=at[0], date=at[1], slug=at[2]) for at in self.addresses.values()]
        rows = SlugHistory.objects.filter(reduce(or_, wanted)) if wanted else SlugHistory.objects.none()
        return rows.order_by().values_list("language", "date", "slug", "article_id")

    @cached_property
    def papers(self):
        return _readable().filter(article_id__in=self.numbers)

    @cached_property
    def papers_of_owners(self):
        return _readable().filter(article_id__in=self.owners.values("article_id"))

    @cached_property
    def coming(self):
        """Stories that will be out by then, with the address they will have."""
        if not (self.numbers or self.addresses):
            return Schedule.objects.none()
        going_out = _going_out(self.moment, self.article_id)
        return going_out.order_by().values_list("article_id", "article__language", "at", "article__slug")

    @cached_property
    def lists(self) -> dict:
        """The page of a list → what stands on it."""
        kinds = {kind: [at for at in self._pages_of_lists() if at[0] == kind] for kind in LISTS}
        return {at: LISTS[kind](*at[1:])[:1] for kind, pages in kinds.items() for at in pages}

    @cached_property
    def regions(self):
        to_regions = any(kind == "region" for kind, *_at in self._pages_of_lists())
        rows = Region.objects.all() if to_regions else Region.objects.none()
        return rows.order_by().values_list("pk", "parent_id", "slug")

    def _pages_of_lists(self):
        for page in filter(None, self.pages.values()):
            kind = page[0].removesuffix("_detail")
            if page[0].endswith("_detail") and (kind in LISTS or kind == "region"):
                yield kind, page[1], page[2]["slug"]

    # The answers ---------------------------------------------------------------------------------

    def not_live(self, article_ids: Iterable[int]) -> set[int]:
        """Those of the stories `named` that readers will not find in any list by then."""
        live = {number for number, state in self.papers if state == PaperState.LIVE}
        return set(article_ids) - live - self._coming_numbers

    @cached_property
    def _coming_numbers(self):
        return {row[0] for row in self.coming}

    def faults(self) -> list[str]:
        """A sentence for each link to an address of ours that is not live then."""
        together.ask(*self.questions)
        dead = self._dead_pages() | dict.fromkeys([*self._dead_numbers(), *self._dead_addresses()], _no_story())
        return [
            _("The link to %(address)s: %(why)s") % {"address": isolated(_without_secret(href)), "why": dead[href]}
            for href in self.links
            if href in dead
        ]

    def _dead_pages(self):
        """The links that no reader can follow, with the reason; those to stories are looked at apart."""
        standing = self._lists_that_stand()
        found = {href: _why_dead(page, standing) for href, page in self.pages.items()}
        return {href: sentence for href, sentence in found.items() if sentence}

    def _lists_that_stand(self):
        region_pages = {at for at in self._pages_of_lists() if at[0] == "region"}
        of_regions = {at: _of_a_region(self.regions, *at[1:])[:1] for at in region_pages}
        together.ask(*of_regions.values())
        return {at for at, rows in (self.lists | of_regions).items() if rows}

    def _dead_numbers(self):
        """Links that name a story by its number, wherever that stands."""
        out = {number for number, _state in self.papers} | self._coming_numbers | {self.article_id}
        return [href for href, number in self.numbered.items() if number not in out]

    def _dead_addresses(self):
        """Links to the address of a story that no reader gets then. An archived one stands there, though in no list."""
        if not self.addresses:
            return []
        zone = publication().tzinfo
        to_be = {(language, timezone.localdate(at, zone), slug): number for number, language, at, slug in self.coming}
        owners = to_be | {tuple(at): number for *at, number in self.owners}
        out = {number for number, _state in self.papers_of_owners} | self._coming_numbers | {self.article_id}
        own = (self.content.language, self.content.slug)
        return [
            href
            for href, at in self.addresses.items()
            if (owners[at] not in out if at in owners else (at[0], at[2]) != own)
        ]


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


def _readable():
    return PublishedArticle.objects.readable().order_by().values_list("article_id", "state")


def _without_secret(href):
    """A preview's address lets in whoever knows it: it is written into no list and no mail."""
    return re.sub(r"/preview/[^/]+", "/preview/-", href)


def _why_dead(page, standing):
    """Why no reader gets this page; empty when they do, or when it is a story's."""
    if page is None:
        return _("there is no such page. Change the link, or take it out.")
    name, language, arguments = page
    if name.startswith(("admin:", "preview")):
        return _("it leads to the desk, where readers cannot go. Link to the published page.")
    kind = name.removesuffix("_detail")
    if kind in {*LISTS, "region"} and (kind, language, arguments["slug"]) not in standing:
        return _("nothing live stands there. Change the link, or take it out.")
    return ""


def _no_story():
    return _("that story is not live, and will not be before this one. Change the link, or take it out.")
