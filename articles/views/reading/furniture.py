"""What stands around every page: the house's name, its sections, other papers, the links at the foot.

It is read from the database once per edition, language and process, in one query.
"""

from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import Error as NoDatabase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from articles import furniture as kept_furniture
from articles.models import Edition
from articles.story import Link


@dataclass
class Place:
    """A region in the tree. `pks` are its own and those of all below it; `is_live` when a live story names one."""

    pk: int
    link: Link
    slug: str
    parent: "Place | None" = None
    children: list["Place"] = field(default_factory=list)
    pks: list[int] = field(default_factory=list)
    is_live: bool = False

    @property
    def path(self) -> list["Place"]:
        """From the world region down to this one."""
        return [*(self.parent.path if self.parent else []), self]

    @property
    def live_children(self) -> list["Place"]:
        return [child for child in self.children if child.is_live]


@dataclass(frozen=True)
class Furniture:
    name: str
    language: str
    tagline: str = ""
    sections: list[Link] = field(default_factory=list)
    papers: list[tuple[str, str, str]] = field(default_factory=list)  # (code, its own name, path of its front)
    languages: list[str] = field(default_factory=list)
    foot: list[Link] = field(default_factory=list)
    contact_email: str = ""
    corrections_email: str = ""
    security_email: str = ""
    zone: tzinfo = UTC
    places: dict[str, Place] = field(default_factory=dict)  # by slug
    parts: dict = field(default_factory=dict)  # what others than the paper keep for its pages, by its name
    kept: dict = field(default_factory=dict, compare=False)  # what pages of this edition worked out and may share

    @property
    def direction(self) -> str:
        return "rtl" if translation.get_language_info(self.language)["bidi"] else "ltr"

    @property
    def world(self) -> list[Place]:
        """The world regions, in the order the desk gave them."""
        return [place for place in self.places.values() if place.parent is None]

    def place_at(self, url: str) -> Place | None:
        """The region whose page has this path."""
        return next((place for place in self.places.values() if place.link.url == url), None)


_kept: dict[str, tuple[int, Furniture]] = {}


def current(language: str, edition: int | None = None) -> Furniture:
    """The furniture of that language's paper. `edition` spares the question for it when it has been asked before."""
    number = Edition.current() if edition is None else edition
    known, furniture = _kept.get(language, (None, None))
    if known != number:
        furniture = read(language)
        _kept[language] = (number, furniture)
    return furniture


def of(request) -> Furniture:
    return current(request.LANGUAGE_CODE, getattr(request, "edition", None))


def whatever_happens(request) -> Furniture:
    """The same for a page that must be shown even when the database is away: then the house's address is its name."""
    language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    try:
        return current(language, getattr(request, "edition", None))
    except NoDatabase:
        return Furniture(name=urlsplit(settings.PUBLIC_URL).hostname, language=language)


def forget() -> None:
    _kept.clear()


def read(language: str) -> Furniture:
    """As it is in the database now; `current()` keeps it for an edition."""
    with translation.override(language):
        return _read(language)


def _read(language):
    parts = kept_furniture.parts_in(language)
    paper = parts.pop(kept_furniture.PAPER)
    places = _places(paper["regions"])
    live = [place.link for place in places.values() if place.parent is None and place.is_live]
    return Furniture(
        name=paper["name"],
        language=language,
        tagline=paper["tagline"],
        sections=[Link(_("Latest"), reverse("latest")), *live],
        papers=[_paper(code) for code in paper["languages"] if code != language],
        languages=paper["languages"],
        foot=_foot(paper["foot"]),
        contact_email=paper["contact_email"],
        corrections_email=paper["corrections_email"],
        security_email=paper["security_email"],
        zone=ZoneInfo(paper["zone"]),
        places=places,
        parts=parts,
    )


def _paper(code):
    with translation.override(code):
        return code, translation.get_language_info(code)["name_local"].capitalize(), reverse("front")


def _foot(pages):
    return [
        *(Link(heading, reverse("page_detail", kwargs={"slug": slug})) for heading, slug in pages),
        Link(_("Regions"), reverse("region_list")),
        Link(_("Authors"), reverse("author_list")),
        Link(_("Corrections"), reverse("correction_list")),
        Link(_("Feed"), reverse("latest_feed")),
    ]


def _places(rows):
    """Every region by its slug: world regions as the desk ordered them, those below by name."""
    places = {
        pk: Place(pk, Link(name, reverse("region_detail", args=[slug])), slug, is_live=live)
        for pk, _above, slug, name, live in rows
    }
    for pk, above, *_words in rows:
        if above:
            places[pk].parent = places[above]
            places[above].children.append(places[pk])
    for place in places.values():
        place.children.sort(key=lambda child: child.link.name)
        for above in place.path:
            above.pks.append(place.pk)
    alive = [above for place in places.values() if place.is_live for above in place.path]
    for place in alive:
        place.is_live = True
    return {place.slug: place for place in places.values()}
