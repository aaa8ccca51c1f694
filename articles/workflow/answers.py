"""Saying what readers learn of a change to a story that they can read."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import corrections, revisions
from articles.models import Approval, Correction, ReaderAnswer, Revision
from articles.states import CorrectionKind
from articles.workflow.refusals import WorkflowError
from articles.workflow.steps import current, require_may_edit


@transaction.atomic
def tell_readers(revision: Revision, by, notes: Iterable[corrections.Note]) -> Revision:
    """Put these notes into the text: a new revision, whose approval covers them. They are dated as it goes out."""
    article, answer = _asked(revision, by)
    notes = [corrections.Note(note.kind, note.text.strip()) for note in notes]
    if not notes or not all(note.text and note.kind in CorrectionKind for note in notes):
        raise WorkflowError(_("Write what readers are to be told, and say what kind of note it is."))
    present = {(note.kind, note.text) for note in answer.notes}
    if any((note.kind, note.text) in present for note in notes):
        raise WorkflowError(_("The text says that already."))
    for note in notes:
        Correction.objects.create(article=article, kind=note.kind, text=note.text)
    why = ", ".join(dict.fromkeys(str(CorrectionKind(note.kind).label) for note in notes))
    return revisions.record(article, by, why=why, opened_on=revision.pk)


@transaction.atomic
def keep_silent(revision: Revision, by) -> ReaderAnswer:
    """Decide that this change, to the letter, is not worth a note: a typo, a link, a topic.

    Whoever agreed to the text before did not know it, and is asked again.
    """
    _article, answer = _asked(revision, by)
    if answer.notes:
        raise WorkflowError(_("This text tells readers of the change already. Take the note out of it first."))
    if answer.said is None:
        end_agreements(revision)
    return corrections.set_down(revision, by, answer.live, silent=True)


@transaction.atomic
def stand_by_notes(revision: Revision, by) -> ReaderAnswer:
    """Say that the notes in this text, which were written for another, still tell readers what has changed."""
    _article, answer = _asked(revision, by)
    if not answer.notes:
        raise WorkflowError(_("There is no note in this text. Write one, or say that the change is not worth it."))
    return corrections.set_down(revision, by, answer.live, silent=False)


def end_agreements(revision: Revision) -> None:
    """Those who agreed to this text are asked again."""
    Approval.objects.agreements().filter(revision=revision).update(ended_at=timezone.now())


def _asked(revision, by):
    article = current(revision)
    require_may_edit(article, by)
    answer = corrections.answer_to(revision.parsed, article.pk)
    if not answer.asked:
        raise WorkflowError(_("This text changes nothing that readers see; there is nothing to tell them."))
    return article, answer
