"""A supporter through the door: from the form to the provider's page, and from its messages to our books.

Nothing a browser or a message says is written down. A message only tells that something happened to a subject; what is
true of that subject is then asked of the provider, so messages may repeat and overtake each other.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.publication import publication
from memberships import bookkeeping, leases, money, providers
from memberships.models import Checkout, Plan, ProviderEvent, Subscription
from memberships.providers.base import Order, ProviderError, Subject

log = logging.getLogger("memberships.billing")
UNFINISHED_KEPT = timedelta(days=30)  # a provider's page closes after a day, and its messages come within days


class BillingError(Exception):
    """What a supporter asked for cannot be done; its text is a sentence for them."""


class ClaimLost(Exception):
    """We were too slow, and somebody else has taken up the same message."""


@dataclass(frozen=True)
class Gift:
    """What a supporter chose on our form."""

    plan: Plan
    amount_minor: int
    language: str = "en"
    came_from: int | None = None  # the story whose appeal brought them


def terms(interval: str, amount_minor: int, currency: str) -> str:
    """What somebody agrees to, in one sentence of the active language."""
    amount = {"amount": money.display(amount_minor, currency)}
    match interval:
        case "month":
            return _("%(amount)s now and again every month, until you stop.") % amount
        case "year":
            return _("%(amount)s now and again every year, until you stop.") % amount
    return _("%(amount)s once, and nothing after that.") % amount


def begin(gift: Gift, success_url: str, cancel_url: str) -> str:
    """The address of the provider's page where the gift is paid. Raises ProviderError; nothing is lost then."""
    provider = providers.current()
    checkout = Checkout.objects.create(
        provider=provider.name,
        interval=gift.plan.interval,
        amount_minor=gift.amount_minor,
        currency=gift.plan.currency,
        language=gift.language,
        came_from=gift.came_from,
        agreed_to=terms(gift.plan.interval, gift.amount_minor, gift.plan.currency),
    )
    order = Order(
        token=checkout.token,
        interval=checkout.interval,
        amount_minor=checkout.amount_minor,
        currency=checkout.currency,
        language=checkout.language,
        label=_("Support for %(newsroom)s") % {"newsroom": publication().name_in(gift.language)},
        success_url=success_url,
        cancel_url=cancel_url,
    )
    session = provider.create_checkout(order)
    Checkout.objects.filter(pk=checkout.pk).update(session_ref=session.ref)
    return session.url


def forget_unfinished() -> int:
    """Delete what was begun and never paid, once no provider's page for it can still be open; how many went."""
    begun_before = timezone.now() - UNFINISHED_KEPT
    return Checkout.objects.filter(completed_at=None, created_at__lt=begun_before).delete()[0]


# Messages ----------------------------------------------------------------------------------------


def receive(provider: providers.Provider, body: bytes, headers) -> ProviderEvent:
    """Put a proven message into the inbox, once however often it comes. Raises WebhookRefused."""
    event = provider.verify(body, headers)
    kept = ProviderEvent(provider=provider.name, event_id=event.id, type=event.type[:80], payload=body.decode())
    ProviderEvent.objects.bulk_create([kept], ignore_conflicts=True)
    return ProviderEvent.objects.get(provider=provider.name, event_id=event.id)


def process(event: ProviderEvent) -> bool:
    """Write down what the provider says is true of the message's subject. True when it is done now.

    When anything goes wrong the message stays owed, with the reason, and rests a while.
    """
    until = leases.claim(ProviderEvent.objects.free(), event.pk)
    if until is None:
        return False
    try:
        _act_on(event, until)
    except Exception as error:  # whatever it is, the message stays owed and the next one gets its turn
        log.warning("Message %s of %s stays owed: %s", event.pk, event.provider, type(error).__name__)
        leases.rest(event, error)
        return False
    return True


def _act_on(event, until):
    provider = providers.named(event.provider)
    subject = provider.subject(event.payload)
    asked_at = timezone.now()
    facts = provider.facts(subject) if subject else None
    with transaction.atomic():
        if facts:
            bookkeeping.record(event.provider, facts, asked_at, event=event)
        ours = ProviderEvent.objects.owed().filter(pk=event.pk, claimed_until=until)
        if not ours.update(processed_at=timezone.now(), last_error=""):
            raise ClaimLost


def process_owed() -> int:
    """Take up every message that is owed and free. Returns how many were done."""
    return sum(process(event) for event in ProviderEvent.objects.free())


# What a supporter asks for -----------------------------------------------------------------------


def refresh(subscription: Subscription) -> None:
    """Write down what the provider says of a subscription now. Raises ProviderError."""
    asked_at = timezone.now()
    facts = providers.named(subscription.provider).facts(Subject("subscription", subscription.provider_ref))
    if facts:
        bookkeeping.record(subscription.provider, facts, asked_at)
    subscription.refresh_from_db()


def cancel(subscription: Subscription) -> None:
    """Stop giving when what is paid for is over. Raises BillingError with a sentence for the supporter."""
    _ask_provider(subscription, "cancel_at_period_end")


def resume(subscription: Subscription) -> None:
    """Take a cancellation back before its time has come. Raises BillingError with a sentence for the supporter."""
    if subscription.status == Subscription.Status.CANCELLED:
        raise BillingError(_("This membership has ended. You are welcome to join again."))
    _ask_provider(subscription, "resume")


def _ask_provider(subscription, verb):
    try:
        getattr(providers.named(subscription.provider), verb)(subscription.provider_ref)
        refresh(subscription)
    except ProviderError as error:
        log.warning("Subscription %s: %s failed: %s", subscription.pk, verb, type(error).__name__)
        raise BillingError(
            _("The payment provider did not answer. Nothing has changed; please try again in a minute.")
        ) from error
