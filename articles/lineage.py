"""Who stands behind a text: whose hands changed it since it was last approved, and what it descends from."""

from articles import dossier
from articles.models import Approval, Revision


def changed_alone(revision: Revision, by) -> bool:
    """Whether `by` alone changed the story since an approval that counts, or since any that was ever given.

    A revision that says what its parent said, to the letter, was changed by nobody.
    An approval that was taken back, or that a withdrawal ended, lets nobody's later text through unseen.
    """
    said, rows = _approvals(revision.article_id), _hands(revision)
    counting = {pk for pk, counts in said if counts}
    return {by.pk} in (_writers_since(counting, revision, rows), _writers_since({pk for pk, _ in said}, revision, rows))


def _hands(revision):
    return {pk: hands for pk, *hands in dossier.of(revision.article_id).texts}


def _writers_since(approved, revision, rows):
    writers, to_see, seen = set(), [revision.pk], set()
    while to_see:
        pk = to_see.pop()
        if pk is None or pk in approved or pk in seen:
            continue
        seen.add(pk)
        parent, merged, author, sha256 = rows[pk]
        if parent is None or rows[parent][3] != sha256:
            writers.add(author)
        to_see += [parent, merged]
    return writers


def writers(revision: Revision) -> set[int]:
    """Keys of everybody who changed this text, from its first line on."""
    return _writers_since(set(), revision, _hands(revision))


def approved_texts(article_id: int) -> set[int]:
    """Keys of the texts that somebody stands behind.

    Whoever asks for changes of an approved text takes its approval back; after a withdrawal nothing counts that was
    said before it.
    """
    return {pk for pk, counts in _approvals(article_id) if counts}


def _approvals(article_id) -> list[tuple[int, bool]]:
    """Texts that somebody stood behind, each with whether that still counts."""
    said = dossier.of(article_id).approvals
    return [(row.revision_id, row.counts) for row in said if row.kind in Approval.STANDS_BEHIND]


def last_approved(revision: Revision) -> Revision | None:
    """The newest text somebody stands behind among those that this one came from, itself left out."""
    approved = approved_texts(revision.article_id) & ancestors(revision) - {revision.pk}
    return Revision.objects.get(pk=max(approved)) if approved else None


def second_pair_of_eyes(revision: Revision, by, alone: bool | None = None) -> bool:
    """Whether somebody besides `by` has changed this text or agreed to it, or `by` did not write it alone.

    `alone`: what `changed_alone()` said of it, when it was asked just now.
    """
    if not (changed_alone(revision, by) if alone is None else alone):
        return True
    return any(row.by_id != by.pk for row in agreements(revision))


def agreements(revision: Revision) -> list[Approval]:
    """Who agrees with exactly this text."""
    said = dossier.of(revision.article_id).approvals
    standing = [row for row in said if row.kind == Approval.Kind.AGREE and row.ended_at is None]
    return [row for row in standing if row.revision_id == revision.pk]


def ancestors(revision: Revision) -> set[int]:
    """Keys of all that this text came from, its own among them."""
    parents = {pk: (parent, merged) for pk, (parent, merged, *_hand) in _hands(revision).items()}
    found, to_see = set(), [revision.pk]
    while to_see:
        pk = to_see.pop()
        if pk is not None and pk not in found:
            found.add(pk)
            to_see += parents.get(pk, ())
    return found


def descends_from(revision: Revision, ancestor_id: int) -> bool:
    return ancestor_id in ancestors(revision)


def common_ancestor(one: Revision, other: Revision) -> Revision:
    """The newest text that both came from. Raises Revision.DoesNotExist when there is none."""
    shared = ancestors(one) & ancestors(other)
    return Revision.objects.filter(pk__in=shared).latest("pk")
