"""What a member sees of themselves once signed in, and how they stop. Every row is looked up among their own."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from memberships import accounts, billing, providers
from memberships.models import LedgerEntry
from memberships.providers.base import ProviderError
from memberships.views.page import go, leads_to_provider, show_privately


def for_members(view):
    """Signed in, and with `request.member`: None when nobody gives from their address."""

    @never_cache
    @login_required(login_url="account_request_login_code")
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        request.member = accounts.member_of(request.user)
        return view(request, *args, **kwargs)

    return wrapped


@for_members
@leads_to_provider
@require_safe
def account(request):
    member = request.member
    context = {
        "page_title": _("Your membership"),
        "member": member,
        "subscriptions": member.subscriptions.all() if member else [],
        "contributions": _contributions(member) if member else [],
        "has_portal": providers.current().has_portal,
    }
    return show_privately(request, "account", **context)


def _contributions(member):
    went_back = LedgerEntry.objects.filter(kind=LedgerEntry.Kind.REFUND).order_by("at")
    return member.contributions.select_related("subscription").prefetch_related(
        Prefetch("ledger", queryset=went_back, to_attr="refunds")
    )


@for_members
@require_safe
def receipt(request, pk):
    found = get_object_or_404(_contributions(_known(request)), pk=pk)
    return show_privately(request, "receipt", page_title=_("Receipt"), contribution=found, member=request.member)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def subscription_cancel(request, pk):
    found = get_object_or_404(_known(request).subscriptions.giving(), pk=pk)
    if not found.can_be_cancelled:
        return go(reverse("account"))
    if request.method == "POST":
        return _do(request, found, billing.cancel)
    return _confirm(request, found)


@for_members
@require_POST
def subscription_resume(request, pk):
    found = get_object_or_404(_known(request).subscriptions, pk=pk)
    return _do(request, found, billing.resume)


@for_members
@leads_to_provider
@require_POST
def subscription_portal(request, pk):
    """To the provider's own page, where they change their card."""
    found = get_object_or_404(_known(request).subscriptions.exclude(customer_ref=""), pk=pk)
    try:
        provider = providers.named(found.provider)
        return go(provider.portal(found.customer_ref, settings.PUBLIC_URL + reverse("account")))
    except ProviderError:
        return _confirm(request, found, status=503, sorry=_("The payment provider does not answer just now."))


def _known(request):
    if request.member is None:
        raise Http404
    return request.member


def _do(request, subscription, verb):
    try:
        verb(subscription)
    except billing.BillingError as error:
        return _confirm(request, subscription, status=503, sorry=str(error))
    return go(reverse("account"))


def _confirm(request, subscription, status=200, sorry=""):
    context = {"page_title": _("Stop giving"), "subscription": subscription, "sorry": sorry}
    return show_privately(request, "subscription_cancel", status=status, **context)
