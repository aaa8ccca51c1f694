"""A story as the checks look at it: a text, the moment at which it would go out, and what it names, read once."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from articles import dossier, markup, parts, together
from articles.checks.slugs import claims
from articles.composition import by_number, pictures_with_renditions
from articles.content import Content, digest
from articles.models import Article, Author, Image, Region, Schedule, Translation
from articles.own_links import Destinations
from articles.publication import publication

AUTHORS = together.Prepared(lambda named: _keys(Author, named))
REGIONS = together.Prepared(lambda named: _keys(Region, named))


def _keys(model, named):
    return model.objects.filter(pk__in=named).order_by().values_list("pk", flat=True)


@dataclass
class StoryToCheck:
    """`moment` is when it is to go out; without one, the place of this text on the schedule says so, else it is now."""

    content: Content
    article_id: int
    moment: datetime | None = None
    now: datetime = field(default_factory=timezone.now)

    def look_up(self) -> None:
        """Ask for everything that the text names, in one query."""
        asked = (*self._pictures, self._authors, self._regions, *self._claims, self._stale)
        together.ask(*asked, *self.destinations.questions)

    @cached_property
    def about(self) -> dossier.Dossier:
        return dossier.of(self.article_id)

    @property
    def article(self) -> Article | None:
        return self.about.article

    @cached_property
    def planned_for(self) -> datetime | None:
        """The moment that was chosen, or is about to be."""
        if self.moment is not None:
            return self.moment
        sha256 = digest(self.content.to_text())
        texts = (row for row in self.about.hours if row.action != Schedule.Action.WITHDRAW)
        return next((row.at for row in texts if row.sha256 == sha256), None)

    @property
    def goes_out_at(self) -> datetime:
        return max(self.planned_for or self.now, self.now)

    @cached_property
    def zone(self):
        return publication().tzinfo

    @property
    def day(self) -> date:
        """The day of publication, in the newsroom's zone."""
        return timezone.localdate(self.goes_out_at, self.zone)

    # What the text names -------------------------------------------------------------------------

    @cached_property
    def figures(self) -> list[markup.Figure]:
        return markup.figures(self.content.body)

    @cached_property
    def cards(self) -> list[int]:
        return parts.carded_stories(self.content.body)

    @cached_property
    def destinations(self) -> Destinations:
        named = [*self.content.related, *self.cards]
        return Destinations(self.content, self.article_id, self.goes_out_at, named)

    @cached_property
    def _picture_numbers(self):
        lead = [self.content.lead["image"]] if self.content.lead else []
        return [*lead, *(figure.image_id for figure in self.figures)]

    @cached_property
    def _pictures(self):
        return pictures_with_renditions(self._picture_numbers)

    @cached_property
    def images(self) -> dict[int, Image]:
        """The library's pictures that it names, by number."""
        return by_number(self._picture_numbers, *self._pictures)

    @cached_property
    def _authors(self):
        return AUTHORS.of(named=[line["author"] for line in self.content.bylines])

    @property
    def authors(self) -> set[int]:
        """Those in its byline who still are there."""
        return set(self._authors)

    @cached_property
    def _regions(self):
        return REGIONS.of(named=[pk for pk in (self.content.region, *self.content.other_regions) if pk])

    @property
    def regions(self) -> set[int]:
        """Those it names that still are there."""
        return set(self._regions)

    @cached_property
    def _claims(self):
        return claims(self.content.language, self.content.slug, self.article_id, self.goes_out_at)

    @property
    def slug_is_taken(self) -> bool:
        return any(self._claims)

    @cached_property
    def _stale(self):
        if not (self.article and self.article.translation_of_id):
            return Translation.objects.none()
        seen = Article.objects.open_to_all().values("pk")
        rows = Translation.objects.stale().filter(article_id=self.article_id, article__translation_of__in=seen)
        return rows.order_by().values_list("pk", flat=True)

    @property
    def original_has_changed(self) -> bool:
        """Of an original that only named people know of, it says nothing."""
        return bool(self._stale)
