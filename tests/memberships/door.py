"""Builds supporters the way the door lets them in: from what a provider says is true."""

import itertools
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from memberships import bookkeeping
from memberships.models import Member
from memberships.providers.base import Facts, Payment, Refund, SubscriptionFacts
from memberships.sandbox import post
from memberships.sandbox.models import Notice, Session

BEGAN = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)
_numbers = itertools.count(1)


def payment(amount_minor=1000, ref="", at=BEGAN, refunds=(), currency="USD"):
    return Payment(ref or f"payment_{next(_numbers)}", amount_minor, currency, at, list(refunds))


def refund(amount_minor=1000, at=BEGAN + timedelta(days=3)):
    return Refund(f"refund_{next(_numbers)}", amount_minor, at)


def monthly(payments=None, email="reader@example.org", ref="", token="", name="", **facts):
    """What a provider says of somebody who gives every month."""
    payments = [payment()] if payments is None else payments
    said = {
        "ref": ref or f"subscription_{next(_numbers)}",
        "customer_ref": "customer_1",
        "status": "active",
        "amount_minor": 1000,
        "currency": "USD",
        "interval": "month",
        "started_at": BEGAN,
        "current_period_end": timezone.now() + timedelta(days=20),
        "cancelled_at": None,
        **facts,
    }
    return Facts(email, name, token, payments, SubscriptionFacts(**said))


def once(paid=None, email="reader@example.org", token="", name=""):
    return Facts(email, name, token, [paid or payment(2500)])


def record(facts, asked_at=None, **kwargs):
    return bookkeeping.record("sandbox", facts, asked_at or timezone.now(), **kwargs)


def member(email="reader@example.org", language="en", **facts):
    """Somebody who gives $10 a month and has paid once."""
    known = record(monthly(email=email, **facts))
    Member.objects.filter(pk=known.pk).update(language=language)
    known.refresh_from_db()
    return known


def paid_session(client, answer, email="reader@example.org", choice="pay", name=""):
    """Do on the sandbox's page, to which `answer` redirected, what a supporter does there."""
    session = Session.objects.get(ref=answer.url.rstrip("/").rpartition("/")[2])
    return client.post(f"/sandbox/pay/{session.ref}/", {"choice": choice, "email": email, "name": name})


def tell(client, notice: Notice, at=None, header=None):
    """Deliver one of the sandbox's notices to the newsroom's webhook."""
    body = post.message(notice)
    signed = post.signed(body, at) if header is None else header
    return client.post(
        "/membership/webhooks/sandbox/", body, content_type="application/json", headers={"Sandbox-Signature": signed}
    )
