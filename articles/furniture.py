"""What stands around every page, gathered when it changes, so that a page finds all of it in one row's reach.

Reading it for each page from the publication, the tree of regions and the pages of the house would take a question
each; every process would ask them again after every edition.
"""

from functools import cache

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.module_loading import import_string

from articles import together
from articles.models import Furniture, Page, PublishedPlace, Region
from articles.publication import publication
from articles.states import PaperState

PAPER = "paper"
SHAPE = 1  # of what `paper()` gives; what an older program wrote is gathered anew


def keep() -> None:
    """Make what stands in the tables now what readers find; rows that say it already are left alone.

    Besides the paper's own part it gathers those of `settings.FURNITURE`: part → the dotted name of a function from
    language codes to {language: what JSON can hold}.
    """
    languages = [code for code, _name in settings.LANGUAGES]
    known = {(row.language, row.part): row.data for row in Furniture.objects.all()}
    changed = [
        Furniture(language=language, part=part, data=data)
        for part, gather in _gatherers().items()
        for language, data in gather(languages).items()
        if known.get((language, part)) != data
    ]
    if changed:
        Furniture.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["language", "part"], update_fields=["data"]
        )


def _gatherers():
    return {PAPER: paper} | {part: import_string(name) for part, name in settings.FURNITURE.items()}


def parts_in(language: str) -> dict[str, dict | list]:
    """Every part for that paper, by its name. One query; what was never kept is gathered on the spot."""
    parts = dict(Furniture.objects.filter(language=language).values_list("part", "data"))
    if parts.get(PAPER, {}).get("shape") != SHAPE:
        parts = {part: gather([language])[language] for part, gather in _gatherers().items()}
    return parts


def paper(languages: list[str]) -> dict[str, dict]:
    """What the publication, the pages of the house and the tree of regions say in these languages. Three queries."""
    house = publication()
    pages, regions = _pages(languages), _regions(languages)
    return {language: _of(house, language, pages, regions) for language in languages}


def _of(house, language, pages, regions):
    return {
        "shape": SHAPE,
        "name": house.name_in(language),
        "tagline": house.tagline_in(language),
        "languages": list(house.languages),
        "contact_email": house.contact_email,
        "corrections_email": house.corrections_email or house.contact_email,
        "security_email": house.security_email or house.contact_email,
        "zone": house.zone,
        "foot": [[page.heading, page.slug] for page in pages if page.language == language],
        "regions": [
            [row.pk, row.parent_id, row.slug, row.name_in(language), getattr(row, f"live_{language}")]
            for row in regions
        ],
    }


def _pages(languages):
    pages = Page.objects.filter(language__in=languages, in_footer=True).order_by("position", "heading")
    return list(pages.only("heading", "slug", "language"))


def _regions(languages):
    rows = _question_of_regions(tuple(languages)).of()
    together.ask(rows)
    return list(rows)


@cache
def _question_of_regions(languages):
    """As the desk ordered them, each with whether a live story of each paper names it itself."""
    named = PublishedPlace.objects.filter(region=OuterRef("pk"), published__state=PaperState.LIVE)
    live = {f"live_{language}": Exists(named.filter(published__language=language)) for language in languages}
    return together.Prepared(lambda: Region.objects.annotate(**live).order_by("position", "name"))
