"""A session that ends while somebody writes costs them a press, not their words."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from articles.models import Article
from tests import make
from tests.articles.writing import address, opened
from tests.sessions import session_of

pytestmark = pytest.mark.django_db
OURS = {"origin": "http://testserver"}


@pytest.fixture
def writer():
    return make.journalist()


@pytest.fixture
def browser(writer):
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = session_of(writer)
    return client


def hidden_fields(response):
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', response.content.decode())
    return dict(fields)


def test_words_typed_while_the_session_ended_come_back_and_are_saved_after_signing_in(browser, writer):
    story = make.article(by=writer)
    form = {**opened(browser, story), "headline": "Nine hours of typing", "_save": "1"}
    Session.objects.all().delete()
    lost = browser.post(address(story), form, headers=OURS)
    assert lost.status_code == 403
    assert lost["Cache-Control"].count("no-store") == 1
    kept = hidden_fields(lost)
    assert kept["headline"] == "Nine hours of typing"
    browser.cookies["sessionid"] = session_of(writer)
    sent = browser.post(address(story), kept, headers=OURS)
    assert sent.status_code == 302
    assert Article.objects.get(pk=story.pk).headline == "Nine hours of typing"


def test_a_form_with_the_token_of_an_earlier_visit_is_one_press_from_being_sent(browser, writer):
    story = make.article(by=writer)
    form = {**opened(browser, story), "headline": "Typed before", "csrfmiddlewaretoken": "x" * 64}
    again = browser.post(address(story), form, headers=OURS)
    assert again.status_code == 403
    assert browser.post(address(story), hidden_fields(again), headers=OURS).status_code == 302
    assert Article.objects.get(pk=story.pk).headline == "Typed before"


def test_who_is_signed_out_and_has_no_token_left_is_told_to_sign_in(browser, writer):
    story = make.article(by=writer)
    form = {**opened(browser, story), "headline": "Typed before"}
    browser.cookies.clear()
    answer = browser.post(address(story), form, headers=OURS)
    assert answer.status_code == 403
    assert "You were signed out while you wrote." in answer.text
    assert hidden_fields(answer)["headline"] == "Typed before"


@pytest.mark.parametrize("headers", [{"origin": "https://elsewhere.example"}, {}])
def test_another_sites_words_are_never_put_above_a_button_of_ours(browser, writer, headers):
    story = make.article(by=writer)
    form = {"headline": "Forged", "csrfmiddlewaretoken": "x" * 64}
    answer = browser.post(address(story), form, headers=headers)
    assert answer.status_code == 403
    assert "Forged" not in answer.content.decode()


def test_no_secret_is_written_into_a_page():
    browser = Client(enforce_csrf_checks=True)
    form = {"login": "a@example.org", "password": "correct horse", "csrfmiddlewaretoken": "x" * 64}
    answer = browser.post("/membership/account/login/", form, headers=OURS)
    assert answer.status_code == 403
    assert "correct horse" not in answer.content.decode()
