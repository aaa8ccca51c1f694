"""What people do with stories. Each verb checks, changes in one guarded UPDATE, and writes a `StatusChange`.

Verbs take the revision that the person had before them; a press on an older one is refused with `StalePress`.
`by=None` is the clock. What cannot be done raises `WorkflowError` with a sentence that says what to do instead.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles import lineage, publishing, readiness
from articles.models import Approval, Article, Edition, PublishedArticle, Revision, Schedule, StatusChange
from articles.states import MOVES, PaperState, Reason, Status


class WorkflowError(Exception):
    """A move that cannot be made; the message is for the person who tried."""


class NotAllowed(WorkflowError):
    """This person may never make that move."""


class StalePress(WorkflowError):
    """The button belonged to an older text. Carries both revisions, so that the difference can be shown."""

    def __init__(self, pressed: Revision, head: Revision):
        super().__init__(
            _("%(name)s changed the story after you opened it. Look at what changed, then decide again.")
            % {"name": head.author}
        )
        self.pressed, self.head = pressed, head


# The moves of states.MOVES -------------------------------------------------------------------------


@transaction.atomic
def submit(revision: Revision, by, note: str = "") -> None:
    """Send the story to an editor."""
    article = _begin("submit", revision, by)
    _refuse_for(readiness.before_review(revision.parsed))
    _move("submit", article, revision, by, note)


@transaction.atomic
def request_changes(revision: Revision, by, note: str) -> None:
    article = _begin("request_changes", revision, by, note)
    _move("request_changes", article, revision, by, note)


@transaction.atomic
def agree(revision: Revision, by) -> None:
    """Say “I agree” to this text: the second pair of eyes for an editor who wrote it alone."""
    article = _current(revision)
    _require(by, "agree_article")
    if article.status != Status.IN_REVIEW:
        raise WorkflowError(_("There is nothing to agree with: the story is not in review."))
    if lineage.writers_since_approval(revision) == {by.pk}:
        raise WorkflowError(_("You wrote this text yourself; somebody else has to agree."))
    _approval, created = Approval.objects.get_or_create(
        revision=revision, kind=Approval.Kind.AGREE, by=by, defaults={"sha256": revision.sha256}
    )
    if created:
        _note_change("agree", article, revision, article.status, article.status, by)


@transaction.atomic
def approve(revision: Revision, by, note: str = "") -> None:
    """Give this text, byte for byte, the right to go live. Needs a second pair of eyes."""
    article = _begin("approve", revision, by)
    _refuse_for(readiness.obstacles(revision.parsed, article.pk))
    if not lineage.second_pair_of_eyes(revision, by):
        raise WorkflowError(
            _("You alone changed this story since it was last approved. A colleague has to agree to it first.")
        )
    _move("approve", article, revision, by, note)
    Approval.objects.create(revision=revision, sha256=revision.sha256, kind=Approval.Kind.APPROVE, by=by)


@transaction.atomic
def schedule(revision: Revision, by, at: datetime, zone: str) -> Schedule:
    """Have the clock publish this approved text at `at` (aware); `zone` is the one it was typed in."""
    article = _begin("schedule", revision, by)
    if at <= timezone.now():
        raise WorkflowError(_("That moment has passed. Choose a later one, or publish now."))
    if article.embargo_until and at < article.embargo_until:
        raise WorkflowError(_("The embargo lasts until %(moment)s.") % {"moment": say_moment(article)})
    action = Schedule.Action.UPDATE if _is_live(article) else Schedule.Action.PUBLISH
    if Schedule.objects.waiting().filter(article=article).exists():
        raise WorkflowError(_("Something is scheduled for this story already. Take that off the schedule first."))
    _refuse_for(readiness.obstacles(revision.parsed, article.pk))
    _require_lineage(article, revision)
    _require_reinstatement(article, by)
    _move("schedule", article, revision, by)
    return Schedule.objects.create(article=article, revision=revision, action=action, at=at, zone=zone, by=by)


@transaction.atomic
def unschedule(revision: Revision, by) -> None:
    """Take the story off the schedule; its approval stays. Also ends an update that waits behind newer writing."""
    article = _current(revision)
    _require(by, MOVES["unschedule"].permission)
    ended = Schedule.objects.waiting().filter(article=article).update(cancelled_at=timezone.now())
    if article.status == Status.SCHEDULED:
        _move("unschedule", article, revision, by)
    elif ended:
        _note_change("unschedule", article, revision, article.status, article.status, by)
    else:
        raise WorkflowError(_("Nothing is scheduled for this story."))


@transaction.atomic
def publish(revision: Revision, by, at: datetime | None = None) -> PublishedArticle:
    """Make the approved text what readers see, now; `at` dates a story that was published elsewhere before."""
    article = _begin("publish", revision, by)
    _move("publish", article, revision, by)
    Schedule.objects.waiting().filter(article=article).update(cancelled_at=timezone.now())
    return _go_live(article, revision, by, at=at)


@transaction.atomic
def publish_scheduled(waiting: Schedule) -> PublishedArticle:
    """The clock's verb: publish exactly the revision that was scheduled, once, however many clocks try.

    The guarded UPDATE of the schedule is the claim; it and everything else commit together or not at all.
    """
    now, article = timezone.now(), Article.objects.held().get(pk=waiting.article_id)
    if not Schedule.objects.waiting().filter(pk=waiting.pk, at__lte=now).update(done_at=now, last_error=""):
        raise WorkflowError(_("Another clock did it, or it was taken off the schedule."))
    revision = waiting.revision
    if article.head_id == revision.pk:
        _move("publish", article, revision, None)
    else:
        _note_change("publish", article, revision, article.status, article.status, None)
    return _go_live(article, revision, None)


@transaction.atomic
def publish_urgently(revision: Revision, by, note: str) -> PublishedArticle:
    """Publish without approval, with a written reason. The story stays flagged until a second person countersigns."""
    article = _begin("publish_urgently", revision, by, note)
    _move("publish_urgently", article, revision, by, note)
    Schedule.objects.waiting().filter(article=article).update(cancelled_at=timezone.now())
    Approval.objects.create(revision=revision, sha256=revision.sha256, kind=Approval.Kind.URGENT, by=by, reason=note)
    return _go_live(article, revision, by, urgent=True)


@transaction.atomic
def countersign(revision: Revision, by) -> None:
    """A second person stands behind what was published urgently."""
    _require(by, "countersign_article")
    published = _published(revision.article)
    if published is None or not published.urgent or published.revision_id != revision.pk:
        raise WorkflowError(_("There is nothing to countersign in this text."))
    if Approval.objects.filter(revision=revision, kind=Approval.Kind.URGENT, by=by).exists():
        raise WorkflowError(_("You published it yourself; somebody else has to countersign."))
    if not lineage.second_pair_of_eyes(revision, by):
        raise WorkflowError(_("You alone wrote this text; somebody else has to countersign."))
    if not PublishedArticle.objects.filter(pk=published.pk, urgent=True).update(urgent=False):
        raise WorkflowError(_("Somebody countersigned it just now."))
    Approval.objects.create(revision=revision, sha256=revision.sha256, kind=Approval.Kind.COUNTERSIGN, by=by)
    _note_change("countersign", revision.article, revision, revision.article.status, revision.article.status, by)


# Moves of the paper -------------------------------------------------------------------------------


@transaction.atomic
def withdraw(article: Article, by, reason: str, note: str) -> None:
    """Take a story away from readers: its address answers 410 with the date and the class of the reason."""
    _require(by, "publish_article")
    if reason not in Reason.values:
        raise WorkflowError(_("Say why: choose one of the reasons that readers may be told."))
    published = _paper_move("withdraw", article, by, note, PaperState.LIVE, PaperState.ARCHIVED)
    Schedule.objects.waiting().filter(article=article).update(cancelled_at=timezone.now())
    Article.objects.filter(pk=article.pk).exclude(status__in=(Status.IN_REVIEW, Status.CHANGES_REQUESTED)).update(
        status=Status.DRAFT
    )
    publishing.withdraw(published, reason)


@transaction.atomic
def archive(article: Article, by) -> None:
    """Keep the story readable at its address, off every list, feed and search."""
    _require(by, "publish_article")
    publishing.archive(_paper_move("archive", article, by, "", PaperState.LIVE))


@transaction.atomic
def unarchive(article: Article, by) -> None:
    _require(by, "publish_article")
    publishing.unarchive(_paper_move("unarchive", article, by, "", PaperState.ARCHIVED))


def _paper_move(verb, article, by, note, *sources):
    """The story's row of the paper, held for this move; refuses one that is in no such state any more."""
    if verb == "withdraw" and not note.strip():
        raise WorkflowError(_("Write down for the desk why it is withdrawn."))
    Article.objects.held().get(pk=article.pk)
    Edition.hold()
    published = _published(article)
    held = published and PublishedArticle.objects.filter(pk=published.pk, state__in=sources).update(
        changed_at=timezone.now()
    )
    if not held:
        raise WorkflowError(_("Readers do not see this story in that state any more; look again."))
    after = {"withdraw": PaperState.WITHDRAWN, "archive": PaperState.ARCHIVED, "unarchive": PaperState.LIVE}[verb]
    revision = Revision.objects.get(pk=published.revision_id)
    _note_change(verb, article, revision, published.state, after, by, note)
    return published


