"""Notes on a story and on its passages: left, answered, settled and taken back."""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import colleagues, notices
from articles.anchors import Anchor
from articles.enumeration import enumerated
from articles.grammar import CONTROL
from articles.models import Article, Note
from articles.workflow.refusals import NotAllowed, WorkflowError

LONGEST = 4000


@transaction.atomic
def leave(
    article: Article, by, text: str, anchor: Anchor | None = None, parent: Note | None = None, visitor: str = "",
    mentioned=(),
) -> Note:  # fmt: skip
    """Leave a note on the story, on the passage `anchor`, or in answer to `parent`; an answer opens it again.

    `by` is empty for a visitor, whom the caller has let in and who gives a name. Colleagues named in the text as
    “@Elena Petrova”, and those in `mentioned`, are told; WorkflowError when one of them may not see the story.
    """
    text, visitor = (CONTROL.sub("", said).strip() for said in (text, visitor))  # no database keeps those signs
    visitor = " ".join(visitor.split())[:120]
    if by is not None and not colleagues.may_see(article, by):
        raise NotAllowed(_("You may not see this story."))
    if by is None and not visitor:
        raise WorkflowError(_("Say who you are."))
    if not text:
        raise WorkflowError(_("The note is empty."))
    if len(text) > LONGEST:
        raise WorkflowError(_("A note may have %(most)s characters. Shorten it, or write two.") % {"most": LONGEST})
    root = _root(article, parent)
    named = _named(article, text, mentioned) if by is not None else []
    where = anchor.__dict__ if anchor and root is None else {}
    note = Note.objects.create(
        article=article, revision_id=article.head_id, parent=root, by=by, visitor="" if by else visitor, text=text,
        **where,
    )  # fmt: skip
    note.mentioned.set(named)
    if root is not None:
        Note.objects.filter(pk=root.pk, resolved_at__isnull=False).update(resolved_at=None, resolved_by=None)
    _tell(note, named)
    return note


def _root(article, parent):
    if parent is None:
        return None
    root = parent.parent or parent
    if not article.notes.threads().filter(pk=root.pk, struck_at__isnull=True).exists():
        raise WorkflowError(_("That note was taken back; begin a new one."))
    return root


def _tell(note, named):
    notices.tell("mentioned", note.article, note.by, people=named, words=note.text, note=note)
    taken = {person.pk for person in named}
    writers = [person for person in colleagues.writers_of(note.article_id) if person.pk not in taken]
    if note.parent is None:
        notices.tell("noted", note.article, note.by, people=writers, words=note.text, note=note)
        return
    thread = [person for person in people_in(note.parent) if person.pk not in taken]
    notices.tell("replied", note.article, note.by, people=thread, words=note.text, note=note)


def people_in(root: Note) -> list:
    """Who wrote in this conversation or was named in it."""
    lines = [root, *root.replies.select_related("by")]
    found = {line.by_id: line.by for line in lines if line.by}
    found |= {person.pk: person for person in colleagues.at_work().filter(pk__in=_mentioned_in(lines))}
    return list(found.values())


def _mentioned_in(lines):
    through = Note.mentioned.through
    return list(through.objects.filter(note__in=[line.pk for line in lines]).values_list("user_id", flat=True))


def named_in(text: str, people) -> list:
    """Those of `people` whom the text calls as “@Elena Petrova”, or as “@Elena” when only one has that first name."""
    if "@" not in text:
        return []
    calls = {}
    for person in people:
        for call in {str(person), str(person).partition(" ")[0]} - {""}:
            calls.setdefault(call.casefold(), []).append(person)
    longest_first = sorted(calls, key=len, reverse=True)
    found = {}
    for match in re.finditer(r"(?<!\w)@(?=\S)", text):
        rest = text[match.end() : match.end() + len(longest_first[0]) + 1].casefold() if calls else ""
        call = next((call for call in longest_first if _begins_with(rest, call)), None)
        if call and len(calls[call]) == 1:
            found[calls[call][0].pk] = calls[call][0]
    return list(found.values())


def _begins_with(text, call):
    """As a whole word: “@Ann” does not call Anna."""
    return text.startswith(call) and not re.match(r"\w", text[len(call) :][:1])


def _named(article, text, mentioned):
    everybody = list(colleagues.at_work()) if "@" in text else []
    named = {person.pk: person for person in [*named_in(text, everybody), *mentioned]}
    outside = [str(person) for person in named.values() if not colleagues.may_see(article, person)]
    if outside:
        raise WorkflowError(
            _("%(names)s may not see this story and cannot be named in a note on it.") % {"names": enumerated(outside)}
        )
    return list(named.values())


@transaction.atomic
def resolve(root: Note, by) -> None:
    """Settle a conversation: whoever began it, the story's writers, and editors."""
    if not may_resolve(root, by):
        raise NotAllowed(_("Whoever left the note, the story's writers and editors may settle it."))
    if not Note.objects.open().filter(pk=root.pk).update(resolved_at=timezone.now(), resolved_by=by):
        raise WorkflowError(_("It is settled already."))


@transaction.atomic
def reopen(root: Note, by) -> None:
    if not may_resolve(root, by):
        raise NotAllowed(_("Whoever left the note, the story's writers and editors may open it again."))
    settled = Note.objects.threads().filter(pk=root.pk, resolved_at__isnull=False, struck_at__isnull=True)
    if not settled.update(resolved_at=None, resolved_by=None):
        raise WorkflowError(_("It is open already."))


@transaction.atomic
def strike(note: Note, by) -> None:
    """Take back a note of one's own. It stays, struck through, with who and when: others have read it."""
    if note.by_id is None or note.by_id != by.pk or not colleagues.may_see(note.article, by):
        raise NotAllowed(_("Only whoever wrote a note may take it back."))
    if not Note.objects.filter(pk=note.pk, struck_at__isnull=True).update(struck_at=timezone.now(), struck_by=by):
        raise WorkflowError(_("It was taken back already."))


def may_resolve(root: Note, by) -> bool:
    if not colleagues.may_see(root.article, by):
        return False
    if by.has_perm("articles.edit_any_article") or root.by_id == by.pk:
        return True
    return Article.objects.written_by(by).filter(pk=root.article_id).exists()
