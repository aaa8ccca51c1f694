"""The supporters of a sample newsroom."""

from datetime import UTC, datetime

import pytest

from articles.models import Edition
from memberships import sample
from memberships.models import Appeal, Contribution, LedgerEntry, Letter, Member, Subscription
from memberships.sandbox.models import Notice
from tests.memberships.test_billing import Promise, books_agree_with

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)


def load(status="active", months=5, interval="month", **more):
    row = {
        "name": "Hannah",
        "email": "hannah@example.org",
        "interval": interval,
        "amount_minor": 1000,
        "currency": "USD",
    }
    assert sample.load_members([{**row, "status": status, "months": months, **more}], NOW, {"a-story": 7}) == 1
    return Member.objects.get()


@pytest.mark.parametrize("status", ["active", "past_due", "cancelling", "cancelled"])
@pytest.mark.parametrize(("months", "interval"), [(1, "month"), (14, "month"), (2, "year")])
def test_a_supporter_has_paid_as_often_as_written(status, months, interval):
    load(status, months, interval)
    ours = Subscription.objects.get()
    assert ours.status == status
    assert Contribution.objects.count() == LedgerEntry.objects.count() == months
    assert all(paid.at <= NOW for paid in Contribution.objects.all())
    assert (ours.current_period_end > NOW) == (status in {"active", "cancelling"})
    assert books_agree_with(Promise.objects.get())


def test_nobody_gets_a_letter_for_what_was_loaded():
    load()
    assert not Letter.objects.exists()
    assert not Notice.objects.filter(delivered_at=None).exists()


def test_a_supporter_remembers_their_story_and_language():
    member = load(from_story="a-story", language="fr")
    assert (member.came_from, member.language) == (7, "fr")


def test_a_single_gift_is_one_payment():
    load(interval="once", months=1)
    assert not Subscription.objects.exists()
    assert LedgerEntry.objects.get().amount_minor == 1000


def test_appeals_are_loaded_clean_and_live_at_once():
    before = Edition.current()
    row = {
        "language": "en",
        "region": "asia",
        "heading": "Stay",
        "text": "<p>Us<script>x</script></p>",
        "button": "Yes",
    }
    assert sample.load_appeals([row, {**row, "region": ""}]) == 2
    assert set(Appeal.objects.values_list("text", "region__slug")) == {("<p>Us</p>", "asia"), ("<p>Us</p>", None)}
    assert Edition.current() > before
