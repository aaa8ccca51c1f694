"""Stripe's own package, against a server that answers as Stripe does."""

import time

import pytest

from memberships import billing, providers
from memberships.models import Checkout, Contribution, LedgerEntry, Member, Plan, Subscription
from memberships.providers.base import ProviderError, ProviderUnavailable
from tests.memberships.stripe_stand_in import StandIn, message, signed

SECRET = "whsec_of_the_test"
pytestmark = pytest.mark.django_db


@pytest.fixture
def stripe(settings):
    settings.PAYMENT_PROVIDER, settings.STRIPE_WEBHOOK_SECRET = "stripe", SECRET
    with StandIn() as stand_in:
        settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE = f"sk_test_{id(stand_in)}", stand_in.url
        yield stand_in.books


def join(client, books, interval="month", amount="12", email="reader@example.org"):
    """Fill in our form and pay on the hosted page: the completed session."""
    answer = client.post("/membership/join/", {"interval": interval, "amount": amount, "from": "77"})
    assert answer.status_code == 303
    session = books.things[answer.url.rpartition("/")[2]]
    return books.complete(session, email, "Zoé")


def tell(client, kind, thing, at=None, secret=SECRET):
    body = message(kind, thing)
    header = {"Stripe-Signature": signed(body, secret, at)}
    return client.post("/membership/webhooks/stripe/", body, content_type="application/json", headers=header)


def test_a_monthly_gift_goes_to_stripes_own_page_and_comes_back_as_a_member(client, stripe):
    session = join(client, stripe)
    assert tell(client, "checkout.session.completed", session).status_code == 200
    ours = Subscription.objects.get()
    assert (ours.status, ours.amount_minor, ours.currency, ours.interval) == ("active", 1200, "USD", "month")
    assert (ours.member.email, ours.member.name, ours.member.came_from) == ("reader@example.org", "Zoé", 77)
    assert list(LedgerEntry.objects.values_list("kind", "amount_minor")) == [("payment", 1200)]
    assert Checkout.objects.get().completed_at


def test_a_single_gift_is_taken_once(client, stripe):
    tell(client, "checkout.session.completed", join(client, stripe, "once", "40"))
    assert not Subscription.objects.exists()
    assert Contribution.objects.get().amount_minor == 4000


def test_what_stripe_is_asked_for(client, stripe):
    join(client, stripe)
    _method, _path, order = stripe.requests[0]
    price = order["line_items"]["0"]["price_data"]
    assert (order["mode"], price["unit_amount"], price["currency"]) == ("subscription", "1200", "usd")
    assert price["recurring"] == {"interval": "month"}
    assert order["success_url"].endswith("/membership/thanks/")
    assert order["cancel_url"].endswith("/membership/join/?every=month&amount=12&from=77")
    assert order["subscription_data"]["metadata"]["checkout"] == Checkout.objects.get().token


def test_the_forms_page_may_lead_to_stripe(client, stripe):
    policy = client.get("/membership/join/").headers["Content-Security-Policy"]
    assert "form-action 'self' https://checkout.stripe.com https://billing.stripe.com" in policy


def test_messages_out_of_order_lead_to_the_same_books(client, stripe):
    session = join(client, stripe)
    subscription = stripe.things[session["subscription"]]
    second = stripe.renew(subscription)
    failed = stripe.renew(subscription, paid=False)
    stripe.refund(stripe.intent_of(second), 200)
    charge = {"object": "charge", "payment_intent": stripe.intent_of(second)}
    for _time in range(2):
        for kind, thing in [
            ("charge.refunded", charge),
            ("invoice.payment_failed", failed),
            ("invoice.paid", second),
            ("customer.subscription.updated", subscription),
            ("checkout.session.completed", session),
            ("customer.created", {"id": "cus_1"}),
        ]:
            assert tell(client, kind, thing).status_code == 200
    amounts = LedgerEntry.objects.order_by("amount_minor").values_list("amount_minor", flat=True)
    assert list(amounts) == [-200, 1200, 1200]
    assert Subscription.objects.get().status == "past_due"


def test_a_refund_of_a_single_gift_is_a_line_below_zero(client, stripe):
    session = join(client, stripe, "once", "40")
    stripe.refund(session["payment_intent"], 4000)
    tell(client, "charge.refunded", {"object": "charge", "payment_intent": session["payment_intent"]})
    assert sorted(LedgerEntry.objects.values_list("amount_minor", flat=True)) == [-4000, 4000]


def test_stopping_and_going_on(client, stripe):
    tell(client, "checkout.session.completed", join(client, stripe))
    ours = Subscription.objects.get()
    billing.cancel(ours)
    assert ours.status == "cancelling"
    billing.resume(ours)
    assert ours.status == "active"


def test_the_end_is_told_by_stripe(client, stripe):
    session = join(client, stripe)
    subscription = stripe.things[session["subscription"]]
    subscription.update(status="canceled", ended_at=int(time.time()))
    tell(client, "customer.subscription.deleted", subscription)
    ours = Subscription.objects.get()
    assert ours.status == "cancelled"
    assert ours.cancelled_at


def test_another_accounts_payment_is_none_of_ours(client, stripe):
    customer = stripe.new("customer", "cus", email="x@example.org", name=None)
    intent = stripe._intent(customer, 100, "usd", {})
    tell(client, "charge.succeeded", {"object": "charge", "payment_intent": intent["id"]})
    assert not Member.objects.exists()


@pytest.mark.parametrize(("secret", "at"), [("whsec_of_another", None), (SECRET, -301), ("", None)])
def test_a_wrong_or_old_signature_is_refused(client, stripe, secret, at):
    moment = at and int(time.time()) + at
    assert tell(client, "invoice.paid", {}, at=moment, secret=secret).status_code == 400


def test_without_its_secret_no_message_is_believed(client, stripe, settings):
    settings.STRIPE_WEBHOOK_SECRET = ""
    answer = tell(client, "invoice.paid", {}, secret="")
    assert answer.status_code == 400
    assert "not set up" in answer.text


def test_a_refusal_and_a_silence_are_told_apart(stripe, settings):
    with pytest.raises(ProviderError) as refused:
        providers.current().cancel_at_period_end("sub_unknown")
    assert not isinstance(refused.value, ProviderUnavailable)
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    with pytest.raises(ProviderUnavailable):
        providers.current().cancel_at_period_end("sub_unknown")


def test_the_address_of_a_stand_in_is_ignored_on_the_web(settings):
    settings.LOCAL, settings.STRIPE_API_BASE = False, "http://127.0.0.1:9"
    settings.PAYMENT_PROVIDER = "stripe"
    assert providers.current().origins() == ["https://checkout.stripe.com", "https://billing.stripe.com"]


def test_where_people_change_their_card(stripe):
    customer = stripe.new("customer", "cus")
    assert providers.current().portal(customer["id"], "http://localhost/").startswith("https://billing.stripe.com/")


def test_plans_have_amounts_that_stripe_takes():
    assert all(plan.minimum_minor >= 50 for plan in Plan.objects.all())
