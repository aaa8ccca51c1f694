"""Forms that act for nobody signed in: no token and no cookie, but only from our own pages.

A token would set a cookie on a page that everybody shares. There is nothing to forge in a signed-in person's name; what
is refused here is another site's form that sends people to our payment provider, or fills our tables.
"""

from functools import partial, wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
OWN_SITES = {"same-origin", "none"}  # `none`: the person themselves, from an address bar or a saved page


def from_our_own_pages(view=None, *, even_unnamed=False):
    """Exempt from the form token; a POST that a browser marks as coming from elsewhere is refused with 403.

    Every browser that is still in use sends `Origin` with a POST. What sends neither header is no browser, and could
    write whatever it liked. `even_unnamed`: a page that names itself to nobody sends `Origin: null`, which is let in
    where the form's address is itself a secret.
    """
    if view is None:
        return partial(from_our_own_pages, even_unnamed=even_unnamed)

    @csrf_exempt
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.method not in SAFE_METHODS and is_foreign(request, even_unnamed):
            sentence = _("This form was sent from another website. Please open our own page and send it from there.")
            return HttpResponse(sentence, status=403, content_type="text/plain; charset=utf-8")
        return view(request, *args, **kwargs)

    return wrapped


def is_foreign(request, even_unnamed=False) -> bool:
    """Whether the browser says that another site's page sent this."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    own = _own_origins(request) | ({"null"} if even_unnamed else set())
    return site not in OWN_SITES or (origin is not None and origin not in own)


def _own_origins(request):
    parts = urlsplit(settings.PUBLIC_URL)
    return {f"{parts.scheme}://{parts.netloc}", f"{request.scheme}://{request.get_host()}"}
