"""The buttons of a story: each does its move on exactly the text it stood beside, and refuses with a sentence."""

import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.html import strip_tags

from articles import workflow
from articles.models import Approval, Article, PublishedArticle, StatusChange
from tests.articles.writing import address, at_desk, opened, press

pytestmark = pytest.mark.django_db


def shown(client, article):
    """The verbs whose buttons the page of a story holds."""
    context = client.get(address(article)).context
    buttons = [*context["others"], *([context["main"]] if context["main"] else [])]
    return {button.press.verb for button in buttons}, context["main"] and context["main"].press.verb


def status(article):
    return Article.objects.get(pk=article.pk).status


def test_a_story_goes_by_its_buttons_from_a_draft_to_the_paper(make):
    writer, chief = make.journalist(), make.editor()
    story = make.article(by=writer)
    press(at_desk(writer), story, "submit")
    press(at_desk(chief), story, "approve")
    press(at_desk(chief), story, "publish")
    assert PublishedArticle.objects.live().filter(article_id=story.pk).exists()


def test_buttons_stand_only_for_moves_that_are_allowed(make):
    writer, chief = make.journalist(), make.editor()
    story = make.article(by=writer)
    copies = {"duplicate", "translate"}
    assert shown(at_desk(writer), story) == ({"submit", "bin"} | copies, "submit")
    press(at_desk(writer), story, "submit")
    assert shown(at_desk(writer), story) == ({"bin"} | copies, None)
    assert shown(at_desk(make.journalist()), story) == ({"agree"} | copies, "agree")
    assert shown(at_desk(chief), story) == ({"approve", "agree", "request_changes", "bin"} | copies, "approve")
    assert shown(at_desk(make.user("Picture editor")), story) == (set(), None)


def test_an_editor_sees_no_approval_for_what_she_alone_wrote(make):
    chief = make.editor()
    story = make.article(by=chief, state="in_review")
    assert "approve" not in shown(at_desk(chief), story)[0]
    answer = press(at_desk(chief), story, "approve")
    assert answer.status_code == 302
    assert status(story) == "in_review"
    press(at_desk(make.journalist()), story, "agree")
    assert "approve" in shown(at_desk(chief), story)[0]


def test_a_request_for_changes_needs_a_note_and_its_writer_reads_it(make):
    writer, chief = make.journalist(), make.editor(name="Ruth Keller")
    story = make.article(by=writer, state="in_review")
    answer = press(at_desk(chief), story, "request_changes", note="")
    assert answer.status_code == 422
    assert answer.context["form"].errors["note"]
    press(at_desk(chief), story, "request_changes", note="Who cut the post?")
    page = at_desk(writer).get(address(story)).content.decode()
    assert "Ruth Keller" in page and "Who cut the post?" in page


def test_a_press_on_an_older_text_shows_the_difference_and_does_nothing(make):
    story = make.article(state="in_review", headline="As it was read")
    pressed = story.head
    make.change(story, headline="As it is now")
    answer = press(at_desk(make.editor()), story, "approve", revision=pressed)
    assert answer.status_code == 409
    assert "<del>was read</del>" in answer.content.decode()
    assert status(story) == "in_review"


def test_a_button_with_a_wrong_hash_does_nothing(make):
    story = make.article(state="in_review")
    press(at_desk(make.editor()), story, "approve", sha256="0" * 64)
    assert status(story) == "in_review"


def test_a_question_that_was_opened_on_an_older_text_shows_the_difference(make):
    story = make.article(state="in_review")
    older = story.head
    make.change(story, headline="Newer")
    answer = at_desk(make.editor()).get(move_address(story, "request_changes"), {"revision": older.pk})
    assert answer.status_code == 409


def move_address(story, verb):
    return reverse("admin:articles_article_move", args=[story.pk, verb])


