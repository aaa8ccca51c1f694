"""A quarter of an hour before its moment a story is looked at again: people are told while it can be mended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import checklist, scheduling, workflow
from articles.checklist import Rule
from articles.models import Approval, Article, Image, Level, Notice, PublishedArticle, Schedule, SignOffKind
from tests import make
from tests.articles.test_at_once import at_once
from tests.articles.writing import address, at_desk

pytestmark = pytest.mark.django_db


def soon(minutes=10, **fields):
    story = make.article(state="scheduled", **fields)
    Schedule.objects.filter(article=story).update(at=timezone.now() + timedelta(minutes=minutes))
    return story


def warning(story):
    return Schedule.objects.get(article=story).warning


def ask_for(code, level=Level.REQUIRED):
    checklist.change(make.managing_editor(), {(code, None): Rule(level)}, checklist.newest_change())


def test_what_would_stop_a_story_is_told_to_who_scheduled_it_and_to_editors_once():
    story, editor = soon(standfirst=""), make.editor()
    ask_for("standfirst")
    assert scheduling.check_soon() == (1, 1)
    assert scheduling.check_soon() == (1, 0)
    assert "no standfirst" in warning(story)
    told = Notice.objects.filter(event="will_fail")
    assert {editor, Schedule.objects.get().by} <= {notice.person for notice in told}
    assert told.filter(person=editor).count() == 1
    assert not PublishedArticle.objects.exists()


def test_the_warning_stands_on_the_dashboard_and_the_story_until_it_is_mended():
    story, desk = soon(standfirst="", headline="Out at noon"), at_desk(make.editor())
    ask_for("standfirst")
    scheduling.check_soon()
    page = desk.get("/admin/").text
    assert page.index("or will not") < page.index("Out at noon") < page.index("no standfirst")
    assert "it can still be mended" in page
    assert "no standfirst" in desk.get(address(story)).text
    ask_for("standfirst", Level.ADVISED)
    assert scheduling.check_soon() == (1, 0)
    assert warning(story) == ""
    assert "it can still be mended" not in desk.get("/admin/").text


def test_a_story_further_away_is_left_alone():
    story = soon(minutes=20, standfirst="")
    ask_for("standfirst")
    assert scheduling.check_soon() == (0, 0)
    assert warning(story) == ""


def test_all_that_would_stop_it_is_found():
    image = make.image()
    story = soon(slug="taken", lead_image=image)
    Image.objects.filter(pk=image.pk).update(rights_until=timezone.localdate() - timedelta(days=1))
    Article.objects.filter(pk=story.pk).update(embargo_until=timezone.now() + timedelta(days=1), embargo_zone="UTC")
    Approval.objects.all().delete()
    make.article(slug="taken")
    ask_for("sign-off:legal")
    scheduling.check_soon()
    for words in (
        "may be used until",
        "The embargo lasts",
        "Nobody approved",
        "the slug “\u2068taken\u2069”",
        "“Legal” is missing",
    ):
        assert words in warning(story)


def test_a_sign_off_given_in_time_mends_it():
    story, chief = soon(), make.managing_editor()
    ask_for("sign-off:legal")
    scheduling.check_soon()
    assert "Legal" in warning(story)
    workflow.sign_off(story.head, SignOffKind.objects.get(code="legal"), by=chief)
    scheduling.check_soon()
    assert warning(story) == ""


def test_a_withdrawal_of_what_nobody_reads_is_said_in_time():
    story, chief = make.article(state="live"), make.managing_editor()
    at = timezone.now() + timedelta(minutes=5)
    workflow.schedule_withdrawal(story, by=chief, at=at, zone="UTC", reason="error", note="By court order.")
    assert scheduling.check_soon() == (1, 0)
    PublishedArticle.objects.update(state="withdrawn", headline="", withdrawn_at=at, withdrawn_reason="error")
    assert scheduling.check_soon() == (1, 1)
    assert "nothing to withdraw" in warning(story)


def test_one_that_cannot_be_checked_keeps_no_other_from_it():
    broken, other = soon(), soon(standfirst="")
    ask_for("standfirst")
    Schedule.objects.get(article=broken).revision.__class__.objects.filter(article=broken).update(schema=999)
    assert scheduling.check_soon() == (1, 1)
    assert warning(other)


@pytest.mark.django_db(transaction=True)
def test_several_clocks_tell_people_once():
    soon(standfirst="")
    editor = make.editor()
    ask_for("standfirst")
    at_once(scheduling.check_soon, scheduling.check_soon, scheduling.check_soon)
    assert Notice.objects.filter(event="will_fail", person=editor).count() == 1


def test_a_story_moved_to_a_day_on_which_its_picture_may_not_be_used_stays_where_it_is():
    image = make.image()
    Image.objects.filter(pk=image.pk).update(rights_until=timezone.localdate() + timedelta(days=1))
    story = make.article(state="scheduled", lead_image=image)
    waiting = Schedule.objects.get(article=story)
    with pytest.raises(workflow.WorkflowError, match="may be used until"):
        workflow.reschedule(waiting, by=make.editor(), at=timezone.now() + timedelta(days=5), zone="UTC")
