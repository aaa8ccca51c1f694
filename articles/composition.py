"""`compose()`: a revision's content and today's names make the one value that a story's template receives.

Publishing stores it, previewing keeps nothing; both get the same. It reads and never writes.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone, translation

from articles import embeds, markup, parts
from articles.content import Content
from articles.models import Author, Correction, Format, Image, PublishedArticle, Region, Series, SlugHistory
from articles.models.published import story_url
from articles.states import PaperState
from articles.story import Block, Card, Credit, Embed, Link, Note, Picture, Story

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


class _Composer:
    def __init__(self, content, article_id):
        self.content, self.article_id, self.language = content, article_id, content.language
        self.format = Format.objects.filter(pk=content.format).first() if content.format else None
        self.series = Series.objects.filter(pk=content.series).first() if content.series else None
        self.regions = _in_order(Region, [content.region, *content.other_regions])
        self.authors = Author.objects.in_bulk([line["author"] for line in content.bylines])
        self.named = {}  # number of a story → its row in the paper, or None
        self._load_named([*content.related, *parts.named_stories(content.body)])
        self.parts = parts.parts(content.body, self._leads_to)
        self.images = self._load_images()

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
        path = self.regions[0].ancestors(include_self=True)
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

    def _load_images(self):
        wanted = [part.image_id for part in self.parts if isinstance(part, markup.Figure)]
        if self.content.lead:
            wanted.insert(0, self.content.lead["image"])
        found = Image.objects.prefetch_related("renditions").in_bulk(wanted)
        return {key: found[key] for key in dict.fromkeys(wanted) if key in found}

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

    def _load_named(self, numbers):
        wanted = [number for number in dict.fromkeys(numbers) if number not in self.named]
        found = {row.article_id: row for row in PublishedArticle.objects.readable().filter(article_id__in=wanted)}
        self.named |= {number: found.get(number) for number in wanted}

    def _leads_to(self, href):
        """Where a link leads today: a story of ours has moved, or is not out, and then only the words stay."""
        number = parts.story_at(href)
        if number:
            row = self.named[number]
            return row.get_absolute_url() if row else None
        match = OWN_STORY.match(href)
        number = _story_once_at(match) if match else None
        if number is None:
            return href
        self._load_named([number])
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
        keys = [note["key"] for note in self.content.corrections]
        seen = dict(
            Correction.objects.filter(key__in=keys, published_at__isnull=False).values_list("key", "published_at")
        )
        seen = {str(key): at for key, at in seen.items()}
        return [{**note, "at": seen.get(note["key"], fallback)} for note in self.content.corrections]

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


def _in_order(model, keys):
    found = model.objects.in_bulk([key for key in keys if key])
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def _story_once_at(match) -> int | None:
    """The number of the story that stands, or once stood, at an own address."""
    try:
        day = date.fromisoformat(match["date"].replace("/", "-"))
    except ValueError:
        return None
    address = {"language": match["language"] or "en", "date": day, "slug": match["slug"]}
    return SlugHistory.objects.filter(**address).values_list("article_id", flat=True).first()
