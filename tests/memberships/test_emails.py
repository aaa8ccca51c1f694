"""Letters to members."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from memberships.models import Letter
from tests.memberships import door

pytestmark = pytest.mark.django_db


class PickyServer(EmailBackend):
    """A mail server that refuses one address, naming it."""

    def send_messages(self, messages):
        if "picky@example.org" in messages[0].to:
            raise OSError("550 picky@example.org: no such mailbox")
        return super().send_messages(messages)


def letters():
    return {message.subject: message for message in mail.outbox}


def test_a_new_member_gets_a_welcome_and_a_receipt(settings):
    door.member(name="Zoé")
    call_command("send_letters")
    assert set(letters()) == {"Welcome to My newsroom", "Your receipt from My newsroom"}
    receipt = letters()["Your receipt from My newsroom"]
    assert receipt.to == ["reader@example.org"]
    assert "Dear Zoé" in receipt.body
    assert "We have received $10 from you on 31 March 2026" in receipt.body
    assert "The next payment of $10" in receipt.body
    assert f"{settings.PUBLIC_URL}/membership/account/" in receipt.body
    html, kind = receipt.alternatives[0]
    assert kind == "text/html"
    assert "style=" not in html


def test_a_letter_is_sent_once():
    door.member()
    for _time in range(3):
        call_command("send_letters")
    assert len(mail.outbox) == 2


def test_a_letter_speaks_its_readers_language():
    door.member(language="fr")
    call_command("send_letters")
    receipt = mail.outbox[-1]
    assert "10\u00a0$" in receipt.body
    assert "/fr/membership/account/" in receipt.body
    assert '<html lang="fr" dir="ltr">' in receipt.alternatives[0][0]


def test_a_single_gift_promises_nothing_more():
    door.record(door.once())
    call_command("send_letters")
    assert "Nothing more will be taken" in mail.outbox[-1].body


def test_what_was_loaded_or_is_repeated_is_not_told_again():
    facts = door.monthly(ref="s1")
    door.record(facts, tell=False)
    door.record(facts)
    assert not Letter.objects.exists()


def test_stopping_and_a_failed_payment_are_told_once_a_period():
    for status in ("active", "past_due", "past_due", "cancelling", "cancelling"):
        door.record(door.monthly(ref="s1", status=status, payments=[]))
    assert sorted(Letter.objects.values_list("kind", flat=True)) == ["ending", "payment_failed", "welcome"]
    call_command("send_letters")
    assert set(letters()) == {"Welcome to My newsroom", "Your membership of My newsroom will end"}


def test_who_went_on_after_all_is_not_told_that_they_stopped():
    for status in ("cancelling", "active"):
        door.record(door.monthly(ref="s1", status=status, payments=[]))
    call_command("send_letters")
    assert set(letters()) == {"Welcome to My newsroom"}
    door.record(door.monthly(ref="s1", status="past_due", payments=[]))
    call_command("send_letters")
    assert "Your payment to My newsroom did not go through" in letters()


def test_an_address_that_a_server_refuses_keeps_no_other_letter_waiting(settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.PickyServer"
    door.record(door.once(email="picky@example.org"))
    door.record(door.once(email="other@example.org"))
    call_command("send_letters")
    assert {message.to[0] for message in mail.outbox} == {"other@example.org"}
    owed = Letter.objects.owed()
    assert set(owed.values_list("last_error", "attempts")) == {("OSError", 1)}
    assert "picky" not in caplog.text
    assert not Letter.objects.free().exists(), "they rest before the next attempt"
    assert Letter.objects.free(timezone.now() + timedelta(hours=7)).count() == 2


def test_a_letter_has_the_same_number_each_time_it_is_tried():
    door.record(door.once())
    call_command("send_letters")
    letter = Letter.objects.order_by("pk").first()
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<letter-{letter.pk}@localhost>"
