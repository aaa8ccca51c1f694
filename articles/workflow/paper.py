"""Moves of what readers see: withdraw, archive, and back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import publishing
from articles.models import Article, Edition, PublishedArticle, Revision, Schedule, SetAside
from articles.states import PaperState, Reason, Status
from articles.workflow.refusals import WorkflowError
from articles.workflow.steps import end_schedules, note_change, published_of, require


@transaction.atomic
def withdraw(article: Article, by, reason: str, note: str) -> None:
    """Take a story away from readers: its address answers 410 with the date and the class of the reason."""
    require(by, "publish_article")
    if reason not in Reason.values:
        raise WorkflowError(_("Say why: choose one of the reasons that readers may be told."))
    take_away(article, by, reason, note)


def take_away(article: Article, by, reason: str, note: str) -> PublishedArticle:
    """What a withdrawal does, by whomever. Texts that wait for their hour, and withdrawals, end with it."""
    published = _paper_move("withdraw", article, by, note, PaperState.LIVE, PaperState.ARCHIVED)
    waiting = Schedule.objects.waiting().filter(article=article)
    if text := waiting.texts().select_related("revision").first():
        sentence = _("The story was withdrawn before this text's moment came.")
        note_change("unschedule", article, text.revision, article.status, article.status, by, sentence)
    end_schedules(waiting)
    ends = (Status.IN_REVIEW, Status.CHANGES_REQUESTED)
    Article.objects.filter(pk=article.pk).exclude(status__in=ends).update(status=Status.DRAFT)
    SetAside.objects.open().filter(article=article).exclude(status__in=ends).update(status=Status.DRAFT)
    publishing.withdraw(published, reason)
    return published


@transaction.atomic
def archive(article: Article, by) -> None:
    """Keep the story readable at its address, off every list, feed and search."""
    require(by, "publish_article")
    publishing.archive(_paper_move("archive", article, by, "", PaperState.LIVE))


@transaction.atomic
def unarchive(article: Article, by) -> None:
    require(by, "publish_article")
    publishing.unarchive(_paper_move("unarchive", article, by, "", PaperState.ARCHIVED))


def _paper_move(verb, article, by, note, *sources):
    """The story's row of the paper, held for this move; refuses one that is in no such state any more."""
    if verb == "withdraw" and not note.strip():
        raise WorkflowError(_("Write down for the desk why it is withdrawn."))
    Article.objects.held().get(pk=article.pk)
    Edition.hold()
    published = published_of(article)
    held = published and PublishedArticle.objects.filter(pk=published.pk, state__in=sources).update(
        changed_at=timezone.now()
    )
    if not held:
        raise WorkflowError(_("Readers do not see this story in that state any more; look again."))
    after = {"withdraw": PaperState.WITHDRAWN, "archive": PaperState.ARCHIVED, "unarchive": PaperState.LIVE}[verb]
    revision = Revision.objects.get(pk=published.revision_id)
    note_change(verb, article, revision, published.state, after, by, note)
    return published
