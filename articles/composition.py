"""`compose()`: a revision's content and today's names make the one value that a story's template receives.

Publishing stores it, previewing keeps nothing; both get the same. It reads and never writes.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from articles import embeds, markup, parts, together
from articles.content import Content
from articles.models import Author, Correction, Format, Image, PublishedArticle, Region, Rendition, Series, SlugHistory
from articles.models.published import story_url
from articles.states import PaperState
from articles.story import Block, Card, Credit, Embed, Link, Note, Picture, Story
from articles.together import Prepared

OWN_STORY = re.compile(r"^/(?:(?P<language>fr|ar)/)?(?P<date>\d{4}/\d{2}/\d{2})/(?P<slug>[^/?#]+)/$")


@dataclass(frozen=True)
class Composed:
    """A story and what the paper's other tables need of it. Keys that no longer exist are left out."""

    story: Story
    card: Card
    format_id: int | None
    series_id: int | None
    author_ids: list[int]
    region_ids: list[int]
    topics: list[dict]
    images: list[Image]
    corrections: list[dict]
    named: list[int]  # stories that this one names, live or not, by number


def compose(
    content: Content,
    *,
    article_id: int,
    date: date | None = None,
    first_published_at: datetime | None = None,
    published_at: datetime | None = None,
    updated_at: datetime | None = None,
    translation_group: int | None = None,
) -> Composed:
    """The story in `content` as readers would get it now. Without dates: as if it were published this minute."""
    now = timezone.now()
    with translation.override(content.language):
        return _Composer(content, article_id).compose(
            date=date or timezone.localdate(now),
            first_published_at=first_published_at or now,
            published_at=published_at or now,
            updated_at=updated_at,
            translation_group=translation_group,
        )


FORMATS = Prepared(lambda named: Format.objects.filter(pk=named))
SERIES = Prepared(lambda named: Series.objects.filter(pk=named))
REGIONS = Prepared(Region.objects.all)
AUTHORS = Prepared(lambda named: Author.objects.filter(pk__in=named))
PAPERS = Prepared(lambda named: _papers().filter(article_id__in=named))
IMAGES = Prepared(lambda pictures: Image.objects.filter(pk__in=pictures))
RENDITIONS = Prepared(lambda pictures: Rendition.objects.filter(image__in=pictures))


def _papers():
    return PublishedArticle.objects.readable().defer("story").order_by()


