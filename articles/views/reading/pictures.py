"""Pictures of readable stories, from the private store. Everything else in that store has no address."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from articles.models import PublishedPicture
from articles.models.rendition import rendition_path
from articles.states import PaperState

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
READABLE = (PaperState.LIVE, PaperState.ARCHIVED)
# A browser keeps what its reader has seen for a day; whatever serves many readers asks each time, since a picture that
# was withdrawn must not be handed to anybody new.
CACHE_CONTROL = "public, max-age=86400, s-maxage=0, proxy-revalidate"


@require_safe
def picture(request, public_id, width, extension):
    """The bytes, as long as a readable story shows this picture."""
    if extension not in TYPES or not _is_public(public_id):
        raise Http404
    path = rendition_path(public_id, width, extension)
    try:
        changed_at, size = default_storage.get_modified_time(path), default_storage.size(path)
        etag, last_modified = f'"{changed_at.timestamp():.6f}-{size}"', int(changed_at.timestamp())
        response = get_conditional_response(request, etag=etag, last_modified=last_modified)
        if response is None:
            response = FileResponse(default_storage.open(path), content_type=TYPES[extension])
            response["Content-Length"] = str(size)
    except OSError as error:  # not made in this width, or the store has lost it
        raise Http404 from error
    response["Cache-Control"] = CACHE_CONTROL
    response["ETag"] = etag
    response["Last-Modified"] = http_date(last_modified)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _is_public(public_id):
    return PublishedPicture.objects.filter(public_id=public_id, published__state__in=READABLE).exists()
