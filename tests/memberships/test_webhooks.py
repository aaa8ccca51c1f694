"""What the payment provider may tell us, and what is refused."""

import time

import pytest

from memberships.models import Contribution, LedgerEntry, ProviderEvent, Subscription
from memberships.sandbox import bank, post
from memberships.sandbox.models import Notice
from tests.memberships import door

ORDER = {
    "token": "",
    "interval": "month",
    "amount_minor": 1000,
    "currency": "USD",
    "label": "Support",
    "language": "en",
    "success_url": "http://localhost/",
    "cancel_url": "http://localhost/",
}


@pytest.fixture
def notice(street):
    """Somebody has paid, and the sandbox has not told us yet."""
    session = bank.open_session(ORDER, f"{street.url}/membership/webhooks/sandbox/")
    bank.pay(session, "reader@example.org")
    return Notice.objects.order_by("pk").last()


def test_a_signed_message_becomes_a_line_of_the_ledger(client, notice):
    assert door.tell(client, notice).status_code == 200
    assert LedgerEntry.objects.get().amount_minor == 1000
    assert LedgerEntry.objects.get().event.event_id == notice.ref
    assert Subscription.objects.get().status == "active"


def test_a_repeated_message_is_thanked_for_and_changes_nothing(client, notice):
    for _time in range(3):
        assert door.tell(client, notice).status_code == 200
    assert ProviderEvent.objects.count() == LedgerEntry.objects.count() == Contribution.objects.count() == 1


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("", "no signature"),
        ("t=1,v1=zz", "no signature"),
        (f"t={int(time.time())},v1={'0' * 64}", "does not belong"),
        ("t=99999999999999999999,v1=" + "0" * 64, "no signature"),
    ],
)
def test_a_message_without_our_providers_signature_is_refused_and_not_kept(client, notice, header, sentence):
    answer = door.tell(client, notice, header=header)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize("seconds", [-301, 400])
def test_an_old_message_is_refused_and_not_kept(client, notice, seconds):
    answer = door.tell(client, notice, at=int(time.time()) + seconds)
    assert answer.status_code == 400
    assert "more than 300 seconds" in answer.text
    assert not ProviderEvent.objects.exists()


def test_a_signature_for_another_message_is_refused(client, notice):
    answer = door.tell(client, notice, header=post.signed(b"{}"))
    assert answer.status_code == 400


UNREADABLE = [
    b"nope", b"\xff\xfe", "{}".encode("utf-16"), b"[]", b"7", b"{}",
    b'{"id": 5, "type": "paid"}', b'{"id": "", "type": "paid"}',
    b'{"id": "a\\u0000b", "type": "paid"}', b'{"id": "a", "type": "\\ud800"}', b'{"id": "a", "type": null}',
    b'{"id": "%s", "type": "paid"}' % (b"x" * 121), b"[" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("body", UNREADABLE)
def test_a_signed_message_that_nobody_can_read_is_refused_with_a_sentence_and_not_kept(client, db, body):
    answer = client.post(
        "/membership/webhooks/sandbox/",
        body,
        content_type="application/json",
        headers={"Sandbox-Signature": post.signed(body)},
    )
    assert answer.status_code == 400
    assert answer.text.startswith("The message")
    assert not ProviderEvent.objects.exists()


def test_only_a_providers_door_is_open_and_only_for_post(client, db):
    assert client.post("/membership/webhooks/nobody/").status_code == 404
    assert client.get("/membership/webhooks/sandbox/").status_code == 405


def test_a_message_longer_than_any_provider_sends_is_refused(client, db):
    answer = client.post("/membership/webhooks/sandbox/", b"x" * 1_000_001, content_type="application/json")
    assert answer.status_code == 413


def test_the_sandbox_sends_nothing_to_a_newsroom_on_the_web(client, notice, settings):
    settings.LOCAL = False
    assert door.tell(client, notice).status_code == 404


def test_a_message_that_cannot_be_acted_on_stays_owed_with_its_reason(client, notice, settings, caplog):
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    assert door.tell(client, notice).status_code == 200
    event = ProviderEvent.objects.get()
    assert event.processed_at is None
    assert "did not answer" in event.last_error
    assert "example.org" not in caplog.text
    assert not LedgerEntry.objects.exists()
