"""What the house puts before and after allauth's own pages, and the sign-in link of a local newsroom."""

from functools import wraps

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from newsroom.accounts import home_of
from newsroom.desk import LINK, Proof, is_of_the_newsroom, prove_more
from newsroom.models import SignInLink


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request, token):
    """Opens the desk once. It asks for a press, since mail readers and browsers follow links of their own accord."""
    if not settings.LOCAL:
        raise Http404
    link = SignInLink.find(token)
    if link is None:
        return render(request, "account/sign_in_link_spent.html", status=410)
    if request.method != "POST":
        return render(request, "account/sign_in_link.html", {"person": link.user})
    if not link.use():
        return render(request, "account/sign_in_link_spent.html", status=410)
    logout(request)
    login(request, link.user)
    record_authentication(request, link.user, LINK)
    return redirect(home_of(link.user))


def proven(view):
    """Before a second factor is shown, added or removed, people of the newsroom prove all they can."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if is_of_the_newsroom(request.user):
            proof = Proof.of(request)
            has_factors = Authenticator.objects.filter(user=request.user).exists()
            if not (proof.full if has_factors else proof.first):
                return prove_more(request, request.get_full_path())
        return view(request, *args, **kwargs)

    return wrapped


def adding_is_using(view):
    """A factor that was just added was tried in the same step, so the session counts it as used."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        before = _factors(request.user)
        response = view(request, *args, **kwargs)
        for factor in Authenticator.objects.filter(pk__in=_factors(request.user) - before):
            post_authentication(request, factor)
        return response

    return wrapped


def _factors(user):
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return set(Authenticator.objects.filter(user_id=user.pk, type__in=kinds).values_list("pk", flat=True))
