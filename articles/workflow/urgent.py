"""Publishing without approval, and the second person who stands behind it afterwards."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import colleagues, corrections, dossier, lineage, notices
from articles.models import Approval, Article, PublishedArticle, Revision
from articles.states import PaperState
from articles.workflow.branches import tell_when_parted
from articles.workflow.refusals import WorkflowError
from articles.workflow.steps import (
    begin,
    end_what_went_out_with,
    go_live,
    make_move,
    note_change,
    published_of,
    require,
)

REMIND_AFTER = timedelta(hours=1)


@transaction.atomic
def publish_urgently(revision: Revision, by, note: str) -> PublishedArticle:
    """Publish without approval, with a written reason. The story stays flagged until a second person countersigns."""
    article = begin("publish_urgently", revision, by, note)
    published = published_of(article)
    if published and published.state == PaperState.WITHDRAWN:
        raise WorkflowError(_("A withdrawn story comes back only through review and approval, never urgently."))
    make_move("publish_urgently", article, revision, by, note)
    end_what_went_out_with(article, revision)
    Approval.objects.create(revision=revision, sha256=revision.sha256, kind=Approval.Kind.URGENT, by=by, reason=note)
    published = go_live(article, revision, by, urgent=True)
    tell_when_parted(article, by)
    notices.tell("urgent", article, by, people=who_may_countersign(revision), words=note)
    return published


@transaction.atomic
def countersign(revision: Revision, by) -> None:
    """A second person stands behind what was published urgently: exactly the text that readers see now."""
    require(by, "countersign_article")
    article = Article.objects.held().get(pk=revision.article_id)
    published = published_of(article)
    if published is None or not published.urgent:
        raise WorkflowError(_("There is nothing to countersign any more: look at how the story stands."))
    if published.revision_id != revision.pk or published.sha256 != revision.sha256:
        raise WorkflowError(_("Readers see another text now than the one you read. Read what they see, then decide."))
    if refusal := why_not_countersign(revision, by):
        raise WorkflowError(refusal)
    PublishedArticle.objects.filter(pk=published.pk).update(urgent=False)
    corrections.second(revision, by)
    Approval.objects.create(revision=revision, sha256=revision.sha256, kind=Approval.Kind.COUNTERSIGN, by=by)
    note_change("countersign", article, revision, article.status, article.status, by)
    people = [urgency(revision).by, *colleagues.writers_of(article.pk)]
    notices.tell("countersigned", article, by, people=people)


def why_not_countersign(revision: Revision, by) -> str:
    """A sentence when `by` is the one who published it, or wrote it alone; empty for a second person."""
    if any(row.by_id == by.pk for row in _urgent(revision)):
        return _("You published it yourself; somebody else has to countersign.")
    if lineage.changed_alone(revision, by):
        return _("You alone wrote this text; somebody else has to countersign.")
    return ""


def who_may_countersign(revision: Revision) -> list:
    people = colleagues.with_right("countersign_article")
    return [person for person in people if not why_not_countersign(revision, person)]


def urgency(revision: Revision) -> Approval | None:
    """Who published this text without approval, when and why."""
    return next(reversed(_urgent(revision)), None)


def _urgent(revision):
    said = dossier.of(revision.article_id).approvals
    return [row for row in said if (row.revision_id, row.kind) == (revision.pk, Approval.Kind.URGENT)]


def remind_to_countersign() -> int:
    """Tell once more, after an hour, those who may countersign; of how many stories. Several clocks may do it."""
    now = timezone.now()
    waiting = PublishedArticle.objects.without_countersign().filter(published_at__lte=now - REMIND_AFTER)
    return sum(_remind(published, now) for published in waiting.only("article_id", "revision_id"))


@transaction.atomic
def _remind(published, now) -> int:
    publications = Approval.objects.filter(revision=published.revision_id, kind=Approval.Kind.URGENT)
    if not publications.filter(reminded_at__isnull=True).update(reminded_at=now):
        return 0
    revision = Revision.objects.select_related("article").get(pk=published.revision_id)
    words = _("Readers have seen it for an hour, and nobody has countersigned it.")
    notices.tell("urgent", revision.article, None, people=who_may_countersign(revision), words=words)
    return 1
