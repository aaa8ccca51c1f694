"""The moves of `states.MOVES`: a text on its way from its writer to readers."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import lineage, readiness
from articles.models import Approval, Article, PublishedArticle, Revision, Schedule
from articles.states import MOVES, Status
from articles.workflow.refusals import WorkflowError
from articles.workflow.steps import (
    begin,
    current,
    go_live,
    is_live,
    make_move,
    note_change,
    refuse_for,
    require,
    require_lineage,
    require_reinstatement,
    say_moment,
)


@transaction.atomic
def submit(revision: Revision, by, note: str = "") -> None:
    """Send the story to an editor."""
    article = begin("submit", revision, by)
    refuse_for(readiness.before_review(revision.parsed))
    make_move("submit", article, revision, by, note)


@transaction.atomic
def request_changes(revision: Revision, by, note: str) -> None:
    article = begin("request_changes", revision, by, note)
    make_move("request_changes", article, revision, by, note)


@transaction.atomic
def agree(revision: Revision, by) -> None:
    """Say “I agree” to this text: the second pair of eyes for an editor who wrote it alone."""
    article = current(revision)
    require(by, "agree_article")
    if article.status != Status.IN_REVIEW:
        raise WorkflowError(_("There is nothing to agree with: the story is not in review."))
    if lineage.writers_since_approval(revision) == {by.pk}:
        raise WorkflowError(_("You wrote this text yourself; somebody else has to agree."))
    _approval, created = Approval.objects.get_or_create(
        revision=revision, kind=Approval.Kind.AGREE, by=by, defaults={"sha256": revision.sha256}
    )
    if created:
        note_change("agree", article, revision, article.status, article.status, by)


@transaction.atomic
def approve(revision: Revision, by, note: str = "") -> None:
    """Give this text, byte for byte, the right to go live. Needs a second pair of eyes."""
    article = begin("approve", revision, by)
    refuse_for(readiness.obstacles(revision.parsed, article.pk))
    if not lineage.second_pair_of_eyes(revision, by):
        raise WorkflowError(
            _("You alone changed this story since it was last approved. A colleague has to agree to it first.")
        )
    make_move("approve", article, revision, by, note)
    Approval.objects.create(revision=revision, sha256=revision.sha256, kind=Approval.Kind.APPROVE, by=by)


@transaction.atomic
def schedule(revision: Revision, by, at: datetime, zone: str) -> Schedule:
    """Have the clock publish this approved text at `at` (aware); `zone` is the one it was typed in."""
    article = begin("schedule", revision, by)
    if at <= timezone.now():
        raise WorkflowError(_("That moment has passed. Choose a later one, or publish now."))
    if article.embargo_until and at < article.embargo_until:
        raise WorkflowError(_("The embargo lasts until %(moment)s.") % {"moment": say_moment(article)})
    action = Schedule.Action.UPDATE if is_live(article) else Schedule.Action.PUBLISH
    if Schedule.objects.waiting().filter(article=article).exists():
        raise WorkflowError(_("Something is scheduled for this story already. Take that off the schedule first."))
    refuse_for(readiness.obstacles(revision.parsed, article.pk))
    require_lineage(article, revision)
    require_reinstatement(article, by)
    make_move("schedule", article, revision, by)
    return Schedule.objects.create(article=article, revision=revision, action=action, at=at, zone=zone, by=by)


@transaction.atomic
def unschedule(revision: Revision, by) -> None:
    """Take the story off the schedule; its approval stays. Also ends an update that waits behind newer writing."""
    article = current(revision)
    require(by, MOVES["unschedule"].permission)
    ended = Schedule.objects.waiting().filter(article=article).update(cancelled_at=timezone.now())
    if article.status == Status.SCHEDULED:
        make_move("unschedule", article, revision, by)
    elif ended:
        note_change("unschedule", article, revision, article.status, article.status, by)
    else:
        raise WorkflowError(_("Nothing is scheduled for this story."))


@transaction.atomic
def publish(revision: Revision, by, at: datetime | None = None) -> PublishedArticle:
    """Make the approved text what readers see, now; `at` dates a story that was published elsewhere before."""
    article = begin("publish", revision, by)
    make_move("publish", article, revision, by)
    Schedule.objects.waiting().filter(article=article).update(cancelled_at=timezone.now())
    return go_live(article, revision, by, at=at)


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
        make_move("publish", article, revision, None)
    else:
        note_change("publish", article, revision, article.status, article.status, None)
    return go_live(article, revision, None)
