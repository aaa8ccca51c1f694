"""What every verb does: check who and what, move the state in one guarded UPDATE, write the `StatusChange`."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles import checklist, colleagues, lineage, notices, publishing, readiness, signoffs
from articles.models import Approval, Article, PublishedArticle, Schedule, SetAside, StatusChange
from articles.states import MOVES, PaperState
from articles.workflow.refusals import NotAllowed, StalePress, WorkflowError


def say_moment(article: Article) -> str:
    """The embargo's end in the zone it was typed in."""
    return say_in_zone(article.embargo_until, article.embargo_zone or "UTC")


def say_in_zone(moment: datetime, zone: str) -> str:
    return f"{formats.date_format(moment.astimezone(ZoneInfo(zone)), 'DATETIME_FORMAT')} ({zone})"


def begin(verb, revision, by, note=None):
    """Check that `by` may make this move now, on this text; the story as it stands."""
    move, article = MOVES[verb], current(revision)
    if move.for_its_writer:
        require_may_edit(article, by)
    require(by, move.permission)
    if move.note_required and not (note or "").strip():
        raise WorkflowError(_("Say why, in a sentence."))
    if article.status not in move.sources:
        raise WorkflowError(cannot(move, article))
    if verb != "request_changes":
        require_newer_than_withdrawal(article, revision)
    return article


def current(revision):
    article = Article.objects.held().get(pk=revision.article_id)
    if article.binned_at:
        raise WorkflowError(_("The story is in the bin. Restore it first."))
    if article.head_id != revision.pk:
        raise StalePress(revision, article.head)
    return article


def cannot(move, article) -> str:
    return _("“%(move)s” is not possible now: the story's state is “%(state)s”.") % {
        "move": move.label,
        "state": article.get_status_display(),
    }


def require(by, permission):
    if by is None:
        return
    if not by.is_active or not by.is_staff or not by.has_perm(f"articles.{permission}"):
        raise NotAllowed(_("Your role does not allow this."))


def require_may_edit(article, by):
    if not Article.objects.editable_by(by).filter(pk=article.pk).exists():
        raise NotAllowed(_("You may do this only with stories of your own."))


def make_move(verb, article, revision, by, note=""):
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
        raise WorkflowError(cannot(move, article))
    note_change(verb, article, revision, article.status, move.target, by, note)
    article.status = move.target


def put_in_state(verb, article, status, by, note=""):
    """For what brings another text into the working copy: its newest revision stands in `status` now."""
    before = article.status
    Article.objects.filter(pk=article.pk).update(status=status)
    article.status = status
    note_change(verb, article, article.head, before, status, by, note)


def set_aside_in_state(article, revision, status):
    """What the text that waits beside the working copy will be when it is back."""
    SetAside.objects.open().filter(article=article, revision=revision).update(status=status)


def end_schedules(waiting) -> int:
    return waiting.update(cancelled_at=timezone.now())


def end_what_went_out_with(article, revision):
    """A text that the published one came from has gone out with it; one that branched off still waits."""
    texts = Schedule.objects.waiting().texts().filter(article=article)
    end_schedules(texts.filter(revision__in=lineage.ancestors(revision)))


def note_change(verb, article, revision, before, after, by, note=""):
    StatusChange.objects.create(
        article=article, revision=revision, verb=verb, before=before, after=after, by=by, note=note.strip()
    )
    notices.tell_of_move(verb, article, by, note)


def refuse_for(obstacles):
    if obstacles:
        raise WorkflowError(" ".join(obstacle.sentence for obstacle in obstacles))


def published_of(article):
    return PublishedArticle.objects.filter(article_id=article.pk).defer("story", "card").first()


def is_live(article):
    return PublishedArticle.objects.readable().filter(article_id=article.pk).exists()


def require_reinstatement(article, by):
    """A withdrawn story comes back only by the hand of somebody who may reinstate."""
    published = published_of(article)
    if published and published.state == PaperState.WITHDRAWN:
        require(by, "reinstate_article")


def require_no_withdrawal_first(article, at):
    """What is withdrawn first does not go out afterwards."""
    if Schedule.objects.waiting().withdrawals().filter(article=article, at__lte=at).exists():
        raise WorkflowError(_("Its withdrawal is scheduled for an earlier moment, and ends this text with it."))


def require_newer_than_withdrawal(article, revision):
    """No text from before a withdrawal goes out again, whoever approved it then."""
    published = published_of(article)
    if published and published.state == PaperState.WITHDRAWN and revision.created_at <= published.withdrawn_at:
        raise WorkflowError(
            _("This story was withdrawn. A text from before does not go out again: start bringing the story back.")
        )


def require_lineage(article, revision):
    published = published_of(article)
    if published and not lineage.descends_from(revision, published.revision_id):
        raise WorkflowError(
            _("The live page was changed after this text branched off. Bring both together in a new revision first.")
        )


def require_ready(article, revision, moment=None):
    """Every required check holds for the text at `moment`, and every required sign-off stands on it."""
    content, rules = revision.parsed, checklist.Rules(revision.parsed.format)
    refuse_for(
        [
            *readiness.obstacles(content, article.pk, moment, rules),
            *signoffs.obstacles(content, article.pk, rules),
        ]
    )


def require_no_embargo(article, moment):
    if article.embargo_until and article.embargo_until > moment:
        raise WorkflowError(_("The embargo lasts until %(moment)s.") % {"moment": say_moment(article)})


def require_withdrawable(article):
    """What readers see is never hidden from everybody who could take it from them."""
    if not colleagues.can_be_withdrawn(article):
        raise WorkflowError(
            _("Only named people know of this story, and none of them could take it from readers. "
              "Name somebody who may publish, too.")
        )  # fmt: skip


def require_approval(revision):
    approved = Approval.objects.filter(revision=revision, sha256=revision.sha256, kind=Approval.Kind.APPROVE)
    if not approved.exists():
        raise WorkflowError(_("Nobody approved this text."))


def require_fit_to_go_out(article, revision, by, moment, urgent=False):
    """Whatever a text needs to be what readers see at `moment`."""
    require_no_embargo(article, moment)
    if not urgent:
        require_approval(revision)
    require_lineage(article, revision)
    require_ready(article, revision, moment)
    require_reinstatement(article, by)
    require_withdrawable(article)


def go_live(article, revision, by, urgent=False, at=None):
    """The last steps of every publication; the caller has moved the state."""
    require_fit_to_go_out(article, revision, by, timezone.now(), urgent=urgent)
    try:
        published = publishing.go_live(revision, urgent=urgent, at=at)
    except publishing.AddressTaken as error:
        raise WorkflowError(str(error)) from error
    if article.head_id == revision.pk:
        signoffs.end_requests(article.pk)
    return published
