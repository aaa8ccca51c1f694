"""A form that is not taken is never lost: its words come back, to be read, copied, or sent once more.

They come back only from a form that one of our own pages sent. Otherwise another site could have its words shown here
with a button below them that sends them in a signed-in person's name.
"""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _


def after_the_session(request):
    """The session ended while somebody wrote: they sign in beside this page, then send it. None for others."""
    sentence = _("You were signed out while you wrote. Sign in on the page that opens beside this one, then send it.")
    return _send_again(request, sentence, must_sign_in=True)


def after_the_token(request):
    """The form's token was of an earlier sign-in: one more press sends it with today's. None for others."""
    sentence = _("You signed in after this page was opened. Nothing has been sent yet; send it from here.")
    return _send_again(request, sentence)


def at_a_closed_door(request, is_of_the_newsroom):
    """The desk does not open to this person as they wrote: they prove who they are, or have only their words back."""
    if not is_of_the_newsroom:
        return _give_back(request, _("Your account does not open the desk any more. Nothing was saved."), 403)
    sentence = _("The desk wants a proof of who you are. Give it on the page that opens beside this one, then send it.")
    return _send_again(request, sentence, must_sign_in=True)


def or_words_back(request, answer):
    """What `answer()` gives; where that refuses a form in which somebody wrote, a page with reason and words."""
    from articles.admin.own_words import NotTaken

    try:
        return answer()
    except (NotTaken, PermissionDenied, Http404) as refusal:
        page = _give_back(request, *_said_of(refusal), template="admin/not_taken.html")
        if page is None:
            raise
        return page


def _said_of(refusal):
    if isinstance(refusal, Http404):
        return _("What you wrote this for is not there, or it is not open to you. Nothing was saved."), 404
    return str(refusal) or _("Your role does not allow this now."), getattr(refusal, "status", 403)


def _send_again(request, sentence, must_sign_in=False):
    """The whole form once more below a button."""
    from articles.admin.own_words import fields_of, is_ours

    fields = fields_of(request.POST) if is_ours(request) else []
    return _give_back(request, sentence, 403, fields=fields, must_sign_in=must_sign_in) if fields else None


def _give_back(request, sentence, status, template="send_again.html", **more):
    """A page with the sentence and the words; None where nobody wrote anything, or another site did."""
    from articles.admin.own_words import copy_of, is_ours, way_back, words_of

    words = words_of(request.POST) if is_ours(request) else []
    if not words and not more:
        return None
    context = {"sentence": sentence, "own_words": words, "files": bool(request.FILES), **more}
    if template.startswith("admin/"):
        context |= admin.site.each_context(request) | {"copy": copy_of(request), "back": way_back(request)}
    response = render(request, template, context, status=status)
    add_never_cache_headers(response)
    return response
