"""What the writing screen says about text that is not saved, and about colleagues in the same story."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import autosaves, presence
from articles.admin.differences import Difference, differences
from articles.admin.typed import is_of_the_content, typed
from articles.content import Content
from articles.enumeration import enumerated
from articles.merging import merge
from articles.models import Article, Autosave

BESIDE_THE_TEXT = {
    "slugline": gettext_lazy("slugline"),
    "embargo": gettext_lazy("embargo"),
    "translation_of": gettext_lazy("translation of"),
}


@dataclass(frozen=True)
class Offer:
    """Unsaved text of one page: when it was kept, and what was changed in it."""

    row: Autosave
    at: str
    differences: list[Difference]
    beside: str  # fields that are no part of the text, in words
    resume: str
    open_elsewhere: bool  # or closed so lately, by a crash, that nobody knows yet
    moved_on: bool

    @property
    def changes_something(self) -> bool:
        return bool(self.differences or self.beside)


def offers(user, article: Article | None) -> list[Offer]:
    """What they typed into other pages and never saved, newest first."""
    rows = autosaves.kept_for(user, article)
    seen = presence.open_pages(user, article) if rows and article else set()
    found = [offer_of(row, user, seen) for row in rows]
    return [offer for offer in found if offer.changes_something]


def offer_of(row: Autosave, user, seen=()) -> Offer:
    """`seen` are the pages of theirs that were open a moment ago, this one perhaps among them."""
    address = reverse("admin:articles_article_change", args=[row.article_id]) if row.article_id else None
    return Offer(
        row=row,
        at=moment(row.saved_at, user),
        differences=_differences(row, user),
        beside=_beside(row.fields),
        resume=f"{address or reverse('admin:articles_article_add')}?resume={row.page}",
        open_elsewhere=row.page in seen,
        moved_on=bool(row.article_id) and row.article.head_id != row.base_id,
    )


def content_typed(row: Autosave, language: str = "en") -> Content:
    """What that page's story would say."""
    return typed(row.base.parsed if row.base else Content(language), row.fields)


def _differences(row, user):
    mine = content_typed(row, user.language)
    if row.base is None:
        return differences(Content(user.language), mine, user)
    before, head = row.base.parsed, row.article.head
    if head.pk != row.base_id and merge(before, mine, head.parsed).content == head.parsed:
        return []  # the story says it already
    return differences(before, mine, user)


def contains(saved: Content, row: Autosave) -> bool:
    """Whether a save that says `saved` holds all that was typed in that page."""
    base = row.base.parsed if row.base else Content(saved.language)
    return merge(base, typed(base, row.fields), saved).content == saved


def _beside(fields):
    stems = {name[:-2] if name[-2:] in ("_0", "_1", "_2") else name for name in fields if not is_of_the_content(name)}
    return enumerated(BESIDE_THE_TEXT.get(stem, stem.replace("_", " ")) for stem in sorted(stems))


def copy_key(user, story: str) -> str:
    """With this the browser locks its own copies of that story: without signing in as this person nobody reads them."""
    return salted_hmac("articles.browser-copy", f"{user.pk}:{story}", algorithm="sha256").hexdigest()


def moment(at, user) -> str:
    """“14:02” today, else with its day, where this person is."""
    here, now = at.astimezone(ZoneInfo(user.zone)), timezone.now().astimezone(ZoneInfo(user.zone))
    return clock(at, user) if here.date() == now.date() else formats.date_format(here, "DATETIME_FORMAT")


def clock(at, user) -> str:
    return formats.date_format(at.astimezone(ZoneInfo(user.zone)), "H:i")


def say_other(other: presence.Other, user) -> str:
    said = {"name": other.name, "clock": clock(other.since, user)}
    if other.writing:
        return _("%(name)s is writing here too, since %(clock)s") % said
    return _("%(name)s has this story open, since %(clock)s") % said


def words() -> dict:
    """What the page says about keeping, in the writer's language."""
    return {
        "kept": _("Kept on the server, {clock}."),
        "keptLocally": _("No line: kept in this browser only. It is sent as soon as the line is back."),
        "noLine": _("No line. What you type is kept in this browser."),
        "noSave": _("No line: it cannot be saved now. It is kept in this browser; save again when the line is back."),
        "notKept": _("No line, and this browser keeps no copy: leave this page open."),
        "signedOut": _(
            "You were signed out. What you typed is kept in this browser; it is sent when you sign in again."
        ),
        "signIn": _("Sign in"),
        "newer": _("{name} has saved this story since you opened it. When you save, both texts are brought together."),
    }
