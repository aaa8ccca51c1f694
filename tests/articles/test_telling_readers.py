"""A change to a story that readers can read asks what they learn of it, and nobody forgets to answer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import corrections, revisions, scheduling, workflow
from articles.merging import merge
from articles.models import Article, Correction, PublishedArticle, PublishedCorrection, ReaderAnswer, Schedule
from tests import make
from tests.articles.writing import address, at_desk, opened, press

pytestmark = pytest.mark.django_db

CORRECTION = corrections.Note("correction", "It rained for eight days, not nine.")


@pytest.fixture
def story():
    return make.article(state="live", headline="Nine days of rain")


def changed(story, **fields):
    """As its writer saves it, before anybody has said anything to readers."""
    Article.objects.filter(pk=story.pk).update(**(fields or {"headline": "Eight days of rain"}))
    return revisions.record(Article.objects.get(pk=story.pk), story.created_by)


def page_of(story):
    return reverse("admin:articles_article_tell", args=[story.pk])


def say(client, story, kind, text="", more=(), **also):
    revision = Article.objects.get(pk=story.pk).head
    data = {"revision": revision.pk, "sha256": revision.sha256, "kind": kind, "text": text}
    data |= {"more-TOTAL_FORMS": 2, "more-INITIAL_FORMS": 0}
    for number, (kind_of_it, words) in enumerate(more):
        data |= {f"more-{number}-kind": kind_of_it, f"more-{number}-text": words}
    return client.post(page_of(story), data | also)


def live(story):
    return PublishedArticle.objects.get(article_id=story.pk)


def test_a_changed_live_story_without_an_answer_is_not_approved(story):
    revision = changed(story)
    workflow.submit(revision, by=story.created_by)
    with pytest.raises(workflow.WorkflowError, match="what they learn of the change"):
        workflow.approve(revision, by=make.editor())
    workflow.keep_silent(revision, by=story.created_by)
    workflow.approve(revision, by=make.editor())


def test_not_even_urgently_does_a_change_go_out_unanswered(story):
    with pytest.raises(workflow.WorkflowError, match="what they learn"):
        workflow.publish_urgently(changed(story), by=make.managing_editor(), note="Now")
    assert live(story).headline == "Nine days of rain"


def test_a_scheduled_update_takes_its_note_along_and_the_clock_dates_it(story):
    chief = make.editor()
    update = workflow.tell_readers(changed(story), story.created_by, [CORRECTION])
    workflow.submit(update, by=story.created_by)
    workflow.approve(update, by=chief)
    workflow.schedule(update, by=chief, at=timezone.now() + timedelta(hours=1), zone="UTC")
    Schedule.objects.update(at=timezone.now())
    assert scheduling.publish_due() == (1, 0)
    note = Correction.objects.get()
    assert (note.to_revision, note.from_revision) == (update, story.head)
    assert PublishedCorrection.objects.get().text == CORRECTION.text


def test_that_it_is_no_note_worth_holds_for_exactly_that_text(story):
    first = changed(story)
    workflow.keep_silent(first, by=story.created_by)
    assert not corrections.owed(first.parsed, story.pk)
    second = changed(story, headline="Seven days of rain")
    assert corrections.owed(second.parsed, story.pk)
    assert not corrections.owed(changed(story, headline=first.parsed.headline).parsed, story.pk)


def test_a_note_is_looked_at_again_when_the_text_changes_after_it(story):
    told = workflow.tell_readers(changed(story), story.created_by, [CORRECTION])
    assert corrections.answer_to(told.parsed, story.pk).notes == [CORRECTION]
    later = changed(story, standfirst="Seven days, in truth.")
    workflow.submit(later, by=story.created_by)
    client, chief = at_desk(story.created_by), make.editor()
    with pytest.raises(workflow.WorkflowError, match="written for another text"):
        workflow.approve(later, by=chief)
    assert "What the text tells them already, above, still says it" in client.get(page_of(story)).text
    assert say(client, story, "stands").status_code == 302
    workflow.approve(later, by=chief)
    assert ReaderAnswer.objects.get(sha256=later.sha256).seconded_by == chief


def test_a_note_is_looked_at_again_when_readers_see_another_text_since(story):
    chief, before = make.editor(), workflow.tell_readers(changed(story), story.created_by, [CORRECTION])
    fix = workflow.fix_live(before, by=chief)
    Article.objects.filter(pk=story.pk).update(standfirst="What hapened.")
    fix = make.answered(revisions.record(Article.objects.get(pk=story.pk), chief))
    workflow.submit(fix, by=chief)
    workflow.approve(fix, by=make.editor())
    workflow.publish(fix, by=chief)
    parted = workflow.apart(Article.objects.get(pk=story.pk))
    both = merge(parted.base.parsed, parted.mine.parsed, parted.theirs.parsed).content
    joined = workflow.merge(fix, chief, parted.mine, parted.theirs, both)
    assert corrections.answer_to(joined.parsed, story.pk).notes == [CORRECTION]
    assert corrections.owed(joined.parsed, story.pk)


def test_nobody_decides_alone_that_readers_need_not_be_told_of_their_own_change(story):
    chief, colleague = make.editor(), make.journalist()
    Article.objects.filter(pk=story.pk).update(headline="Eight days of rain")
    revision = revisions.record(Article.objects.get(pk=story.pk), chief)
    workflow.submit(revision, by=chief)
    workflow.agree(revision, by=colleague)
    workflow.keep_silent(revision, by=chief)
    with pytest.raises(workflow.WorkflowError, match="A colleague has to agree"):
        workflow.approve(revision, by=chief)
    client, move = at_desk(colleague), reverse("admin:articles_article_move", args=[story.pk, "agree"])
    page = client.get(move).text
    assert "I agree, and readers need not be told" in page and "<del>Nine</del>" in page
    assert page_of(story) not in page and "request_changes" not in page
    press(client, story, "agree")
    workflow.approve(revision, by=chief)
    assert ReaderAnswer.objects.get().seconded_by == colleague


def test_an_approver_may_ask_for_a_note_instead_and_nothing_is_decided_any_more(story):
    revision, client = changed(story), at_desk(make.editor())
    workflow.keep_silent(revision, by=story.created_by)
    workflow.submit(revision, by=story.created_by)
    page = client.get(reverse("admin:articles_article_move", args=[story.pk, "approve"])).text
    assert "Approve, and tell readers nothing" in page and "Ask its writer for a note" in page
    move = reverse("admin:articles_article_move", args=[story.pk, "request_changes"])
    asked = client.get(move, {"revision": revision.pk, "for": "note"}).text
    assert "Please write them a note." in asked
    press(client, story, "request_changes", note="Please write them a note.")
    assert corrections.owed(revision.parsed, story.pk)


def test_a_story_that_readers_do_not_see_asks_nothing():
    draft, gone = make.article(), make.article(state="withdrawn")
    for story in (draft, gone):
        assert not corrections.owed(changed(story).parsed, story.pk)
    with pytest.raises(workflow.WorkflowError, match="nothing to tell them"):
        workflow.keep_silent(draft.revisions.first(), by=draft.created_by)


def test_an_archived_story_asks_too():
    story = make.article(state="archived")
    assert corrections.owed(changed(story).parsed, story.pk)


def test_whoever_may_not_change_the_story_decides_nothing(story):
    with pytest.raises(workflow.NotAllowed):
        workflow.keep_silent(changed(story), by=make.journalist())


def test_to_send_it_to_an_editor_leads_to_the_question_and_the_answer_sends_it(story):
    client = at_desk(story.created_by)
    form = opened(client, story) | {"headline": "Eight days of rain", "_then": "submit"}
    asked = client.post(address(story), form)
    assert asked.url == f"{page_of(story)}?then=submit"
    assert "<del>Nine</del>" in client.get(asked.url).content.decode()
    say(client, story, "correction", CORRECTION.text, then="submit")
    story.refresh_from_db()
    assert (story.status, story.head.parsed.corrections[0]["text"]) == ("in_review", CORRECTION.text)


def test_several_notes_in_one_go(story):
    changed(story)
    more = [("update", "The ministry has answered since."), ("clarification", "The dam is the old one.")]
    say(at_desk(story.created_by), story, "correction", CORRECTION.text, more)
    kinds = [note["kind"] for note in Article.objects.get(pk=story.pk).head.parsed.corrections]
    assert kinds == ["correction", "update", "clarification"]


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("", "", "Choose one of the four"),
        ("correction", " ", "in a sentence or two"),
        ("nothing", "A note after all", "Choose its kind, or empty it"),
    ],
)
def test_an_unclear_answer_is_asked_again_and_nothing_is_lost(story, kind, text, sentence):
    changed(story)
    answer = say(at_desk(story.created_by), story, kind, text, [("update", "Second thoughts")])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page and "Second thoughts" in page and text.strip() in page
    assert not ReaderAnswer.objects.exists() and not Correction.objects.exists()


def test_an_answer_to_an_older_text_shows_what_changed_and_keeps_nothing(story):
    older = changed(story)
    changed(story, headline="Seven days of rain")
    stale = {"revision": older.pk, "sha256": older.sha256}
    assert say(at_desk(story.created_by), story, "nothing", **stale).status_code == 409
    assert not ReaderAnswer.objects.exists()


def test_the_approver_sees_who_decided_beside_the_difference(story):
    revision = changed(story)
    workflow.keep_silent(revision, by=story.created_by)
    workflow.submit(revision, by=story.created_by)
    client = at_desk(make.editor())
    page = client.get(reverse("admin:articles_article_move", args=[story.pk, "approve"])).content.decode()
    assert str(story.created_by) in page and "not worth a note" in page and "<del>Nine</del>" in page
    press(client, story, "approve")
    assert Article.objects.get(pk=story.pk).status == "approved"
    history = client.get(reverse("admin:articles_article_history", args=[story.pk])).text
    assert "stood behind that" in history


def test_an_approval_without_an_answer_leads_to_the_question(story):
    workflow.submit(changed(story), by=story.created_by)
    assert press(at_desk(make.editor()), story, "approve").url == page_of(story)


def test_history_and_comparison_say_what_readers_were_told(story):
    chief, first = make.editor(), story.head
    typo = changed(story, standfirst="What hapened.")
    workflow.keep_silent(typo, by=story.created_by)
    told = workflow.tell_readers(changed(story), story.created_by, [CORRECTION])
    make.bring_to("live", story, second=chief)
    client = at_desk(chief)
    history = client.get(reverse("admin:articles_article_history", args=[story.pk])).content.decode()
    assert CORRECTION.text in history and "Not worth a note" in history
    between = {"old": first.pk, "new": told.pk}
    compared = client.get(reverse("admin:articles_article_compare", args=[story.pk]), between).content.decode()
    assert f"from revision {first.pk} to revision {told.pk}" in compared