class _Composer:
    def __init__(self, content, article_id):
        self.content, self.article_id, self.language = content, article_id, content.language
        self.numbers = list(dict.fromkeys([*content.related, *parts.named_stories(content.body)]))
        self.pictures = [content.lead["image"]] if content.lead else []
        self.pictures += [figure.image_id for figure in markup.figures(content.body)]
        self._ask()
        self.parts = parts.parts(content.body, self._leads_to)

    def _ask(self):
        """Everything that the content names, in one query."""
        content = self.content
        formats, series = FORMATS.of(named=content.format), SERIES.of(named=content.series)
        regions = REGIONS.of() if content.region or content.other_regions else Region.objects.none()
        authors = AUTHORS.of(named=[line["author"] for line in content.bylines])
        images, renditions = pictures_with_renditions(self.pictures)
        owners = _owners(markup.links(content.body))
        numbered = PAPERS.of(named=self.numbers)
        addressed = _papers().filter(article_id__in=owners.values("article_id"))
        notes = Correction.objects.filter(key__in=[note["key"] for note in content.corrections])
        seen = notes.filter(published_at__isnull=False).order_by().values_list("key", "published_at")
        asked = (formats, series, regions, authors, images, renditions, owners, numbered, addressed, seen)
        together.ask(*asked)
        self.format, self.series = next(iter(formats), None), next(iter(series), None)
        self.tree = {region.pk: region for region in regions}
        places = dict.fromkeys([content.region, *content.other_regions])
        self.regions = [self.tree[pk] for pk in places if pk in self.tree]
        self.authors = {author.pk: author for author in authors}
        self.images = by_number(self.pictures, images, renditions)
        self.owners = {row[:3]: row[3] for row in owners}
        papers = {row.article_id: row for row in [*numbered, *addressed]}
        numbers = [*self.numbers, *self.owners.values()]
        self.named = {number: papers.get(number) for number in numbers}  # its row in the paper, or None
        self.seen = {str(key): at for key, at in seen}

    def compose(self, *, date, first_published_at, published_at, updated_at, translation_group):
        content = self.content
        lead = self._lead()
        story = Story(
            headline=content.headline,
            url=story_url(self.language, date, content.slug) if content.slug else "",
            language=self.language,
            slug=content.slug,
            first_published_at=first_published_at,
            published_at=published_at,
            updated_at=updated_at,
            standfirst=content.standfirst,
            kicker=self._kicker(),
            format=self._link("format_detail", self.format),
            series=self._link("series_detail", self.series),
            dateline=content.dateline,
            signoff=content.signoff,
            breadcrumb=self._breadcrumb(),
            regions=[self._link("region_detail", region) for region in self.regions],
            topics=[Link(topic["name"], reverse("topic_detail", args=[topic["slug"]])) for topic in content.topics],
            credits=self._credits(),
            lead=lead,
            body=self._body(),
            notes=self._notes(published_at),
            related=self._related(),
            translations=self._translations(translation_group),
            word_count=markup.word_count(markup.plain_text(content.body)),
        )
        return Composed(
            story=story,
            card=self._card(story),
            format_id=self.format.pk if self.format else None,
            series_id=self.series.pk if self.series else None,
            author_ids=list(self.authors),
            region_ids=[region.pk for region in self.regions],
            topics=content.topics,
            images=list(self.images.values()),
            corrections=self._correction_rows(published_at),
            named=sorted(self.named.keys() - {self.article_id}),
        )

    def _link(self, name, row):
        return Link(row.name_in(self.language), reverse(name, args=[row.slug])) if row else None

    def _kicker(self):
        if self.content.kicker:
            return Link(self.content.kicker)
        return self._link("series_detail", self.series) or self._link("format_detail", self.format)

    def _breadcrumb(self):
        if not self.regions or self.content.region != self.regions[0].pk:
            return []
        path, region = [], self.regions[0]
        while region:
            path.insert(0, region)
            region = self.tree.get(region.parent_id)
        return [self._link("region_detail", region) for region in path]

    def _credits(self):
        return [
            Credit(
                name=author.name_in(self.language),
                role=line["role"],
                url=reverse("author_detail", args=[author.slug]),
                biography=author.biography_in(self.language),
            )
            for line in self.content.bylines
            if (author := self.authors.get(line["author"]))
        ]

    # Pictures ------------------------------------------------------------------------------------

    def _lead(self):
        lead = self.content.lead
        if not lead or lead["image"] not in self.images:
            return None
        caption = markup.sanitise_inline(lead["caption"])
        return as_printed(self.images[lead["image"]], lead["alt_text"], caption, lead["credit"], "wide")

    def _body(self):
        return [block for part in self.parts if (block := self._block(part))]

    def _block(self, part):
        match part:
            case markup.Figure():
                image = self.images.get(part.image_id)
                return image and Block(picture=as_printed(image, part.alt_text, part.caption, part.credit, part.size))
            case parts.StoryCard():
                return self._story_card(part.article_id)
            case parts.Embedded():
                address = embeds.known(part.href)
                what = address.service
                return Block(embed=Embed(address.href, address.host, what.name, what.kind, part.title, part.words))
            case parts.Table():
                return Block(html=part.html, kind="table", label=part.caption)
            case parts.Sources():
                return Block(html=part.html, kind="sources")
        return Block(html=str(part))

    # Other stories -------------------------------------------------------------------------------

    def _leads_to(self, href):
        """Where a link leads today: a story of ours has moved, or is not out, and then only the words stay."""
        number = parts.story_at(href)
        if number:
            row = self.named[number]
            return row.get_absolute_url() if row else None
        number = self.owners.get(_address_in(href))
        if number is None:
            return href
        row = self.named[number]
        return row.get_absolute_url() if row else href

    def _live(self, number):
        row = self.named[number]
        return row if row and row.state == PaperState.LIVE and number != self.article_id else None

    def _story_card(self, number):
        row = self._live(number)
        return Block(card=replace(row.as_card, standfirst="")) if row else None

    def _related(self):
        live = [row for number in self.content.related if (row := self._live(number))]
        newest_first = sorted(live, key=lambda row: (row.first_published_at, row.pk), reverse=True)
        return [Link(row.headline, row.get_absolute_url()) for row in newest_first]

    def _translations(self, group):
        if group is None:
            return []
        others = PublishedArticle.objects.live().filter(translation_group=group).exclude(article_id=self.article_id)
        return sorted((row.language, row.get_absolute_url()) for row in others.only("language", "date", "slug"))

    # Corrections ---------------------------------------------------------------------------------

    def _correction_rows(self, fallback):
        """Each with the moment readers first saw it; one they have not seen yet gets that of this publication."""
        return [{**note, "at": self.seen.get(note["key"], fallback)} for note in self.content.corrections]

    def _notes(self, fallback):
        rows = sorted(self._correction_rows(fallback), key=lambda row: row["at"], reverse=True)
        return [Note(row["kind"], row["text"], row["at"]) for row in rows]

    def _card(self, story):
        picture = replace(story.lead, caption="", size="") if story.lead else None
        return Card(
            headline=story.headline,
            url=story.url,
            language=story.language,
            published_at=story.first_published_at,
            standfirst=story.standfirst,
            kicker=story.kicker.name if story.kicker else "",
            format=story.format.name if story.format else "",
            region=story.breadcrumb[-1] if story.breadcrumb else None,
            authors=tuple(credit.name for credit in story.authors),
            picture=picture,
        )


