"""Words beside the line of approval: asked for, given, refused with a reason, taken back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import colleagues, lineage, notices, signoffs
from articles.models import Article, Revision, SignOff, SignOffKind, SignOffRequest
from articles.notices import Event
from articles.workflow.refusals import NotAllowed, WorkflowError
from articles.workflow.steps import current, note_change


@transaction.atomic
def ask_sign_off(revision: Revision, kind: SignOffKind, by, of=None, note: str = "") -> SignOffRequest:
    """Wait for this sign-off from now on: of one person who may give it, or of anybody who may."""
    article = current(revision)
    if not (by.has_perm("articles.approve_article") or Article.objects.editable_by(by).filter(pk=article.pk).exists()):
        raise NotAllowed(_("You may ask for a sign-off only for stories of your own."))
    if of is not None and not _may_answer(of, kind, article):
        raise WorkflowError(_("%(name)s may not give this sign-off.") % {"name": of})
    request = signoffs.ask(kind, article, by, of=of, note=note.strip())
    whom = _(": asked of %(name)s") % {"name": of} if of else ""
    _note("ask_sign_off", article, revision, by, f"{kind}{whom}", note)
    return request


@transaction.atomic
def sign_off(revision: Revision, kind: SignOffKind, by) -> SignOff:
    """Stand behind the part of this text that the kind covers."""
    return _say(revision, kind, by, SignOff.Verdict.GIVEN)


@transaction.atomic
def refuse_sign_off(revision: Revision, kind: SignOffKind, by, note: str) -> SignOff:
    """Say “not yet”, and what has to change first."""
    if not note.strip():
        raise WorkflowError(_("Say what has to change first, in a sentence."))
    request = SignOffRequest.objects.open().filter(article=revision.article_id, kind=kind).select_related("by").first()
    word = _say(revision, kind, by, SignOff.Verdict.REFUSED, note.strip())
    people = [*colleagues.writers_of(word.article_id), *([request.by] if request else [])]
    notices.tell(Event.SIGN_OFF_REFUSED, word.article, by, people=people, words=f"{kind}: {word.reason}")
    return word


@transaction.atomic
def take_back_sign_off(revision: Revision, kind: SignOffKind, by) -> None:
    """Take back the word that stands on this text, given or refused; it is waited for again."""
    article = current(revision)
    _require_giver(by, kind, article)
    if not _standing(revision, kind).update(ended_at=timezone.now()):
        raise WorkflowError(_("There is no sign-off to take back."))
    SignOffRequest.objects.get_or_create(article=article, kind=kind, ended_at=None, defaults={"asked": by, "by": by})
    _note("take_back_sign_off", article, revision, by, str(kind))


def _say(revision, kind, by, verdict, reason=""):
    article = current(revision)
    _require_giver(by, kind, article)
    if verdict == SignOff.Verdict.GIVEN and not kind.by_its_writer and lineage.writers(revision) == {by.pk}:
        raise WorkflowError(_("You wrote this text alone; somebody else has to give this sign-off."))
    present = _standing(revision, kind).select_related("by").first()
    if present and present.verdict == verdict == SignOff.Verdict.GIVEN:
        raise WorkflowError(_("%(name)s has signed it off already.") % {"name": present.by})
    _standing(revision, kind).update(ended_at=timezone.now())
    word = SignOff.objects.create(
        article=article,
        kind=kind,
        revision=revision,
        covered=signoffs.covered(revision.parsed, kind.covers),
        verdict=verdict,
        by=by,
        reason=reason,
    )
    signoffs.end_requests(article.pk, kind)
    verb = "sign_off" if verdict == SignOff.Verdict.GIVEN else "refuse_sign_off"
    _note(verb, article, revision, by, str(kind), reason)
    return word


def _standing(revision, kind):
    """The word on the part of this text that the kind covers."""
    part = signoffs.covered(revision.parsed, kind.covers)
    return SignOff.objects.filter(article_id=revision.article_id, kind=kind, covered=part, ended_at__isnull=True)


def _require_giver(by, kind, article):
    if not _may_answer(by, kind, article):
        raise NotAllowed(_("You may not give this sign-off."))


def _may_answer(person, kind, article):
    sees = Article.objects.visible_to(person).filter(pk=article.pk).exists()
    return sees and SignOffKind.objects.open_to(person).filter(pk=kind.pk).exists()


def _note(verb, article, revision, by, words, said=""):
    note = f"{words}: {said.strip()}" if said.strip() else words
    note_change(verb, article, revision, article.status, article.status, by, note)