def remember_embargo(article: Article, by, before: datetime | None) -> None:
    """Write down that an embargo was set, moved or taken away; nothing when it stands as it stood."""
    if before != article.embargo_until:
        note = say_moment(article) if article.embargo_until else _("taken away")
        _note_change("embargo", article, article.head, article.status, article.status, by, note)


# The bin --------------------------------------------------------------------------------------------


@transaction.atomic
def bin_story(article: Article, by) -> None:
    """Put a story that was never published into the bin. It can be restored; nobody deletes a story."""
    article = Article.objects.held().get(pk=article.pk)
    _require_may_edit(article, by)
    if _published(article) is not None:
        raise WorkflowError(_("Readers have seen this story. Withdraw or archive it instead."))
    if article.status == Status.SCHEDULED:
        raise WorkflowError(_("It is scheduled. Take it off the schedule first."))
    if not Article.objects.kept().filter(pk=article.pk, status=article.status).update(binned_at=timezone.now()):
        raise WorkflowError(_("The story has just changed; look again."))
    _note_change("bin", article, article.head, article.status, article.status, by)


@transaction.atomic
def restore_from_bin(article: Article, by) -> None:
    mine = Article.objects.written_by(by).filter(pk=article.pk).exists()
    if not (by.has_perm("articles.edit_any_article") or (mine and by.has_perm("articles.change_article"))):
        raise NotAllowed(_("You may restore only stories of your own."))
    if not Article.objects.binned().filter(pk=article.pk).update(binned_at=None):
        raise WorkflowError(_("It is not in the bin."))
    _note_change("restore", article, article.head, article.status, article.status, by)


