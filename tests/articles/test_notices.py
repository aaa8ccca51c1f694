"""Who hears of what, and that nobody hears of a story that is not theirs to see."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from articles import colleagues, notices, restrictions, scheduling, workflow
from articles.models import Article, Notice, Schedule
from newsroom import roles
from tests import make

pytestmark = pytest.mark.django_db


def told(event):
    return {notice.person for notice in Notice.objects.filter(event=event).select_related("person")}


@pytest.fixture
def elena():
    return make.editor(name="Elena Petrova")


@pytest.fixture
def leila():
    return make.journalist(name="Leila Haddad")


def test_editors_hear_that_a_story_was_sent_in_and_its_writer_does_not(leila, elena):
    jun, story = make.user(roles.PICTURE_EDITOR), make.article(by=leila)
    workflow.submit(story.head, by=leila)
    assert elena in told("submitted")
    assert not told("submitted") & {leila, jun}


def test_an_editor_who_sends_in_her_own_story_is_not_told_of_it(elena):
    david = make.editor()
    workflow.submit(make.article(by=elena).head, by=elena)
    assert david in told("submitted")
    assert elena not in told("submitted")


def test_the_storys_writers_hear_of_every_step_but_not_whoever_took_it(leila, elena):
    tomas = make.journalist()
    story = make.article(by=leila, state="in_review", bylines=[make.author(user=tomas), make.author(user=elena)])
    workflow.request_changes(story.head, by=elena, note="Name the minister.")
    assert told("changes_requested") == {leila, tomas}
    assert Notice.objects.filter(event="changes_requested").first().words == "Name the minister."
    workflow.submit(story.head, by=leila)
    workflow.approve(story.head, by=elena)
    workflow.publish(story.head, by=elena)
    assert told("approved") == told("published") == {leila, tomas}


def test_who_approved_hears_that_a_later_save_took_the_approval_back(leila, elena):
    story = make.article(by=leila, state="in_review")
    workflow.approve(story.head, by=elena)
    make.change(story, by=leila, headline="Another headline")
    assert told("lapsed") == {elena}


def test_what_cannot_go_out_is_told_once_for_each_new_reason(leila, elena):
    story = make.article(by=leila, state="approved")
    row = workflow.schedule(story.head, by=elena, at=timezone.now() + timedelta(hours=1), zone="UTC")
    Article.objects.filter(pk=story.pk).update(embargo_until=timezone.now() + timedelta(days=1))
    for _retry in range(3):
        Schedule.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(seconds=9), retry_at=None)
        scheduling.publish_due()
    assert Notice.objects.filter(event="failed", person=elena).count() == 1
    assert "embargo" in Notice.objects.get(event="failed", person=elena).words
    Article.objects.filter(pk=story.pk).update(embargo_until=None, binned_at=timezone.now())
    Schedule.objects.filter(pk=row.pk).update(retry_at=None)
    scheduling.publish_due()


def test_whoever_may_not_see_the_story_is_not_told(leila, elena):
    priya = make.user(roles.MEMBERSHIP_MANAGER)
    priya.user_permissions.add(Permission.objects.get(codename="approve_article"))
    workflow.submit(make.article(by=leila).head, by=leila)
    assert elena in told("submitted")
    assert priya not in told("submitted")


def test_a_notice_of_a_story_that_one_may_no_longer_see_is_nowhere(leila, elena):
    workflow.submit(make.article(by=leila).head, by=leila)
    assert notices.unread_count(elena) == 1
    elena.groups.clear()
    elena = type(elena).objects.get(pk=elena.pk)
    assert notices.unread_count(elena) == 0


def test_everybody_chooses_how_to_be_told(leila, elena):
    notices.choose(elena, {"submitted": ["mail"]})
    workflow.submit(make.article(by=leila).head, by=leila)
    row = Notice.objects.get(person=elena)
    assert (row.in_inbox, row.mail) == (False, "owed")
    notices.choose(elena, {"submitted": []})
    workflow.submit(make.article(by=leila).head, by=leila)
    assert Notice.objects.filter(person=elena).count() == 1


def test_a_move_that_is_refused_tells_nobody(leila, elena):
    story = make.article(by=leila, headline="")
    with pytest.raises(workflow.WorkflowError):
        workflow.submit(story.head, by=leila)
    assert not Notice.objects.exists()


def test_every_event_is_said_in_a_sentence():
    assert set(notices.SENTENCES) == set(Notice.Event)


def test_telling_many_editors_asks_no_more_than_telling_one(leila, elena, django_assert_max_num_queries):
    many, story = [make.editor() for _number in range(12)], make.article(by=leila)
    with django_assert_max_num_queries(6):
        told = notices.tell("submitted", story, leila)
    assert {elena, *many} <= {notice.person for notice in told}


def test_who_may_see_a_story_is_the_same_for_one_and_for_many(leila, elena):
    people = [leila, elena, make.user(roles.PICTURE_EDITOR), make.user(roles.MEMBERSHIP_MANAGER), make.user(None),
              make.editor(is_active=False), make.user(None, is_staff=True, is_superuser=True)]  # fmt: skip
    story = make.article(by=leila)
    for _round in range(2):
        seeing = set(colleagues.who_see(story))
        assert [person in seeing for person in people] == [colleagues.may_see(story, person) for person in people]
        restrictions.restrict(story, by=leila, people=[])
