"""The way back of a withdrawn story: as a new text, through review and a new approval."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles import revisions
from articles.models import Revision
from articles.states import PaperState, Status
from articles.workflow.refusals import WorkflowError
from articles.workflow.steps import current, published_of, put_in_state, require_may_edit


@transaction.atomic
def bring_back(revision: Revision, by) -> Revision:
    """Begin to bring a withdrawn story back: a new revision that says the same, and that nobody has approved."""
    article = current(revision)
    require_may_edit(article, by)
    published = published_of(article)
    if published is None or published.state != PaperState.WITHDRAWN:
        raise WorkflowError(_("This story is not withdrawn."))
    if revision.created_at > published.withdrawn_at:
        raise WorkflowError(_("It is on its way back already. Next it goes to an editor."))
    new = revisions.branch(article, revision, by, _("To bring the withdrawn story back"))
    put_in_state("bring_back", article, Status.DRAFT, by)
    return new
