"""The inbox on the desk, and the page where somebody chooses what they are told."""

import pytest
from django.urls import reverse

from articles import notes, notices, workflow
from articles.models import Notice
from newsroom import roles
from tests import make
from tests.articles.writing import at_desk

pytestmark = pytest.mark.django_db
INBOX = "/admin/articles/notice/"


@pytest.fixture
def elena():
    return make.editor(name="Elena Petrova")


@pytest.fixture
def leila():
    return make.journalist(name="Leila Haddad")


@pytest.fixture
def story(leila):
    return make.article(by=leila, state="in_review", headline="Nine days of rain")


def page(person, query=""):
    return at_desk(person).get(INBOX + query).content.decode()


def test_what_happened_stands_there_folded_by_story_the_newest_first(story, elena, leila):
    other = make.article(by=leila, headline="Another story", state="in_review")
    for number in range(5):
        notes.leave(story, elena, f"Remark {number}")
    workflow.request_changes(other.head, by=elena, note="Shorter.")
    shown = page(leila)
    assert shown.index("Another story") < shown.index("Nine days of rain")
    assert "Elena Petrova asks for changes" in shown and "Shorter." in shown
    assert shown.count(">Nine days of rain</a>") == 1
    assert "2 earlier" in shown


def test_every_page_of_the_desk_says_how_much_is_new(story, elena, leila):
    notes.leave(story, elena, "Who measured this?")
    assert '<span class="bar__count">1<' in at_desk(leila).get("/admin/").content.decode()
    at_desk(leila).post(f"{INBOX}read/")
    assert "bar__count" not in at_desk(leila).get("/admin/").content.decode()


def test_a_notice_leads_to_its_conversation_and_is_read_then(story, elena, leila):
    note = notes.leave(story, elena, "Who measured this?")
    notes.leave(story, elena, "Anybody?", parent=note)
    for notice in Notice.objects.filter(person=leila):
        answer = at_desk(leila).get(f"{INBOX}{notice.pk}/")
        assert answer.url == reverse("admin:articles_article_change", args=[story.pk]) + f"#note-{note.pk}"
    assert notices.unread_count(leila) == 0


def test_one_story_alone_is_set_down_as_read(story, elena, leila):
    other = make.article(by=leila)
    notes.leave(story, elena, "One.")
    notes.leave(other, elena, "Two.")
    at_desk(leila).post(f"{INBOX}read/", {"story": story.pk})
    assert notices.inbox_of(leila).unread().get().article == other


def test_it_is_narrowed_by_kind_and_to_what_is_new(story, elena, leila):
    notes.leave(story, elena, "A remark.")
    workflow.request_changes(story.head, by=elena, note="Shorter.")
    assert "A remark." not in page(leila, "?kind=review")
    assert "Shorter." in page(leila, "?kind=review")
    notices.mark_read(notices.inbox_of(leila))
    assert "Nothing of that kind" in page(leila, "?new=1")


def test_nobody_reads_or_opens_what_another_was_told(story, elena, leila):
    notes.leave(story, elena, "A remark.")
    notice = Notice.objects.get(person=leila)
    assert at_desk(elena).get(f"{INBOX}{notice.pk}/").status_code == 404
    at_desk(elena).post(f"{INBOX}read/", {"story": story.pk})
    assert notices.unread_count(leila) == 1
    assert "A remark." not in page(elena)


def test_a_story_that_one_may_no_longer_see_is_not_in_the_inbox(story, elena, leila):
    notes.leave(story, elena, "A remark.")
    leila.groups.set([])
    assert at_desk(leila).get(INBOX).status_code == 403
    assert "bar__inbox" not in at_desk(make.user(roles.MEMBERSHIP_MANAGER)).get("/admin/").content.decode()


def test_forty_stories_take_two_pages_and_at_most_twelve_queries(elena, leila, django_assert_max_num_queries):
    for number in range(40):
        notes.leave(make.article(by=leila), elena, f"Remark {number}")
    client = at_desk(leila)
    with django_assert_max_num_queries(12):
        first = client.get(INBOX).content.decode()
    assert "Page 1 of 2" in first and "Remark 39" in first
    assert "Remark 3<" in client.get(f"{INBOX}?p=2").content.decode()
    assert client.get(f"{INBOX}?p=9999&kind=%00&new").status_code == 200


def test_somebody_chooses_how_to_be_told(leila):
    client = at_desk(leila)
    assert 'name="mentioned:mail" aria-label="E-mail: You are named in a note" checked' in _choices(client)
    wanted = {"published:mail": "on", "quiet_from": "22:00", "quiet_until": "07:00"}
    refused = client.post(f"{INBOX}choices/", wanted).content.decode()
    assert "Choose at least one way" in refused and refused.count("choose one") == 4
    needed = {f"{event}:inbox": "on" for event in ("mentioned", "assigned", "failed", "will_fail")}
    client.post(f"{INBOX}choices/", wanted | needed)
    kept = notices.choices_of([leila])[leila.pk]
    assert (kept.ways_of("published"), kept.ways_of("mentioned"), kept.ways_of("submitted")) == (
        ["mail"],
        ["inbox"],
        [],
    )
    assert str(kept.quiet_from) == "22:00:00"


def test_one_quiet_hour_alone_is_refused_with_a_sentence(leila):
    needed = {f"{event}:inbox": "on" for event in ("mentioned", "assigned", "failed", "will_fail")}
    answer = at_desk(leila).post(f"{INBOX}choices/", needed | {"quiet_from": "22:00"}).content.decode()
    assert "Type both hours, or neither." in answer


def _choices(client):
    return client.get(f"{INBOX}choices/").content.decode()
