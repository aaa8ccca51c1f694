"""What is to happen at a moment: put on the schedule, moved, taken off, and carried out by the clock."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import lineage
from articles.models import Article, PublishedArticle, Revision, Schedule
from articles.states import MOVES, Reason, Status
from articles.workflow.branches import tell_when_parted
from articles.workflow.paper import take_away
from articles.workflow.refusals import WorkflowError
from articles.workflow.steps import (
    begin,
    current,
    end_schedules,
    go_live,
    is_live,
    make_move,
    note_change,
    published_of,
    require,
    require_lineage,
    require_no_withdrawal_first,
    require_ready,
    require_reinstatement,
    require_withdrawable,
    say_in_zone,
    say_moment,
    set_aside_in_state,
)

MAY = MOVES["schedule"].permission


# By people ---------------------------------------------------------------------------------------


@transaction.atomic
def schedule(revision: Revision, by, at: datetime, zone: str) -> Schedule:
    """Have the clock publish this approved text at `at` (aware); `zone` is the one it was typed in."""
    article = begin("schedule", revision, by)
    require_moment(article, at)
    action = Schedule.Action.UPDATE if is_live(article) else Schedule.Action.PUBLISH
    waiting = Schedule.objects.waiting().texts().filter(article=article).select_related("revision").first()
    if waiting and not takes_the_place_of(revision, waiting):
        raise WorkflowError(_("A text of this story is scheduled already. Take that off the schedule first."))
    require_lineage(article, revision)
    require_no_withdrawal_first(article, at)
    require_ready(article, revision, at)
    require_reinstatement(article, by)
    require_withdrawable(article)
    make_move("schedule", article, revision, by, say_in_zone(at, zone))
    end_schedules(Schedule.objects.waiting().texts().filter(article=article))
    return Schedule.objects.create(article=article, revision=revision, action=action, at=at, zone=zone, by=by)


def takes_the_place_of(revision: Revision, waiting: Schedule) -> bool:
    """Whether `revision` brings together what `waiting`, which cannot go out any more, and the live page say."""
    published = PublishedArticle.objects.filter(article_id=waiting.article_id).first()
    stuck = published is not None and not lineage.descends_from(waiting.revision, published.revision_id)
    return stuck and lineage.descends_from(revision, waiting.revision_id)


@transaction.atomic
def schedule_withdrawal(article: Article, by, at: datetime, zone: str, reason: str, note: str) -> Schedule:
    """Have the clock take the story away from readers at `at`, whatever text they see by then."""
    require(by, MAY)
    article = Article.objects.held().get(pk=article.pk)
    if reason not in Reason.values:
        raise WorkflowError(_("Say why: choose one of the reasons that readers may be told."))
    if not note.strip():
        raise WorkflowError(_("Write down for the desk why it is withdrawn."))
    require_later(at)
    published = published_of(article)
    if published is None or not is_live(article):
        raise WorkflowError(_("Readers do not see this story; there is nothing to withdraw."))
    if Schedule.objects.waiting().withdrawals().filter(article=article).exists():
        raise WorkflowError(_("Its withdrawal is scheduled already. Move that instead."))
    revision = Revision.objects.get(pk=published.revision_id)
    said = f"{say_in_zone(at, zone)} – {note.strip()}"
    note_change("schedule_withdrawal", article, revision, published.state, published.state, by, said)
    action = Schedule.Action.WITHDRAW
    return Schedule.objects.create(
        article=article, revision=revision, action=action, at=at, zone=zone, reason=reason, note=note.strip(), by=by
    )


@transaction.atomic
def reschedule(waiting: Schedule, by, at: datetime, zone: str) -> None:
    """Move what is scheduled to another moment; what it does and which text it is about stay."""
    require(by, MAY)
    article = Article.objects.held().get(pk=waiting.article_id)
    is_text = waiting.action != Schedule.Action.WITHDRAW
    if is_text:
        require_moment(article, at)
        require_ready(article, waiting.revision, at)
    else:
        require_later(at)
    moved = (
        Schedule.objects.waiting()
        .filter(pk=waiting.pk, at=waiting.at)
        .update(at=at, zone=zone, attempts=0, last_error="", warning="", retry_at=None)
    )
    if not moved:
        raise WorkflowError(_("It is not on the schedule at that moment any more; look again."))
    verb = "reschedule" if is_text else "reschedule_withdrawal"
    note_change(verb, article, waiting.revision, article.status, article.status, by, say_in_zone(at, zone))


@transaction.atomic
def unschedule(revision: Revision, by) -> None:
    """Take the story's text off the schedule; its approval stays. A scheduled withdrawal stays too."""
    article = current(revision)
    require(by, MOVES["unschedule"].permission)
    texts = Schedule.objects.waiting().texts().filter(article=article)
    waiting = texts.select_related("revision").first()
    ended = end_schedules(texts)
    if waiting:
        set_aside_in_state(article, waiting.revision, Status.APPROVED)
    if article.status == Status.SCHEDULED:
        make_move("unschedule", article, revision, by)
    elif ended:
        note_change("unschedule", article, waiting.revision, article.status, article.status, by)
    else:
        raise WorkflowError(_("Nothing is scheduled for this story."))


@transaction.atomic
def unschedule_withdrawal(article: Article, by) -> None:
    require(by, MAY)
    article = Article.objects.held().get(pk=article.pk)
    if not end_schedules(Schedule.objects.waiting().withdrawals().filter(article=article)):
        raise WorkflowError(_("No withdrawal is scheduled for this story."))
    note_change("unschedule_withdrawal", article, article.head, article.status, article.status, by)


def require_moment(article, at):
    """A text goes out in the future, and not inside its embargo."""
    require_later(at)
    if article.embargo_until and at < article.embargo_until:
        raise WorkflowError(_("The embargo lasts until %(moment)s.") % {"moment": say_moment(article)})


def require_later(at):
    if at <= timezone.now():
        raise WorkflowError(_("That moment has passed. Choose a later one, or do it now."))


# By the clock ------------------------------------------------------------------------------------


def carry_out(waiting: Schedule) -> PublishedArticle:
    """Do what is scheduled, once, however many clocks try."""
    do = withdraw_scheduled if waiting.action == Schedule.Action.WITHDRAW else publish_scheduled
    return do(waiting)


@transaction.atomic
def publish_scheduled(waiting: Schedule) -> PublishedArticle:
    """Publish exactly the revision that was scheduled.

    The guarded UPDATE of the schedule is the claim; it and everything else commit together or not at all.
    """
    article = _claim(waiting)
    require_no_withdrawal_first(article, waiting.at)
    revision = waiting.revision
    if article.head_id == revision.pk:
        make_move("publish", article, revision, None)
    else:
        note_change("publish", article, revision, article.status, article.status, None)
        set_aside_in_state(article, revision, Status.PUBLISHED)
    published = go_live(article, revision, None)
    tell_when_parted(article, None)
    return published


@transaction.atomic
def withdraw_scheduled(waiting: Schedule) -> PublishedArticle:
    """Take the story away from readers for the reason that was given when it was scheduled."""
    return take_away(_claim(waiting), None, waiting.reason, waiting.note)


def _claim(waiting):
    now, article = timezone.now(), Article.objects.held().get(pk=waiting.article_id)
    if not Schedule.objects.waiting().filter(pk=waiting.pk, at__lte=now).update(done_at=now, last_error=""):
        raise WorkflowError(_("Another clock did it, or it was taken off the schedule."))
    return article