@pytest.mark.parametrize("verb", ["approve", "publish", "publish_urgently", "schedule", "withdraw", "countersign"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_journalist_who_guesses_an_editors_address_is_refused(make, verb, method):
    writer = make.journalist()
    story = make.article(by=writer, state="in_review")
    data = {"revision": story.head_id, "sha256": story.head.sha256, "note": "Now"}
    assert getattr(at_desk(writer), method)(move_address(story, verb), data).status_code == 403
    assert status(story) == "in_review"


def test_a_schedule_is_typed_in_a_zone_and_said_in_all(make):
    chief = make.editor(zone="Africa/Niamey")
    story = make.article(state="approved")
    typed = {"moment_0": "2099-07-01", "moment_1": "06:00", "moment_2": "Asia/Tokyo"}
    press(at_desk(chief), story, "schedule", **typed)
    waiting = story.schedules.waiting().get()
    assert (waiting.at.isoformat(), waiting.zone) == ("2099-06-30T21:00:00+00:00", "Asia/Tokyo")
    page = strip_tags(at_desk(chief).get(address(story)).content.decode())
    assert "30 Jun 2099, 22:00 Africa/Niamey" in page and "30 Jun 2099, 21:00 UTC" in page


@pytest.mark.parametrize(
    ("day", "clock", "sentence"),
    [
        ("2020-07-01", "06:00", "has passed"),
        ("2099-03-29", "02:30", "There is no 02:30"),
        ("2099-10-25", "02:30", "comes twice"),
        ("", "", "date and a time"),
        ("9999-12-31", "23:59", "year"),
    ],
)
def test_a_moment_that_cannot_be_meant_is_refused(make, day, clock, sentence):
    story = make.article(state="approved")
    typed = {"moment_0": day, "moment_1": clock, "moment_2": "Europe/Zurich"}
    answer = press(at_desk(make.editor()), story, "schedule", **typed)
    assert sentence in answer.context["form"].errors.as_text()
    assert status(story) == "approved"


def test_a_withdrawal_asks_for_the_reason_and_a_note(make):
    story = make.article(state="live")
    desk = at_desk(make.editor())
    assert press(desk, story, "withdraw", reason="because", note="x").status_code == 422
    press(desk, story, "withdraw", reason="safety", note="The source asked.")
    assert PublishedArticle.objects.get(article_id=story.pk).state == "withdrawn"


def test_an_urgent_publication_waits_for_another_hand(make):
    chief, second = make.managing_editor(), make.managing_editor()
    story = make.article()
    press(at_desk(chief), story, "publish_urgently", note="The dam is breaking.")
    assert "countersign" not in shown(at_desk(chief), story)[0]
    assert shown(at_desk(second), story)[1] == "countersign"
    press(at_desk(second), story, "countersign")
    assert not PublishedArticle.objects.get(article_id=story.pk).urgent


def test_a_story_is_binned_and_restored_by_its_writer(make):
    writer = make.journalist()
    story = make.article(by=writer)
    press(at_desk(writer), story, "bin")
    assert shown(at_desk(writer), story) == ({"restore"}, "restore")
    press(at_desk(writer), story, "restore")
    assert Article.objects.kept().filter(pk=story.pk).exists()


def test_a_move_that_is_no_longer_possible_says_so(make):
    chief = at_desk(make.editor())
    story = make.article(state="in_review")
    press(chief, story, "approve")
    answer = press(chief, story, "approve")
    page = chief.get(answer.url).content.decode()
    assert "is not possible now" in page
    assert StatusChange.objects.filter(article=story, verb="approve").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_who_press_at_once_one_wins_and_the_other_reads_a_sentence(make):
    story = make.article(state="in_review")
    desks = [at_desk(make.editor()), at_desk(make.editor())]
    start, answers = threading.Barrier(2), []

    def approve(desk):
        start.wait()
        answers.append(press(desk, Article.objects.get(pk=story.pk), "approve").status_code)
        connection.close()

    threads = [threading.Thread(target=approve, args=[desk]) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302, 302]
    assert Approval.objects.filter(revision=story.head, kind="approve").count() == 1


def test_every_move_of_the_workflow_has_a_button():
    from articles.admin.presses import PRESSES
    from articles.states import MOVES

    assert set(MOVES) <= set(PRESSES)
    assert [verb for verb, press in PRESSES.items() if not (press.advice or press.explained)] == []
    assert {"agree", "countersign", "withdraw", "archive", "unarchive", "bin", "restore"} <= set(PRESSES)


def test_an_embargo_that_is_set_or_taken_away_leaves_a_line_and_hides_no_note(make):
    editor = make.editor()
    story = make.article(state="in_review")
    workflow.request_changes(story.head, by=editor, note="Who cut the post?")
    form = opened(at_desk(editor), story)
    form |= {"embargo_0": "2099-05-01", "embargo_1": "06:00", "embargo_2": "Africa/Niamey"}
    assert at_desk(editor).post(address(story), form).status_code == 302
    page = at_desk(editor).get(reverse("admin:articles_article_history", args=[story.pk])).content.decode()
    assert "Embargo" in page
    assert "Africa/Niamey" in page
    assert "Who cut the post?" in at_desk(editor).get(address(story)).content.decode()
