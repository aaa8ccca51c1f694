"""The sandbox's pages for people who pay, and its API for the newsroom."""

import hmac
import json
from functools import wraps
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django import forms
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from memberships.sandbox import bank, post
from memberships.sandbox.models import Payment, Session, Subscription

WITHOUT_CENTS = {"JPY", "KRW", "VND", "XAF", "XOF"}
HOW_OFTEN = {"month": _("every month"), "year": _("every year"), "once": _("once")}


class PayerForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    )
    name = forms.CharField(
        label=_("Name (if you like)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


@csrf_exempt  # acts for nobody signed in: whoever knows the session's secret number may pretend to pay it
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request, ref):
    session = get_object_or_404(Session, ref=ref)
    choice = request.POST.get("choice", "")
    with translation.override(session.language):
        if choice == "leave":
            response = _go(session.cancel_url)
        elif session.paid_at:
            response = _go(session.success_url)
        else:
            response = _pay(request, session, choice)
    origins = {"{0.scheme}://{0.netloc}".format(urlsplit(url)) for url in (session.success_url, session.cancel_url)}
    return csp_update({"form-action": sorted(origins)})(lambda: response)()


def _pay(request, session, choice):
    form = PayerForm(request.POST or None, label_suffix="")
    declined = choice == "decline"
    if choice == "pay" and form.is_valid():
        paid = bank.pay(session, form.cleaned_data["email"], form.cleaned_data["name"])
        if paid:
            post.deliver(paid.ref)
        return _go(session.success_url)
    if declined:
        form = PayerForm(initial=request.POST.dict(), label_suffix="")
    context = {
        "session": session,
        "shown": _shown(session),
        "how_often": HOW_OFTEN.get(session.interval, session.interval),
        "form": form,
        "declined": declined,
        "direction": _direction(),
    }
    return render(request, "sandbox/pay_page.html", context)


def _shown(session):
    """Plain figures, such as “10.00 USD”."""
    places = 0 if session.currency in WITHOUT_CENTS else 2
    return f"{session.amount_minor / 10**places:,.{places}f} {session.currency}"


def _direction():
    return "rtl" if translation.get_language_bidi() else "ltr"


def _go(url):
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def for_the_newsroom(view):
    """Only with the key both sides know; refusals and bad requests are answered in JSON."""

    @csrf_exempt  # no cookie opens this door, only the key in the header
    @never_cache
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {post.key('api').hex()}".encode()):
            return JsonResponse({"error": "The key is missing or wrong."}, status=401)
        try:
            return view(request, *args, **kwargs)
        except bank.BankError as error:
            return JsonResponse({"error": str(error)}, status=409)
        except (KeyError, TypeError, ValueError) as error:
            return JsonResponse({"error": f"The request lacks or garbles {error}."}, status=400)

    return wrapped


@for_the_newsroom
@require_POST
def sessions(request):
    order = json.loads(request.body)
    session = bank.open_session(order, order["webhook_url"])
    return JsonResponse({"id": session.ref, "url": request.build_absolute_uri(f"/sandbox/pay/{session.ref}/")})


@for_the_newsroom
@require_GET
def subscription(request, ref):
    return JsonResponse(bank.facts(get_object_or_404(Subscription, ref=ref)))


@for_the_newsroom
@require_GET
def payment(request, ref):
    return JsonResponse(bank.facts(get_object_or_404(Payment, ref=ref)))


@for_the_newsroom
@require_POST
def cancel(request, ref):
    found = get_object_or_404(Subscription, ref=ref)
    bank.cancel_at_period_end(found)
    return JsonResponse(bank.facts(found))


@for_the_newsroom
@require_POST
def resume(request, ref):
    found = get_object_or_404(Subscription, ref=ref)
    bank.resume(found)
    return JsonResponse(bank.facts(found))
