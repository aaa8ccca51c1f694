"""Finished pages, kept by each process under the edition, so that one question to the database answers most requests.

A page reads the edition before its first query, so what is kept under a number is never older than that number; a
change to the paper raises the number, and pages of older ones are simply never asked for again.

Browsers and proxies may keep a page but must ask each time whether it still stands (`max-age=0, must-revalidate`): a
story withdrawn because it put somebody at risk has to be gone at the next request, wherever it was kept. The answer
to such a question is a 304 without a body, and costs us the same one query.
"""

import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock

import brotli
from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.models import Edition

CACHE_CONTROL = "public, max-age=0, must-revalidate"
SMALLEST_TO_COMPRESS = 600  # bytes; below it compression gains nothing
COMPRESSORS = {  # best first
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
REFUSED = re.compile(r";\s*q=0(?:\.0{1,3})?\s*$")


class FinishedPage:
    """A 200 as it was made, and its compressed forms once somebody has asked for them."""

    def __init__(self, response: HttpResponse):
        self.body = response.content
        self.headers = dict(response.headers)
        self.digest = hashlib.sha256(self.body).hexdigest()[:24]
        self.compressed = {}

    @property
    def size(self) -> int:
        """Bytes it may come to hold: its text, and at the most about as much again in compressed forms."""
        return 2 * len(self.body) + 1000

    def answer(self, request) -> HttpResponse:
        encoding = self._encoding(request.headers.get("Accept-Encoding", ""))
        body = self._in(encoding)
        response = HttpResponse(body, headers=self.headers)
        response["ETag"] = etag = f'"{self.digest}-{encoding}"' if encoding else f'"{self.digest}"'
        response["Content-Length"] = str(len(body))
        if encoding:
            response["Content-Encoding"] = encoding
        if request.method == "HEAD":
            response.content = b""
        return get_conditional_response(request, etag=etag, response=marked(response))

    def _encoding(self, accepted):
        if len(self.body) < SMALLEST_TO_COMPRESS:
            return ""
        offers = {part.split(";")[0].strip().lower() for part in accepted.split(",") if not REFUSED.search(part)}
        return next((name for name in COMPRESSORS if name in offers), "")

    def _in(self, encoding):
        if not encoding:
            return self.body
        if encoding not in self.compressed:  # two threads may both do it once: same bytes
            self.compressed[encoding] = COMPRESSORS[encoding](self.body)
        return self.compressed[encoding]


class Shelf:
    """Finished pages up to a number of bytes; the one not asked for the longest goes first."""

    def __init__(self, bytes_at_most: int):
        self.bytes_at_most = bytes_at_most
        self.bytes = 0
        self.pages = OrderedDict()
        self.lock = Lock()

    def get(self, key) -> FinishedPage | None:
        with self.lock:
            page = self.pages.get(key)
            if page is not None:
                self.pages.move_to_end(key)
            return page

    def put(self, key, page: FinishedPage) -> None:
        if page.size > self.bytes_at_most // 4:
            return
        with self.lock:
            replaced = self.pages.pop(key, None)
            self.pages[key] = page
            self.bytes += page.size - (replaced.size if replaced else 0)
            while self.bytes > self.bytes_at_most:
                _key, oldest = self.pages.popitem(last=False)
                self.bytes -= oldest.size

    def empty(self) -> None:
        with self.lock:
            self.pages.clear()
            self.bytes = 0


PAGES = Shelf(64_000_000)
ANSWERS = Shelf(4_000_000)  # to searches: there are as many as readers can type


def finished(shelf: Shelf = PAGES, **parameters: Callable[[str], object]):
    """Decorate a reader's view: GET and HEAD only, kept on `shelf` when it answers 200.

    `parameters` is the written list of what the view takes from the query string: a name, and a function from the
    text given (“” when none is) to a hashable value, which the view gets as a keyword. All else in the query string
    is ignored. The view finds the number of the edition in `request.edition`.
    """

    def decorate(view):
        @csrf_exempt  # it changes nothing, and a POST should hear 405
        @require_safe
        @wraps(view)
        def serve(request, **kwargs):
            request.edition = Edition.current()
            asked = {name: read(request.GET.get(name, "")) for name, read in parameters.items()}
            key = (settings.SITE_RELEASE, request.edition, request.LANGUAGE_CODE, request.path_info, *asked.values())
            page = shelf.get(key)
            if page is None:
                response = view(request, **kwargs, **asked)
                if response.status_code != 200 or response.cookies:
                    return marked(response)
                page = FinishedPage(response)
                shelf.put(key, page)
            return page.answer(request)

        return serve

    return decorate


def marked(response: HttpResponse) -> HttpResponse:
    """Says to whoever keeps it: ask again each time, and only the encoding makes a difference."""
    response.headers.setdefault("Cache-Control", CACHE_CONTROL)
    response.headers.setdefault("Vary", "Accept-Encoding")
    return response
