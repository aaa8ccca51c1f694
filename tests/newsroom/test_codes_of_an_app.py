"""How long a code of an authenticator app counts, and that it does so once."""

import pytest
import time_machine
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


@pytest.mark.parametrize(("seconds", "counts"), [(0, True), (29, True), (-29, True), (61, False), (-61, False)])
def test_a_code_counts_a_little_early_or_late(client, editor, seconds, counts):
    with time_machine.travel(NOON, tick=False):
        code = door.digits(door.with_app(editor))
    with time_machine.travel(NOON + seconds, tick=False):
        door.enter_password(client, editor)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(client) == counts


def test_whoever_saw_a_code_typed_cannot_come_in_by_it_while_it_still_counts(client, editor):
    secret = door.with_app(editor)
    with time_machine.travel(NOON, tick=False):
        code = door.digits(secret)
        door.enter_password(client, editor)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(client)
    with time_machine.travel(NOON + 31, tick=False):
        other = Client()
        door.enter_password(other, editor)
        answer = other.post(reverse("mfa_authenticate"), {"code": f"{code[:3]} {code[3:]}"})
        assert "Incorrect code." in answer.text
        assert not is_in(other)
