"""What outsiders see behind a secret link: the story as its readers will get it, and a place for a note.

No page here touches a session or sets a cookie, and none may be kept, indexed, or named to another site.
"""

from functools import wraps

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles import notes, previewing, workflow
from articles.isolates import isolated
from articles.models.rendition import rendition_path
from articles.publication import publication
from articles.views.outside.patience import too_often
from articles.views.reading import errors
from articles.views.reading.page import show
from articles.views.reading.pictures import TYPES
from articles.views.same_origin import from_our_own_pages

OPENINGS_A_MINUTE = 60
PICTURES_A_MINUTE = 600
NOTES_AN_HOUR = 20
WRONG_TOKENS_A_MINUTE = 120
LONGEST_NAME = 80


def private(view):
    """Gives `view` the open link instead of the token; whatever it answers is kept, indexed and passed on by nobody."""

    @wraps(view)
    def wrapped(request, token, **more):
        link = previewing.find(token)
        response = view(request, link, token=token, **more) if link else _nothing(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return wrapped


def _nothing(request):
    """Expired, revoked, mistyped, never made: one and the same answer."""
    if too_often("wrong-tokens", WRONG_TOKENS_A_MINUTE, 60):
        return _wait(request)
    return errors.plain_page(request, "articles/preview_ended.html", 404, written=_written(request))


def _wait(request):
    response = errors.plain_page(request, "429.html", 429, written=_written(request))
    response.headers["Retry-After"] = "60"
    return response


def _written(request):
    """The note that cannot be left now: it goes back to who wrote it. Other sites' forms do not come this far."""
    return request.POST.get("text", "").strip() if request.method == "POST" else ""


@require_safe
@private
def preview(request, link, token):
    if too_often(f"opening-{link.pk}", OPENINGS_A_MINUTE, 60):
        return _wait(request)
    if previewing.is_robot(request.headers.get("User-Agent", "")):
        return errors.plain_page(request, "articles/preview_for_robots.html", 200)
    thanked = "thanks" in request.GET
    if request.method == "GET" and not thanked and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        previewing.count_opening(link)
    return _page(request, link, token, thanked=thanked)


@from_our_own_pages(even_unnamed=True)
@require_http_methods(["POST"])
@private
def preview_note(request, link, token):
    """A note from somebody without an account. Nothing is kept of them but the name they gave."""
    if too_often(f"notes-{link.pk}", NOTES_AN_HOUR, 3600):
        return _wait(request)
    name, text = request.POST.get("name", "")[:LONGEST_NAME], request.POST.get("text", "")
    try:
        notes.leave(link.revision.article, None, text, visitor=name.strip() or link.for_whom)
    except workflow.WorkflowError as refusal:
        return _page(request, link, token, status=422, sentence=str(refusal), typed={"name": name, "text": text})
    return redirect(f"{reverse('preview', args=[token])}?thanks#note")


def _page(request, link, token, status=200, **said) -> HttpResponse:
    content = link.revision.parsed
    request.LANGUAGE_CODE = content.language
    with translation.override(content.language):
        story = previewing.composed(content, link.revision.article_id)
        place = reverse("preview", args=[token])
        story = previewing.with_pictures_at(story, lambda public_id: f"{place}pictures/{public_id}/")
        response = show(
            request,
            "preview",
            "",
            canonical="",
            story=story,
            page_title=story.headline,
            is_preview=True,
            preview_notice=_notice(link),
            robots="noindex, nofollow, noarchive",
            longest={"name": LONGEST_NAME, "text": notes.LONGEST},
            token=token,
            **said,
        )
    response.status_code = status
    response.headers["Content-Language"] = content.language
    return response


def _notice(link):
    until = isolated(workflow.say_in_zone(link.expires_at, publication().zone))
    return _(
        "This is not published. You see it because somebody sent you a secret link, which works until %(until)s. "
        "Please do not pass it on."
    ) % {"until": until}


@require_safe
@private
def preview_picture(request, link, token, public_id, width, extension):
    """A rendition of a picture that this revision shows."""
    path = rendition_path(public_id, width, extension) if extension in TYPES else None
    known = path and previewing.shows_picture(link, public_id)
    if not known or too_often(f"pictures-{link.pk}", PICTURES_A_MINUTE, 60) or not default_storage.exists(path):
        return _nothing(request)
    return FileResponse(default_storage.open(path), content_type=TYPES[extension])
