"""Publishing without approval, and the second person who stands behind it afterwards."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles import lineage
from articles.models import Approval, PublishedArticle, Revision
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


@transaction.atomic
def publish_urgently(revision: Revision, by, note: str) -> PublishedArticle:
    """Publish without approval, with a written reason. The story stays flagged until a second person countersigns."""
    article = begin("publish_urgently", revision, by, note)
    make_move("publish_urgently", article, revision, by, note)
    end_what_went_out_with(article, revision)
    Approval.objects.create(revision=revision, sha256=revision.sha256, kind=Approval.Kind.URGENT, by=by, reason=note)
    published = go_live(article, revision, by, urgent=True)
    tell_when_parted(article, by)
    return published


@transaction.atomic
def countersign(revision: Revision, by) -> None:
    """A second person stands behind what was published urgently."""
    require(by, "countersign_article")
    published = published_of(revision.article)
    if published is None or not published.urgent or published.revision_id != revision.pk:
        raise WorkflowError(_("There is nothing to countersign in this text."))
    if Approval.objects.filter(revision=revision, kind=Approval.Kind.URGENT, by=by).exists():
        raise WorkflowError(_("You published it yourself; somebody else has to countersign."))
    if not lineage.second_pair_of_eyes(revision, by):
        raise WorkflowError(_("You alone wrote this text; somebody else has to countersign."))
    if not PublishedArticle.objects.filter(pk=published.pk, urgent=True).update(urgent=False):
        raise WorkflowError(_("Somebody countersigned it just now."))
    Approval.objects.create(revision=revision, sha256=revision.sha256, kind=Approval.Kind.COUNTERSIGN, by=by)
    note_change("countersign", revision.article, revision, revision.article.status, revision.article.status, by)
