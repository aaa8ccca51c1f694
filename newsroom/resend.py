"""A form that came too late is never lost: it comes back, ready to be sent once more.

It is offered only to a form that one of our own pages sent. Otherwise another site could have its words shown here
with a button below them that sends them in a signed-in person's name.
"""

from django.conf import settings
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

NEVER_SHOWN = ("csrfmiddlewaretoken", "password", "code")


def typed(request) -> list[tuple[str, str]]:
    """What was typed into one of our own pages, secrets left out; nothing for a form from elsewhere."""
    if request.method != "POST" or request.headers.get("Origin") not in _own_origins(request):
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not any(word in name for word in NEVER_SHOWN)
        for value in values
    ]


def after_the_session(request):
    """The session ended while somebody wrote: they sign in beside this page, then send it. None for others."""
    sentence = _("You were signed out while you wrote. Sign in on the page that opens beside this one, then send it.")
    return _offer(request, sentence, must_sign_in=True)


def after_the_token(request):
    """The form's token was of an earlier sign-in: one more press sends it with today's. None for others."""
    return _offer(request, _("You signed in after this page was opened. Nothing has been sent yet; send it from here."))


def _offer(request, sentence, must_sign_in=False):
    fields = typed(request)
    if not fields:
        return None
    context = {"sentence": sentence, "fields": fields, "must_sign_in": must_sign_in, "files": bool(request.FILES)}
    response = render(request, "send_again.html", context, status=403)
    add_never_cache_headers(response)
    return response


def _own_origins(request):
    return {settings.PUBLIC_URL, f"{request.scheme}://{request.get_host()}"}
