"""Who is to work on a story, until when and how urgently. None of it is part of the text or of its approval."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import colleagues, dossier, notices
from articles.models import Article, Assignment
from articles.workflow.refusals import NotAllowed, WorkflowError

Priority = Assignment.Priority


@transaction.atomic
def assign(
    article: Article, to, by, due_at: datetime | None = None, due_zone: str = "", priority: int = Priority.NORMAL,
    words: str = "", seen: int | None = None,
) -> Assignment:  # fmt: skip
    """Give the story to `to`, or back to the desk when that is None; `due_zone` is the zone `due_at` was typed in.

    Who may edit the story may assign it, to anybody who may see it. The one who gets it is told. `seen` is the key of
    the assignment that stood when `by` decided, 0 for none: another one is not replaced unseen.
    """
    article = Article.objects.held().get(pk=article.pk)
    if not Article.objects.editable_by(by).filter(pk=article.pk).exists():
        raise NotAllowed(_("You may assign only stories that you may edit."))
    if to is not None and not colleagues.may_see(article, to):
        raise WorkflowError(_("%(name)s may not see this story and cannot be given it.") % {"name": to})
    stands = standing(article)
    said = {"to": to, "due_at": due_at, "due_zone": due_zone, "priority": priority, "words": words.strip()}
    if seen is not None and seen != (stands.pk if stands else 0):
        to = stands.to if stands and stands.to else _("the desk")
        raise WorkflowError(_("It was given to %(name)s since you opened this page. Look again.") % {"name": to})
    if stands and {name: getattr(stands, name) for name in said} == said:
        return stands
    return _write(article, by, said)


def standing(article: Article) -> Assignment | None:
    """The assignment that holds now."""
    return next(iter(dossier.of(article.pk).assignments), None)


def _write(article, by, said):
    before = article.assigned_to_id
    article.assignments.standing().update(ended_at=timezone.now())
    row = Assignment.objects.create(article=article, by=by, **said)
    Article.objects.filter(pk=article.pk).update(assigned_to=row.to)
    article.assigned_to = row.to
    if row.to is not None:
        notices.tell("assigned", article, by, people=[row.to], words=row.words)
    elif before:
        notices.tell("handed_back", article, by, words=row.words)
    return row


@transaction.atomic
def hand_over(person, to, by) -> int:
    """Give everything assigned to `person`, who leaves, to `to`; how many stories that `by` may know of.

    Without `to`, or where `to` may not see the story, it goes back to the desk, and the editors are told.
    """
    stories = list(Article.objects.held().filter(assigned_to=person).order_by("pk"))
    for article in stories:
        heir = to if to is not None and colleagues.may_see(article, to) else None
        stands = standing(article) or Assignment()
        _write(
            article,
            by,
            {
                "to": heir,
                "due_at": stands.due_at,
                "due_zone": stands.due_zone,
                "priority": stands.priority,
                "words": _("Handed over: %(name)s has left.") % {"name": person},
            },
        )
    return len(Article.objects.visible_to(by).filter(pk__in=[article.pk for article in stories]))
