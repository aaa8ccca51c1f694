"""While an update waits for its hour the live page is mended, and both are brought together: nothing is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import lineage, scheduling, workflow
from articles.merging import merge
from articles.models import Article, PublishedArticle, Revision, Schedule, SetAside
from articles.states import Status
from tests import make

pytestmark = pytest.mark.django_db
EVENING = timedelta(hours=3)


@pytest.fixture
def chief():
    return make.managing_editor()


@pytest.fixture
def story(chief):
    """Live as “Ten dead”; an approved update “The dam is mended” waits for the evening."""
    story = make.article(state="live", headline="The dam broke", body="<p>Ten dead.</p><p>Rain.</p>")
    update = make.change(story, headline="The dam is mended")
    workflow.submit(update, by=story.created_by)
    workflow.approve(update, by=chief)
    workflow.schedule(update, by=chief, at=timezone.now() + EVENING, zone="Africa/Niamey")
    return Article.objects.get(pk=story.pk)


def now(story):
    return Article.objects.get(pk=story.pk)


def readers_read(story):
    content = Revision.objects.get(pk=PublishedArticle.objects.get(article_id=story.pk).revision_id).parsed
    return content.headline, content.body


def mend(story, chief):
    """Fix the live page and publish the fix."""
    workflow.fix_live(now(story).head, by=chief)
    make.change(now(story), by=story.created_by, body="<p>Eleven dead.</p><p>Rain.</p>")
    make.bring_to("live", story, second=chief)


def bring_together(story, by):
    parted = workflow.apart(now(story))
    both = merge(parted.base.parsed, parted.mine.parsed, parted.theirs.parsed)
    assert not both.conflicts
    return make.answered(workflow.merge(now(story).head, by, parted.mine, parted.theirs, both.content))


def evening(story):
    Schedule.objects.waiting().filter(article=story).update(at=timezone.now(), retry_at=None)
    return scheduling.publish_due()


def test_the_fix_begins_with_what_readers_see_and_the_update_goes_on_waiting(story, chief):
    update = story.head
    fix = workflow.fix_live(update, by=chief)
    assert (fix.parsed.headline, fix.parsed.body) == readers_read(story)
    assert (now(story).status, now(story).headline) == (Status.DRAFT, "The dam broke")
    assert Schedule.objects.waiting().get(article=story).revision == update
    assert evening(story) == (1, 0)
    assert readers_read(story)[0] == "The dam is mended"


def test_a_fix_goes_the_usual_way_and_needs_a_second_pair_of_eyes_counted_from_the_live_page(story, chief):
    workflow.fix_live(story.head, by=make.editor())
    fix = make.change(now(story), by=chief, body="<p>Eleven dead.</p>")
    workflow.submit(fix, by=chief)
    with pytest.raises(workflow.WorkflowError, match="You alone changed"):
        workflow.approve(fix, by=chief)
    workflow.approve(fix, by=make.editor())
    workflow.publish(fix, by=chief)
    assert readers_read(story) == ("The dam broke", "<p>Eleven dead.</p>")


def test_a_mended_page_is_brought_into_the_waiting_update_and_both_go_out_at_the_same_hour(story, chief):
    update = story.head
    mend(story, chief)
    waiting = Schedule.objects.waiting().get(article=story)
    both = bring_together(story, by=story.created_by)
    assert (both.parent, both.merged_id) == (update, PublishedArticle.objects.get().revision_id)
    workflow.submit(both, by=story.created_by)
    workflow.approve(both, by=chief)
    workflow.schedule(both, by=chief, at=waiting.at, zone=waiting.zone)
    assert Schedule.objects.waiting().filter(article=story).count() == 1
    assert evening(story) == (1, 0)
    assert readers_read(story) == ("The dam is mended", "<p>Eleven dead.</p><p>Rain.</p>")


def test_what_was_brought_together_needs_an_approval_of_its_own_by_another_hand(story, chief):
    mend(story, chief)
    both = bring_together(story, by=chief)
    assert now(story).status == Status.DRAFT
    assert lineage.changed_alone(both, chief)
    workflow.submit(both, by=chief)
    with pytest.raises(workflow.WorkflowError, match="You alone changed"):
        workflow.approve(both, by=chief)


def test_an_update_that_nobody_brought_together_is_refused_with_a_sentence_and_stays(story, chief):
    mend(story, chief)
    assert evening(story) == (0, 1)
    waiting = Schedule.objects.waiting().get(article=story)
    assert "changed after this text branched off" in waiting.last_error
    assert readers_read(story)[0] == "The dam broke"
    assert workflow.apart(now(story)).mine == waiting.revision


def test_a_fix_that_was_not_published_is_dropped_and_the_update_is_back_with_approval_and_hour(story, chief):
    update = story.head
    workflow.fix_live(update, by=chief)
    fix = make.change(now(story), by=chief, body="<p>Half a fix.</p>")
    assert workflow.drop_fix(fix, by=chief) == update
    assert (now(story).status, now(story).head, now(story).headline) == (Status.SCHEDULED, update, "The dam is mended")
    assert Revision.objects.filter(pk=fix.pk).exists()
    assert evening(story) == (1, 0)


def test_a_fix_that_readers_see_cannot_be_dropped(story, chief):
    mend(story, chief)
    with pytest.raises(workflow.WorkflowError, match="has been mended since"):
        workflow.drop_fix(now(story).head, by=chief)


def test_an_update_taken_off_the_schedule_while_aside_is_approved_when_it_is_back(story, chief):
    fix = workflow.fix_live(story.head, by=chief)
    workflow.unschedule(fix, by=chief)
    workflow.drop_fix(fix, by=chief)
    assert now(story).status == Status.APPROVED


def test_a_fix_that_is_overtaken_by_the_update_is_brought_into_that(story, chief):
    workflow.fix_live(story.head, by=chief)
    fix = make.change(now(story), by=story.created_by, body="<p>Eleven dead.</p><p>Rain.</p>")
    evening(story)
    workflow.submit(fix, by=story.created_by)
    workflow.approve(fix, by=chief)
    with pytest.raises(workflow.WorkflowError, match="branched off"):
        workflow.publish(fix, by=chief)
    assert workflow.apart(now(story)).is_newest
    both = bring_together(story, by=chief)
    assert (both.parsed.headline, both.parsed.body) == ("The dam is mended", "<p>Eleven dead.</p><p>Rain.</p>")


def test_a_dropped_fix_after_the_update_went_out_leaves_what_readers_see(story, chief):
    workflow.fix_live(story.head, by=chief)
    evening(story)
    workflow.drop_fix(now(story).head, by=chief)
    assert now(story).status == Status.PUBLISHED
    assert now(story).headline == readers_read(story)[0]


def test_a_text_can_be_left_aside_for_good(story, chief):
    mend(story, chief)
    workflow.leave_aside(now(story).head, by=chief)
    assert workflow.apart(now(story)) is None
    assert not Schedule.objects.waiting().filter(article=story).exists()
    assert SetAside.objects.get().outcome == SetAside.Outcome.TEXT_LEFT


def test_a_withdrawal_takes_the_approval_from_the_text_that_waits_aside(story, chief):
    fix = workflow.fix_live(story.head, by=chief)
    workflow.withdraw(story, by=chief, reason="legal", note="By order.")
    workflow.drop_fix(fix, by=chief)
    assert now(story).status == Status.DRAFT


@pytest.mark.parametrize(
    ("begins", "sentence"),
    [("draft", "no live page"), ("withdrawn", "no live page"), ("live", "the live page's text already")],
)
def test_there_is_nothing_to_mend_where_readers_see_nothing_or_this_very_text(chief, begins, sentence):
    other = make.article(state=begins)
    with pytest.raises(workflow.WorkflowError, match=sentence):
        workflow.fix_live(other.head, by=chief)


def test_only_one_text_is_set_aside_at_a_time(story, chief):
    workflow.fix_live(story.head, by=chief)
    changed = make.change(now(story), body="<p>Eleven.</p>")
    with pytest.raises(workflow.WorkflowError, match="set aside already"):
        workflow.fix_live(changed, by=chief)


def test_a_journalist_fixes_no_page_of_a_colleagues(story):
    with pytest.raises(workflow.NotAllowed):
        workflow.fix_live(story.head, by=make.journalist())


def test_of_two_who_bring_the_texts_together_the_second_is_told(story, chief):
    mend(story, chief)
    newest, parted = now(story).head, workflow.apart(now(story))
    bring_together(story, by=chief)
    with pytest.raises(workflow.StalePress):
        workflow.merge(newest, chief, parted.mine, parted.theirs, parted.mine.parsed)
