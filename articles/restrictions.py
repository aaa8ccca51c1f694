"""Stories that only named people of the newsroom know of.

Whoever is not named finds no trace of the story at the desk: `Article.objects.visible_to()` leaves it out for them,
whatever their role. What readers see once it is published is public, as for every story.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from articles import colleagues, dossier, notices
from articles.enumeration import enumerated
from articles.models import Article, PublishedArticle, Restriction, Schedule
from articles.workflow.refusals import NotAllowed, WorkflowError
from articles.workflow.steps import note_change


def of(article: Article) -> Restriction | None:
    return next(iter(dossier.of(article.pk).restrictions), None)


@transaction.atomic
def restrict(article: Article, by, people: Iterable) -> Restriction:
    """Let only `by` and `people` know of the story from now on; also changes who they are.

    Those who are named anew are told. Raises WorkflowError for somebody who may see no stories, when the one who is
    to work on it would lose sight of it, and when nobody could take from readers what they see.
    """
    article = _held(article, by)
    named = {person.pk: person for person in [by, *people]}
    _require_readers(named.values())
    if article.assigned_to_id and article.assigned_to_id not in named:
        raise WorkflowError(
            _("%(name)s is to work on this story. Name them too, or assign it to somebody else first.")
            % {"name": article.assigned_to}
        )
    if _reaches_readers(article) and not any(one.has_perm("articles.publish_article") for one in named.values()):
        raise WorkflowError(
            _("Readers see this story, or will by the clock. Name somebody who may take it from them as well.")
        )
    row, created = Restriction.objects.get_or_create(article=article, defaults={"by": by})
    before = set() if created else set(row.named.values_list("pk", flat=True))
    if before == set(named):
        return row
    row.named.set(named)
    names = ", ".join(sorted(str(person) for person in named.values()))
    note_change("restrict", article, article.head, article.status, article.status, by, names)
    notices.tell("named", article, by, people=[person for pk, person in named.items() if pk not in before])
    return row


def _require_readers(people):
    for person in people:
        if not (person.is_active and person.is_staff and person.has_perm("articles.view_article")):
            raise WorkflowError(_("%(name)s may see no stories, and so not this one.") % {"name": person})


def _reaches_readers(article):
    waits = Schedule.objects.waiting().filter(article=article)
    return waits.exists() or PublishedArticle.objects.readable().filter(article_id=article.pk).exists()


@transaction.atomic
def lift(article: Article, by) -> None:
    """Let everybody at the desk know of the story again."""
    article = _held(article, by)
    if not Restriction.objects.filter(article=article).delete()[0]:
        raise WorkflowError(_("Everybody at the desk may see this story already."))
    note_change("unrestrict", article, article.head, article.status, article.status, by)


def _held(article, by):
    article = Article.objects.held().get(pk=article.pk)
    if not Article.objects.editable_by(by).filter(pk=article.pk).exists():
        raise NotAllowed(_("You may do this only with stories that you may edit."))
    return article


@transaction.atomic
def pass_on(person, by) -> None:
    """`person` leaves, or lost rights: a story that nobody else named may see would be lost to all, so `by` is named.

    So it is when nobody is left who could take from readers what they see. Call it when `person` may do so no more.
    What `by` gets to see is told to them, and set down on the story.
    """
    for row in Restriction.objects.filter(named=person).select_related("article").order_by("article"):
        article = row.article
        left = colleagues.who_see(article).exists()
        if left and (colleagues.can_be_withdrawn(article) or not _reaches_readers(article)):
            continue
        row.named.add(by)
        note_change("restrict", article, article.head, article.status, article.status, by, str(by))
        notices.tell("named", article, person, people=[by])


def who_could(article: Article, codename: str) -> list:
    """Those among the named who have this right: without one, the story gets no further."""
    return list(colleagues.with_right(codename).filter(pk__in=Restriction.objects.get(article=article).named.all()))


# By whoever runs the server, when nobody who is named can be reached ---------------------------------


@transaction.atomic
def name_from_outside(article: Article, people: Iterable, reason: str) -> None:
    """Let `people` know of a restricted story besides those who do; all of them are told, and why."""
    row, reason = _closed(article), _said(reason)
    people = list(people)
    _require_readers(people)
    row.named.add(*people)
    said = f"{enumerated(sorted(map(str, people)))} – {reason}"
    _set_down_from_outside("operator_named", row.article, row.named.all(), said)


@transaction.atomic
def lift_from_outside(article: Article, reason: str) -> None:
    """Let everybody at the desk know of the story again; those who were named are told why."""
    row, reason = _closed(article), _said(reason)
    named = list(row.named.all())
    row.delete()
    _set_down_from_outside("operator_lifted", row.article, named, reason)


def _set_down_from_outside(verb, article, people, said):
    note_change(verb, article, article.head, article.status, article.status, None, said)
    notices.tell("opened", article, None, people=people, words=said)


def _closed(article):
    Article.objects.held().get(pk=article.pk)
    row = Restriction.objects.filter(article=article).select_related("article__head").first()
    if row is None:
        raise WorkflowError(_("Everybody at the desk may see this story already."))
    return row


def _said(reason):
    if not reason.strip():
        raise WorkflowError(_("Say why, in a sentence."))
    return reason.strip()
