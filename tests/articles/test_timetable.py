"""Planned date, embargo and schedule are three things; a withdrawal waits for its hour like a text."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from articles import scheduling, workflow
from articles.models import Article, PlannedDate, PublishedArticle, Schedule, StatusChange
from articles.states import Status
from tests import make

pytestmark = pytest.mark.django_db
WHY = {"reason": "consent", "note": "Her family asked."}


def later(hours=2):
    return timezone.now() + timedelta(hours=hours)


def make_due(story, **only):
    Schedule.objects.waiting().filter(article=story, **only).update(at=timezone.now(), retry_at=None)


def state(story):
    return PublishedArticle.objects.get(article_id=story.pk).state


def scheduled_update(story, chief, hours=2):
    update = make.change(story, headline="Newer")
    workflow.submit(update, by=story.created_by)
    workflow.approve(update, by=chief)
    return workflow.schedule(update, by=chief, at=later(hours), zone="UTC")


def test_a_plan_changes_no_text_takes_no_approval_and_lets_nothing_out():
    story = make.article(state="approved")
    workflow.plan(story, by=make.editor(), at=later(-1), zone="Africa/Niamey")
    scheduling.publish_due()
    story.refresh_from_db()
    assert (story.status, story.revisions.count()) == (Status.APPROVED, 1)
    assert not PublishedArticle.objects.exists()


def test_a_plan_is_a_day_or_a_moment_and_can_be_taken_away():
    story, editor = make.article(), make.editor()
    workflow.plan(story, by=editor, day=date(2026, 12, 24))
    workflow.plan(story, by=editor, at=datetime(2026, 12, 24, 5, tzinfo=UTC), zone="Asia/Tokyo")
    assert (story.planned.day, story.planned.zone) == (None, "Asia/Tokyo")
    workflow.plan(story, by=editor)
    assert not PlannedDate.objects.exists()
    notes = StatusChange.objects.filter(article=story, verb="plan").order_by("pk").values_list("note", flat=True)
    assert [note.split(" ")[0] for note in notes] == ["24", "24", "taken"]


def test_a_plan_that_stands_as_it_stood_leaves_no_line():
    story, editor = make.article(), make.editor()
    for _twice in range(2):
        workflow.plan(story, by=editor, day=date(2026, 12, 24))
    assert StatusChange.objects.filter(verb="plan").count() == 1


def test_a_journalist_plans_no_story_of_a_colleagues():
    with pytest.raises(workflow.NotAllowed):
        workflow.plan(make.article(), by=make.journalist(), day=date(2026, 12, 24))


def test_the_clock_withdraws_at_the_hour_with_the_reason_that_was_given():
    story, chief = make.article(state="live"), make.editor()
    workflow.schedule_withdrawal(story, by=chief, at=later(), zone="UTC", **WHY)
    assert state(story) == "live"
    make_due(story)
    assert scheduling.publish_due() == (1, 0)
    row = PublishedArticle.objects.get()
    assert (row.state, row.withdrawn_reason, row.headline) == ("withdrawn", "consent", "")
    change = StatusChange.objects.filter(article=story, verb="withdraw").get()
    assert (change.by, change.note) == (None, "Her family asked.")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": "because"}, "Say why"),
        ({"note": " "}, "Write down"),
        ({"at": datetime(2020, 1, 1, tzinfo=UTC)}, "has passed"),
    ],
)
def test_a_scheduled_withdrawal_asks_what_a_withdrawal_asks(wrong, sentence):
    story = make.article(state="live")
    with pytest.raises(workflow.WorkflowError, match=sentence):
        workflow.schedule_withdrawal(story, by=make.editor(), **{"at": later(), "zone": "UTC", **WHY, **wrong})


def test_only_what_readers_see_can_be_withdrawn_and_only_once_and_by_an_editor():
    chief, story = make.editor(), make.article(state="live")
    with pytest.raises(workflow.WorkflowError, match="nothing to withdraw"):
        workflow.schedule_withdrawal(make.article(), by=chief, at=later(), zone="UTC", **WHY)
    with pytest.raises(workflow.NotAllowed):
        workflow.schedule_withdrawal(story, by=story.created_by, at=later(), zone="UTC", **WHY)
    workflow.schedule_withdrawal(story, by=chief, at=later(), zone="UTC", **WHY)
    with pytest.raises(workflow.WorkflowError, match="scheduled already"):
        workflow.schedule_withdrawal(story, by=chief, at=later(), zone="UTC", **WHY)


def test_an_update_and_a_withdrawal_wait_together_and_each_is_taken_off_by_itself():
    story, chief = make.article(state="live"), make.editor()
    scheduled_update(story, chief)
    workflow.schedule_withdrawal(story, by=chief, at=later(4), zone="UTC", **WHY)
    story.refresh_from_db()
    workflow.unschedule(story.head, by=chief)
    assert [row.action for row in Schedule.objects.waiting()] == ["withdraw"]
    workflow.schedule(story.head, by=chief, at=later(), zone="UTC")
    workflow.unschedule_withdrawal(story, by=chief)
    assert [row.action for row in Schedule.objects.waiting()] == ["update"]
    with pytest.raises(workflow.WorkflowError, match="No withdrawal"):
        workflow.unschedule_withdrawal(story, by=chief)


def test_publishing_an_update_leaves_the_withdrawal_waiting():
    story, chief = make.article(state="live"), make.editor()
    scheduled_update(story, chief)
    workflow.schedule_withdrawal(story, by=chief, at=later(4), zone="UTC", **WHY)
    make_due(story, action="update")
    assert scheduling.publish_due() == (1, 0)
    assert [row.action for row in Schedule.objects.waiting()] == ["withdraw"]
    assert state(story) == "live"


def test_a_withdrawal_before_the_updates_moment_ends_the_update_with_a_sentence():
    story, chief = make.article(state="live"), make.editor()
    scheduled_update(story, chief, hours=4)
    workflow.schedule_withdrawal(story, by=chief, at=later(2), zone="UTC", **WHY)
    make_due(story, action="withdraw")
    assert scheduling.publish_due() == (1, 0)
    assert not Schedule.objects.waiting().exists()
    ended = StatusChange.objects.get(article=story, verb="unschedule")
    assert "withdrawn before this text's moment" in ended.note


def test_when_the_clock_was_late_the_withdrawal_still_comes_before_the_later_update():
    story, chief = make.article(state="live"), make.editor()
    update = scheduled_update(story, chief, hours=4)
    workflow.schedule_withdrawal(story, by=chief, at=later(2), zone="UTC", **WHY)
    Schedule.objects.filter(action="withdraw").update(at=timezone.now() - timedelta(hours=2))
    Schedule.objects.filter(pk=update.pk).update(at=timezone.now() - timedelta(hours=1))
    update.refresh_from_db()
    with pytest.raises(workflow.WorkflowError, match="withdrawal is scheduled for an earlier moment"):
        workflow.carry_out(update)
    scheduling.publish_due()
    assert state(story) == "withdrawn"


def test_people_are_told_beforehand_that_a_withdrawal_will_end_the_update():
    story, chief = make.article(state="live"), make.editor()
    update = scheduled_update(story, chief, hours=4)
    assert workflow.what_would_stop(update) == ""
    workflow.schedule_withdrawal(story, by=chief, at=later(2), zone="UTC", **WHY)
    assert "earlier moment" in workflow.what_would_stop(update)


def test_what_is_scheduled_can_be_moved_and_what_failed_is_tried_afresh():
    story, chief = make.article(state="scheduled"), make.editor()
    Schedule.objects.update(attempts=3, last_error="The disk is full.", retry_at=later(9))
    at = later(5)
    workflow.reschedule(Schedule.objects.get(), by=chief, at=at, zone="Asia/Tokyo")
    row = Schedule.objects.get()
    assert (row.at, row.zone, row.attempts, row.last_error, row.retry_at) == (at, "Asia/Tokyo", 0, "", None)
    assert Article.objects.get(pk=story.pk).status == Status.SCHEDULED
    assert StatusChange.objects.filter(article=story, verb="reschedule", by=chief).exists()


def test_nothing_is_moved_into_the_past_or_into_its_embargo_or_by_a_journalist():
    chief = make.editor()
    story = make.article(state="scheduled")
    Article.objects.filter(pk=story.pk).update(embargo_until=later(2))
    row = Schedule.objects.get()
    for hours, sentence in ((-1, "has passed"), (1, "embargo lasts")):
        with pytest.raises(workflow.WorkflowError, match=sentence):
            workflow.reschedule(row, by=chief, at=later(hours), zone="UTC")
    with pytest.raises(workflow.NotAllowed):
        workflow.reschedule(row, by=story.created_by, at=later(9), zone="UTC")


def test_of_two_who_move_the_same_schedule_the_second_is_told():
    story, chief = make.article(state="scheduled"), make.editor()
    first, second = Schedule.objects.get(article=story), Schedule.objects.get(article=story)
    workflow.reschedule(first, by=chief, at=later(5), zone="UTC")
    with pytest.raises(workflow.WorkflowError, match="look again"):
        workflow.reschedule(second, by=chief, at=later(6), zone="UTC")
