"""What the sandbox does: takes pretended money, renews, declines, gives back, and owes a notice of each.

Every verb may be called twice at once: it changes its row in one guarded UPDATE and does nothing the second time.
"""

import calendar
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from memberships.sandbox.models import Notice, Payment, Refund, Session, Subscription, number


class BankError(Exception):
    """The sandbox refuses; its text says why."""


def open_session(order: dict, webhook_url: str) -> Session:
    kept = ("interval", "amount_minor", "currency", "label", "language", "success_url", "cancel_url")
    return Session.objects.create(
        **{name: order[name] for name in kept}, checkout_token=order["token"], webhook_url=webhook_url
    )


@transaction.atomic
def pay(session: Session, email: str, name: str = "", at: datetime | None = None) -> Subscription | Payment | None:
    """Take the session's first payment. None when it was paid before."""
    at = at or timezone.now()
    if not Session.objects.filter(pk=session.pk, paid_at__isnull=True).update(paid_at=at, email=email, name=name):
        return None
    payer = _payer(session) | {"email": email, "name": name}
    if session.interval == "once":
        payment = Payment.objects.create(**payer, at=at)
        _owe("payment.succeeded", payment, at)
        return payment
    subscription = Subscription.objects.create(
        **payer,
        customer_ref=number("customer"),
        interval=session.interval,
        started_at=at,
        current_period_end=after(at, session.interval),
    )
    Payment.objects.create(**payer, subscription=subscription, at=at)
    _owe("subscription.created", subscription, at)
    _owe("payment.succeeded", subscription, at)
    return subscription


@transaction.atomic
def renew(subscription: Subscription, succeed: bool = True, at: datetime | None = None) -> bool:
    """Begin the next period: paid, failed, or the end when it was cancelled. False when somebody else just did."""
    at = at or timezone.now()
    if subscription.status == "cancelled":
        raise BankError(f"{subscription.ref} has ended.")
    seen = Subscription.objects.filter(
        pk=subscription.pk, current_period_end=subscription.current_period_end, status=subscription.status
    )
    if subscription.cancel_at_period_end:
        done = seen.update(status="cancelled", cancelled_at=at)
        kind = "subscription.ended"
    elif succeed:
        done = seen.update(
            status="active", current_period_end=after(subscription.current_period_end, subscription.interval)
        )
        kind = "payment.succeeded"
    else:
        done = seen.update(status="past_due")
        kind = "payment.failed"
    if done and kind == "payment.succeeded":
        Payment.objects.create(**_payer(subscription), subscription=subscription, at=at)
    if done:
        _owe(kind, subscription, at)
    subscription.refresh_from_db()
    return bool(done)


@transaction.atomic
def refund(payment: Payment, amount_minor: int | None = None, at: datetime | None = None) -> Refund:
    """Give back all that is left of a payment, or `amount_minor` of it."""
    at = at or timezone.now()
    Payment.objects.filter(pk=payment.pk).update(at=payment.at)  # whoever refunds at the same time waits here
    left = payment.amount_minor - sum(payment.refunds.values_list("amount_minor", flat=True))
    amount_minor = left if amount_minor is None else amount_minor
    if not 0 < amount_minor <= left:
        raise BankError(f"{left} is left of {payment.ref}; {amount_minor} cannot be given back.")
    given = Refund.objects.create(payment=payment, amount_minor=amount_minor, at=at)
    _owe("payment.refunded", payment.subscription or payment, at)
    return given


def cancel_at_period_end(subscription: Subscription, at: datetime | None = None) -> None:
    _set_cancelling(subscription, True, at or timezone.now())


def resume(subscription: Subscription, at: datetime | None = None) -> None:
    _set_cancelling(subscription, False, at or timezone.now())


@transaction.atomic
def _set_cancelling(subscription, cancelling, at):
    living = Subscription.objects.filter(pk=subscription.pk).exclude(status="cancelled")
    if not living.exists():
        raise BankError(f"{subscription.ref} has ended.")
    if living.exclude(cancel_at_period_end=cancelling).update(cancel_at_period_end=cancelling):
        _owe("subscription.updated", subscription, at)
    subscription.refresh_from_db()


def turn(now: datetime | None = None) -> int:
    """Renew or end every subscription whose period is over. Returns how many."""
    now = now or timezone.now()
    over = Subscription.objects.filter(current_period_end__lte=now, status="active")
    return sum(renew(subscription, at=subscription.current_period_end) for subscription in over)


def after(moment: datetime, interval: str) -> datetime:
    """The same day a month or a year later; the month's last day when it has no such day."""
    years, month = divmod(moment.month - 1 + (12 if interval == "year" else 1), 12)
    year = moment.year + years
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))


def _payer(row):
    names = ("email", "name", "checkout_token", "amount_minor", "currency", "webhook_url")
    return {name: getattr(row, name) for name in names}


def _owe(kind, row, at):
    about = "subscription" if isinstance(row, Subscription) else "payment"
    Notice.objects.create(type=kind, about=about, subject=row.ref, webhook_url=row.webhook_url, at=at)


# What it tells when asked ------------------------------------------------------------------------


def facts(row: Subscription | Payment) -> dict:
    """JSON-ready: all that is true now of a subscription with its payments, or of one single payment."""
    single = isinstance(row, Payment)
    payments = [row] if single else row.payments.prefetch_related("refunds")
    return {
        "email": row.email,
        "name": row.name,
        "checkout_token": row.checkout_token,
        "payments": [_payment_facts(payment) for payment in payments],
        "subscription": None if single else _subscription_facts(row),
    }


def _payment_facts(payment):
    return {
        "ref": payment.ref,
        "amount_minor": payment.amount_minor,
        "currency": payment.currency,
        "at": payment.at.isoformat(),
        "refunds": [
            {"ref": given.ref, "amount_minor": given.amount_minor, "at": given.at.isoformat()}
            for given in payment.refunds.all()
        ],
    }


def _subscription_facts(subscription):
    cancelling = subscription.cancel_at_period_end and subscription.status == "active"
    names = ("ref", "customer_ref", "amount_minor", "currency", "interval")
    moments = ("started_at", "current_period_end", "cancelled_at")
    return {
        **{name: getattr(subscription, name) for name in names},
        **{name: moment and moment.isoformat() for name in moments for moment in [getattr(subscription, name)]},
        "status": "cancelling" if cancelling else subscription.status,
    }
