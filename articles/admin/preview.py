"""Any revision as readers would get it, for people of the desk only."""

import re
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.admin.moves import article_or_404
from articles.composition import compose
from articles.models import PublishedArticle
from articles.models.rendition import rendition_path
from articles.story import Picture, Story
from articles.views.reading.page import absolute, show
from articles.views.reading.story import share_links

FILE = re.compile(r"(?P<width>[1-9][0-9]{1,4})\.(?P<kind>jpg|webp|avif)")
TYPES = {"jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}


@dataclass(frozen=True)
class DeskPicture(Picture):
    """The same picture at an address that asks who is looking."""

    @property
    def base(self):
        return reverse("admin:articles_preview_picture", args=[self.public_id, "1.jpg"]).removesuffix("1.jpg")


def for_the_desk(story: Story) -> Story:
    """The story with its pictures taken from the desk: an unpublished one has no public pictures."""

    def at_desk(picture):
        return DeskPicture(**vars(picture)) if picture else None

    return replace(
        story, lead=at_desk(story.lead), body=[replace(part, picture=at_desk(part.picture)) for part in story.body]
    )


def composed(article, revision) -> Story:
    """What `revision` would give readers, with the dates of the story that stands."""
    return composed_content(revision.parsed, article.pk)


def composed_content(content, article_id: int) -> Story:
    published = PublishedArticle.objects.filter(article_id=article_id).first()
    dates = {}
    if published:
        dates = {
            "date": published.date,
            "first_published_at": published.first_published_at,
            "updated_at": published.updated_at,
        }
    return compose(content, article_id=article_id, **dates).story


@require_safe
def preview_view(request, pk, revision):
    article = article_or_404(request, pk)
    row = get_object_or_404(article.revisions.select_related("author", "named"), pk=revision)
    notice = _("Preview of revision %(number)s, saved by %(name)s. Readers do not see this page.") % {
        "number": row.called,
        "name": row.author,
    }
    request.LANGUAGE_CODE = row.parsed.language
    with translation.override(row.parsed.language):
        story = for_the_desk(composed(article, row))
        response = show(
            request,
            "story_detail",
            story.url or "/",
            story=story,
            page_title=story.headline,
            description=story.standfirst,
            is_preview=True,
            preview_notice=notice,
            robots="noindex",
            share=share_links(absolute(story.url), story.headline),
        )
    return _for_the_desk_only(response)


@require_safe
def picture_view(request, public_id, name):
    """A rendition, for anybody who may see stories or the library."""
    if not request.user.has_perm("articles.view_article") and not request.user.has_perm("articles.view_image"):
        raise PermissionDenied
    file = FILE.fullmatch(name)
    path = rendition_path(public_id, int(file["width"]), file["kind"]) if file else None
    if path is None or not re.fullmatch(r"[A-Za-z0-9_-]{1,24}", public_id) or not default_storage.exists(path):
        raise Http404
    response = FileResponse(default_storage.open(path), content_type=TYPES[file["kind"]])
    return _for_the_desk_only(response)


def _for_the_desk_only(response):
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
