"""Any revision, or what stands in the form, as readers would get it; for people of the desk only."""

import re

from csp.constants import SELF
from csp.decorators import csp_replace
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from articles import previewing
from articles.admin.moves import article_or_404
from articles.admin.reading import for_the_desk
from articles.admin.typed import as_it_would_be
from articles.content import Content
from articles.models import Article
from articles.models.rendition import rendition_path
from articles.views.reading.page import absolute, show
from articles.views.reading.story import share_links

FILE = re.compile(r"(?P<width>[1-9][0-9]{1,4})\.(?P<kind>jpg|webp|avif)")
TYPES = {"jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}
NOT_YET = 0  # no story has that number


def beside_the_text(view):
    """Lets the writing screen, and no other site, show the page within its own."""
    return xframe_options_sameorigin(csp_replace({"frame-ancestors": [SELF]})(view))


@require_safe
@beside_the_text
def preview_view(request, pk, revision):
    article = article_or_404(request, pk)
    row = get_object_or_404(article.revisions.select_related("author", "named"), pk=revision)
    said = {"number": row.called, "name": row.author}
    notice = _("Preview of revision %(number)s, saved by %(name)s. Readers do not see this page.") % said
    return _page(request, row.parsed, article.pk, notice)


@require_POST
@beside_the_text
def preview_typed_view(request, pk=None):
    """The page that the form would make. Nothing is saved."""
    article = article_or_404(request, pk) if pk else None
    may = Article.objects.editable_by(request.user).filter(pk=pk).exists() if pk else False
    if not (may if pk else request.user.has_perm("articles.add_article")):
        raise PermissionDenied
    saved = article.head.parsed if article and article.head else Content(request.user.language)
    notice = _("Preview of what stands in the form, saved or not. Readers do not see this page.")
    return _page(request, as_it_would_be(saved, request.POST), article.pk if article else NOT_YET, notice)


def _page(request, content, article_id, notice):
    request.LANGUAGE_CODE = content.language
    with translation.override(content.language):
        story = for_the_desk(previewing.composed(content, article_id))
        response = show(
            request,
            "story_detail",
            story.url or "/",
            story=story,
            page_title=story.headline or _("Preview"),
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
