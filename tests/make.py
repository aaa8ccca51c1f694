"""Builds rows the way a newsroom makes them: through the same verbs that people's buttons call."""

import io
import itertools
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Pixels

from articles import corrections, pictures, revisions, workflow
from articles.models import Article, Author, Byline, Correction, Format, Region, Series
from newsroom import roles

_numbers = itertools.count(1)


def user(role: str | None = roles.JOURNALIST, **fields):
    """Somebody of the newsroom with that role; `role=None` is a reader with an account."""
    number = next(_numbers)
    fields = {"email": f"person{number}@example.org", "name": f"Person {number}", "is_staff": bool(role), **fields}
    person = get_user_model().objects.create_user(**fields)
    if role:
        person.groups.add(Group.objects.get_or_create(name=role)[0])
    return person


def journalist(**fields):
    return user(roles.JOURNALIST, **fields)


def editor(**fields):
    return user(roles.EDITOR, **fields)


def managing_editor(**fields):
    return user(roles.MANAGING_EDITOR, **fields)


def author(name: str = "", **fields):
    number = next(_numbers)
    name = name or f"Author {number}"
    return Author.objects.create(name=name, **{"slug": f"author-{number}", **fields})


def region(slug: str = "niger", **fields):
    """A region as the house ships it; made when the tables were emptied."""
    known = Region.objects.filter(slug=slug).first()
    return known or Region.objects.create(slug=slug, **{"name": slug.replace("-", " ").title(), **fields})


def format_(slug: str = "news"):
    return Format.objects.get_or_create(slug=slug, defaults={"name": slug.title()})[0]


def series(name: str = "In the news", **fields):
    return Series.objects.get_or_create(name=name, defaults={"slug": f"series-{next(_numbers)}", **fields})[0]


def picture_file(width: int = 640, height: int = 400, name: str = "valley.jpg", **options):
    """A drawn JPEG as somebody uploads it."""
    bytes_ = io.BytesIO()
    Pixels.linear_gradient("L").resize((width, height)).convert("RGB").save(bytes_, "JPEG", **options)
    return SimpleUploadedFile(name, bytes_.getvalue(), content_type="image/jpeg")


def image(by=None, **fields):
    """A picture in the library, with the renditions that an upload makes at once."""
    texts = {"alt_text": "A dry valley at dusk", "caption": "The valley road.", "credit": "Drawn/The desk", **fields}
    return pictures.add(texts.pop("file", None) or picture_file(), by=by or user(roles.PICTURE_EDITOR), **texts)


def article(by=None, state: str = "draft", **fields):
    """A complete story by `by`, brought by the desk's verbs to `state`:
    draft, in_review, approved, scheduled, live, archived or withdrawn.

    `bylines`, `topics`, `other_regions`, `corrections` (texts) and `related` are lists; the rest are model fields.
    """
    by = by or journalist()
    number = next(_numbers)
    lists = {name: fields.pop(name, None) for name in ("bylines", "topics", "other_regions", "related", "corrections")}
    if lead := fields.get("lead_image"):
        printed = {"lead_caption": lead.caption, "lead_alt_text": lead.alt_text, "lead_credit": lead.credit}
        fields = {**printed, **fields}
    story = Article.objects.create(
        **{
            "language": "en",
            "slugline": f"story-{number}",
            "headline": f"Story {number}",
            "standfirst": "What happened, and why it matters.",
            "body": "<p>It rained for nine days.</p>",
            "slug": f"story-{number}",
            "format": format_(),
            "region": region(),
            "created_by": by,
            **fields,
        }
    )
    _fill_lists(story, **lists)
    revisions.record(story, by)
    bring_to(state, story, by)
    return Article.objects.get(pk=story.pk)


def _fill_lists(story, bylines, topics, other_regions, related, corrections):
    for position, name in enumerate(bylines if bylines is not None else [author()]):
        Byline.objects.create(article=story, author=name, position=position)
    for held, rows in ((story.topics, topics), (story.other_regions, other_regions), (story.related, related)):
        if rows:
            held.set(rows)
    for text in corrections or []:
        Correction.objects.create(article=story, text=text)


def bring_to(state: str, story: Article, by=None, second=None):
    """Move a story along the desk's way as far as `state`; `second` approves and publishes."""
    writer, chief = by or story.created_by, second or managing_editor()
    revision = Article.objects.get(pk=story.pk).head
    if state == "draft":
        return
    workflow.submit(revision, by=writer)
    if state == "in_review":
        return
    workflow.approve(revision, by=chief)
    if state == "approved":
        return
    if state == "scheduled":
        workflow.schedule(revision, by=chief, at=timezone.now() + timedelta(hours=3), zone="UTC")
        return
    workflow.publish(revision, by=chief)
    if state == "archived":
        workflow.archive(story, by=chief)
    if state == "withdrawn":
        workflow.withdraw(story, by=chief, reason="error", note="The source took it back.")


def change(story: Article, by=None, **fields):
    """Save new text as a writer would; the new revision. Of a live story an editor says it is not worth a note."""
    Article.objects.filter(pk=story.pk).update(**fields)
    return answered(revisions.record(Article.objects.get(pk=story.pk), by or story.created_by))


def answered(revision):
    """The same revision; where readers know another text, an editor has said what they learn."""
    answer = corrections.answer_to(revision.parsed, revision.article_id)
    if answer.owed:
        say = workflow.stand_by_notes if answer.notes else workflow.keep_silent
        say(revision, by=editor())
    return revision
