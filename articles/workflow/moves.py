"""The moves of `states.MOVES`: a text on its way from its writer to readers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from articles import corrections, lineage, readiness, signoffs
from articles.models import Approval, PublishedArticle, Revision
from articles.states import Status
from articles.workflow.answers import end_agreements
from articles.workflow.branches import tell_when_parted
from articles.workflow.refusals import WorkflowError
from articles.workflow.steps import (
    begin,
    current,
    end_what_went_out_with,
    go_live,
    make_move,
    note_change,
    refuse_for,
    require,
)


@transaction.atomic
def submit(revision: Revision, by, note: str = "") -> None:
    """Send the story to an editor."""
    article = begin("submit", revision, by)
    refuse_for(readiness.before_review(revision.parsed))
    make_move("submit", article, revision, by, note)
    signoffs.ask_for_required(revision.parsed, article, by)


@transaction.atomic
def request_changes(revision: Revision, by, note: str) -> None:
    """Send the story back. Agreements with this text and “not worth a note” have to be said anew.

    Sign-offs stay: they belong to their part of the text, and lapse when that changes.
    """
    article = begin("request_changes", revision, by, note)
    make_move("request_changes", article, revision, by, note)
    end_agreements(revision)
    corrections.end_silence(revision)


@transaction.atomic
def agree(revision: Revision, by) -> None:
    """Say “I agree” to this text: the second pair of eyes for an editor who wrote it alone."""
    article = current(revision)
    require(by, "agree_article")
    if article.status != Status.IN_REVIEW:
        raise WorkflowError(_("There is nothing to agree with: the story is not in review."))
    if lineage.changed_alone(revision, by):
        raise WorkflowError(_("You wrote this text yourself; somebody else has to agree."))
    _approval, created = Approval.objects.get_or_create(
        revision=revision, kind=Approval.Kind.AGREE, by=by, ended_at=None, defaults={"sha256": revision.sha256}
    )
    corrections.second(revision, by)
    if created:
        note_change("agree", article, revision, article.status, article.status, by)


@transaction.atomic
def approve(revision: Revision, by, note: str = "") -> None:
    """Give this text, byte for byte, the right to go live, with what readers learn of it.

    Needs a second pair of eyes.
    """
    article = begin("approve", revision, by)
    refuse_for(readiness.obstacles(revision.parsed, article.pk))
    if not lineage.second_pair_of_eyes(revision, by):
        raise WorkflowError(
            _("You alone changed this story since it was last approved. A colleague has to agree to it first.")
        )
    if corrections.decided_alone(revision, by) and lineage.changed_alone(revision, by):
        raise WorkflowError(
            _("You alone changed this story and said that readers need not be told. "
              "A colleague has to agree to it first.")
        )  # fmt: skip
    corrections.second(revision, by)
    make_move("approve", article, revision, by, note)
    Approval.objects.create(revision=revision, sha256=revision.sha256, kind=Approval.Kind.APPROVE, by=by)


@transaction.atomic
def publish(revision: Revision, by, at: datetime | None = None) -> PublishedArticle:
    """Make the approved text what readers see, now; `at` dates a story that was published elsewhere before."""
    article = begin("publish", revision, by)
    make_move("publish", article, revision, by)
    end_what_went_out_with(article, revision)
    published = go_live(article, revision, by, at=at)
    tell_when_parted(article, by)
    return published
