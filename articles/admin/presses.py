"""The buttons of the writing screen: which moves there are in words, and which stand there for whom."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from articles import lineage
from articles.models import Approval, Article, PublishedArticle, Revision, Schedule
from articles.states import MOVES, PaperState, Status


@dataclass(frozen=True)
class Press:
    """A verb as a button: its words, what it asks for first, and the sentence said when it was done."""

    verb: str
    label: str
    done: str
    permission: str
    asks: tuple[str, ...] = ()  # of: note, reason, moment
    advice: str = ""


def _press_of(verb, done, asks=(), advice=""):
    return Press(verb, MOVES[verb].label, done, MOVES[verb].permission, asks, advice)


PRESSES = {
    press.verb: press
    for press in (
        _press_of("submit", gettext_lazy("Sent to an editor.")),
        _press_of("approve", gettext_lazy("Approved: exactly this text may go out.")),
        Press("agree", gettext_lazy("I agree"), gettext_lazy("Your agreement stands by this text."), "agree_article"),
        _press_of(
            "request_changes",
            gettext_lazy("Sent back with your note."),
            ("note",),
            gettext_lazy("Say what is missing; its writer reads it above the story."),
        ),
        _press_of("publish", gettext_lazy("Published. Readers see it now.")),
        _press_of(
            "schedule",
            gettext_lazy("Scheduled."),
            ("moment",),
            gettext_lazy("It goes out at that moment, exactly as it was approved."),
        ),
        _press_of("unschedule", gettext_lazy("Taken off the schedule; its approval stays.")),
        Press("countersign", gettext_lazy("Countersign"), gettext_lazy("Countersigned."), "countersign_article"),
        Press(
            "archive",
            gettext_lazy("Archive"),
            gettext_lazy("Archived: readable at its address, in no list."),
            "publish_article",
        ),
        Press(
            "unarchive",
            gettext_lazy("Bring back from the archive"),
            gettext_lazy("It stands in the lists again."),
            "publish_article",
        ),
        Press(
            "withdraw",
            gettext_lazy("Withdraw"),
            gettext_lazy("Withdrawn. Its address answers that it is gone."),
            "publish_article",
            ("reason", "note"),
            gettext_lazy("Readers are told the date and the reason you choose. The note stays at the desk."),
        ),
        _press_of(
            "publish_urgently",
            gettext_lazy("Published without approval. Somebody else has to countersign it."),
            ("note",),
            gettext_lazy("Nobody has approved this text. Say why it cannot wait; a second person reads that."),
        ),
        Press("bin", gettext_lazy("Put in the bin"), gettext_lazy("In the bin. It can be restored."), "change_article"),
        Press("restore", gettext_lazy("Restore from the bin"), gettext_lazy("Restored."), "change_article"),
    )
}
PERMISSIONS = {press.permission for press in PRESSES.values()} | {"edit_any_article"}
MAIN_STEPS = {verb for verb, move in MOVES.items() if move.main_step} | {"agree", "countersign", "restore"}


@dataclass(frozen=True)
class Button:
    """A press with the revision it belongs to."""

    press: Press
    revision: Revision


def buttons(article: Article, user) -> list[Button]:
    """The moves that `user` may make now, the usual ones first."""
    now = open_moves(article, user)
    return [Button(PRESSES[verb], revision_for(verb, article)) for verb in PRESSES if verb in now]


def next_button(shown: list[Button]) -> Button | None:
    """The one next step."""
    return next((button for button in shown if button.press.verb in MAIN_STEPS), None)


def revision_for(verb: str, article: Article) -> Revision:
    """What that move is about: the newest text, or what readers see."""
    if verb != "countersign":
        return article.head
    published = PublishedArticle.objects.filter(article_id=article.pk).first()
    return Revision.objects.get(pk=published.revision_id) if published else article.head


def open_moves(article: Article, user) -> set[str]:
    """Verbs that state and role allow. Whether the text is fit for them is for the verb itself to say."""
    may = {name for name in PERMISSIONS if user.has_perm(f"articles.{name}")}
    published = PublishedArticle.objects.filter(article_id=article.pk).first()
    if article.binned_at:
        mine = "edit_any_article" in may or Article.objects.written_by(user).filter(pk=article.pk).exists()
        return {"restore"} if mine and "change_article" in may else set()
    edits = Article.objects.editable_by(user).filter(pk=article.pk).exists()
    verbs = _moves_of_the_text(article, user, may, edits)
    verbs |= _moves_of_the_paper(article, user, may, published)
    if edits and published is None and article.status != Status.SCHEDULED:
        verbs.add("bin")
    return verbs


def _moves_of_the_text(article, user, may, edits):
    verbs = {
        move.verb
        for move in MOVES.values()
        if article.status in move.sources and move.permission in may and (edits or not move.for_its_writer)
    }
    if article.status == Status.IN_REVIEW and article.head:
        writers = lineage.writers_since_approval(article.head)
        agreed = Approval.objects.filter(revision=article.head, kind=Approval.Kind.AGREE, by=user).exists()
        if "agree_article" in may and writers != {user.pk} and not agreed:
            verbs.add("agree")
        if not lineage.second_pair_of_eyes(article.head, user):
            verbs.discard("approve")
    if "publish_article" in may and Schedule.objects.waiting().filter(article=article).exists():
        verbs.add("unschedule")
    return verbs


def _moves_of_the_paper(article, user, may, published):
    if published is None:
        return set()
    verbs = set()
    if "publish_article" in may:
        verbs |= {
            PaperState.LIVE: {"archive", "withdraw"},
            PaperState.ARCHIVED: {"unarchive", "withdraw"},
            PaperState.WITHDRAWN: set(),
        }[published.state]
    if published.urgent and "countersign_article" in may:
        own = Approval.objects.filter(revision_id=published.revision_id, kind=Approval.Kind.URGENT, by=user).exists()
        if not own:
            verbs.add("countersign")
    return verbs
