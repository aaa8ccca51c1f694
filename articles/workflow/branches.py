"""Two texts of one story at once: the live page is mended while another text waits, and both are brought together."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import colleagues, dossier, lineage, notices, revisions
from articles.content import Content
from articles.models import Article, Revision, Schedule, SetAside
from articles.states import PaperState, Status
from articles.workflow.refusals import StalePress, WorkflowError
from articles.workflow.steps import (
    current,
    end_schedules,
    note_change,
    published_of,
    put_in_state,
    require,
    require_may_edit,
)


@dataclass(frozen=True)
class Apart:
    """Two texts that have to come together before `mine` can go out; both came from `base`."""

    base: Revision
    mine: Revision
    theirs: Revision
    newest_id: int

    @property
    def is_newest(self) -> bool:
        """Whether `mine` is the text at the desk, and not one that was set aside."""
        return self.mine.pk == self.newest_id


def apart(article: Article) -> Apart | None:
    """What the desk offers to bring together, if the live page and another text have parted."""
    about = dossier.of(article.pk)
    published, aside = about.published, about.aside
    if published is None or article.head is None:
        return None
    if not lineage.descends_from(article.head, published.revision_id):
        live = about.live_text
        return Apart(lineage.common_ancestor(article.head, live), article.head, live, article.head_id)
    if aside is None or lineage.descends_from(aside.revision, published.revision_id):
        return None
    return Apart(lineage.common_ancestor(aside.revision, article.head), aside.revision, article.head, article.head_id)


def tell_when_parted(article: Article, by) -> None:
    """Say at once, while there is time, that what readers see now is not in the other text of the story."""
    parted = apart(Article.objects.select_related("head").get(pk=article.pk))
    if parted:
        sentence = _("The live page was changed. Bring the text of revision %(number)s together with it.")
        sentence %= {"number": parted.mine.pk}
        people = [*notices.audience("will_fail", article), *colleagues.writers_of(article.pk)]
        notices.tell("will_fail", article, by, people=people, words=sentence)
        Schedule.objects.waiting().texts().filter(article=article, revision=parted.mine).update(warning=sentence)


def aside_of(article: Article) -> SetAside | None:
    return dossier.of(article.pk).aside


@transaction.atomic
def fix_live(revision: Revision, by) -> Revision:
    """Bring the live page's text into the working copy. The newest text, its approval and its schedule wait aside."""
    article = current(revision)
    require_may_edit(article, by)
    published = published_of(article)
    if published is None or published.state == PaperState.WITHDRAWN:
        raise WorkflowError(_("Readers do not see this story; there is no live page to mend."))
    if revision.sha256 == published.sha256:
        raise WorkflowError(_("This is the live page's text already. Write on in it."))
    if aside_of(article):
        raise WorkflowError(_("Another text is set aside already. Bring both together first."))
    if not lineage.descends_from(revision, published.revision_id):
        raise WorkflowError(_("This text and the live page have parted. Bring both together first."))
    live = Revision.objects.get(pk=published.revision_id)
    SetAside.objects.create(article=article, revision=revision, base=live, status=article.status, by=by)
    fix = revisions.branch(article, live, by, _("To mend the live page"))
    put_in_state("fix_live", article, Status.DRAFT, by)
    return fix


@transaction.atomic
def drop_fix(revision: Revision, by) -> Revision:
    """Leave the fix in the history and go back to the text that was set aside, as it stood and was approved."""
    article = current(revision)
    require_may_edit(article, by)
    aside = _aside_or_refuse(article)
    published = published_of(article)
    if not lineage.descends_from(aside.revision, published.revision_id):
        raise WorkflowError(_("The live page has been mended since. Bring both texts together instead."))
    back = revisions.go_back_to(article, aside.revision, by)
    _end(aside, SetAside.Outcome.FIX_DROPPED)
    put_in_state("drop_fix", article, aside.status if back == aside.revision else Status.DRAFT, by)
    return back


@transaction.atomic
def leave_aside(revision: Revision, by) -> None:
    """Go on without the text that was set aside: it stays in the history, and nothing of it goes out by itself."""
    article = current(revision)
    require_may_edit(article, by)
    aside = _aside_or_refuse(article)
    texts = Schedule.objects.waiting().texts().filter(article=article)
    waiting = texts.filter(revision__in=lineage.ancestors(aside.revision))
    if waiting.exists():
        require(by, "publish_article")
    end_schedules(waiting)
    _end(aside, SetAside.Outcome.TEXT_LEFT)
    note_change("leave_aside", article, aside.revision, article.status, article.status, by)


@transaction.atomic
def merge(newest: Revision, by, mine: Revision, theirs: Revision, content: Content) -> Revision:
    """Make `content`, which brings `mine` and `theirs` together, the newest text; it descends from both.

    `newest` is what the person saw as the newest. It needs an approval of its own.
    """
    article = current(newest)
    require_may_edit(article, by)
    offered = apart(article)
    if offered is None or (offered.mine.pk, offered.theirs.pk) != (mine.pk, theirs.pk):
        raise StalePress(newest, article.head)
    revision = revisions.join(article, content, mine, theirs, by, _("Brings two texts together"))
    SetAside.objects.open().filter(article=article).update(ended_at=timezone.now(), outcome=SetAside.Outcome.MERGED)
    note_change("merge", article, revision, article.status, article.status, by)
    return revision


def _aside_or_refuse(article):
    aside = aside_of(article)
    if aside is None:
        raise WorkflowError(_("No text of this story is set aside."))
    return aside


def _end(aside, outcome):
    ended = SetAside.objects.open().filter(pk=aside.pk).update(ended_at=timezone.now(), outcome=outcome)
    if not ended:
        raise WorkflowError(_("No text of this story is set aside."))
