"""Supporters of a sample newsroom: what the sandbox would remember had they paid for months."""

from datetime import datetime, timedelta

from memberships.sandbox import bank
from memberships.sandbox.models import Notice, Session, Subscription

OVER = {"past_due", "cancelled"}  # the last paid period is over


def play(row: dict, webhook_url: str, now: datetime) -> dict:
    """Play one supporter's whole history up to `now`; answers the facts, as the API would. Nothing is to be told.

    `row` has name, email, interval, amount_minor, currency, status (active, past_due, cancelling, cancelled) and
    `months`: how many payments were made.
    """
    session = Session.objects.create(
        **{name: row[name] for name in ("interval", "amount_minor", "currency")},
        label="",
        success_url=webhook_url,
        cancel_url=webhook_url,
        webhook_url=webhook_url,
    )
    periods = row["months"] - 1 + (row["status"] in OVER)
    paid = bank.pay(session, row["email"], row["name"], at=_before(_some_days_before(now, row), row, periods))
    if isinstance(paid, Subscription):
        _go_on(paid, row, now)
    Notice.objects.filter(subject=paid.ref).update(delivered_at=now)
    return bank.facts(paid)


def _go_on(subscription, row, now):
    for _payment in range(row["months"] - 1):
        bank.renew(subscription, at=subscription.current_period_end)
    if row["status"] in {"cancelling", "cancelled"}:
        bank.cancel_at_period_end(subscription, at=now)
    if row["status"] in OVER:
        bank.renew(subscription, succeed=False, at=subscription.current_period_end)


def _some_days_before(moment, row):
    """Not everybody pays on the same day."""
    return moment - timedelta(days=2 + sum(row["email"].encode()) % 20)


def _before(moment, row, periods):
    """The same day `periods` months or years earlier."""
    months = periods * {"month": 1, "year": 12}.get(row["interval"], 0)
    years, month = divmod(moment.month - 1 - months, 12)
    return moment.replace(year=moment.year + years, month=month + 1, day=min(moment.day, 28))
