"""The sample newsroom that a first look finds: a paper, and a desk at which something goes on."""

import pytest
from django.test import Client

from articles.models import Assignment, Note, Notice, PublishedArticle, Schedule, SignOffRequest
from newsroom.models import User
from newsroom.sample import loader
from tests.sessions import session_of

pytestmark = pytest.mark.django_db


def test_it_is_loaded_whole_and_something_waits_for_everybody(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        counted = loader.load(say=lambda _line: None)
    assert counted == {"people": 7, "pictures": 19, "stories": 20, "members": 8}
    assert PublishedArticle.objects.without_countersign().count() == 1
    assert set(Schedule.objects.waiting().values_list("action", flat=True)) == {"publish", "update"}
    for rows in (Assignment.objects.standing(), SignOffRequest.objects.open(), Note.objects.open()):
        assert rows.exists()
    assert not Notice.objects.exclude(mail=Notice.Mail.NONE).exists()
    leila = Client()
    leila.cookies["sessionid"] = session_of(User.objects.get(email="leila@example.org"))
    assert "Somebody has begun to answer the hotline" in leila.get("/admin/").text
    assert "Somebody has begun" not in leila.get("/").text
