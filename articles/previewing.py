"""Showing a text that is not published: to the desk from any content, to outsiders through a secret link."""

import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from articles import dossier, markup
from articles.composition import compose
from articles.content import Content
from articles.models import Article, Image, PreviewLink, Revision
from articles.models.preview_link import digest
from articles.story import Picture, Story
from articles.workflow.refusals import NotAllowed, WorkflowError

LASTS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}
MOST_OPEN = 20  # links to one story at a time
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 256 random bits
_ROBOTS = re.compile(
    r"bot\b|bot/|crawl|spider|preview|slack|facebookexternalhit|facebot|whatsapp|telegram|discord|linkedin|pinterest"
    r"|embedly|mastodon|bluesky|cardyb|signal|skype|teams|google|bing|yandex|iframely|curl|wget|python-|go-http|okhttp",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PictureElsewhere(Picture):
    """The same picture below another address than readers'."""

    place: str = ""

    @property
    def base(self):
        return self.place


def with_pictures_at(story: Story, place_of: Callable[[str], str]) -> Story:
    """The story with its pictures below `place_of(public_id)`: an unpublished one has no public pictures."""

    def moved(picture):
        return PictureElsewhere(**vars(picture), place=place_of(picture.public_id)) if picture else None

    return replace(
        story, lead=moved(story.lead), body=[replace(part, picture=moved(part.picture)) for part in story.body]
    )


def composed(content: Content, article_id: int) -> Story:
    """What `content` would give readers, with the dates of the story that stands."""
    published = dossier.of(article_id).published
    dates = {}
    if published:
        dates = {
            "date": published.date,
            "first_published_at": published.first_published_at,
            "updated_at": published.updated_at,
        }
    return compose(content, article_id=article_id, **dates).story


def may_share(article: Article, person) -> bool:
    """Its writers, even while it waits for its hour, and editors."""
    rows = Article.objects.visible_to(person).kept().filter(pk=article.pk)
    if not person.has_perm("articles.change_article"):
        return False
    return rows.exists() if person.has_perm("articles.edit_any_article") else rows.written_by(person).exists()


@transaction.atomic
def make_link(revision: Revision, by, for_whom: str, lasts: str = "week", once: str = "") -> tuple[PreviewLink, str]:
    """A new link and its token, which is kept nowhere. `lasts` is day, week or month.

    A form that is sent twice, with the same `once`, has made one link.
    """
    article = Article.objects.held().get(pk=revision.article_id)
    if not may_share(article, by):
        raise NotAllowed(_("You may not show this story to outsiders."))
    for_whom = " ".join(for_whom.split())[:120]
    if not for_whom:
        raise WorkflowError(_("Say for whom the link is: a name, or what you sent it for."))
    token = _token(once, revision, by)
    if known := PreviewLink.objects.filter(token_sha256=digest(token)).first():
        if not PreviewLink.objects.open().filter(pk=known.pk).exists():
            raise WorkflowError(_("That link was made before, and has ended. Make a new one."))
        return known, token
    if PreviewLink.objects.of_story(article).open().count() >= MOST_OPEN:
        raise WorkflowError(_("%(most)s links to this story are open. Revoke one first.") % {"most": MOST_OPEN})
    link = PreviewLink.objects.create(
        revision=revision,
        token_sha256=digest(token),
        for_whom=for_whom,
        made_by=by,
        expires_at=timezone.now() + LASTS[lasts],
    )
    return link, token


def _token(once, revision, by):
    """As hard to guess as chance; whoever has `once` cannot tell it without the server's secret key."""
    if not once:
        return secrets.token_urlsafe(32)
    said = salted_hmac("articles.previewing", f"{by.pk}:{revision.pk}:{once}", algorithm="sha256").digest()
    return urlsafe_b64encode(said).rstrip(b"=").decode()


def revoke(link: PreviewLink, by) -> None:
    """From now on it shows nothing. For its maker and for editors; a second time changes nothing."""
    own = link.made_by_id == by.pk and by.is_active
    if not own and not (by.has_perm("articles.edit_any_article") and may_share(link.revision.article, by)):
        raise NotAllowed(_("Only its maker and editors may revoke this link."))
    _revoke(PreviewLink.objects.filter(pk=link.pk), by)


def revoke_links_of(person, by) -> int:
    """All that `person` made: they leave. Returns how many were still open."""
    return _revoke(PreviewLink.objects.filter(made_by=person, expires_at__gt=timezone.now()), by)


def _revoke(links, by):
    return links.filter(revoked_at__isnull=True).update(revoked_at=timezone.now(), revoked_by=by)


def find(token: str) -> PreviewLink | None:
    """The open link with this token, with its revision and story; by its hash, so that the time taken tells nothing.

    It shows no more than its maker may see: none when the story was restricted to others since.
    """
    if not TOKEN.fullmatch(token):
        return None
    links = PreviewLink.objects.open().select_related("revision__article", "revision__named", "made_by")
    link = links.filter(token_sha256=digest(token)).first()
    seen = link and Article.objects.visible_to(link.made_by).filter(pk=link.revision.article_id).exists()
    return link if seen else None


def count_opening(link: PreviewLink) -> None:
    PreviewLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, last_opened_at=timezone.now())


def is_robot(user_agent: str) -> bool:
    """Whether a program asks: chat services fetch every address that somebody posts, and would keep what they get."""
    return not user_agent or bool(_ROBOTS.search(user_agent))


def shows_picture(link: PreviewLink, public_id: str) -> bool:
    content = link.revision.parsed
    keys = {figure.image_id for figure in markup.figures(content.body)} | {(content.lead or {}).get("image")}
    return Image.objects.filter(public_id=public_id, pk__in=[key for key in keys if key]).exists()
