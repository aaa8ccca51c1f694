"""Making the door's pages: a template of `templates/memberships/`, and what stands around every page of the paper."""

from functools import wraps

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from articles.views.reading import furniture
from memberships import providers


def show(request, name: str, path: str, status: int = 200, robots: str = "", **context) -> HttpResponse:
    """A page for everybody: its template never gets the request, so it cannot come to depend on a session."""
    around = furniture.of(request)
    given = _around(request, around, path) | {"robots": robots} | context
    with timezone.override(around.zone):
        return HttpResponse(render_to_string(f"memberships/{name}.html", given), status=status)


def show_privately(request, name: str, status: int = 200, **context) -> HttpResponse:
    """A page for whoever is signed in, with the form token in reach."""
    around = furniture.of(request)
    given = _around(request, around, request.path) | {"robots": "noindex"} | context
    with timezone.override(around.zone):
        return HttpResponse(render_to_string(f"memberships/{name}.html", given, request), status=status)


def _around(request, around, path):
    return {
        "furniture": around,
        "canonical": settings.PUBLIC_URL + path,
        "here": path,
        "public_url": settings.PUBLIC_URL,
        "local": settings.LOCAL,
        "alternates": [],
        "feed_url": "",
        "q": "",
    }


def alternates(request, name: str) -> list[tuple[str, str]]:
    """The same page in every paper's language."""
    languages = furniture.of(request).languages
    return [(code, _in_language(code, name)) for code in languages] if len(languages) > 1 else []


def _in_language(code, name):
    with translation.override(code):
        return settings.PUBLIC_URL + reverse(name)


def go(url: str) -> HttpResponse:
    """After a form: the browser fetches `url` anew, whatever the method was."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def leads_to_provider(view):
    """The page's forms end at the payment provider: the browser must be told that they may."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        return csp_update({"form-action": providers.current().origins()})(view)(request, *args, **kwargs)

    return wrapped
