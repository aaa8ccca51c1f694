"""Any revision as readers would get it, for people of the desk only."""

import re

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import previewing
from articles.admin.moves import article_or_404
from articles.models.rendition import rendition_path
from articles.story import Story
from articles.views.reading.page import absolute, show
from articles.views.reading.story import share_links

FILE = re.compile(r"(?P<width>[1-9][0-9]{1,4})\.(?P<kind>jpg|webp|avif)")
TYPES = {"jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}


def for_the_desk(story: Story) -> Story:
    """The story with its pictures at addresses that ask who is looking."""

    def at_desk(public_id):
        return reverse("admin:articles_preview_picture", args=[public_id, "1.jpg"]).removesuffix("1.jpg")

    return previewing.with_pictures_at(story, at_desk)


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
        story = for_the_desk(previewing.composed(row.parsed, article.pk))
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
