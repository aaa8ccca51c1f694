"""What happens to a story besides its moves: a planned date, an embargo, and the bin."""

from datetime import date, datetime

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles.models import Article, PlannedDate
from articles.states import Status
from articles.workflow.refusals import NotAllowed, WorkflowError
from articles.workflow.steps import note_change, published_of, require_may_edit, say_in_zone, say_moment


def remember_embargo(article: Article, by, before: datetime | None) -> None:
    """Write down that an embargo was set, moved or taken away; nothing when it stands as it stood."""
    if before != article.embargo_until:
        note = say_moment(article) if article.embargo_until else _("taken away")
        note_change("embargo", article, article.head, article.status, article.status, by, note)


@transaction.atomic
def plan(article: Article, by, day: date | None = None, at: datetime | None = None, zone: str = "") -> None:
    """Remember when the newsroom means to have it: a day, or a moment in `zone`, or no longer at all.

    A plan binds nobody: no approval lapses with it, and nothing goes out by it.
    """
    article = Article.objects.held().get(pk=article.pk)
    require_may_edit(article, by)
    day, zone = (None, zone) if at else (day, "")
    before = PlannedDate.objects.filter(article=article).values_list("day", "at", "zone").first()
    if (before or (None, None, "")) == (day, at, zone):
        return
    if day or at:
        values = {"day": day, "at": at, "zone": zone}
        PlannedDate.objects.update_or_create(article=article, defaults=values)
        note = say_in_zone(at, zone) if at else formats.date_format(day)
    else:
        PlannedDate.objects.filter(article=article).delete()
        note = _("taken away")
    note_change("plan", article, article.head, article.status, article.status, by, note)


@transaction.atomic
def bin_story(article: Article, by) -> None:
    """Put a story that was never published into the bin. It can be restored; nobody deletes a story."""
    article = Article.objects.held().get(pk=article.pk)
    require_may_edit(article, by)
    if published_of(article) is not None:
        raise WorkflowError(_("Readers have seen this story. Withdraw or archive it instead."))
    if article.status == Status.SCHEDULED:
        raise WorkflowError(_("It is scheduled. Take it off the schedule first."))
    if not Article.objects.kept().filter(pk=article.pk, status=article.status).update(binned_at=timezone.now()):
        raise WorkflowError(_("The story has just changed; look again."))
    note_change("bin", article, article.head, article.status, article.status, by)


@transaction.atomic
def restore_from_bin(article: Article, by) -> None:
    mine = Article.objects.written_by(by).filter(pk=article.pk).exists()
    if not (by.has_perm("articles.edit_any_article") or (mine and by.has_perm("articles.change_article"))):
        raise NotAllowed(_("You may restore only stories of your own."))
    if not Article.objects.binned().filter(pk=article.pk).update(binned_at=None):
        raise WorkflowError(_("It is not in the bin."))
    note_change("restore", article, article.head, article.status, article.status, by)
