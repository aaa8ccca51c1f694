"""The buttons of the writing screen: which moves there are in words, and which stand there for whom."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from articles import corrections, dossier, lineage, translations, workflow
from articles.models import Article, Revision, Schedule
from articles.states import MOVES, PaperState, Status


@dataclass(frozen=True)
class Press:
    """A verb as a button: its words, what it asks for first, and the sentence said when it was done."""

    verb: str
    label: str
    done: str
    permission: str
    asks: tuple[str, ...] = ()  # of: note, reason, moment, language
    advice: str = ""
    explained: bool = False  # it leads to a page that says what it does, even where nothing is asked


def _press_of(verb, done, asks=(), advice="", explained=False):
    return Press(verb, MOVES[verb].label, done, MOVES[verb].permission, asks, advice, explained)


PRESSES = {
    press.verb: press
    for press in (
        _press_of(
            "submit",
            gettext_lazy("Sent to an editor."),
            advice=gettext_lazy("The editors are told that it is ready to be read. You may go on writing meanwhile."),
        ),
        _press_of(
            "approve",
            gettext_lazy("Approved: exactly this text may go out."),
            advice=gettext_lazy(
                "Exactly this text, to the letter, may then be published or scheduled. It does not go out yet, and a "
                "change of the text takes the approval back."
            ),
        ),
        Press(
            "agree",
            gettext_lazy("I agree"),
            gettext_lazy("Your agreement stands by this text."),
            "agree_article",
            advice=gettext_lazy("You have read exactly this text and stand behind it beside its writer."),
        ),
        _press_of(
            "request_changes",
            gettext_lazy("Sent back with your note."),
            ("note",),
            gettext_lazy("Say what is missing; its writer reads it above the story."),
        ),
        _press_of(
            "publish",
            gettext_lazy("Published. Readers see it now."),
            advice=gettext_lazy("Readers see exactly the approved text at once: in lists, feeds and the search."),
        ),
        _press_of(
            "schedule",
            gettext_lazy("Scheduled."),
            ("moment",),
            gettext_lazy("It goes out at that moment, exactly as it was approved."),
        ),
        _press_of(
            "unschedule",
            gettext_lazy("Taken off the schedule; its approval stays."),
            advice=gettext_lazy("It does not go out by itself any more, until somebody publishes or schedules it."),
        ),
        Press(
            "countersign",
            gettext_lazy("Countersign"),
            gettext_lazy("Countersigned: you stand behind exactly the text that readers see."),
            "countersign_article",
            explained=True,
        ),
        Press(
            "archive",
            gettext_lazy("Archive"),
            gettext_lazy("Archived: readable at its address, in no list."),
            "publish_article",
            explained=True,
        ),
        Press(
            "unarchive",
            gettext_lazy("Bring back from the archive"),
            gettext_lazy("It stands in the lists again."),
            "publish_article",
            explained=True,
        ),
        Press(
            "withdraw",
            gettext_lazy("Withdraw"),
            gettext_lazy("Withdrawn. Its address answers that it is gone."),
            "publish_article",
            ("reason", "note"),
            explained=True,
        ),
        Press(
            "bring_back",
            gettext_lazy("Start bringing it back"),
            gettext_lazy("A new text that says the same stands at the desk. Next it goes to an editor."),
            "change_article",
            explained=True,
        ),
        _press_of(
            "publish_urgently",
            gettext_lazy("Published without approval. Somebody else has to countersign it."),
            ("note",),
            explained=True,
        ),
        Press(
            "schedule_withdrawal",
            gettext_lazy("Schedule a withdrawal"),
            gettext_lazy("Its withdrawal is scheduled."),
            "publish_article",
            ("moment", "reason", "note"),
            gettext_lazy("At that moment the story is taken from readers, whatever text they see by then."),
        ),
        Press(
            "reschedule",
            gettext_lazy("Move its moment"),
            gettext_lazy("Moved. It goes out at the new moment."),
            "publish_article",
            ("moment",),
            gettext_lazy("The same approved text goes out, at another moment."),
        ),
        Press(
            "reschedule_withdrawal",
            gettext_lazy("Move its withdrawal"),
            gettext_lazy("Moved. It is withdrawn at the new moment."),
            "publish_article",
            ("moment",),
            advice=gettext_lazy("The story is taken from readers at another moment, for the reason that was given."),
        ),
        Press(
            "unschedule_withdrawal",
            gettext_lazy("Take the withdrawal off the schedule"),
            gettext_lazy("The withdrawal is off the schedule; readers keep the story."),
            "publish_article",
            advice=gettext_lazy("The story stays with readers, until somebody withdraws it."),
        ),
        Press(
            "fix_live",
            gettext_lazy("Fix the live page"),
            gettext_lazy("This is the text that readers see. Mend it and send it on; the other text waits beside it."),
            "change_article",
            advice=gettext_lazy(
                "The text that readers see comes into the working copy. The newest text, its approval and its "
                "schedule wait beside it, and both are brought together afterwards."
            ),
        ),
        Press(
            "drop_fix",
            gettext_lazy("Drop the fix"),
            gettext_lazy("The text that was set aside is back, as it was. The fix stays in the history."),
            "change_article",
            advice=gettext_lazy(
                "The text that was set aside comes back as it stood, with its approval. What was mended stays in "
                "the history and does not go out."
            ),
        ),
        Press(
            "leave_aside",
            gettext_lazy("Give the waiting text up"),
            gettext_lazy("The text that was set aside stays in the history; nothing of it goes out by itself."),
            "change_article",
            advice=gettext_lazy(
                "The text that was set aside stays in the history, and what was scheduled of it is taken off the "
                "schedule."
            ),
        ),
        Press(
            "bin",
            gettext_lazy("Put in the bin"),
            gettext_lazy("In the bin. It can be restored."),
            "change_article",
            advice=gettext_lazy(
                "It leaves every list and search, and nobody can write in it. Nothing is deleted: it lies under “The "
                "bin”, with its history and its notes, and comes back as it was."
            ),
        ),
        Press(
            "restore",
            gettext_lazy("Restore from the bin"),
            gettext_lazy("Restored."),
            "change_article",
            advice=gettext_lazy("It stands in the lists again, in the state in which it was put into the bin."),
        ),
        Press(
            "duplicate",
            gettext_lazy("Duplicate"),
            gettext_lazy("This is the copy: a draft of yours, without approval and corrections."),
            "add_article",
            advice=gettext_lazy(
                "A new draft of yours begins with this text, its pictures and its byline. Approval, corrections and "
                "notes stay here; an embargo and a restriction go along. Nothing changes in this story."
            ),
        ),
        Press(
            "translate",
            gettext_lazy("Translate"),
            gettext_lazy("This is the translation: a draft of yours that holds the original's text for now."),
            "add_article",
            ("language",),
            gettext_lazy("A new draft of yours, linked to this story. The desk says when this one changes afterwards."),
        ),
    )
}
PERMISSIONS = {press.permission for press in PRESSES.values()} | {"edit_any_article", "reinstate_article"}
MAIN_STEPS = {verb for verb, move in MOVES.items() if move.main_step}
MAIN_STEPS |= {"agree", "countersign", "restore", "bring_back"}


@dataclass(frozen=True)
class Button:
    """A press with the revision it belongs to."""

    press: Press
    revision: Revision
    asks_first: bool  # it leads to a page of its own; otherwise a press makes the move


def buttons(article: Article, user) -> list[Button]:
    """The moves that `user` may make now, the usual ones first."""
    now = open_moves(article, user)
    return [
        Button(press, revision_for(verb, article), asks_first(press, article))
        for verb, press in PRESSES.items()
        if verb in now
    ]


def asks_first(press: Press, article: Article) -> bool:
    """Approval and agreement ask first where readers know another text: what they learn of it stands on that page."""
    if press.verb in ("approve", "agree"):
        return corrections.answer_to(article.head.parsed, article.pk).asked
    return bool(press.asks or press.explained)


def next_button(shown: list[Button]) -> Button | None:
    """The one next step."""
    return next((button for button in shown if button.press.verb in MAIN_STEPS), None)


def revision_for(verb: str, article: Article) -> Revision:
    """What that move is about: the newest text, or what readers see."""
    if verb != "countersign":
        return article.head
    return dossier.of(article.pk).live_text or article.head


def open_moves(article: Article, user) -> set[str]:
    """Verbs that state and role allow. Whether the text is fit for them is for the verb itself to say."""
    may = {name for name in PERMISSIONS if user.has_perm(f"articles.{name}")}
    about = dossier.of(article.pk, user)
    published, edits = about.published, about.may_edit
    if article.binned_at:
        mine = "edit_any_article" in may or about.is_theirs
        return {"restore"} if mine and "change_article" in may else set()
    verbs = _moves_of_the_text(article, user, may, edits)
    if published and published.state == PaperState.WITHDRAWN:
        verbs = _moves_of_the_withdrawn(article, verbs, may, edits, published)
    verbs |= _moves_of_the_paper(about, may)
    verbs |= _moves_of_the_hour(about, may) | _moves_between_texts(article, edits, published)
    if edits and published is None and article.status != Status.SCHEDULED:
        verbs.add("bin")
    return verbs | _beginnings(article, user, may)


def _beginnings(article, user, may):
    """New stories that may be made of this one."""
    if "add_article" not in may or article.head is None:
        return set()
    return {"duplicate", "translate"} if translations.open_languages(article, user) else {"duplicate"}


def _moves_of_the_text(article, user, may, edits):
    verbs = {
        move.verb
        for move in MOVES.values()
        if article.status in move.sources and move.permission in may and (edits or not move.for_its_writer)
    }
    if article.status == Status.IN_REVIEW and article.head:
        agreed = any(said.by_id == user.pk for said in lineage.agreements(article.head))
        alone = lineage.changed_alone(article.head, user)
        if "agree_article" in may and not agreed and not alone:
            verbs.add("agree")
        if not lineage.second_pair_of_eyes(article.head, user, alone):
            verbs.discard("approve")
    return verbs - {"unschedule"}


def _moves_of_the_withdrawn(article, verbs, may, edits, published):
    """It comes back as a new text, by review and approval, and by the hand of somebody who may reinstate."""
    if article.head.created_at <= published.withdrawn_at:
        return {"bring_back"} if edits else set()
    return verbs - {"publish_urgently"} - (set() if "reinstate_article" in may else {"publish", "schedule"})


def _moves_of_the_hour(about, may):
    if "publish_article" not in may:
        return set()
    waiting = {row.action for row in about.hours}
    verbs = {"reschedule", "unschedule"} if waiting - {Schedule.Action.WITHDRAW} else set()
    if Schedule.Action.WITHDRAW in waiting:
        return verbs | {"reschedule_withdrawal", "unschedule_withdrawal"}
    return verbs | ({"schedule_withdrawal"} if about.readable else set())


def _moves_between_texts(article, edits, published):
    """Whether readers see another text than the newest, and whether one was set aside for a fix."""
    if not edits or published is None:
        return set()
    aside = workflow.aside_of(article)
    if aside:
        mended = published.revision_id not in (aside.base_id, aside.revision_id)
        return {"leave_aside"} if mended else {"drop_fix", "leave_aside"}
    other = article.head is not None and article.head.sha256 != published.sha256
    return {"fix_live"} if other and published.state != PaperState.WITHDRAWN else set()


def _moves_of_the_paper(about, may):
    if about.published is None:
        return set()
    verbs, published = set(), about.published
    if "publish_article" in may:
        verbs |= {
            PaperState.LIVE: {"archive", "withdraw"},
            PaperState.ARCHIVED: {"unarchive", "withdraw"},
            PaperState.WITHDRAWN: set(),
        }[published.state]
    may_countersign = published.urgent and "countersign_article" in may
    if may_countersign and not workflow.why_not_countersign(about.live_text, about.user):
        verbs.add("countersign")
    return verbs