# What every verb does ---------------------------------------------------------------------------------


def say_moment(article: Article) -> str:
    """The embargo's end in the zone it was typed in."""
    zone = article.embargo_zone or "UTC"
    moment = article.embargo_until.astimezone(ZoneInfo(zone))
    return f"{formats.date_format(moment, 'DATETIME_FORMAT')} ({zone})"


def _begin(verb, revision, by, note=None):
    """Check that `by` may make this move now, on this text; the story as it stands."""
    move, article = MOVES[verb], _current(revision)
    if move.for_its_writer:
        _require_may_edit(article, by)
    _require(by, move.permission)
    if move.note_required and not (note or "").strip():
        raise WorkflowError(_("Say why, in a sentence."))
    if article.status not in move.sources:
        raise WorkflowError(_cannot(move, article))
    return article


def _current(revision):
    article = Article.objects.held().get(pk=revision.article_id)
    if article.binned_at:
        raise WorkflowError(_("The story is in the bin. Restore it first."))
    if article.head_id != revision.pk:
        raise StalePress(revision, article.head)
    return article


def _cannot(move, article):
    return _("“%(move)s” is not possible now: the story's state is “%(state)s”.") % {
        "move": move.label,
        "state": article.get_status_display(),
    }


def _require(by, permission):
    if by is None:
        return
    if not by.is_active or not by.is_staff or not by.has_perm(f"articles.{permission}"):
        raise NotAllowed(_("Your role does not allow this."))


def _require_may_edit(article, by):
    if not Article.objects.editable_by(by).filter(pk=article.pk).exists():
        raise NotAllowed(_("You may do this only with stories of your own."))


def _move(verb, article, revision, by, note=""):
    """The guarded UPDATE: only from a state the table allows, and only while this text is the newest."""
    move = MOVES[verb]
    moved = (
        Article.objects.kept()
        .filter(pk=article.pk, head_id=revision.pk, status=article.status)
        .update(status=move.target, modified_at=timezone.now())
    )
    if not moved or article.status not in move.sources:
        article.refresh_from_db()
        if article.head_id != revision.pk:
            raise StalePress(revision, article.head)
        raise WorkflowError(_cannot(move, article))
    _note_change(verb, article, revision, article.status, move.target, by, note)
    article.status = move.target


def _note_change(verb, article, revision, before, after, by, note=""):
    StatusChange.objects.create(
        article=article, revision=revision, verb=verb, before=before, after=after, by=by, note=note.strip()
    )


def _refuse_for(obstacles):
    if obstacles:
        raise WorkflowError(" ".join(obstacle.sentence for obstacle in obstacles))


def _published(article):
    return PublishedArticle.objects.filter(article_id=article.pk).first()


def _is_live(article):
    return PublishedArticle.objects.readable().filter(article_id=article.pk).exists()


def _require_reinstatement(article, by):
    """A withdrawn story comes back only by the hand of somebody who may reinstate."""
    published = _published(article)
    if published and published.state == PaperState.WITHDRAWN:
        _require(by, "reinstate_article")


def _require_lineage(article, revision):
    published = _published(article)
    if published and not lineage.descends_from(revision, published.revision_id):
        raise WorkflowError(
            _("The live page was changed after this text branched off. Bring both together in a new revision first.")
        )


def _go_live(article, revision, by, urgent=False, at=None):
    """The last steps of every publication; the caller has moved the state."""
    if article.embargo_until and article.embargo_until > timezone.now():
        raise WorkflowError(_("The embargo lasts until %(moment)s.") % {"moment": say_moment(article)})
    approved = Approval.objects.filter(revision=revision, sha256=revision.sha256, kind=Approval.Kind.APPROVE)
    if not urgent and not approved.exists():
        raise WorkflowError(_("Nobody approved this text."))
    _refuse_for(readiness.obstacles(revision.parsed, article.pk))
    _require_lineage(article, revision)
    _require_reinstatement(article, by)
    try:
        return publishing.go_live(revision, urgent=urgent, at=at)
    except publishing.AddressTaken as error:
        raise WorkflowError(str(error)) from error
