"""The desk's memory: every save leaves a revision, and the working copy always equals the newest one."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import corrections, desk_search, markup, notices, signoffs
from articles.content import SCHEMA, Content, digest
from articles.models import (
    Article,
    Author,
    Byline,
    Correction,
    Format,
    Image,
    Region,
    Revision,
    Schedule,
    Series,
    SignOff,
    StatusChange,
)
from articles.states import LAPSES_TO_DRAFT, Status

PLAIN = ("language", "headline", "standfirst", "kicker", "body", "slug", "dateline", "signoff")


class StaleSave(Exception):
    """Somebody saved the story after this copy was opened. `head` is their revision; nothing was written."""

    def __init__(self, head: Revision):
        super().__init__(_("%(name)s saved this story after you opened it.") % {"name": head.author})
        self.head = head


def content_of(article: Article) -> Content:
    """The working copy's content as the database has it now."""
    topics = sorted(article.topics.values_list("slug", "name"))
    return Content(
        **{name: getattr(article, name) for name in PLAIN},
        format=article.format_id,
        series=article.series_id,
        region=article.region_id,
        other_regions=sorted(article.other_regions.values_list("pk", flat=True)),
        bylines=[
            {"author": author, "role": role}
            for author, role in article.bylines.order_by("position", "pk").values_list("author_id", "role")
        ],
        topics=[{"name": name, "slug": slug} for slug, name in topics],
        related=sorted(article.related.values_list("pk", flat=True)),
        lead=_lead_of(article),
        corrections=[
            {"key": str(key), "kind": kind, "text": text}
            for key, kind, text in article.corrections.order_by("pk").values_list("key", "kind", "text")
        ],
    )


def _lead_of(article):
    if not article.lead_image_id:
        return None
    return {
        "image": article.lead_image_id,
        "caption": article.lead_caption,
        "alt_text": article.lead_alt_text,
        "credit": article.lead_credit,
    }


@transaction.atomic
def record(article: Article, by, why: str = "", opened_on: int | None = None, page=None, turn: int = 0) -> Revision:
    """Write down what the working copy holds now; the newest revision when that is the same to the letter.

    `opened_on` is the key of the revision the writer had before them: when it is no longer the newest, StaleSave is
    raised and the whole save must be rolled back. A change of the text lapses approval and schedule. `page` is the
    open page (a UUID) that saves, `turn` how many times it had sent what was typed in it: see `autosaves`.
    """
    article.refresh_from_db(from_queryset=Article.objects.held())
    head = article.head
    if opened_on is not None and head is not None and head.pk != opened_on:
        raise StaleSave(head)
    if head is not None and head.sha256 == digest(content_of(article).to_text()):
        desk_search.index(article)  # the slugline is no part of the text
        return head
    revision = _write(article, by, why, parent=head, page=page, turn=turn)
    _lapse(article, revision, by)
    _lapse_sign_offs(article, head, revision, by)
    corrections.set_down_with_new_notes(head and head.parsed, revision, by)
    return revision


def _write(article, by, why, parent, merged=None, page=None, turn=0):
    """A new revision of what the working copy holds, as its newest."""
    head, text = article.head, content_of(article).to_text()
    revision = Revision.objects.create(
        article=article,
        content=text,
        sha256=digest(text),
        schema=SCHEMA,
        parent=parent,
        merged=merged,
        author=by,
        why=why[:200],
        page=page,
        page_turn=turn,
    )
    moved = Article.objects.filter(pk=article.pk, head=head).update(head=revision, modified_at=timezone.now())
    if not moved:
        raise StaleSave(Article.objects.get(pk=article.pk).head)
    article.head = revision
    desk_search.index(article)
    return revision


def _lapse(article, revision, by):
    """Take back what belonged to the text before: approval and schedule. A scheduled update of a live story stays."""
    if article.status not in LAPSES_TO_DRAFT:
        return
    before = article.status
    Article.objects.filter(pk=article.pk).update(status=Status.DRAFT)
    article.status = Status.DRAFT
    Schedule.objects.waiting().filter(article=article, action=Schedule.Action.PUBLISH).update(
        cancelled_at=timezone.now()
    )
    StatusChange.objects.create(
        article=article, revision=revision, verb="lapse", before=before, after=Status.DRAFT, by=by
    )
    if before != Status.PUBLISHED:
        notices.tell_of_move("lapse", article, by)


