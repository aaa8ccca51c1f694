"""Our client of Stripe: its own pages take the card (Checkout, Billing Portal), we only redirect and ask."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

import stripe
from django.conf import settings

from memberships.providers.base import (
    Event,
    Facts,
    Order,
    Payment,
    ProviderError,
    ProviderUnavailable,
    Refund,
    Session,
    Subject,
    SubscriptionFacts,
    WebhookRefused,
)

TIMEOUT = 10  # seconds
TOLERANCE = 300
STATUSES = {
    "active": "active",
    "trialing": "active",
    "past_due": "past_due",
    "unpaid": "past_due",
    "paused": "past_due",
}
NOT_BEGUN = {"incomplete"}
PERMANENT = (stripe.InvalidRequestError, stripe.AuthenticationError, stripe.PermissionError, stripe.IdempotencyError)


class Stripe:
    name = "stripe"
    has_portal = True

    def origins(self):
        own = [_stand_in()] if _stand_in() else []
        return ["https://checkout.stripe.com", "https://billing.stripe.com", *own]

    def create_checkout(self, order: Order) -> Session:
        with _kind_words():
            session = _client().checkout.sessions.create(_session(order), {"idempotency_key": order.token})
        return Session(ref=session.id, url=session.url)

    def verify(self, body, headers):
        if not settings.STRIPE_WEBHOOK_SECRET:
            raise WebhookRefused("This newsroom’s webhook is not set up: STRIPE_WEBHOOK_SECRET is missing.")
        try:
            stripe.WebhookSignature.verify_header(
                body.decode(), headers.get("Stripe-Signature", ""), settings.STRIPE_WEBHOOK_SECRET, TOLERANCE
            )
        except UnicodeDecodeError as error:
            raise WebhookRefused("The message is not text.") from error
        except stripe.SignatureVerificationError as error:
            raise WebhookRefused("The signature is wrong, or more than 300 seconds old.") from error
        return Event.read(body)

    def subject(self, payload):
        message = json.loads(payload)
        return _subject(message["type"], message["data"]["object"])

    def facts(self, subject):
        with _kind_words():
            if subject.kind == "subscription":
                return _subscription_facts(subject.ref)
            return _payment_facts(subject.ref)

    def cancel_at_period_end(self, subscription_ref):
        with _kind_words():
            _client().subscriptions.update(subscription_ref, {"cancel_at_period_end": True})

    def resume(self, subscription_ref):
        with _kind_words():
            _client().subscriptions.update(subscription_ref, {"cancel_at_period_end": False})

    def portal(self, customer_ref, return_url):
        with _kind_words():
            return _client().billing_portal.sessions.create({"customer": customer_ref, "return_url": return_url}).url


def _stand_in():
    """Another address that speaks Stripe's language: only a local newsroom may name one."""
    return settings.STRIPE_API_BASE if settings.LOCAL else ""


def _client():
    return _client_for(settings.STRIPE_SECRET_KEY, _stand_in())


@cache
def _client_for(key, base):
    return stripe.StripeClient(
        key or "sk_missing",
        base_addresses={"api": base} if base else {},
        max_network_retries=1,
        http_client=stripe.RequestsClient(timeout=TIMEOUT),
    ).v1


@contextmanager
def _kind_words():
    try:
        yield
    except PERMANENT as error:
        raise ProviderError(f"Stripe refused: {type(error).__name__} {error.code or ''}".strip() + ".") from error
    except stripe.StripeError as error:
        raise ProviderUnavailable(f"Stripe did not answer: {type(error).__name__}.") from error


def _session(order):
    price = {
        "currency": order.currency.lower(),
        "unit_amount": order.amount_minor,
        "product_data": {"name": order.label},
    }
    metadata = {"checkout": order.token}
    params = {
        "client_reference_id": order.token,
        "success_url": order.success_url,
        "cancel_url": order.cancel_url,
        "locale": order.language if order.language in {"en", "fr"} else "auto",
        "line_items": [{"price_data": price, "quantity": 1}],
    }
    if order.interval == "once":
        own = {"mode": "payment", "customer_creation": "always", "payment_intent_data": {"metadata": metadata}}
    else:
        price["recurring"] = {"interval": order.interval}
        own = {"mode": "subscription", "subscription_data": {"metadata": metadata}}
    return {**params, **own}


