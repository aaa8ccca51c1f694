"""The book of what came in and went back."""

import pytest
from django.db import DatabaseError, connection, transaction

from memberships.models import Contribution, LedgerEntry, LedgerIsAppendOnly
from tests.memberships import door

pytestmark = pytest.mark.django_db


def lines():
    return list(LedgerEntry.objects.order_by("pk").values_list("kind", "amount_minor", "currency"))


def test_a_payment_and_what_went_back_of_it_are_two_lines():
    door.record(door.once(door.payment(2500, refunds=[door.refund(1000)])))
    assert lines() == [("payment", 2500, "USD"), ("refund", -1000, "USD")]


def test_the_same_facts_are_written_once():
    facts = door.monthly([door.payment(), door.payment(refunds=[door.refund(400)])])
    door.record(facts)
    before = lines()
    door.record(facts)
    assert lines() == before
    assert Contribution.objects.count() == 2


def test_a_line_is_never_changed_not_even_past_our_own_code():
    door.record(door.once())
    line = LedgerEntry.objects.get()
    line.amount_minor = 1
    for change in (
        line.save,
        lambda: LedgerEntry.objects.update(amount_minor=1),
        lambda: LedgerEntry.objects.bulk_update([line], ["amount_minor"]),
        lambda: connection.cursor().execute("UPDATE memberships_ledgerentry SET amount_minor = 1"),
    ):
        with pytest.raises((LedgerIsAppendOnly, DatabaseError)), transaction.atomic():
            change()
    assert lines() == [("payment", 2500, "USD")]


def test_a_line_is_never_deleted():
    door.record(door.once())
    line = LedgerEntry.objects.get()
    for delete in (line.delete, LedgerEntry.objects.all().delete):
        with pytest.raises(LedgerIsAppendOnly):
            delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        line.contribution.delete()
        if connection.vendor == "sqlite":
            raise DatabaseError("SQLite would let a statement of its own delete; nothing of ours sends one.")
    assert lines() == [("payment", 2500, "USD")]


@pytest.mark.parametrize(
    ("kind", "amount_minor"), [("payment", -5), ("refund", 5), ("fee", 5), ("gift", 5), ("payment", 0)]
)
def test_payments_add_and_refunds_take(kind, amount_minor):
    door.record(door.once())
    contribution = Contribution.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerEntry.objects.create(
            contribution=contribution,
            kind=kind,
            provider_ref="x",
            amount_minor=amount_minor,
            currency="USD",
            at=door.BEGAN,
        )
