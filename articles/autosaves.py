"""What is typed and not saved: kept as it comes, offered back to whoever typed it, gone with the save that holds it.

Every row belongs to one open page of one person. Nothing here touches a story or its history.
"""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles import dossier
from articles.grammar import CONTROL
from articles.models import Article, Autosave, Revision
from articles.workflow.refusals import NotAllowed, WorkflowError

MOST = 2_000_000  # characters in one row; the longest story takes half of it
MOST_FIELDS = 400


class TooMuch(WorkflowError):
    """More than is kept; it stays where it was typed."""


class Forgotten(Exception):
    """The page counts on what it sent before, and that is not here any more: it has to send everything again."""


@dataclass(frozen=True)
class Typed:
    """What one page sends: fields by name, each a list of texts.

    `turn` counts what it sent, this included; `after` is the last turn it knows to be kept. `opened_on` is the key of
    the revision it was opened on, `seen` what it showed then of the fields beside the text. `instead_of` is the page
    whose unsaved text it went on with.
    """

    page: UUID
    fields: dict[str, list[str]]
    opened_on: int | None = None
    turn: int = 1
    after: int = 0
    instead_of: UUID | None = None
    seen: dict[str, list[str]] = field(default_factory=dict)


def keep(by, typed: Typed, article: Article | None = None) -> Autosave | None:
    """Keep what changed in that page: the row, or None when it is saved already or something newer is kept.

    Rows of a form that stand together (`bylines-…`) come together. Raises NotAllowed, TooMuch, Forgotten, and
    WorkflowError for a page of no revision of this story.
    """
    require_may_keep(by, article)
    fields = _clean(typed.fields)
    for _attempt in range(2):  # the second time, when two requests of one page began its row at once
        try:
            with transaction.atomic():
                return _keep(by, typed, fields, article)
        except IntegrityError:
            continue
    raise WorkflowError(_("This could not be kept just now. It is tried again."))


def _keep(by, typed, fields, article):
    row, saved = _row_of(by, typed.page), saved_from(typed.page, by)
    if saved is not None and typed.turn <= saved.page_turn:
        return None
    if row is None:
        if typed.after > (saved.page_turn if saved else 0):
            raise Forgotten
        row = _begin(by, typed, saved, article)
    if typed.turn <= row.turn:
        return None
    row.fields, row.turn = _together(row.fields, fields), typed.turn
    return _save(row)


def _begin(by, typed, saved, article):
    if saved is not None:
        return Autosave(page=typed.page, user=by, article=saved.article, base=saved, seen=_clean(typed.seen))
    row = Autosave(page=typed.page, user=by, article=article, base=_base(article, typed.opened_on))
    row.seen = _clean(typed.seen)
    earlier = _row_of(by, typed.instead_of) if typed.instead_of else None
    if earlier is not None and (earlier.article_id, earlier.base_id) == (row.article_id, row.base_id):
        row.fields = earlier.fields
        earlier.delete()
    return row


@transaction.atomic
def keep_whole(by, typed: Typed, article: Article) -> Autosave:
    """Keep a whole form that could not be saved, in place of what was kept of its page before."""
    require_may_keep(by, article)
    row = _row_of(by, typed.page) or Autosave(page=typed.page, user=by)
    row.article, row.base = article, _base(article, typed.opened_on)
    row.fields, row.turn, row.seen = _clean(typed.fields), max(row.turn, typed.turn), _clean(typed.seen)
    return _save(row)


def _row_of(by, page):
    row = Autosave.objects.select_for_update().filter(page=page).first()
    if row is not None and row.user_id != by.pk:
        raise NotAllowed(_("This page is somebody else's."))
    return row


def _save(row):
    if sum(len(text) for texts in row.fields.values() for text in texts) > MOST:
        raise TooMuch(_("This is too much to keep between saves. Shorten it, or split it in two."))
    row.save()
    return row


def require_may_keep(by, article: Article | None) -> None:
    """Raises NotAllowed for who cannot change that story, or begin one."""
    if article is None:
        if not (by.is_active and by.is_staff and by.has_perm("articles.add_article")):
            raise NotAllowed(_("Your role does not allow this."))
    elif not Article.objects.editable_by(by).filter(pk=article.pk).exists():
        raise NotAllowed(_("You cannot change this story now. What you typed stays in this browser."))


def _base(article, opened_on):
    if article is None:
        return None
    base = article.revisions.filter(pk=opened_on).first() if opened_on else None
    if base is None:
        raise WorkflowError(_("This page belongs to no text of this story. Open the story again."))
    return base


def _clean(fields):
    """The texts as any database can hold them. Raises WorkflowError for what no form of ours sends."""
    sound = isinstance(fields, dict) and len(fields) <= MOST_FIELDS
    sound = sound and all(isinstance(texts, list) and len(texts) <= MOST_FIELDS for texts in fields.values())
    if not sound or not all(isinstance(text, str) for texts in fields.values() for text in texts):
        raise WorkflowError(_("This is no form of ours."))
    return {name[:60]: [_sound(text) for text in texts] for name, texts in fields.items()}


def _sound(text):
    return CONTROL.sub("", text).encode("utf-8", "ignore").decode()


def group_of(name: str) -> str:
    """`bylines` for `bylines-0-author`; a field that stands alone is its own group."""
    return name.partition("-")[0]


def _together(before, now):
    rows = {group_of(name) for name in now if "-" in name}
    return {name: texts for name, texts in before.items() if group_of(name) not in rows} | now


def saved_from(page: UUID, by) -> Revision | None:
    """The newest revision that this page of theirs saved: a save that comes again is known by it."""
    return Revision.objects.filter(page=page, author=by).select_related("article").first()


def kept_for(user, article=None) -> list[Autosave]:
    """What they typed into that story, or into stories that are only begun, newest first."""
    if article is None:
        return list(Autosave.objects.filter(user=user, article=None).select_related("base"))
    return list(dossier.of(article.pk, user).unsaved)


def throw_away(row: Autosave, by) -> None:
    if row.user_id != by.pk:
        raise NotAllowed(_("This page is somebody else's."))
    Autosave.objects.filter(pk=row.pk).delete()


def forget(by, pages: list[UUID], turn: int, revision: Revision) -> None:
    """`revision` holds what these pages sent; what the first of them sent after that turn stays, on top of it."""
    for row in Autosave.objects.select_for_update().filter(user=by, page__in=pages):
        if row.page == pages[0] and row.turn > turn:
            Autosave.objects.filter(pk=row.pk).update(article=revision.article_id, base=revision)
        else:
            row.delete()
