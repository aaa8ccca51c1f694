"""What the house answers about itself: is it alive, is it ready, what went wrong with a form."""

from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from newsroom import resend
from newsroom.models import Beat


@require_safe
def healthz(request):
    """200 as long as the process answers."""
    return _never_kept(HttpResponse("alive\n", content_type="text/plain; charset=utf-8"))


@require_safe
def readyz(request):
    """200 when database, storage and clock are well, else 503; says which is not."""
    state = {"database": _well(_ask_database), "storage": _well(_ask_storage), "clock": _well(_ask_clock)}
    return _never_kept(JsonResponse(state, status=200 if all(word == "ok" for word in state.values()) else 503))


def form_expired(request, reason=""):
    """What somebody sees whose form came without its token; what they typed on a page of ours comes back to be sent."""
    outside = request.path.startswith("/admin/") and not request.user.is_authenticated
    again = resend.after_the_session(request) if outside else resend.after_the_token(request)
    return again or render(request, "form_expired.html", status=403)


def _never_kept(response):
    add_never_cache_headers(response)
    return response


def _well(ask):
    try:
        return ask() or "ok"
    except Exception as error:  # whatever is wrong with it, the answer is that it is not ready
        return f"failing: {type(error).__name__}"


def _ask_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_storage():
    default_storage.listdir("")


def _ask_clock():
    return "stopped" if Beat.is_stale(Beat.last()) else None
