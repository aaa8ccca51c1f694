"""What a list page and its feeds are about: a region, a topic, a series, a format, an author, or everything.

Each function takes a slug and the furniture, and raises Http404 when nothing has that address. A listing whose
`stories` turn out empty has no address either, unless it `stands_empty`.
"""

from dataclasses import dataclass, field

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.models import Author, Format, PublishedArticle, PublishedTopic, Series
from articles.models.published import PublishedArticleQuerySet
from articles.states import PaperState
from articles.story import Link
from articles.views.reading import cursor
from articles.views.reading.cursor import Cursor, Slice
from articles.views.reading.furniture import Furniture

LENGTH = 20  # stories on a page


@dataclass(frozen=True)
class Listing:
    heading: str
    kind: str
    path: str
    stories: PublishedArticleQuerySet
    intro: str = ""
    breadcrumb: list[Link] = field(default_factory=list)
    children: list[Link] = field(default_factory=list)
    stands_empty: bool = False
    home: str = ""  # where its feeds begin, when that is not its own path

    @property
    def feed_path(self) -> str:
        return f"{self.home or self.path}feed/"

    def cut(self, before: Cursor | None = None, length: int = LENGTH) -> Slice:
        """Published stories with their cards, newest first, behind the cursor `before`."""
        stories = self.stories.newest_first().as_cards()
        part = cursor.cut(
            lambda start: stories.older_than(start.moment, start.pk) if start else stories,
            lambda row: Cursor(row.first_published_at, row.pk),
            before,
            length,
        )
        if not part.rows and not self.stands_empty:
            raise Http404
        return part

    def newest(self, length: int) -> list[PublishedArticle]:
        """Its newest stories, whole and as cards, with their dates, for a feed."""
        rows = list(self.stories.newest_first().only("story", "card", "first_published_at", "updated_at")[:length])
        if not rows and not self.stands_empty:
            raise Http404
        return rows


def latest(furniture: Furniture) -> Listing:
    return Listing(_("Latest"), "", reverse("latest"), _live(furniture), stands_empty=True, home=reverse("front"))


def region(slug: str, furniture: Furniture) -> Listing:
    """A world region always has its page; a country while a live story names it, or a place below it."""
    place = furniture.places.get(slug)
    if place is None or (place.parent and not place.is_live):
        raise Http404
    return Listing(
        heading=place.link.name,
        kind=_("Region"),
        path=place.link.url,
        stories=_live(furniture).in_regions(place.pks),
        breadcrumb=[above.link for above in place.path[:-1]],
        children=[child.link for child in place.live_children],
        stands_empty=place.parent is None,
    )


def topic(slug: str, furniture: Furniture) -> Listing:
    """Its name is the one that the newest story gives it."""
    uses = PublishedTopic.objects.filter(
        slug=slug, published__state=PaperState.LIVE, published__language=furniture.language
    )
    name = uses.order_by("-published__first_published_at", "-pk").values_list("name", flat=True).first()
    if name is None:
        raise Http404
    path = reverse("topic_detail", args=[slug])
    return Listing(name, _("Topic"), path, _live(furniture).on_topic(slug))


def series(slug: str, furniture: Furniture) -> Listing:
    row = get_object_or_404(Series, slug=slug)
    path = reverse("series_detail", args=[slug])
    heading = row.name_in(furniture.language)
    return Listing(
        heading, pgettext("one series", "Series"), path, _live(furniture).filter(series=row), row.description
    )


def format_(slug: str, furniture: Furniture) -> Listing:
    row = get_object_or_404(Format, slug=slug)
    path = reverse("format_detail", args=[slug])
    return Listing(row.name_in(furniture.language), _("Format"), path, _live(furniture).filter(format=row))


def author(slug: str, furniture: Furniture) -> Listing:
    row = get_object_or_404(Author.objects.only("name", "name_fr", "name_ar", *BIOGRAPHIES), slug=slug)
    path = reverse("author_detail", args=[slug])
    crumbs = [Link(_("Authors"), reverse("author_list"))]
    biography = row.biography_in(furniture.language)
    stories = _live(furniture).by_author(row)
    return Listing(row.name_in(furniture.language), _("Author"), path, stories, biography, crumbs)


BIOGRAPHIES = ("biography", "biography_fr", "biography_ar")


def _live(furniture):
    return PublishedArticle.objects.live().in_language(furniture.language)
