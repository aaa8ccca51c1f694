"""What every request passes: the language of its page, who may keep it, and the nonce that the desk's editor needs."""

import logging
import secrets
import time

from django.conf import settings
from django.utils import translation
from django.utils.cache import has_vary_header
from js_asset import Media

from articles import dossier
from newsroom.log import without_secrets
from newsroom.models import Publication

OTHER_LANGUAGES = {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}


access = logging.getLogger("newsroom.access")


class RequestNumber:
    """Gives each request a number, which stands in its log lines and on the page that says that something broke."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.number = secrets.token_hex(4)
        if not settings.ACCESS_LOG:
            return self.get_response(request)
        began = time.perf_counter()
        response = self.get_response(request)
        self.note(request, response, began)
        return response

    def note(self, request, response, began):
        """A line without query, address or any header: nobody can tell from it who read what."""
        took = round((time.perf_counter() - began) * 1000)
        said = (request.method, without_secrets(request.path), response.status_code, took)
        access.info("%s %s %s %s ms", *said, extra={"request": request})


class LanguageOfThePage:
    """The paper's language is the first part of its path and nothing else: no header, no cookie, no `Vary`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        first = request.path_info[1:].partition("/")[0]
        language = first if first in OTHER_LANGUAGES else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", getattr(response, "language", language))
        return response


class NothingPersonalIsKept:
    """What was made with a session at hand is for one person: no browser and no proxy keeps it, errors included."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if has_vary_header(response, "Cookie") and "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "private, no-store"
        return response


class NothingIsAskedTwice:
    """A page of the desk names the newsroom's zone in many places, and its story in more: all of it has the same rows.

    Of a story only where the request changes nothing; what a verb has just written counts for its next step.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with Publication.asked_once(), dossier.kept_until_the_end(showing=request.method in ("GET", "HEAD")):
            return self.get_response(request)


class LanguageOfTheDesk:
    """In the desk, each person reads their own language."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith("/admin/") or not request.user.is_authenticated:
            return self.get_response(request)
        language = request.user.language  # read before the view, which may sign them out
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers["Content-Language"] = language
        return response


class NonceForTheEditor:
    """Gives the import map of the body editor the request's nonce: Django 5.2 prints it without one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        media = (response.context_data or {}).get("media")
        nonce = getattr(request, "csp_nonce", None)
        if isinstance(media, Media) and nonce is not None:
            response.context_data["media"] = Media.from_media(media, nonce=str(nonce))
        return response
