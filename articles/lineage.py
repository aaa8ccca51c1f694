"""Who stands behind a text: whose hands changed it since it was last approved, and what it descends from."""

from articles.models import Approval, PublishedArticle, Revision
from articles.states import PaperState


def writers_since_approval(revision: Revision) -> set[int]:
    """Keys of everybody who changed the story since its last approved revision, up to and including this one.

    A revision that says what its parent said, to the letter, was changed by nobody.
    """
    rows = {row[0]: row[1:] for row in _rows(revision, "parent_id", "merged_id", "author_id", "sha256")}
    approved = approved_texts(revision.article_id)
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
    """Keys of everybody whose hands this text has gone through, from its first line on."""
    rows = Revision.objects.filter(article_id=revision.article_id).values_list("pk", "parent_id", "author_id")
    parents = {pk: (parent, author) for pk, parent, author in rows}
    found, pk = set(), revision.pk
    while pk is not None:
        pk, author = parents[pk]
        found.add(author)
    return found


def approved_texts(article_id: int) -> set[int]:
    """Keys of the texts that somebody stands behind. After a withdrawal nothing counts that was said before it."""
    said = Approval.objects.filter(revision__article_id=article_id, kind__in=Approval.STANDS_BEHIND)
    tombstones = PublishedArticle.objects.filter(article_id=article_id, state=PaperState.WITHDRAWN)
    if withdrawn_at := tombstones.values_list("withdrawn_at", flat=True).first():
        said = said.filter(at__gt=withdrawn_at)
    return set(said.values_list("revision_id", flat=True))


def last_approved(revision: Revision) -> Revision | None:
    """The newest text somebody stands behind among those that this one came from, itself left out."""
    approved = approved_texts(revision.article_id) & ancestors(revision) - {revision.pk}
    return Revision.objects.get(pk=max(approved)) if approved else None


def second_pair_of_eyes(revision: Revision, by, writers: set[int] | None = None) -> bool:
    """Whether somebody besides `by` has changed this text or agreed to it, or `by` did not write it alone.

    `writers`: what `writers_since_approval()` said of it, when it was asked just now.
    """
    if (writers_since_approval(revision) if writers is None else writers) != {by.pk}:
        return True
    return (
        Approval.objects.filter(revision=revision, kind=Approval.Kind.AGREE, sha256=revision.sha256)
        .exclude(by=by)
        .exists()
    )


def ancestors(revision: Revision) -> set[int]:
    """Keys of all that this text came from, its own among them."""
    parents = {pk: (parent, merged) for pk, parent, merged in _rows(revision, "parent_id", "merged_id")}
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


def _rows(revision, *columns):
    return Revision.objects.filter(article_id=revision.article_id).order_by().values_list("pk", *columns)
