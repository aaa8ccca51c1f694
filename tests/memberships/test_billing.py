"""Messages repeat and overtake each other; the books do not mind."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memberships import billing
from memberships.models import Checkout, Consent, LedgerEntry, Letter, Member, Plan, ProviderEvent, Subscription
from memberships.sandbox import bank
from memberships.sandbox.models import Notice
from memberships.sandbox.models import Subscription as Promise
from tests.memberships import door
from tests.memberships.test_webhooks import ORDER

WHAT_HAPPENS = [
    bank.renew,
    lambda promise: bank.renew(promise, succeed=False),
    bank.renew,
    lambda promise: bank.refund(promise.payments.first(), 300),
    bank.cancel_at_period_end,
    lambda promise: bank.refund(promise.payments.last()),
    bank.resume,
    bank.cancel_at_period_end,
    bank.renew,
]
some_notices = st.lists(st.integers(0, 30), max_size=3)


def subscribe(email="reader@example.org", **order):
    return bank.pay(bank.open_session({**ORDER, **order}, "http://localhost:9/"), email)


def notices_of(promise):
    return list(Notice.objects.filter(subject=promise.ref).order_by("pk"))


def books_agree_with(promise):
    """Our subscription and ledger say what the sandbox says, each movement once."""
    promise.refresh_from_db()
    ours = Subscription.objects.get(provider_ref=promise.ref)
    lines = LedgerEntry.objects.filter(contribution__subscription=ours)
    moved = [(payment.ref, payment.amount_minor) for payment in promise.payments.all()]
    moved += [(back.ref, -back.amount_minor) for payment in promise.payments.all() for back in payment.refunds.all()]
    assert sorted(lines.values_list("provider_ref", "amount_minor")) == sorted(moved)
    assert ours.current_period_end == promise.current_period_end
    assert ours.status == bank.facts(promise)["subscription"]["status"]
    return True


@pytest.mark.usefixtures("street")
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(some_notices, min_size=len(WHAT_HAPPENS), max_size=len(WHAT_HAPPENS)), st.randoms())
def test_messages_in_any_order_and_number_lead_to_the_same_books(told_meanwhile, random):
    client, promise = Client(), subscribe()
    for happen, told in zip(WHAT_HAPPENS, told_meanwhile, strict=True):
        happen(promise)
        known = notices_of(promise)
        for number in told:
            assert door.tell(client, known[number % len(known)]).status_code == 200
    rest = notices_of(promise) * 2
    random.shuffle(rest)
    for notice in rest:
        assert door.tell(client, notice).status_code == 200
    assert books_agree_with(promise)
    assert not ProviderEvent.objects.owed().exists()


@pytest.mark.django_db
def test_older_facts_never_overwrite_newer_ones():
    now = timezone.now()
    older = door.monthly(status="active", ref="s1")
    newer = door.monthly(status="cancelled", ref="s1", payments=[])
    door.record(newer, asked_at=now)
    door.record(older, asked_at=now - timedelta(seconds=1))
    assert Subscription.objects.get().status == "cancelled"
    assert LedgerEntry.objects.count() == 1, "money that moved is written whenever it is learnt of"


def test_a_message_is_acted_on_once_by_several_at_once(client, street):
    promise = subscribe()
    for notice in notices_of(promise):
        ProviderEvent.objects.create(
            provider="sandbox",
            event_id=notice.ref,
            type=notice.type,
            payload=f'{{"about": "subscription", "ref": "{promise.ref}"}}',
        )
    done = []

    def work():
        done.append(billing.process_owed())
        connection.close()

    threads = [Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) == 2
    assert LedgerEntry.objects.count() == 1
    assert Letter.objects.filter(kind="receipt").count() == 1
    assert books_agree_with(promise)


def test_what_stayed_owed_is_done_by_the_clock_once_the_provider_answers_again(client, street, settings):
    there, settings.SANDBOX_URL = settings.SANDBOX_URL, "http://127.0.0.1:9"
    promise = subscribe()
    for notice in notices_of(promise):
        door.tell(client, notice)
    call_command("process_events")
    assert not LedgerEntry.objects.exists()
    settings.SANDBOX_URL = there
    ProviderEvent.objects.update(claimed_until=None)
    call_command("process_events")
    assert books_agree_with(promise)
    call_command("process_events")
    assert LedgerEntry.objects.count() == 1


@pytest.mark.django_db
def test_one_bad_message_does_not_stop_the_others():
    ProviderEvent.objects.create(provider="sandbox", event_id="1", type="x", payload="no JSON")
    ProviderEvent.objects.create(provider="gone", event_id="2", type="x", payload="{}")
    assert billing.process_owed() == 0
    reasons = list(ProviderEvent.objects.order_by("pk").values_list("attempts", "last_error"))
    assert reasons[0] == (1, "JSONDecodeError")
    assert "no provider called “gone”" in reasons[1][1]
    assert billing.process_owed() == 0, "they rest a while"
    assert set(ProviderEvent.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db
def test_a_member_is_known_by_their_address_in_any_spelling():
    first = door.record(door.once(email="Reader@Example.org"))
    second = door.record(door.monthly(email="reader@example.ORG "))
    assert first == second
    assert Member.objects.get().email == "reader@example.org"


@pytest.mark.django_db
def test_the_form_they_filled_in_tells_language_story_and_what_was_agreed():
    checkout = Checkout.objects.create(
        provider="sandbox",
        interval="month",
        amount_minor=1000,
        currency="USD",
        language="fr",
        came_from=77,
        agreed_to="10 $ chaque mois",
    )
    for _time in range(2):
        member = door.record(door.monthly(token=checkout.token, ref="s1", name="Zoé"))
    assert (member.language, member.came_from, member.name) == ("fr", 77, "Zoé")
    consent = Consent.objects.get()
    assert (consent.member, consent.wording, consent.language) == (member, "10 $ chaque mois", "fr")
    checkout.refresh_from_db()
    assert checkout.completed_at


@pytest.mark.django_db(transaction=True)
def test_what_was_begun_and_never_paid_is_forgotten_after_a_month(client, street):
    for path in ("abandoned", "waiting", "paid"):
        answer = client.post("/membership/join/", {"interval": "once", "amount": "12"})
        if path == "paid":
            door.paid_session(client, answer)
    first, waiting, paid = Checkout.objects.order_by("pk")
    Checkout.objects.filter(pk__in=[first.pk, paid.pk]).update(created_at=timezone.now() - timedelta(days=31))
    call_command("clear_checkouts")
    assert list(Checkout.objects.order_by("pk")) == [waiting, paid]


@pytest.mark.django_db
def test_a_payment_of_nobody_is_not_written_down():
    with pytest.raises(Exception, match="names no e-mail address"):
        door.record(door.once(email=" "))
    assert not LedgerEntry.objects.exists()


@pytest.mark.django_db
def test_sums_of_the_ledger_are_what_came_in_less_what_went_back():
    door.record(door.monthly([door.payment(), door.payment(refunds=[door.refund(250)])]))
    assert LedgerEntry.objects.aggregate(sum=Sum("amount_minor"))["sum"] == 1750


@pytest.mark.django_db
def test_a_renewal_that_is_due_happens_once(street):
    promise = subscribe()
    Promise.objects.update(current_period_end=timezone.now() - timedelta(hours=1))
    assert (bank.turn(), bank.turn()) == (1, 0)
    assert promise.payments.count() == 2


@pytest.mark.django_db
def test_a_new_newsroom_offers_a_month_from_five_dollars():
    monthly = Plan.objects.offered().first()
    assert (monthly.interval, monthly.minimum_minor, monthly.currency) == ("month", 500, "USD")
