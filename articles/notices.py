"""Telling people what happened to a story: in their inbox, by e-mail, as each of them chose."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import colleagues, together
from articles.models import Article, Note, Notice, NoticeChoices
from articles.models.article import sees_stories
from articles.together import Prepared

Event = Notice.Event
MOST_WORDS = 500  # characters of what somebody wrote, as a notice repeats it

OF_A_MOVE = {
    "submit": Event.SUBMITTED,
    "request_changes": Event.CHANGES_REQUESTED,
    "approve": Event.APPROVED,
    "schedule": Event.SCHEDULED,
    "schedule_withdrawal": Event.SCHEDULED,
    "reschedule": Event.SCHEDULED,
    "reschedule_withdrawal": Event.SCHEDULED,
    "publish": Event.PUBLISHED,
    "publish_urgently": Event.PUBLISHED,
    "lapse": Event.LAPSED,
}
"""Verbs of a `StatusChange` that people are told of."""

SENTENCES = {
    Event.SUBMITTED: _("%(name)s sent it to an editor"),
    Event.CHANGES_REQUESTED: _("%(name)s asks for changes"),
    Event.APPROVED: _("%(name)s approved it"),
    Event.SCHEDULED: _("%(name)s scheduled it"),
    Event.PUBLISHED: _("%(name)s published it"),
    Event.FAILED: _("It could not go out"),
    Event.WILL_FAIL: _("It will not be able to go out at its time"),
    Event.LAPSED: _("%(name)s changed the text: its approval lapsed"),
    Event.ASSIGNED: _("%(name)s assigned it to you"),
    Event.HANDED_BACK: _("%(name)s gave it back to the desk: nobody has it"),
    Event.MENTIONED: _("%(name)s names you in a note"),
    Event.REPLIED: _("%(name)s answered in a conversation of yours"),
    Event.NOTED: _("%(name)s left a note"),
    Event.SIGN_OFF_ASKED: _("%(name)s asks for your sign-off"),
    Event.SIGN_OFF_REFUSED: _("%(name)s does not sign it off yet"),
    Event.SIGN_OFF_LAPSED: _("%(name)s changed what you had signed off"),
    Event.NAMED: _("%(name)s lets you know of this restricted story"),
    Event.OPENED: _("Whoever runs the server changed who may know of this story"),
    Event.URGENT: _("It was published without approval and waits for your countersignature"),
    Event.COUNTERSIGNED: _("%(name)s countersigned it"),
}


EDITORS, WRITERS = Prepared(lambda: colleagues.with_right("approve_article")), Prepared(colleagues.writers_of)
SEEING = Prepared(
    lambda article, people: colleagues.who_see(article).filter(pk__in=people).order_by().values_list("pk", flat=True)
)
KNOWN = Prepared(lambda people: NoticeChoices.objects.filter(person__in=people).order_by())


def tell(event: str, article: Article, by, people: Iterable | None = None, words: str = "", note: Note | None = None):
    """Write a notice to each of `people`, or to those whom this event concerns; never to `by`, who did it.

    Who may not see the story is not told. `by` empty: the clock, or a visitor. Returns the notices.
    """
    told = {person.pk: person for person in (audience(event, article) if people is None else people)}
    if by is not None:
        told.pop(by.pk, None)
    chosen = _choices_of_those_who_see(article, list(told)) if told else {}
    rows = [
        Notice(
            person=person, article=article, event=event, by=by, words=words.strip()[:MOST_WORDS], note=note,
            in_inbox="inbox" in chosen[pk].ways_of(event),
            mail=Notice.Mail.OWED if "mail" in chosen[pk].ways_of(event) else Notice.Mail.NONE,
        )
        for pk, person in told.items()
        if pk in chosen
    ]  # fmt: skip
    return Notice.objects.bulk_create(row for row in rows if row.in_inbox or row.mail)


def _choices_of_those_who_see(article: Article, people: list[int]) -> dict[int, NoticeChoices]:
    seeing, known = SEEING.of(article=article.pk, people=people), KNOWN.of(people=people)
    together.ask(seeing, known)
    known = {row.person_id: row for row in known}
    return {pk: known.get(pk) or NoticeChoices(person_id=pk) for pk in seeing}


def tell_of_move(verb: str, article: Article, by, words: str = "") -> None:
    """For a move of the workflow; nothing for those that concern nobody else."""
    if verb in OF_A_MOVE:
        tell(OF_A_MOVE[verb], article, by, words=words)


def audience(event: str, article: Article) -> list:
    """Whom an event concerns by itself; those of notes and assignments name their people."""
    match event:
        case Event.SUBMITTED | Event.HANDED_BACK:
            return _read(EDITORS.of())
        case Event.FAILED | Event.WILL_FAIL:
            return [*colleagues.scheduler_of(article), *_read(EDITORS.of())]
        case Event.LAPSED:
            return [*colleagues.approver_of(article), *_read(WRITERS.of(article=article.pk))]
        case Event.ASSIGNED:
            return list(colleagues.at_work().filter(pk=article.assigned_to_id))
        case Event.MENTIONED | Event.REPLIED | Event.NAMED | Event.OPENED:
            return []
        case _:
            return _read(WRITERS.of(article=article.pk))


def _read(people) -> list:
    together.ask(people)
    return list(people)


def sentence(notice: Notice) -> str:
    """What happened, in words; wants `by` and `note` at hand."""
    visitor = notice.note.visitor if notice.note else ""
    return str(SENTENCES[notice.event]) % {"name": notice.by or visitor or _("The clock")}


def choices_of(people: Iterable) -> dict[int, NoticeChoices]:
    """How each wants to be told; whoever never chose has the usual."""
    known = {row.person_id: row for row in NoticeChoices.objects.filter(person__in=list(people))}
    return {person.pk: known.get(person.pk) or NoticeChoices(person=person) for person in people}


def inbox_of(person):
    """What `person` was told of stories that they may see now."""
    return told_of_open_stories(person) if sees_stories(person) else Notice.objects.none()


def told_of_open_stories(person):
    """The same, as to `person` or a primary key, for those to whom the stories of the desk are open at all."""
    hidden = Article.objects.hidden_from(person).order_by().values("pk")
    return Notice.objects.of(person).exclude(article__in=hidden)


def unread_count(person) -> int:
    return inbox_of(person).unread().count()


def mark_read(rows) -> int:
    """Set down as read; what waited to be sent by e-mail need not be sent any more."""
    return rows.unread().update(read_at=timezone.now())


def choose(person, ways: dict[str, list[str]], quiet_from=None, quiet_until=None) -> NoticeChoices:
    """Keep how `person` wants to be told from now on."""
    chosen = {"ways": ways, "quiet_from": quiet_from, "quiet_until": quiet_until}
    return NoticeChoices.objects.update_or_create(person=person, defaults=chosen)[0]
