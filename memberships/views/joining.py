"""From the invitation to the provider's page. These pages are the same for everybody: no cookie, no token."""

import logging
from urllib.parse import urlencode

from allauth.core import ratelimit
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.views.reading import furniture
from articles.views.reading.finished import ANSWERS, finished
from articles.views.same_origin import from_our_own_pages
from memberships import appeals, billing, money
from memberships.forms import JoinForm, story_number
from memberships.models import Plan
from memberships.providers.base import ProviderError
from memberships.views.page import alternates, go, leads_to_provider, show

log = logging.getLogger("memberships.joining")


@finished(ANSWERS, **{"from": story_number})
def membership(request, **asked):
    appeal = appeals.for_story(furniture.of(request))
    plans = list(Plan.objects.offered())
    for plan in plans:
        plan.least = money.display(plan.minimum_minor, plan.currency)
        plan.join_url = join_url(plan.interval, came_from=asked["from"])
    context = {
        "page_title": _("Become a member"),
        "description": _("Our journalism is free to read because some readers pay for it."),
        "alternates": alternates(request, "membership"),
        "appeal": appeal,
        "plans": plans,
    }
    return show(request, "membership", reverse("membership"), **context)


@finished()
def thanks(request):
    """Grants nothing and says nothing of anybody: whoever came back from the provider, or not, sees the same."""
    return show(request, "thanks", reverse("thanks"), robots="noindex", page_title=_("Thank you"))


@from_our_own_pages
@leads_to_provider
@require_http_methods(["GET", "HEAD", "POST"])
def join(request):
    return _join(request) if request.method == "POST" else _form(request)


@finished(ANSWERS, every=lambda text: text[:10], amount=lambda text: text[:40], **{"from": story_number})
def _form(request, every, amount, **asked):
    form = JoinForm(plans=list(Plan.objects.offered()), chosen=every, typed=amount)
    return _show(request, form, asked["from"])


def _join(request):
    form = JoinForm(request.POST, plans=list(Plan.objects.offered()))
    came_from = story_number(request.POST.get("from", ""))
    if not form.is_valid():
        return _show(request, form, came_from)
    gift = billing.Gift(
        plan=form.cleaned_data["plan"],
        amount_minor=form.cleaned_data["amount_minor"],
        language=request.LANGUAGE_CODE,
        came_from=came_from,
    )
    if not ratelimit.consume(request, action="join"):
        sorry = _("Too many payments were begun from your connection. Nothing was charged; try again in ten minutes.")
        return _show(request, form, came_from, status=429, sorry=sorry)
    try:
        return go(billing.begin(gift, settings.PUBLIC_URL + reverse("thanks"), _back(gift)))
    except ProviderError as error:
        log.warning("No payment page could be prepared: %s", type(error).__name__)
        sorry = _("The payment provider does not answer just now. Nothing was charged; please try again in a minute.")
        return _show(request, form, came_from, status=503, sorry=sorry)


def _show(request, form, came_from, status=200, sorry=""):
    context = {
        "page_title": _("Become a member"),
        "description": _("Choose how often and how much."),
        "form": form,
        "came_from": came_from,
        "sorry": sorry,
    }
    return show(request, "join", reverse("join"), status=status, **context)


def _back(gift):
    """Where they land who walk away from the provider's page: our form, as they had filled it in."""
    amount = money.plain(gift.amount_minor, gift.plan.currency)
    return settings.PUBLIC_URL + join_url(gift.plan.interval, amount, gift.came_from)


def join_url(interval: str = "", amount: str = "", came_from: int | None = None) -> str:
    """The path of the form, filled in as far as is known."""
    query = {"every": interval, "amount": amount, "from": came_from or ""}
    asked = urlencode({name: value for name, value in query.items() if value})
    return f"{reverse('join')}?{asked}" if asked else reverse("join")
