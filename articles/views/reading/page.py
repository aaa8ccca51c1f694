"""Making a reader's page: a template of `templates/articles/`, what the view found, and what stands around it."""

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from articles.views.reading import furniture


def absolute(path: str) -> str:
    """The whole address of a path. The house's own name comes from the settings, never from the request."""
    return settings.PUBLIC_URL + path


def show(request, name: str, path: str, **context) -> HttpResponse:
    """The page `articles/<name>.html`, whose canonical address is `path`. Times are told in the newsroom's zone.

    The template never gets the request, so no page can come to depend on a session.
    """
    around = furniture.of(request)
    given = {
        "furniture": around,
        "edition": getattr(request, "edition", None),
        "canonical": absolute(path),
        "here": path,
        "public_url": settings.PUBLIC_URL,
        "description": around.tagline,
        "robots": "",
        "alternates": [],
        "feed_url": "",
        "q": "",
    }
    with timezone.override(around.zone):
        return HttpResponse(render_to_string(f"articles/{name}.html", {**given, **context}))


def alternates(request, name: str) -> list[tuple[str, str]]:
    """The same page in every language the publication names, this one included; empty when there is but one."""
    languages = furniture.of(request).languages
    return [(code, absolute(_path_in(code, name))) for code in languages] if len(languages) > 1 else []


def _path_in(language, name):
    with translation.override(language):
        return reverse(name)
