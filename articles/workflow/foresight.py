"""What would stop the clock when a story's hour comes, found while it can still be mended."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from articles.models import Article, Schedule
from articles.states import MOVES
from articles.workflow.refusals import WorkflowError
from articles.workflow.steps import (
    cannot,
    is_live,
    require_approval,
    require_lineage,
    require_no_embargo,
    require_no_withdrawal_first,
    require_ready,
    require_withdrawable,
)


def what_would_stop(waiting: Schedule) -> str:
    """A sentence for each thing that would keep `waiting` from being done at its moment; empty when nothing would."""
    article, revision = Article.objects.get(pk=waiting.article_id), waiting.revision
    if waiting.action == Schedule.Action.WITHDRAW:
        return _refusal(lambda: _require_readers(article, waiting))
    sentences = (
        _refusal(lambda: _require_movable(article, revision)),
        _refusal(lambda: require_no_embargo(article, waiting.at)),
        _refusal(lambda: require_approval(revision)),
        _refusal(lambda: require_lineage(article, revision)),
        _refusal(lambda: require_ready(article, revision, waiting.at)),
        _refusal(lambda: require_no_withdrawal_first(article, waiting.at)),
        _refusal(lambda: require_withdrawable(article)),
    )
    return " ".join(dict.fromkeys(sentence for sentence in sentences if sentence))


def _refusal(step: Callable[[], None]) -> str:
    try:
        step()
    except WorkflowError as refusal:
        return str(refusal)
    return ""


def _require_movable(article, revision):
    if article.binned_at:
        raise WorkflowError(_("The story is in the bin. Restore it first."))
    if article.head_id == revision.pk and article.status not in MOVES["publish"].sources:
        raise WorkflowError(cannot(MOVES["publish"], article))


def _require_readers(article, waiting):
    """There is something to withdraw, or will be by then."""
    first = Schedule.objects.waiting().texts().filter(article=article, at__lt=waiting.at)
    if not is_live(article) and not first.exists():
        raise WorkflowError(_("Readers do not see this story; there is nothing to withdraw."))
