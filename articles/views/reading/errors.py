"""What readers see when there is nothing to see. These pages stand without a session, and without a database too."""

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from articles.views.reading import furniture
from articles.views.reading.finished import marked


def not_found(request, exception=None):
    return marked(plain_page(request, "404.html", 404))


def forbidden(request, exception=None):
    return plain_page(request, "403.html", 403)


def bad_request(request, exception=None):
    """What could not be read at all: too large, or broken on the way."""
    return plain_page(request, "400.html", 400)


def server_error(request):
    number = getattr(request, "number", "")  # the operator finds it in the log
    return HttpResponse(render_to_string("500.html", {"number": number}), status=500)


def withdrawn(request, tombstone):
    """The date a story was taken down and the class of reason: no headline, no name, no picture."""
    context = {"withdrawn_on": tombstone.withdrawn_at, "reason": tombstone.get_withdrawn_reason_display()}
    return plain_page(request, "410.html", 410, **context)


def plain_page(request, template, status, **context):
    """A page of a few sentences, with the paper's furniture around it as far as there is any."""
    around = furniture.whatever_happens(request)
    given = {"furniture": around, "public_url": settings.PUBLIC_URL, "q": ""}
    with timezone.override(around.zone):
        return HttpResponse(render_to_string(template, {**given, **context}), status=status)
