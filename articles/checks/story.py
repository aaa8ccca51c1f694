"""A story as the checks look at it: a text, the moment at which it would go out, and what it names, read once."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from articles import markup
from articles.content import Content, digest
from articles.models import Article, Author, Image, PublishedArticle, Region, Revision, Schedule
from articles.publication import publication


@dataclass
class StoryToCheck:
    """`moment` is when it is to go out; without one, the place of this text on the schedule says so, else it is now."""

    content: Content
    article_id: int
    moment: datetime | None = None
    now: datetime = field(default_factory=timezone.now)

    @cached_property
    def article(self) -> Article | None:
        return Article.objects.filter(pk=self.article_id).first()

    @cached_property
    def planned_for(self) -> datetime | None:
        """The moment that was chosen, or is about to be."""
        if self.moment is not None:
            return self.moment
        sha256 = digest(self.content.to_text())
        waiting = Schedule.objects.waiting().texts().filter(article_id=self.article_id, revision__sha256=sha256)
        return waiting.values_list("at", flat=True).first()

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

    @cached_property
    def figures(self) -> list[markup.Figure]:
        return markup.figures(self.content.body)

    @cached_property
    def images(self) -> dict[int, Image]:
        """The library's pictures that it names, by number."""
        lead = [self.content.lead["image"]] if self.content.lead else []
        wanted = {*lead, *(figure.image_id for figure in self.figures)}
        return Image.objects.prefetch_related("renditions").in_bulk(wanted) if wanted else {}

    @cached_property
    def authors(self) -> set[int]:
        """Those in its byline who still are there."""
        wanted = {line["author"] for line in self.content.bylines}
        return set(Author.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()

    @cached_property
    def regions(self) -> set[int]:
        """Those it names that still are there."""
        wanted = {pk for pk in (self.content.region, *self.content.other_regions) if pk}
        return set(Region.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()

    @cached_property
    def published(self) -> PublishedArticle | None:
        """What readers see of it now."""
        rows = PublishedArticle.objects.readable().filter(article_id=self.article_id)
        return rows.defer("story", "card").first()

    @cached_property
    def live_content(self) -> Content | None:
        return Revision.objects.get(pk=self.published.revision_id).parsed if self.published else None
