"""Notices by e-mail, through a mail server that is really there, or is not."""

import asyncio
import threading
from datetime import datetime, time, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles import notes, notices, restrictions, workflow
from articles.models import Article, Notice
from articles.models.notice import NoticeChoices
from tests import make
from tests.browser.server import free_port

pytestmark = pytest.mark.django_db


class Letterbox:
    def __init__(self):
        self.letters, self.listening, self.go_on = [], threading.Event(), threading.Event()
        self.go_on.set()

    def pause(self):
        """Answer the first letter only after `go_on.set()`."""
        self.go_on.clear()

    async def handle_DATA(self, server, session, envelope):
        if not self.listening.is_set():
            self.listening.set()
            await asyncio.to_thread(self.go_on.wait, 20)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"


@pytest.fixture
def post(settings):
    """`post.start()` opens a mail server where the product looks for one; until then nobody answers there."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    box = Letterbox()
    server = Controller(box, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    box.start = server.start
    yield box
    if server._thread:
        server.stop()


@pytest.fixture
def elena():
    return make.editor(name="Elena Petrova", email="elena@example.org")


@pytest.fixture
def leila():
    return make.journalist(name="Leila Haddad", email="leila@example.org")


@pytest.fixture
def story(leila):
    return make.article(by=leila, state="in_review", slugline="niger-floods", headline="Nine days of rain")


def try_again_now():
    Notice.objects.update(claimed_until=None)


def test_a_letter_waits_while_the_mail_server_is_down_and_leaves_when_it_is_up(post, story, elena):
    workflow.request_changes(story.head, by=elena, note="Name the minister.")
    call_command("send_notices")
    row = Notice.objects.get(event="changes_requested")
    assert (row.mail, row.attempts, row.last_error) == ("owed", 1, "ConnectionRefusedError")
    post.start()
    call_command("send_notices")
    assert not post.letters, "it rests before the next attempt"
    try_again_now()
    call_command("send_notices")
    call_command("send_notices")
    (letter,) = post.letters
    assert (letter["To"], letter["Subject"]) == ("leila@example.org", "Changes asked for: niger-floods")
    assert "Elena Petrova asks for changes" in letter.get_content()
    assert "“Name the minister.”" in letter.get_content()
    assert f"/admin/articles/notice/{row.pk}/" in letter.get_content()


def test_several_that_wait_come_in_one_letter(post, story, elena, leila):
    workflow.request_changes(story.head, by=elena, note="Name the minister.")
    notes.leave(story, elena, "@Leila Haddad and the year.")
    post.start()
    call_command("send_notices")
    assert [letter["Subject"] for letter in post.letters] == ["niger-floods: 2 notices"]
    notes.leave(story, elena, "@Leila Haddad, please.")
    notes.leave(make.article(by=leila), elena, "@Leila Haddad, here too.")
    call_command("send_notices")
    assert post.letters[1]["Subject"] == "2 notices on 2 stories of My newsroom"


def test_a_letter_speaks_its_readers_language(post, story, elena, leila):
    type(leila).objects.filter(pk=leila.pk).update(language="ar", zone="Africa/Niamey")
    workflow.request_changes(story.head, by=elena, note="Name the minister.")
    post.start()
    call_command("send_notices")
    assert "Africa/Niamey" in post.letters[0].get_content()


def test_of_a_story_under_embargo_only_its_slugline_goes_by_mail(post, story, elena):
    Article.objects.filter(pk=story.pk).update(embargo_until=timezone.now() + timedelta(days=1))
    notes.leave(story, elena, "@Leila Haddad: is the minister's name certain?")
    post.start()
    call_command("send_notices")
    text = post.letters[0].as_string()
    assert "niger-floods" in text
    assert "Nine days" not in text and "minister" not in text


def test_of_a_restricted_story_a_letter_says_only_that_it_is_one(post, story, elena, leila):
    restrictions.restrict(story, elena, [leila])
    notes.leave(story, elena, "@Leila Haddad: is the minister's name certain?")
    post.start()
    call_command("send_notices")
    text = post.letters[0].as_string()
    assert "a restricted story" in text
    assert "niger" not in text and "Nine days" not in text and "minister" not in text


def test_no_letter_holds_the_body_of_a_story(post, story, elena):
    workflow.request_changes(story.head, by=elena, note="Name the minister.")
    post.start()
    call_command("send_notices")
    assert "rained" not in post.letters[0].as_string()


def test_nothing_is_sent_to_whoever_left_or_may_no_longer_see_the_story(post, story, elena, leila):
    tomas = make.journalist()
    notes.leave(story, elena, f"@{tomas} and @Leila Haddad, look.")
    type(leila).objects.filter(pk=leila.pk).update(is_active=False)
    tomas.groups.clear()
    post.start()
    call_command("send_notices")
    assert post.letters == []
    assert Notice.objects.get(person=tomas).mail == "dropped"


def test_what_was_read_at_the_desk_meanwhile_is_not_sent(post, story, elena, leila):
    workflow.request_changes(story.head, by=elena, note="Name the minister.")
    notices.mark_read(notices.inbox_of(leila))
    post.start()
    call_command("send_notices")
    assert post.letters == []


def test_letters_wait_for_the_end_of_quiet_hours(post, story, elena, leila):
    here = datetime.now(ZoneInfo(leila.zone))
    begins, ends = (here - timedelta(hours=1)).time(), (here + timedelta(hours=1)).time()
    notices.choose(leila, {}, quiet_from=begins, quiet_until=ends)
    workflow.request_changes(story.head, by=elena, note="Name the minister.")
    post.start()
    call_command("send_notices")
    assert post.letters == []
    notices.choose(leila, {}, quiet_from=ends, quiet_until=begins)
    call_command("send_notices")
    assert len(post.letters) == 1


@pytest.mark.parametrize(("clock", "quiet"), [(21, False), (22, True), (3, True), (7, False)])
def test_quiet_hours_run_over_midnight(clock, quiet):
    assert NoticeChoices(quiet_from=time(22), quiet_until=time(7)).is_quiet_at(time(clock)) is quiet


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_send_a_letter_once(post, elena, leila):
    """The second looks while the mail server still listens to the first."""
    story = make.article(by=leila, state="in_review")
    workflow.request_changes(story.head, by=elena, note="Name the minister.")
    post.pause()
    post.start()

    def clock():
        call_command("send_notices")
        connection.close()

    first = threading.Thread(target=clock)
    first.start()
    assert post.listening.wait(20)
    call_command("send_notices")
    post.go_on.set()
    first.join()
    assert len(post.letters) == 1


def test_a_notice_that_no_letter_can_say_keeps_no_other_waiting(post, story, elena, leila, caplog):
    workflow.request_changes(story.head, by=elena, note="Name the minister.")
    notes.leave(story, elena, "And @Leila, the date?")
    broken = Notice.objects.get(event="changes_requested", person=leila)
    Notice.objects.filter(pk=broken.pk).update(event="of_a_later_release")
    post.start()
    call_command("send_notices")
    assert ["the date?" in letter.get_content() for letter in post.letters] == [True]
    broken.refresh_from_db()
    assert (broken.mail, broken.last_error) == ("owed", "KeyError") and broken.claimed_until > timezone.now()
    assert f"Notice {broken.pk} for person {leila.pk} cannot be put into a letter" in caplog.text
