"""What a member sees of themselves, and how they stop."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from memberships import accounts
from memberships.models import Contribution, LedgerEntry, Member, Subscription
from memberships.sandbox.models import Subscription as Promise
from tests.memberships import door
from tests.memberships.test_billing import notices_of, subscribe

ACCOUNT = "/membership/account/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return door.member()


def signed_in(email="reader@example.org"):
    """Somebody whose address was proven by a code."""
    client, user = Client(), accounts.user_for_member(email)
    EmailAddress.objects.filter(user=user).update(verified=True)
    client.force_login(user)
    return client


def test_a_member_signs_in_with_a_code_sent_to_their_address(client, member):
    page = client.get(ACCOUNT)
    assert page.status_code == 302
    client.post(page.url, {"email": "READER@example.org"})
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", mail.outbox[-1].body, re.M)[1]
    client.post("/membership/account/login/code/confirm/", {"code": code})
    assert "$10" in client.get(ACCOUNT).text
    member.refresh_from_db()
    assert (member.user.email, member.user.is_staff, member.user.has_usable_password()) == (member.email, False, False)


def test_a_stranger_gets_no_account(member):
    assert accounts.user_for_member("stranger@example.org") is None


def test_asking_twice_makes_one_person(member):
    assert accounts.user_for_member("reader@example.org") == accounts.user_for_member(" READER@example.org")


def test_an_address_that_was_not_proven_opens_nobodys_account(member):
    client, user = Client(), accounts.user_for_member(member.email)
    client.force_login(user)
    assert "No gift has come" in client.get(ACCOUNT).text
    assert Member.objects.get().user is None


def test_the_account_shows_payments_and_the_next_one(member):
    door.record(door.once(door.payment(2500, refunds=[door.refund(1000)])))
    page = signed_in().get(ACCOUNT).text
    assert "next payment of $10 is taken on" in page
    assert "$25" in page
    assert "$10 given back" in page.replace("−", "")
    assert "Stop giving" in page


def test_the_account_is_kept_by_nobody(member):
    page = signed_in().get(ACCOUNT)
    assert "no-store" in page.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in page.text


def test_nobody_sees_or_stops_what_is_anothers(member):
    door.member("other@example.org")
    theirs = Subscription.objects.get(member=member)
    paid = Contribution.objects.get(member=member)
    other = signed_in("other@example.org")
    assert other.get(f"{ACCOUNT}receipts/{paid.pk}/").status_code == 404
    for verb in ("cancel", "resume", "card"):
        assert other.post(f"{ACCOUNT}subscriptions/{theirs.pk}/{verb}/").status_code == 404
    assert other.get(f"{ACCOUNT}subscriptions/{theirs.pk}/cancel/").status_code == 404
    assert "reader@example.org" not in other.get(ACCOUNT).text


@pytest.mark.parametrize("path", ["", "receipts/1/", "subscriptions/1/cancel/"])
def test_a_stranger_is_asked_to_sign_in(client, path):
    assert client.get(ACCOUNT + path).status_code == 302


def test_a_receipt_names_who_gave_what_and_when(member):
    paid = Contribution.objects.get()
    page = signed_in().get(f"{ACCOUNT}receipts/{paid.pk}/").text
    assert all(part in page for part in ("reader@example.org", "$10", paid.provider_ref, "31 March 2026"))


def test_stopping_wants_the_forms_token(member):
    client = signed_in()
    client.handler.enforce_csrf_checks = True
    answer = client.post(f"{ACCOUNT}subscriptions/{Subscription.objects.get().pk}/cancel/")
    assert answer.status_code == 403


def test_a_member_stops_and_goes_on_after_all(street, client):
    promise = subscribe()
    door.tell(client, notices_of(promise)[0])
    ours, reader = Subscription.objects.get(), signed_in()
    stop = f"{ACCOUNT}subscriptions/{ours.pk}/cancel/"
    assert "nothing more is taken" in reader.get(stop).text
    assert reader.post(stop).status_code == 303
    assert "You have stopped" in reader.get(ACCOUNT).text
    assert Promise.objects.get().cancel_at_period_end
    assert reader.get(stop).status_code == 303, "there is nothing left to stop"
    assert reader.post(f"{ACCOUNT}subscriptions/{ours.pk}/resume/").status_code == 303
    assert "next payment" in reader.get(ACCOUNT).text
    assert LedgerEntry.objects.count() == 1


def test_a_silent_provider_changes_nothing_and_says_so(member, settings):
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    ours = Subscription.objects.get()
    page = signed_in().post(f"{ACCOUNT}subscriptions/{ours.pk}/cancel/")
    assert page.status_code == 503
    assert "Nothing has changed" in page.text
    ours.refresh_from_db()
    assert ours.status == "active"


def test_somebody_of_the_newsroom_who_never_gave_finds_the_way_to_the_desk(make):
    person = make.journalist()
    client = Client()
    client.force_login(person)
    page = client.get(ACCOUNT)
    assert "No gift has come" in page.text
    assert 'href="/admin/"' in page.text


def test_the_doors_html_is_sound(street, client, check_html):
    """Each kind of page, those with an error and the provider's own included."""
    promise = subscribe()
    door.tell(client, notices_of(promise)[0])
    ours, reader = Subscription.objects.get(), signed_in()
    answer = client.post("/membership/join/", {"interval": "month", "amount": "12"})
    pages = {
        "wrong": client.post("/membership/join/", {"interval": "month", "amount": "x"}),
        "sandbox": client.get("/sandbox/pay/" + answer.url.rstrip("/").rpartition("/")[2] + "/"),
        "declined": door.paid_session(client, answer, choice="decline"),
    }
    for path in ("/membership/", "/membership/join/?from=7", "/membership/thanks/", "/ar/membership/join/"):
        pages[path] = client.get(path)
    for path in ("", f"subscriptions/{ours.pk}/cancel/", f"receipts/{Contribution.objects.get().pk}/"):
        pages[path] = reader.get(ACCOUNT + path)
    check_html({name: page.text for name, page in pages.items()})
