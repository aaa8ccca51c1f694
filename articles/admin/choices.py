"""What the writing screen offers to choose from: the same for every story, and asked for together."""

from functools import cached_property

from django.utils.translation import get_language

from articles import together
from articles.models import Author, Format, Region, Series
from articles.together import Prepared

AUTHORS, REGIONS = Prepared(Author.objects.all), Prepared(lambda: Region.objects.order_by("position", "name"))
FORMATS, SERIES = Prepared(Format.objects.all), Prepared(Series.objects.all)


class Choices:
    """Rows of furniture, as choices of a form's fields. `questions` are worth being asked with other things."""

    def __init__(self):
        self.author_rows, self.region_rows = AUTHORS.of(), REGIONS.of()
        self.format_rows, self.series_rows = FORMATS.of(), SERIES.of()

    @property
    def questions(self) -> list:
        return [self.author_rows, self.region_rows, self.format_rows, self.series_rows]

    def give(self, article) -> None:
        """The format, series and region that the story names need not be asked for once more."""
        together.ask(*self.questions)
        for name, rows in (("format", self.format_rows), ("series", self.series_rows), ("region", self.region_rows)):
            named = getattr(article, f"{name}_id")
            if row := next((row for row in rows if row.pk == named), None):
                setattr(article, name, row)

    @cached_property
    def authors(self) -> list:
        language = get_language() or ""
        return [(author.pk, author.name_in(language)) for author in self.author_rows]

    @cached_property
    def regions(self) -> list:
        """World regions in the desk's order, each with its countries by name."""
        language, below = get_language() or "", {}
        for row in self.region_rows:
            below.setdefault(row.parent_id, []).append(row)
        return [(world.name_in(language), _tree(world, below, language, 0)) for world in below.get(None, [])]

    @cached_property
    def formats(self) -> list:
        return [(row.pk, str(row)) for row in self.format_rows]

    @cached_property
    def series(self) -> list:
        return [(row.pk, str(row)) for row in self.series_rows]


def _tree(row, below, language, depth):
    children = sorted(below.get(row.pk, []), key=lambda child: child.name_in(language))
    own = (row.pk, "\u00a0\u00a0" * max(depth - 1, 0) + row.name_in(language))
    return [own, *(choice for child in children for choice in _tree(child, below, language, depth + 1))]


def of(request) -> Choices:
    """Those of this page; who opens a story fills them with the same query."""
    if not hasattr(request, "choices"):
        request.choices = Choices()
    return request.choices