def as_printed(image: Image, alt_text: str, caption: str, credit: str, size: str = "") -> Picture | None:
    """The picture with what this story says of it; None while not one width of it is made."""
    made = {}
    for rendition in image.renditions.all():
        if rendition.made_at:
            made.setdefault(rendition.format, {})[rendition.width] = rendition.byte_count or 0
    jpegs = made.get("jpg", {})
    widths = sorted(jpegs)
    if not widths:
        return None
    picture = Picture(
        public_id=image.public_id,
        width=image.width,
        height=image.height,
        widths=tuple(widths),
        formats=tuple(kind for kind in ("avif", "webp", "jpg") if made.get(kind, {}).keys() >= jpegs.keys()),
        alt_text=alt_text,
        caption=caption,
        credit=credit,
        colour=image.colour,
        size=size,
        focal_x=image.focal_x,
        focal_y=image.focal_y,
    )
    return replace(picture, fallback_bytes=jpegs[picture.fallback_width])


def pictures_with_renditions(numbers) -> tuple[QuerySet, QuerySet]:
    """The questions of which pictures these are, and what is made of them; `by_number()` reads the answers."""
    return IMAGES.of(pictures=list(numbers)), RENDITIONS.of(pictures=list(numbers))


def by_number(numbers, images, renditions) -> dict[int, Image]:
    """The pictures in the order of their numbers, each with its renditions."""
    together.attach(images, "renditions", renditions, "image_id")
    found = {image.pk: image for image in images}
    return {number: found[number] for number in dict.fromkeys(numbers) if number in found}


def _owners(links) -> QuerySet:
    """The question which stories stand, or once stood, at those of these links that are addresses of stories."""
    wanted = [Q(language=at[0], date=at[1], slug=at[2]) for link in links if (at := _address_in(link))]
    rows = SlugHistory.objects.filter(reduce(or_, wanted)) if wanted else SlugHistory.objects.none()
    return rows.order_by().values_list("language", "date", "slug", "article_id")


def _address_in(href) -> tuple[str, date, str] | None:
    match = OWN_STORY.match(href)
    try:
        return match and (match["language"] or "en", date.fromisoformat(match["date"].replace("/", "-")), match["slug"])
    except ValueError:
        return None
