"""From the desk to the paper: the only code that writes what readers see.

`go_live()`, `withdraw()`, `archive()` and `unarchive()` are called by the verbs of `articles.workflow` inside their
transaction, which has checked everything. `reproject()` rebuilds a projection whose references have changed.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import furniture, search
from articles.composition import compose
from articles.content import digest
from articles.models import (
    Author,
    Correction,
    Edition,
    EditionChange,
    Format,
    Image,
    Page,
    PublishedArticle,
    PublishedByline,
    PublishedCorrection,
    PublishedMention,
    PublishedPicture,
    PublishedPlace,
    PublishedTopic,
    Region,
    Revision,
    Series,
    SlugHistory,
)
from articles.publication import publication
from articles.states import PaperState
from articles.story import VERSION, to_json

EVERYTHING = ["everything"]
EMPTY = {"story": {}, "card": {}}
AT_ONCE = 20  # stories that are rebuilt while one that they name is withdrawn
IN_THE_PAPER = (
    PublishedByline, PublishedPlace, PublishedTopic, PublishedPicture, PublishedCorrection, PublishedMention,
)  # fmt: skip


class AddressTaken(Exception):
    """Another story has, or once had, this address."""


def new_edition(why: str, touches: list[str]) -> int:
    """Raise the edition and say why. The last statement of a transaction: it holds the one row until the commit."""
    if not Edition.objects.filter(pk=1).update(number=F("number") + 1):
        Edition.objects.bulk_create([Edition(pk=1)], ignore_conflicts=True)
        Edition.objects.filter(pk=1).update(number=F("number") + 1)
    number = Edition.current()
    EditionChange.objects.create(number=number, why=why[:200], touches=touches)
    furniture.keep()
    return number


def go_live(revision: Revision, urgent: bool = False, at: datetime | None = None) -> PublishedArticle:
    """Make `revision` what readers see of its story, in the caller's transaction. Raises AddressTaken.

    `at` is for stories that come from elsewhere with a date of their own; otherwise it is this moment.
    """
    if digest(revision.content) != revision.sha256:
        raise ValueError(f"Revision {revision.pk} is not the text that was hashed.")
    Edition.hold()
    content, now = revision.parsed, at or timezone.now()
    published = PublishedArticle.objects.filter(article_id=revision.article_id).first()
    if published is None:
        published = PublishedArticle(
            article_id=revision.article_id,
            first_published_at=now,
            date=timezone.localdate(now, publication().tzinfo),
            **EMPTY,
        )
    _take_address(published, content)
    new_notes = _stamp_corrections(published, revision, now)
    published.revision_id, published.sha256 = revision.pk, revision.sha256
    published.state, published.published_at = PaperState.LIVE, now
    published.withdrawn_at, published.withdrawn_reason = None, ""
    published.urgent = urgent
    published.translation_group = _translation_group(revision.article)
    if new_notes:
        published.updated_at = now
    _project(published, revision)
    owe_neighbours(published)
    new_edition("published", [f"story:{published.article_id}"])
    return published


def _take_address(published, content):
    """Claim (language, date, slug) for this story for ever."""
    address = {"language": content.language, "date": published.date, "slug": content.slug}
    owner, _created = SlugHistory.objects.get_or_create(**address, defaults={"article_id": published.article_id})
    if owner.article_id != published.article_id:
        raise AddressTaken(
            _("Another story has, or once had, the slug “%(slug)s” on that day. Choose another slug.")
            % {"slug": content.slug}
        )
    published.language, published.slug = content.language, content.slug


def _stamp_corrections(published, revision, now) -> int:
    """Date the corrections that readers see for the first time; how many those are."""
    keys = [note["key"] for note in revision.parsed.corrections]
    return Correction.objects.filter(article_id=revision.article_id, key__in=keys, published_at__isnull=True).update(
        published_at=now, from_revision_id=published.revision_id, to_revision=revision
    )


def _translation_group(article):
    return article.translation_of_id or article.pk


def _project(published, revision):
    """Write every row of the paper that `revision` gives, in place of those it had."""
    composed = compose(
        revision.parsed,
        article_id=published.article_id,
        date=published.date,
        first_published_at=published.first_published_at,
        published_at=published.published_at,
        updated_at=published.updated_at,
        translation_group=published.translation_group,
    )
    content, story = revision.parsed, composed.story
    published.headline = content.headline
    published.format_id, published.series_id = composed.format_id, composed.series_id
    published.story, published.card = to_json(story), to_json(composed.card)
    published.story_version, published.owed_since = VERSION, None
    published.save()
    _replace(PublishedByline, published, [{"author_id": pk} for pk in composed.author_ids])
    _replace(PublishedPlace, published, [{"region_id": pk} for pk in composed.region_ids])
    _replace(PublishedTopic, published, composed.topics)
    _replace(
        PublishedPicture, published, [{"public_id": image.public_id, "image_id": image.pk} for image in composed.images]
    )
    _replace(PublishedCorrection, published, composed.corrections)
    _replace(PublishedMention, published, [{"article_id": number} for number in composed.named])
    if published.state == PaperState.LIVE:
        search.index(published)


def _replace(model, published, rows):
    model.objects.filter(published=published).delete()
    model.objects.bulk_create(model(published=published, **row) for row in rows)


def withdraw(published: PublishedArticle, reason: str) -> None:
    """Leave a tombstone: date and class of reason. Text, names and pictures leave the paper's tables."""
    for model in IN_THE_PAPER:
        model.objects.filter(published=published).delete()
    search.forget(published)
    PublishedArticle.objects.filter(pk=published.pk).update(
        state=PaperState.WITHDRAWN,
        withdrawn_at=timezone.now(),
        withdrawn_reason=reason,
        headline="",
        format=None,
        series=None,
        owed_since=None,
        urgent=False,
        changed_at=timezone.now(),
        **EMPTY,
    )
    owe_neighbours(published)
    _rebuild_who_names(published)
    new_edition("withdrawn", [f"story:{published.article_id}"])