def _subject(kind, thing):
    if kind.startswith("checkout.session."):
        return _either(thing.get("subscription"), thing.get("payment_intent"))
    if kind.startswith("customer.subscription."):
        return Subject("subscription", thing["id"])
    if kind.startswith("invoice."):
        details = (thing.get("parent") or {}).get("subscription_details") or {}
        return _either(details.get("subscription"), None)
    if kind.startswith(("charge.", "refund.")):
        return _either(None, thing.get("payment_intent"))
    return None


def _either(subscription, payment):
    if subscription:
        return Subject("subscription", subscription)
    return Subject("payment", payment) if payment else None


def _subscription_facts(ref):
    found = _client().subscriptions.retrieve(ref, {"expand": ["customer"]})
    if found.status in NOT_BEGUN:
        return None
    item = found["items"].data[0]
    invoices = _client().invoices.list({"subscription": ref, "status": "paid", "limit": 100}).auto_paging_iter()
    return Facts(
        email=found.customer.email or "",
        name=found.customer.name or "",
        checkout_token=_metadata(found, "checkout"),
        payments=[_invoice_payment(invoice) for invoice in invoices if invoice.amount_paid],
        subscription=SubscriptionFacts(
            ref=found.id,
            customer_ref=found.customer.id,
            status=_status(found),
            amount_minor=item.price.unit_amount * item.quantity,
            currency=item.price.currency.upper(),
            interval=item.price.recurring.interval,
            started_at=_moment(found.start_date),
            current_period_end=_moment(item.current_period_end),
            cancelled_at=_moment(found.ended_at),
        ),
    )


def _status(found):
    if found.status not in STATUSES:
        return "cancelled"
    cancelling = found.cancel_at_period_end or found.cancel_at
    return "cancelling" if cancelling and STATUSES[found.status] == "active" else STATUSES[found.status]


def _invoice_payment(invoice):
    paid = _client().invoice_payments.list({"invoice": invoice.id, "status": "paid", "limit": 10}).data
    intents = [_payment_intent(row) for row in paid]
    return Payment(
        ref=invoice.id,
        amount_minor=invoice.amount_paid,
        currency=invoice.currency.upper(),
        at=_moment(invoice.status_transitions.paid_at or invoice.created),
        refunds=[refund for intent in intents if intent for refund in _refunds(intent)],
    )


def _payment_intent(row):
    return row.payment.payment_intent if row.payment.type == "payment_intent" else None


def _payment_facts(ref):
    """A single payment; or, when it paid an invoice, the whole subscription behind it."""
    paid = {"type": "payment_intent", "payment_intent": ref}
    for row in _client().invoice_payments.list({"payment": paid, "limit": 1, "expand": ["data.invoice"]}).data:
        details = row.invoice.parent.subscription_details if row.invoice.parent else None
        return _subscription_facts(details.subscription) if details else None
    intent = _client().payment_intents.retrieve(ref, {"expand": ["customer"]})
    if intent.status != "succeeded" or not _metadata(intent, "checkout"):
        return None
    return Facts(
        email=intent.customer.email or "",
        name=intent.customer.name or "",
        checkout_token=_metadata(intent, "checkout"),
        payments=[
            Payment(
                ref=intent.id,
                amount_minor=intent.amount_received,
                currency=intent.currency.upper(),
                at=_moment(intent.created),
                refunds=_refunds(intent.id),
            )
        ],
    )


def _refunds(payment_intent):
    rows = _client().refunds.list({"payment_intent": payment_intent, "limit": 100}).auto_paging_iter()
    return [Refund(row.id, row.amount, _moment(row.created)) for row in rows if row.status == "succeeded"]


def _metadata(found, name):
    return getattr(found.metadata, name, "")


def _moment(seconds):
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
