"""The sandbox: an outsider who moves no money."""

import ast
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import memberships
from memberships.models import LedgerEntry, Subscription
from memberships.sandbox import bank, post
from memberships.sandbox.models import Notice
from memberships.sandbox.models import Subscription as Promise
from tests.memberships.test_billing import books_agree_with, subscribe
from tests.memberships.test_webhooks import ORDER

HOME = Path(memberships.__file__).parent
KEY = "Bearer " + post.key("api").hex()


def imported(files):
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                yield path, node.module
            elif isinstance(node, ast.Import):
                yield from ((path, alias.name) for alias in node.names)


def test_the_sandbox_imports_nothing_of_the_newsroom():
    houses = ("memberships", "articles", "newsroom")
    wrong = [
        (path.name, module)
        for path, module in imported((HOME / "sandbox").rglob("*.py"))
        if module.startswith(houses) and not module.startswith("memberships.sandbox")
    ]
    assert not wrong


def test_the_newsroom_knows_only_the_sandboxs_client():
    ours = [path for path in HOME.rglob("*.py") if HOME / "sandbox" not in path.parents and path.name != "sample.py"]
    assert not [path for path, module in imported(ours) if module.startswith("memberships.sandbox")]


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "Bearer x", "Bearer é"])
def test_the_api_wants_its_key(client, key):
    answer = client.post(
        "/sandbox/api/sessions/", "{}", content_type="application/json", headers={"Authorization": key}
    )
    assert answer.status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["", "{}", "[]", '{"webhook_url": 1}', '"x"'])
def test_a_garbled_order_is_refused(client, body):
    answer = client.post(
        "/sandbox/api/sessions/", body, content_type="application/json", headers={"Authorization": KEY}
    )
    assert answer.status_code == 400


@pytest.mark.django_db
def test_an_unknown_number_is_nowhere(client):
    for path in ("api/subscriptions/x/", "api/payments/x/"):
        assert client.get(f"/sandbox/{path}", headers={"Authorization": KEY}).status_code == 404
    assert client.get("/sandbox/pay/x/").status_code == 404


@pytest.mark.django_db
def test_the_page_says_in_its_readers_language_that_no_money_moves(client):
    session = bank.open_session({**ORDER, "language": "ar"}, "http://localhost:9/")
    page = client.get(f"/sandbox/pay/{session.ref}/")
    assert '<html lang="ar" dir="rtl">' in page.text
    assert "10.00 USD" in page.text


@pytest.mark.django_db
def test_no_more_is_given_back_than_was_paid():
    payment = subscribe().payments.get()
    bank.refund(payment, 400)
    with pytest.raises(bank.BankError, match="600 is left"):
        bank.refund(payment, 601)
    bank.refund(payment)
    with pytest.raises(bank.BankError):
        bank.refund(payment)


@pytest.mark.django_db
def test_what_has_ended_is_not_renewed_or_resumed():
    promise = subscribe()
    bank.cancel_at_period_end(promise)
    assert bank.renew(promise)
    assert promise.status == "cancelled"
    for verb in (bank.renew, bank.resume, bank.cancel_at_period_end):
        with pytest.raises(bank.BankError, match="has ended"):
            verb(promise)


@pytest.mark.parametrize(
    ("day", "interval", "later"),
    [
        ((2026, 1, 31), "month", (2026, 2, 28)),
        ((2026, 12, 5), "month", (2027, 1, 5)),
        ((2028, 2, 29), "year", (2029, 2, 28)),
    ],
)
def test_the_next_payment_is_on_the_same_day_or_the_months_last(day, interval, later):
    assert bank.after(datetime(*day, tzinfo=UTC), interval) == datetime(*later, tzinfo=UTC)


def test_the_clock_delivers_what_could_not_be_told_at_once(street):
    promise = subscribe()
    call_command("deliver_sandbox_webhooks")
    assert {notice.attempts for notice in Notice.objects.all()} == {1}
    assert not LedgerEntry.objects.exists()
    Notice.objects.update(webhook_url=f"{street.url}/membership/webhooks/sandbox/", claimed_until=None)
    call_command("deliver_sandbox_webhooks")
    call_command("deliver_sandbox_webhooks")
    assert books_agree_with(promise)
    assert not Notice.objects.filter(delivered_at=None).exists()


def test_the_command_plays_the_provider(street):
    promise = subscribe()
    Notice.objects.update(webhook_url=f"{street.url}/membership/webhooks/sandbox/")
    Promise.objects.update(webhook_url=f"{street.url}/membership/webhooks/sandbox/")
    for what in ("renew", "fail", "renew", "cancel", "resume"):
        call_command("sandbox", what, promise.ref, stdout=io.StringIO())
    call_command("sandbox", "refund", promise.payments.first().ref, "--amount=300", stdout=io.StringIO())
    assert books_agree_with(promise)
    assert Subscription.objects.get().status == "active"
    with pytest.raises(CommandError, match="knows no subscription"):
        call_command("sandbox", "renew", "nobody")
    with pytest.raises(CommandError, match="cannot be given back"):
        call_command("sandbox", "refund", promise.payments.first().ref, "--amount=5000")


@pytest.mark.django_db
def test_a_message_carries_no_name_and_no_address():
    subscribe()
    for notice in Notice.objects.all():
        assert set(json.loads(post.message(notice))) == {"id", "type", "about", "ref", "at"}
