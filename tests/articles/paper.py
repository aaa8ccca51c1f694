"""Stories in the paper, without the desk that made them: only what readers' code may know."""

import itertools
from datetime import UTC, datetime, timedelta

from articles import publishing, search
from articles.models import (
    Author,
    Format,
    PublishedArticle,
    PublishedByline,
    PublishedCorrection,
    PublishedPicture,
    PublishedPlace,
    PublishedTopic,
    Region,
    SlugHistory,
)
from articles.models.published import story_url
from articles.story import Block, Card, Credit, Link, Note, Picture, Story, to_json

FIRST = datetime(2020, 2, 28, 9, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def picture(public_id="abcDEF_-12345678", **changes):
    told = {"width": 1600, "height": 900, "widths": (320, 640), "formats": ("webp", "jpg"), "alt_text": "A valley"}
    return Picture(public_id=public_id, **told, caption="The <em>valley</em> road", credit="Drawn/The desk", **changes)


def author(slug="amina-salou", name="Amina Salou", **fields):
    return Author.objects.get_or_create(slug=slug, defaults={"name": name, **fields})[0]


def region(slug):
    return Region.objects.get(slug=slug)


def story(
    headline="", *, day=0, state="live", language="en", slug="", regions=("niger",), topics=(), authors=(),
    format="news", series=None, body="<p>It rained for nine days.</p>", notes=(), lead=None, indexed=True, **fields,
):  # fmt: skip
    """A story of the paper, `day` days after 28 February 2020, with all rows that readers' code may ask for."""
    number = next(_numbers)
    at = FIRST + timedelta(days=day)
    slug = slug or f"story-{number}"
    url = story_url(language, at.date(), slug)
    places = [region(name) for name in regions]
    kind = Format.objects.get(slug=format)
    told = Story(
        headline=headline or f"Story {number}",
        url=url,
        language=language,
        slug=slug,
        first_published_at=at,
        published_at=at,
        updated_at=fields.pop("updated_at", None),
        standfirst=fields.pop("standfirst", "What happened, and why it matters."),
        format=Link(kind.name, f"/formats/{kind.slug}/"),
        breadcrumb=[_region_link(place, language) for place in places[0].ancestors(include_self=True)]
        if places
        else [],
        regions=[_region_link(place, language) for place in places],
        topics=[Link(name, f"/topics/{name.lower()}/") for name in topics],
        credits=[Credit(person.name, url=f"/authors/{person.slug}/") for person in authors],
        lead=lead,
        body=[Block(html=body)],
        notes=[Note("correction", text, at) for text in notes],
        translations=fields.pop("translations", []),
        word_count=6,
    )
    published = PublishedArticle.objects.create(
        article_id=number,
        revision_id=number,
        sha256="0" * 64,
        state=state,
        language=language,
        date=at.date(),
        slug=slug,
        headline=told.headline,
        format=kind,
        series=series,
        translation_group=number,
        story=to_json(told),
        card=to_json(_card(told)),
        story_version=1,
        first_published_at=at,
        published_at=at,
        updated_at=told.updated_at,
        **fields,
    )
    _list(published, told, places, authors, topics)
    if state == "live" and indexed:
        search.index(published)
    next_edition()
    return published


def withdraw(published):
    """Leave a tombstone, as publishing does."""
    for model in (PublishedByline, PublishedPlace, PublishedTopic, PublishedPicture, PublishedCorrection):
        model.objects.filter(published=published).delete()
    search.forget(published)
    tombstone = {"headline": "", "story": {}, "card": {}, "format": None, "series": None}
    PublishedArticle.objects.filter(pk=published.pk).update(
        state="withdrawn", withdrawn_at=FIRST + timedelta(days=3), withdrawn_reason="safety", **tombstone
    )
    next_edition()


def rename(published, slug):
    """Move a story to a new slug; its old address stays its own."""
    SlugHistory.objects.create(
        article_id=published.article_id, language=published.language, date=published.date, slug=slug
    )
    PublishedArticle.objects.filter(pk=published.pk).update(slug=slug)
    next_edition()


def next_edition():
    publishing.new_edition("for a test", publishing.EVERYTHING)


def _card(told):
    return Card(
        headline=told.headline,
        url=told.url,
        language=told.language,
        published_at=told.first_published_at,
        standfirst=told.standfirst,
        format=told.format.name,
        region=told.breadcrumb[-1] if told.breadcrumb else None,
        authors=tuple(credit.name for credit in told.credits),
        picture=told.lead,
    )


def _list(published, told, places, authors, topics):
    for person in authors:
        PublishedByline.objects.create(published=published, author=person)
    for place in places:
        PublishedPlace.objects.create(published=published, region=place)
    for name in topics:
        PublishedTopic.objects.create(published=published, name=name, slug=name.lower())
    for note in told.notes:
        PublishedCorrection.objects.create(
            published=published,
            key=f"00000000-0000-4000-8000-{next(_numbers):012}",
            kind=note.kind,
            text=note.text,
            at=note.at,
        )
    if told.lead:
        PublishedPicture.objects.create(published=published, public_id=told.lead.public_id, image_id=1)
    SlugHistory.objects.create(
        article_id=published.article_id, language=published.language, date=published.date, slug=published.slug
    )


def _region_link(place, language):
    prefix = "" if language == "en" else f"/{language}"
    return Link(place.name_in(language), f"{prefix}/regions/{place.slug}/")