def _rebuild_who_names(published):
    """Whoever shows a withdrawn story's headline or picture shows it no longer at the next request.

    The newest at once, in the caller's transaction; should there be more, the clock follows with them.
    """
    naming = PublishedMention.objects.filter(article_id=published.article_id).values("published_id")
    rows = PublishedArticle.objects.readable().filter(pk__in=naming).select_for_update()
    for row in rows.order_by("-first_published_at", "-pk")[:AT_ONCE]:
        _project(row, Revision.objects.get(pk=row.revision_id))


def archive(published: PublishedArticle) -> None:
    """Take the story off every list; its address goes on answering."""
    PublishedArticle.objects.filter(pk=published.pk).update(state=PaperState.ARCHIVED, changed_at=timezone.now())
    search.forget(published)
    owe_neighbours(published)
    new_edition("archived", [f"story:{published.article_id}"])


def unarchive(published: PublishedArticle) -> None:
    published.state = PaperState.LIVE
    _project(published, Revision.objects.get(pk=published.revision_id))
    owe_neighbours(published)
    new_edition("live again", [f"story:{published.article_id}"])


# What is owed ------------------------------------------------------------------------------------


def owe(stories) -> int:
    """Mark these projections as owed: something they refer to has changed. The clock rebuilds them."""
    with transaction.atomic():
        Edition.hold()
        return stories.readable().filter(owed_since__isnull=True).update(owed_since=timezone.now())


def owe_neighbours(published: PublishedArticle) -> None:
    """Stories that name this one, in their text, as related or as translation, show it otherwise now."""
    naming = PublishedMention.objects.filter(article_id=published.article_id)
    neighbours = PublishedArticle.objects.exclude(pk=published.pk)
    owe(neighbours.filter(pk__in=naming.values("published_id")))
    owe(neighbours.filter(translation_group=published.translation_group))


def furniture_changed(row) -> None:
    """A region, series, format, author, picture or page was saved or deleted: live at once, in a new edition."""
    Edition.hold()
    stories = PublishedArticle.objects.all()
    match row:
        case Author():
            stories = stories.by_author(row)
        case Region():
            stories = stories.in_regions([row.pk, *row.descendants().values_list("pk", flat=True)])
        case Series():
            stories = stories.filter(series=row)
        case Format():
            stories = stories.filter(format=row)
        case Image():
            using = PublishedPicture.objects.filter(image_id=row.pk)
            stories = stories.filter(pk__in=using.values("published_id"))
        case Page():
            stories = stories.none()
    owe(stories)
    new_edition(f"{row._meta.model_name} changed", EVERYTHING)


def owed():
    """Projections that wait to be rebuilt, those of an older `Story` version included."""
    readable = PublishedArticle.objects.readable()
    return (readable.filter(owed_since__isnull=False) | readable.exclude(story_version=VERSION)).order_by("pk")


def reproject(published_id: int) -> bool:
    """Rebuild one projection from the revision it shows: repeatable, and the text is the one that was approved."""
    with transaction.atomic():
        Edition.hold()
        published = PublishedArticle.objects.select_for_update().readable().filter(pk=published_id).first()
        if published is None:
            return False
        before = (published.story, published.card)
        _project(published, Revision.objects.get(pk=published.revision_id))
        if before != (published.story, published.card):
            new_edition("brought up to date", [f"story:{published.article_id}"])
    return True
