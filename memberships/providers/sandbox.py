"""Our client of the sandbox: a payment provider that moves no money and lives at SANDBOX_URL."""

import hashlib
import json
import urllib.error
import urllib.request
from datetime import datetime
from urllib.parse import quote, urlsplit

from django.conf import settings

from memberships.providers import signature
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
)

TIMEOUT = 10  # seconds
SIGNATURE_HEADER = "Sandbox-Signature"


def key(purpose: str) -> bytes:
    """A key both sides know, since both live in one house: `api` to ask, `webhook` to sign."""
    return hashlib.sha256(f"sandbox.{purpose}.{settings.SECRET_KEY}".encode()).digest()


class Sandbox:
    name = "sandbox"
    has_portal = False

    def origins(self):
        parts = urlsplit(settings.SANDBOX_URL)
        return [f"{parts.scheme}://{parts.netloc}"]

    def create_checkout(self, order: Order) -> Session:
        answer = _ask("POST", "sessions/", {**vars(order), "webhook_url": _webhook_url()})
        return Session(ref=answer["id"], url=answer["url"])

    def verify(self, body, headers):
        signature.check(body, headers.get(SIGNATURE_HEADER, ""), key("webhook"))
        return Event.read(body)

    def subject(self, payload):
        message = json.loads(payload)
        return Subject(message["about"], message["ref"])

    def facts(self, subject):
        return read_facts(_ask("GET", f"{subject.kind}s/{quote(subject.ref)}/"))

    def cancel_at_period_end(self, subscription_ref):
        _ask("POST", f"subscriptions/{quote(subscription_ref)}/cancel/", {})

    def resume(self, subscription_ref):
        _ask("POST", f"subscriptions/{quote(subscription_ref)}/resume/", {})

    def portal(self, customer_ref, return_url):
        raise ProviderError("The sandbox keeps no cards.")


def read_facts(answer: dict) -> Facts:
    """The sandbox's JSON about a subscription or a payment, as billing knows it."""
    subscription = answer.get("subscription")
    return Facts(
        email=answer["email"],
        name=answer["name"],
        checkout_token=answer["checkout_token"],
        payments=[_payment(item) for item in answer["payments"]],
        subscription=SubscriptionFacts(
            **{
                **subscription,
                **{name: _moment(subscription[name]) for name in ("started_at", "current_period_end", "cancelled_at")},
            }
        )
        if subscription
        else None,
    )


def _payment(item):
    refunds = [Refund(**{**refund, "at": _moment(refund["at"])}) for refund in item["refunds"]]
    return Payment(**{**item, "at": _moment(item["at"]), "refunds": refunds})


def _moment(text):
    return datetime.fromisoformat(text) if text else None


def _webhook_url():
    return f"{settings.PUBLIC_URL}/membership/webhooks/sandbox/"


def _ask(method: str, path: str, body: dict | None = None) -> dict:
    request = urllib.request.Request(  # noqa: S310  the address is the operator's own setting
        f"{settings.SANDBOX_URL}/sandbox/api/{path}",
        data=None if body is None else json.dumps(body).encode(),
        method=method,
        headers={"Authorization": f"Bearer {key('api').hex()}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310  as above
            return json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            kind = ProviderUnavailable if error.code >= 500 else ProviderError
            raise kind(f"The sandbox answered {error.code} to {method} {path}.") from error
    except (OSError, ValueError) as error:
        raise ProviderUnavailable(f"The sandbox did not answer: {type(error).__name__}.") from error
