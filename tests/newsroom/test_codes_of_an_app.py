"""How long a code of an authenticator app counts, and that it does so once."""

import pytest
import time_machine
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from tests.newsroom import door

pytestmark = pytest.mark.django_db
NOON = 1_800_014_400  # a period of an app's codes begins


@pytest.fixture
def editor(make, settings):
    reverse("account")  # the addresses are read once: as a local newsroom's, for the tests that follow
    settings.LOCAL = False
    return door.with_password(make.editor())


def is_in(client):
    return client.get("/admin/").status_code == 200


def second_step(editor, *codes):
    """A new visitor with the password and these codes, and what they are told at last."""
    client = Client()
    door.enter_password(client, editor)
    answers = [client.post(reverse("mfa_authenticate"), {"code": code}) for code in codes]
    return client, answers[-1]


@pytest.mark.parametrize(("seconds", "counts"), [(0, True), (29, True), (-29, True), (61, False), (-61, False)])
def test_a_code_counts_a_little_early_or_late(editor, seconds, counts):
    with time_machine.travel(NOON, tick=False):
        code = door.digits(door.with_app(editor))
    with time_machine.travel(NOON + seconds, tick=False):
        client, _answer = second_step(editor, code)
        assert is_in(client) == counts


def test_whoever_saw_a_code_typed_cannot_come_in_by_it_while_it_still_counts(editor):
    secret = door.with_app(editor)
    with time_machine.travel(NOON, tick=False):
        code = door.digits(secret)
        client, _answer = second_step(editor, code)
        assert is_in(client)
    with time_machine.travel(NOON + 31, tick=False):
        client, answer = second_step(editor, f"{code[:3]} {code[3:]}")
        assert "Incorrect code." in answer.text
        assert not is_in(client)


def test_a_code_used_once_more_counts_as_a_wrong_guess(editor):
    secret = door.with_app(editor)
    with time_machine.travel(NOON, tick=False):
        code = door.digits(secret)
        second_step(editor, code)
    with time_machine.travel(NOON + 31, tick=False):
        _client, answer = second_step(editor, *["no"] * 4, code, "no")
        assert "Too many" in answer.text


def test_nor_by_the_code_with_which_the_app_was_added(editor):
    client = Client()
    with time_machine.travel(NOON, tick=False):
        door.enter_password(client, editor)
        proof = client.get(reverse("mfa_activate_totp"), follow=True).redirect_chain[-1][0]
        page = client.post(proof, {"password": door.PASSWORD}, follow=True)
        code = door.digits(secret := page.context["form"].secret)
        client.post(reverse("mfa_activate_totp"), {"code": code})
        assert is_in(client)
    with time_machine.travel(NOON + 31, tick=False):
        assert totp.validate_totp_code(secret, code)
        client, _answer = second_step(editor, code)
        assert not is_in(client)
