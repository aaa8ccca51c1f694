"""Each move of a story: it works, who may not, what it refuses, and what readers see afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, PublishedArticle, Schedule, StatusChange
from articles.states import MOVES, Status
from tests import make

pytestmark = pytest.mark.django_db


def live_headline(story):
    row = PublishedArticle.objects.live().filter(article_id=story.pk).first()
    return row.as_story.headline if row else None


def test_a_story_goes_from_its_writer_past_an_editor_to_its_readers():
    writer, editor = make.journalist(), make.editor()
    story = make.article(by=writer, headline="The river rose at night")
    workflow.submit(story.head, by=writer)
    workflow.approve(story.head, by=editor)
    workflow.publish(story.head, by=editor)
    assert live_headline(story) == "The river rose at night"
    moves = StatusChange.objects.filter(article=story).order_by("pk").values_list("verb", "before", "after", "by")
    assert list(moves) == [
        ("submit", "draft", "in_review", writer.pk),
        ("approve", "in_review", "approved", editor.pk),
        ("publish", "approved", "published", editor.pk),
    ]


def test_a_story_without_text_is_not_sent_to_an_editor():
    writer = make.journalist()
    story = make.article(by=writer, body="", headline="")
    with pytest.raises(workflow.WorkflowError, match=r"headline.*no text"):
        workflow.submit(story.head, by=writer)


def test_an_editor_must_say_why_she_asks_for_changes():
    story, editor = make.article(state="in_review"), make.editor()
    with pytest.raises(workflow.WorkflowError, match="Say why"):
        workflow.request_changes(story.head, by=editor, note="  ")
    workflow.request_changes(story.head, by=editor, note="Who cut the post?")
    story.refresh_from_db()
    assert story.status == Status.CHANGES_REQUESTED
    assert StatusChange.objects.filter(article=story).first().note == "Who cut the post?"


def test_an_editor_cannot_approve_what_she_alone_wrote():
    editor = make.editor()
    story = make.article(by=editor, state="in_review")
    with pytest.raises(workflow.WorkflowError, match="You alone changed"):
        workflow.approve(story.head, by=editor)


def test_an_editor_cannot_approve_her_own_edit_of_an_approved_story():
    editor = make.editor()
    story = make.article(state="approved")
    mine = make.change(story, by=editor, headline="My own headline")
    workflow.submit(mine, by=editor)
    with pytest.raises(workflow.WorkflowError, match="You alone changed"):
        workflow.approve(mine, by=editor)


def test_not_even_a_superuser_approves_what_she_alone_wrote():
    boss = make.user(role=None, is_staff=True, is_superuser=True)
    story = make.article(by=boss, state="in_review")
    with pytest.raises(workflow.WorkflowError, match="You alone changed"):
        workflow.approve(story.head, by=boss)


def test_a_colleagues_agreement_to_the_same_text_is_the_second_pair_of_eyes():
    editor, colleague = make.editor(), make.journalist()
    story = make.article(by=editor, state="in_review")
    workflow.agree(story.head, by=colleague)
    workflow.approve(story.head, by=editor)
    story.refresh_from_db()
    assert story.status == Status.APPROVED


def test_an_approval_that_was_taken_back_does_not_let_its_writer_approve():
    editor, colleague = make.editor(), make.editor()
    story = make.article(by=editor, state="in_review")
    workflow.approve(story.head, by=colleague)
    workflow.request_changes(story.head, by=colleague, note="I was wrong: the figures are not checked.")
    workflow.submit(story.head, by=editor)
    with pytest.raises(workflow.WorkflowError, match="You alone changed"):
        workflow.approve(story.head, by=editor)


def test_agreement_to_an_older_text_does_not_count():
    editor, colleague = make.editor(), make.journalist()
    story = make.article(by=editor, state="in_review")
    workflow.agree(story.head, by=colleague)
    changed = make.change(story, by=editor, standfirst="Something else entirely.")
    with pytest.raises(workflow.WorkflowError, match="You alone changed"):
        workflow.approve(changed, by=editor)


def test_an_agreement_is_asked_for_again_when_changes_were_asked_of_the_same_text():
    chief, colleague = make.editor(), make.journalist()
    story = make.article(by=chief, state="in_review")
    workflow.agree(story.head, by=colleague)
    workflow.request_changes(story.head, by=make.editor(), note="Who says so?")
    workflow.submit(story.head, by=chief)
    with pytest.raises(workflow.WorkflowError, match="A colleague has to agree"):
        workflow.approve(story.head, by=chief)
    workflow.agree(story.head, by=colleague)
    workflow.approve(story.head, by=chief)


def test_nobody_agrees_with_what_they_wrote_alone():
    writer = make.journalist()
    story = make.article(by=writer, state="in_review")
    with pytest.raises(workflow.WorkflowError, match="somebody else has to agree"):
        workflow.agree(story.head, by=writer)


def test_a_press_on_an_older_text_is_refused_with_both_texts():
    story, editor = make.article(state="in_review"), make.editor()
    shown = story.head
    newer = make.change(story, headline="A harsher headline")
    with pytest.raises(workflow.StalePress) as refused:
        workflow.approve(shown, by=editor)
    assert (refused.value.pressed, refused.value.head) == (shown, newer)


def test_a_change_after_approval_takes_the_approval_back():
    story = make.article(state="approved")
    changed = make.change(story, headline="Not what was approved")
    story.refresh_from_db()
    assert story.status == Status.DRAFT
    with pytest.raises(workflow.WorkflowError):
        workflow.publish(changed, by=make.editor())
    assert live_headline(story) is None


def test_a_save_that_changes_nothing_changes_nothing():
    story = make.article(state="approved")
    assert make.change(story, headline=story.headline) == story.head
    story.refresh_from_db()
    assert story.status == Status.APPROVED


def test_a_change_of_a_scheduled_story_takes_it_off_the_schedule():
    story = make.article(state="scheduled")
    make.change(story, headline="Changed at the last minute")
    assert not Schedule.objects.waiting().filter(article=story).exists()


def test_readers_keep_the_approved_text_while_the_next_one_is_written():
    story = make.article(state="live", headline="As approved")
    make.change(story, headline="Half-written")
    assert live_headline(story) == "As approved"


def test_writing_on_leaves_a_scheduled_update_of_a_live_story_standing():
    story, editor = make.article(state="live", headline="First"), make.editor()
    update = make.change(story, headline="Second")
    workflow.submit(update, by=story.created_by)
    workflow.approve(update, by=editor)
    waiting = workflow.schedule(update, by=editor, at=timezone.now() + timedelta(hours=1), zone="UTC")
    make.change(story, headline="Third, unapproved")
    Schedule.objects.filter(pk=waiting.pk).update(at=timezone.now())
    workflow.publish_scheduled(Schedule.objects.get(pk=waiting.pk))
    assert live_headline(story) == "Second"


def test_publishing_under_embargo_is_refused():
    story = make.article(
        state="approved", embargo_until=timezone.now() + timedelta(hours=2), embargo_zone="Africa/Niamey"
    )
    with pytest.raises(workflow.WorkflowError, match="Africa/Niamey"):
        workflow.publish(story.head, by=make.editor())
    assert live_headline(story) is None


def test_a_story_is_not_scheduled_inside_its_embargo_nor_in_the_past():
    story = make.article(state="approved", embargo_until=timezone.now() + timedelta(hours=2))
    for hours in (-1, 1):
        with pytest.raises(workflow.WorkflowError):
            workflow.schedule(story.head, by=make.editor(), at=timezone.now() + timedelta(hours=hours), zone="UTC")


def test_an_urgent_publication_is_flagged_until_a_second_person_countersigns():
    writer, first, second = make.journalist(), make.managing_editor(), make.managing_editor()
    story = make.article(by=writer, headline="Dam breaks")
    workflow.publish_urgently(story.head, by=first, note="People have to leave now.")
    assert PublishedArticle.objects.get(article_id=story.pk).urgent
    with pytest.raises(workflow.WorkflowError, match="yourself"):
        workflow.countersign(story.head, by=first)
    workflow.countersign(story.head, by=second)
    assert not PublishedArticle.objects.get(article_id=story.pk).urgent


def test_a_withdrawn_story_comes_back_only_by_a_new_approval_and_a_managing_editor():
    story, editor, chief = make.article(state="withdrawn"), make.editor(), make.managing_editor()
    with pytest.raises(workflow.WorkflowError):
        workflow.publish(story.head, by=chief)
    with pytest.raises(workflow.WorkflowError, match="start bringing"):
        workflow.submit(story.head, by=story.created_by)
    again = workflow.bring_back(story.head, by=story.created_by)
    workflow.submit(again, by=story.created_by)
    workflow.approve(again, by=editor)
    with pytest.raises(workflow.NotAllowed):
        workflow.publish(again, by=editor)
    workflow.publish(again, by=chief)
    assert live_headline(story) == story.headline


def test_an_archived_story_stands_at_its_address_and_can_come_back():
    story, editor = make.article(state="archived"), make.editor()
    assert live_headline(story) is None
    assert PublishedArticle.objects.readable().filter(article_id=story.pk).exists()
    workflow.unarchive(story, by=editor)
    assert live_headline(story) == story.headline


def test_a_story_that_readers_have_seen_is_not_binned():
    story = make.article(state="live")
    with pytest.raises(workflow.WorkflowError, match="Withdraw or archive"):
        workflow.bin_story(story, by=make.editor())


def test_a_binned_story_can_be_restored_and_cannot_be_moved_meanwhile():
    story = make.article()
    workflow.bin_story(story, by=story.created_by)
    with pytest.raises(workflow.WorkflowError, match="bin"):
        workflow.submit(story.head, by=story.created_by)
    workflow.restore_from_bin(story, by=story.created_by)
    workflow.submit(story.head, by=story.created_by)


def test_a_slug_that_another_story_ever_had_is_refused():
    first = make.article(state="live", slug="niger-floods")
    renamed = make.change(first, slug="niger-floods-again")
    make.bring_to("live", first)
    assert renamed.parsed.slug == "niger-floods-again"
    second = make.article(state="in_review", slug="niger-floods")
    with pytest.raises(workflow.WorkflowError, match="niger-floods"):
        workflow.approve(second.head, by=make.editor())


@pytest.mark.parametrize("verb", MOVES)
@pytest.mark.parametrize("status", Status)
def test_no_move_starts_where_the_table_does_not_allow_it(verb, status):
    chief = make.managing_editor()
    story = make.article()
    Article.objects.filter(pk=story.pk).update(status=status)
    if status in MOVES[verb].sources:
        return
    extra = {"schedule": {"at": timezone.now() + timedelta(hours=1), "zone": "UTC"}}.get(verb, {})
    if MOVES[verb].note_required:
        extra["note"] = "Because."
    with pytest.raises(workflow.WorkflowError):
        getattr(workflow, verb)(story.head, by=chief, **extra)
    story.refresh_from_db()
    assert story.status == status


@pytest.mark.parametrize("verb", [verb for verb in MOVES if verb != "submit"])
def test_a_journalist_makes_no_move_of_an_editors(verb):
    story, journalist = make.article(), make.journalist()
    Article.objects.filter(pk=story.pk).update(status=MOVES[verb].sources[0])
    extra = {"schedule": {"at": timezone.now() + timedelta(hours=1), "zone": "UTC"}}.get(verb, {})
    if MOVES[verb].note_required:
        extra["note"] = "Because."
    with pytest.raises(workflow.NotAllowed):
        getattr(workflow, verb)(story.head, by=journalist, **extra)


def test_a_journalist_does_not_send_in_a_colleagues_story():
    story = make.article()
    with pytest.raises(workflow.NotAllowed):
        workflow.submit(story.head, by=make.journalist())
