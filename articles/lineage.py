"""Who stands behind a text: whose hands changed it since it was last approved, and what it descends from."""

from articles.models import Approval, Revision


def writers_since_approval(revision: Revision) -> set[int]:
    """Keys of everybody who changed the story since its last approved revision, up to and including this one."""
    rows = {
        pk: (parent, author)
        for pk, parent, author in Revision.objects.filter(article_id=revision.article_id).values_list(
            "pk", "parent_id", "author_id"
        )
    }
    behind = (Approval.Kind.APPROVE, Approval.Kind.COUNTERSIGN)
    approved = set(
        Approval.objects.filter(revision__article_id=revision.article_id, kind__in=behind).values_list(
            "revision_id", flat=True
        )
    )
    writers, pk = set(), revision.pk
    while pk is not None and pk not in approved:
        pk, author = rows[pk]
        writers.add(author)
    return writers


def second_pair_of_eyes(revision: Revision, by) -> bool:
    """Whether somebody besides `by` has changed this text or agreed to it, or `by` did not write it alone."""
    if writers_since_approval(revision) != {by.pk}:
        return True
    return (
        Approval.objects.filter(revision=revision, kind=Approval.Kind.AGREE, sha256=revision.sha256)
        .exclude(by=by)
        .exists()
    )


def descends_from(revision: Revision, ancestor_id: int) -> bool:
    parents = dict(Revision.objects.filter(article_id=revision.article_id).values_list("pk", "parent_id"))
    pk = revision.pk
    while pk is not None and pk != ancestor_id:
        pk = parents.get(pk)
    return pk == ancestor_id
