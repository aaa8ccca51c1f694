"""From the invitation to the provider's page and back."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from memberships.models import Checkout, Contribution, LedgerEntry, Letter, Member, Plan, Subscription
from memberships.sandbox.models import Notice, Session
from tests.memberships import door

JOIN = "/membership/join/"
pytestmark = pytest.mark.django_db


def chosen(page):
    """What stands chosen in the form: the value of each checked box, by its name."""
    boxes = re.findall(r'<input type="radio" name="(\w+)" value="(\w+)"[^>]*?( checked)?>', page.text)
    return {name: value for name, value, checked in boxes if checked}


def typed(page):
    return re.search(r'id="amount" value="([^"]*)"', page.text)[1]


@pytest.mark.parametrize("path", ["/membership/", JOIN, "/membership/thanks/"])
def test_the_doors_pages_are_the_same_for_everybody(client, path):
    page = client.get(path)
    assert page.status_code == 200
    assert not page.cookies
    assert "Cookie" not in page.headers.get("Vary", "")
    assert "csrfmiddlewaretoken" not in page.text


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_paper_has_its_door(client, language):
    assert f'action="/{language}/membership/join/"' in client.get(f"/{language}/membership/join/").text


def test_a_suggested_amount_is_chosen_already(client):
    assert chosen(client.get(JOIN)) == {
        "interval": "month",
        "suggested_month": "1000",
        "suggested_year": "10000",
        "suggested_once": "2500",
    }


def test_the_amount_pressed_under_a_story_is_chosen(client):
    page = client.get(JOIN, {"every": "year", "amount": "250", "from": "77"})
    assert chosen(page)["interval"] == "year"
    assert chosen(page)["suggested_year"] == "25000"
    assert 'name="from" value="77"' in page.text
    assert typed(client.get(JOIN, {"every": "year", "amount": "60"})) == "60"


@pytest.mark.parametrize("number", ["0", "-1", "abc", "٥", "1e9", "9" * 30, "1".zfill(20) + "9" * 5000, "<script>", ""])
def test_a_story_that_cannot_be_is_ignored(client, number):
    page = client.get(JOIN, {"from": number, "every": "<script>", "amount": "<script>"})
    assert page.status_code == 200
    assert 'name="from"' not in page.text
    assert "<script>" not in page.text


@pytest.mark.parametrize("amount", ["0", "-5", "4.99", "abc", "٥", "1e9", "nan", "9" * 39])
def test_a_wrong_amount_is_named_beside_its_field_and_nothing_is_lost(client, amount):
    form = {"interval": "month", "suggested_month": "2500", "amount": amount, "from": "77"}
    page = client.post(JOIN, form)
    assert page.status_code == 200
    assert 'aria-invalid="true" aria-describedby="amount-error"' in page.text
    assert typed(page) == amount
    assert chosen(page)["suggested_month"] == "2500"
    assert 'name="from" value="77"' in page.text
    assert not Checkout.objects.exists()


@pytest.mark.parametrize(
    "form", [{}, {"interval": "week"}, {"interval": "month"}, {"interval": "once", "suggested_once": "1"}]
)
def test_an_unfinished_form_comes_back_with_a_sentence(client, form):
    page = client.post(JOIN, form)
    assert page.status_code == 200
    assert re.search(r'class="join__error"[^>]*>(Choose how often|Choose an amount)', page.text)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:8000"},
    ],
)
def test_a_form_from_a_foreign_page_is_refused(client, headers):
    answer = client.post(JOIN, {"interval": "month", "amount": "10"}, headers=headers)
    assert answer.status_code == 403
    assert "another website" in answer.text
    assert not Checkout.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://testserver"}, {"Origin": "http://localhost:8000"}])
def test_a_form_from_our_own_page_is_taken_without_a_token(headers):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(JOIN, {"interval": "month", "amount": "0"}, headers=headers)
    assert answer.status_code == 200


def test_the_form_may_lead_to_the_providers_origin_and_nowhere_else(client, settings):
    settings.SANDBOX_URL = "http://127.0.0.1:8999"
    for page in (client.get(JOIN), client.get(JOIN), client.post(JOIN, {})):
        assert "form-action 'self' http://127.0.0.1:8999;" in page.headers["Content-Security-Policy"] + ";"
    elsewhere = client.get("/membership/").headers["Content-Security-Policy"]
    assert "127.0.0.1" not in elsewhere


def test_a_silent_provider_is_told_kindly_and_nothing_is_lost(client, settings, caplog):
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    page = client.post(JOIN, {"interval": "year", "amount": "60,50", "from": "77"})
    assert page.status_code == 503
    assert "Nothing was charged" in page.text
    assert (typed(page), chosen(page)["interval"]) == ("60,50", "year")


def test_nobody_begins_payments_without_end(client, street, settings):
    settings.ACCOUNT_RATE_LIMITS = {"join": "2/10m/ip"}
    sent = [client.post(JOIN, {"interval": "month", "amount": "12"}) for _ in range(3)]
    assert [answer.status_code for answer in sent] == [303, 303, 429]
    assert "try again in ten minutes" in sent[-1].text
    assert typed(sent[-1]) == "12"
    assert Checkout.objects.count() == 2
    assert client.post(JOIN, {"interval": "month", "amount": "0"}).status_code == 200  # a slip is still explained


def test_a_reader_becomes_a_member(client, street):
    answer = client.post(JOIN, {"interval": "month", "amount": "12", "from": "77"})
    assert answer.status_code == 303
    assert urlsplit(answer.url).netloc != urlsplit(street.url).netloc, "the provider lives on another origin"
    assert "No money moves" in client.get(urlsplit(answer.url).path).text
    back = door.paid_session(client, answer, "Reader@example.org", name="Zoé")
    assert back.url == f"{street.url}/membership/thanks/"
    member = Member.objects.get()
    assert (member.email, member.name, member.came_from) == ("reader@example.org", "Zoé", 77)
    assert Subscription.objects.get().amount_minor == 1200
    assert LedgerEntry.objects.get().amount_minor == 1200
    assert set(Letter.objects.values_list("kind", flat=True)) == {"welcome", "receipt"}


def test_a_single_gift_makes_no_subscription(client, street):
    door.paid_session(client, client.post(JOIN, {"interval": "once", "suggested_once": "2500"}))
    assert Contribution.objects.get().amount_minor == 2500
    assert not Subscription.objects.exists()


def test_who_is_declined_may_try_again(client, street):
    answer = client.post(JOIN, {"interval": "month", "amount": "12"})
    declined = door.paid_session(client, answer, choice="decline")
    assert "declined" in declined.text
    assert 'value="reader@example.org"' in declined.text
    assert not LedgerEntry.objects.exists()
    door.paid_session(client, answer)
    assert LedgerEntry.objects.count() == 1


def test_who_walks_away_finds_the_form_as_they_left_it(client, street):
    answer = client.post(JOIN, {"interval": "year", "amount": "60.50", "from": "77"})
    back = door.paid_session(client, answer, choice="leave")
    page = client.get(back.url.removeprefix(street.url))
    assert (typed(page), chosen(page)["interval"]) == ("60.50", "year")
    assert 'name="from" value="77"' in page.text
    assert not LedgerEntry.objects.exists()


def test_paying_twice_takes_once(client, street):
    answer = client.post(JOIN, {"interval": "month", "amount": "12"})
    for _press in range(2):
        assert door.paid_session(client, answer).url.endswith("/thanks/")
    assert LedgerEntry.objects.count() == 1


def test_the_page_of_thanks_grants_nothing(client):
    client.get("/membership/thanks/", {"session_id": "x"})
    assert not Member.objects.exists()


def test_a_newsroom_that_offers_nothing_says_so(client):
    Plan.objects.update(active=False)
    assert "no new members" in client.get(JOIN).text
    assert "no new members" in client.get("/membership/").text
    assert client.post(JOIN, {"interval": "month", "amount": "12"}).status_code == 200


def test_whoever_pays_must_say_where_the_receipt_goes(client, street):
    answer = client.post(JOIN, {"interval": "month", "amount": "12"})
    page = door.paid_session(client, answer, email="nowhere")
    assert page.status_code == 200
    assert not Session.objects.exclude(paid_at=None).exists()
    assert not Notice.objects.exists()
