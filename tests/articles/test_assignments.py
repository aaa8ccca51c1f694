"""Who has a story and until when; and what becomes of it when somebody leaves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import assignments
from articles.models import Article, Assignment, Notice
from articles.workflow import NotAllowed, WorkflowError
from newsroom import people, roles
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def elena():
    return make.editor(name="Elena Petrova")


@pytest.fixture
def leila():
    return make.journalist(name="Leila Haddad")


def test_an_editor_gives_a_story_with_a_due_time_and_the_writer_is_told(elena, leila):
    story = make.article(by=elena)
    due = timezone.now() + timedelta(days=1)
    assignments.assign(story, leila, elena, due_at=due, due_zone="Africa/Niamey", priority=4, words="By tea time.")
    assert Article.objects.get(pk=story.pk).assigned_to == leila
    assert Notice.objects.get(event="assigned").person == leila
    assert assignments.standing(story).get_priority_display() == "Urgent"
    assert Article.objects.editable_by(leila).filter(pk=story.pk).exists()


def test_giving_a_story_away_does_not_touch_its_approval(elena, leila):
    story = make.article(state="approved")
    assignments.assign(story, leila, elena)
    assert Article.objects.get(pk=story.pk).status == "approved"


def test_the_newest_assignment_stands_and_the_others_are_its_trail(elena, leila):
    story = make.article(by=elena)
    assignments.assign(story, leila, elena)
    assignments.assign(story, leila, elena)
    assignments.assign(story, None, elena)
    assert [row.to for row in story.assignments.all()] == [None, leila]
    assert Assignment.objects.standing().get().to is None


def test_nobody_is_given_a_story_that_they_may_not_see_or_by_somebody_who_may_not_edit_it(elena, leila):
    story = make.article(by=elena)
    with pytest.raises(WorkflowError, match="may not see this story"):
        assignments.assign(story, make.user(roles.MEMBERSHIP_MANAGER), elena)
    with pytest.raises(NotAllowed):
        assignments.assign(story, leila, leila)


def test_what_somebody_had_who_leaves_goes_to_their_heir_with_its_due_time_or_back_to_the_desk(elena, leila):
    chief, heir = make.managing_editor(), make.journalist()
    due = timezone.now() - timedelta(hours=1)
    mine = make.article(by=elena)
    assignments.assign(mine, leila, elena, due_at=due, due_zone="UTC", priority=3)
    assert people.deactivate(leila, by=chief, hand_over_to=heir) == 1
    assert (assignments.standing(mine).to, assignments.standing(mine).is_overdue) == (heir, True)
    people.deactivate(heir, by=chief)
    assert assignments.standing(mine).to is None
    assert [row.person for row in Notice.objects.filter(event="assigned", by=chief)] == [heir]
    assert elena in {row.person for row in Notice.objects.filter(event="handed_back")}