def _lapse_sign_offs(article, before, after, by):
    """Take back those alone whose part of the text has changed, and wait for them again."""
    words = signoffs.lapsed(before.parsed, after.parsed, article.pk) if before else []
    signoffs.ask_again(words, article, by)
    StatusChange.objects.bulk_create(
        StatusChange(
            article=article,
            revision=after,
            verb="sign_off_lapsed",
            before=article.status,
            after=article.status,
            by=by,
            note=str(word.kind),
        )
        for word in words
        if word.verdict == SignOff.Verdict.GIVEN
    )


@transaction.atomic
def restore(article: Article, revision: Revision, by, opened_on: int | None = None) -> Revision:
    """Make the working copy what `revision` was, as a new revision. Rows that are gone since are left out."""
    _put(article, revision.parsed)
    why = _("Restored from revision %(number)s") % {"number": revision.called}
    return record(article, by, why=why, opened_on=opened_on)


@transaction.atomic
def begin(article: Article, content: Content, by, why: str) -> Revision:
    """The first revision of a story that was just made: it says `content`."""
    _put(article, content)
    return _write(article, by, why, parent=None)


@transaction.atomic
def branch(article: Article, revision: Revision, by, why: str) -> Revision:
    """A new newest revision that says what `revision` says and descends from it alone. The caller sets the state."""
    _put(article, revision.parsed)
    return _write(article, by, why, parent=revision)


@transaction.atomic
def join(article: Article, content: Content, mine: Revision, theirs: Revision, by, why: str) -> Revision:
    """A new newest revision that says `content` and descends from both."""
    _put(article, content)
    revision = _write(article, by, why, parent=mine, merged=theirs)
    _lapse(article, revision, by)
    _lapse_sign_offs(article, mine, revision, by)
    return revision


@transaction.atomic
def go_back_to(article: Article, revision: Revision, by) -> Revision:
    """Make `revision` the newest again, with all that was said of it; a new one like it where rows are gone since."""
    _put(article, revision.parsed)
    if digest(content_of(article).to_text()) != revision.sha256:
        return _write(
            article, by, _("Restored from revision %(number)s") % {"number": revision.called}, parent=revision
        )
    Article.objects.filter(pk=article.pk).update(head=revision, modified_at=timezone.now())
    article.head = revision
    desk_search.index(article)
    return revision


def _put(article, content):
    """Make the working copy's rows say `content`."""
    article.refresh_from_db(from_queryset=Article.objects.held())
    for name in PLAIN:
        setattr(article, name, getattr(content, name))
    article.format = Format.objects.filter(pk=content.format).first()
    article.series = Series.objects.filter(pk=content.series).first()
    article.region = Region.objects.filter(pk=content.region).first()
    _put_back_lead(article, content.lead)
    article.save()
    article.other_regions.set(Region.objects.filter(pk__in=content.other_regions))
    article.related.set(Article.objects.filter(pk__in=content.related))
    article.topics.set([topic["name"] for topic in content.topics])
    _put_back_bylines(article, content.bylines)
    _put_back_corrections(article, content.corrections)


def _put_back_lead(article, lead):
    lead = lead or {"image": None, "caption": "", "alt_text": "", "credit": ""}
    article.lead_image = Image.objects.filter(pk=lead["image"]).first()
    article.lead_caption, article.lead_alt_text = lead["caption"], lead["alt_text"]
    article.lead_credit = lead["credit"]


def _put_back_bylines(article, bylines):
    known = set(Author.objects.filter(pk__in=[line["author"] for line in bylines]).values_list("pk", flat=True))
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, author_id=line["author"], role=line["role"], position=position)
        for position, line in enumerate(bylines)
        if line["author"] in known
    )


def _put_back_corrections(article, notes):
    """Corrections that readers have seen stay, whatever the old revision knew of them."""
    keys = {note["key"] for note in notes}
    article.corrections.filter(published_at__isnull=True).exclude(key__in=keys).delete()
    present = {str(key) for key in article.corrections.values_list("key", flat=True)}
    Correction.objects.bulk_create(Correction(article=article, **note) for note in notes if note["key"] not in present)


def clean_body(html: str) -> str:
    """The body as it may be kept: sanitised, each library figure's empty alt text, caption and credit filled in.

    What the library says at this moment becomes what the story prints; later changes there are offered, not pushed.
    """
    found = Image.objects.in_bulk([figure.image_id for figure in markup.figures(html)])

    def fill(figure):
        image = found.get(figure.image_id)
        if image is None:
            return None
        return markup.Figure(
            image_id=figure.image_id,
            size=figure.size,
            alt_text=figure.alt_text or ("" if image.decorative else image.alt_text),
            caption=figure.caption or markup.sanitise_inline(image.caption),
            credit=figure.credit or image.credit,
            decorative=not figure.alt_text and image.decorative,
        )

    return markup.fill_figures(html, fill)
