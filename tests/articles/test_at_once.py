"""Two people, or a person and the clock, at one story in the same moment: one wins, the other reads a sentence."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from articles import publishing, revisions, scheduling, workflow
from articles.content import digest
from articles.models import Approval, Article, Autosave, PublishedArticle, Schedule
from articles.states import PaperState, Status
from tests.articles.writing import address, at_desk, opened, press

pytestmark = pytest.mark.django_db(transaction=True)
TRIES = 2  # which of the two comes first is not ours to choose


def at_once(*calls):
    """What each answered; an exception of any of them is raised here."""
    start, answers, broken = threading.Barrier(len(calls)), [None] * len(calls), []

    def run(place, call):
        try:
            start.wait()
            answers[place] = call()
        except Exception as error:  # told by the thread that asserts
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    return answers


def sound(story):
    """The story as it stands now, which is what its newest revision says."""
    story = Article.objects.get(pk=story.pk)
    assert digest(revisions.content_of(story).to_text()) == story.head.sha256
    if story.status in (Status.APPROVED, Status.SCHEDULED):
        assert Approval.objects.filter(revision=story.head, kind=Approval.Kind.APPROVE).exists()
    return story


def saving(desk, story, headline):
    form = opened(desk, story) | {"headline": headline}
    return lambda: desk.post(address(story), form)


def approved_again(make, story, by, second):
    revision = make.change(story, headline="Once more")
    workflow.submit(revision, by=by)
    workflow.approve(revision, by=second)
    story.refresh_from_db()
    return story


def scheduled_for_now(make, writer):
    story = make.article(by=writer, state="scheduled")
    Schedule.objects.filter(article=story).update(at=timezone.now() - timedelta(seconds=1))
    return story


@pytest.mark.parametrize("_try", range(TRIES))
def test_of_two_who_save_one_wins_and_the_other_keeps_what_was_typed(make, _try):
    writer = make.journalist()
    story, desks = make.article(by=writer), [at_desk(writer), at_desk(make.editor())]
    answers = at_once(saving(desks[0], story, "Rainfall"), saving(desks[1], story, "Drought"))
    assert [answer.status_code for answer in answers] == [302, 302]
    (loser,) = (place for place, answer in enumerate(answers) if answer["Location"] != address(story))
    page = desks[loser].get(answers[loser]["Location"])
    assert [question.name for question in page.context["asked"]] == ["Headline"]
    assert sound(story).revisions.count() == 2
    said = page.context["about"] | {"choice-headline": "mine"}
    assert desks[loser].post(answers[loser]["Location"], said)["Location"] == address(story)
    assert sound(story).headline == ("Rainfall", "Drought")[loser]


@pytest.mark.parametrize("_try", range(TRIES))
def test_of_two_who_move_an_embargo_one_is_asked(make, _try):
    writer = make.journalist()
    story, desks = make.article(by=writer), [at_desk(writer), at_desk(make.editor())]
    forms = [opened(desk, story) | {"embargo_0": f"2099-0{month}-01", "embargo_1": "06:00"}
             for month, desk in enumerate(desks, 1)]  # fmt: skip
    answers = at_once(*(lambda desk=desk, form=form: desk.post(address(story), form)
                        for desk, form in zip(desks, forms, strict=True)))  # fmt: skip
    places = [answer["Location"] for answer in answers]
    assert places.count(address(story)) == 1
    winner = places.index(address(story))
    assert Article.objects.get(pk=story.pk).embargo_until.month == winner + 1
    asked = desks[1 - winner].get(places[1 - winner]).context["asked"]
    assert [question.conflict.field for question in asked] == ["embargo"]


@pytest.mark.parametrize("_try", range(TRIES))
def test_a_save_that_is_sent_twice_at_once_is_one(make, _try):
    writer = make.journalist()
    story, desk = make.article(by=writer), at_desk(writer)
    save = saving(desk, story, "Pressed twice")
    assert {answer["Location"] for answer in at_once(save, save)} == {address(story)}
    assert sound(story).revisions.count() == 2
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("_try", range(TRIES))
def test_a_save_and_what_is_kept_of_the_same_page_meet_and_nothing_is_lost(make, _try):
    writer = make.journalist()
    story, desk = make.article(by=writer), at_desk(writer)
    form = opened(desk, story) | {"headline": "Saved", "turn": "2"}
    message = {"person": writer.pk, "page": form["page"], "turn": 3, "after": 0, "opened_on": story.head_id}
    message |= {"fields": {"headline": ["Saved and more"]}, "seen": {}}
    keep = reverse("admin:articles_article_keep", args=[story.pk])
    saved, kept = at_once(
        lambda: desk.post(address(story), form),
        lambda: desk.post(keep, json.dumps(message), content_type="application/json"),
    )
    assert (saved["Location"], kept.status_code) == (address(story), 200)
    assert sound(story).headline == "Saved"
    row = Autosave.objects.get()
    assert row.fields["headline"] == ["Saved and more"]
    offer = desk.get(desk.get(address(story)).context["offers"][0].resume, follow=True)
    assert "Saved and more" in offer.text


@pytest.mark.parametrize(("verb", "said"), [
    ("publish", {}), ("schedule", {"moment_0": "2099-07-01", "moment_1": "06:00", "moment_2": "UTC"}),
])  # fmt: skip
@pytest.mark.parametrize("_try", range(TRIES))
def test_two_who_press_the_same_button_move_the_story_once(make, verb, said, _try):
    story, desks = make.article(state="approved"), [at_desk(make.editor()), at_desk(make.managing_editor())]
    answers = at_once(*(lambda desk=desk: press(desk, story, verb, story.head, **said) for desk in desks))
    assert {answer.status_code for answer in answers} <= {302, 409, 422}
    assert story.status_changes.filter(verb=verb).count() == 1
    assert PublishedArticle.objects.count() + Schedule.objects.waiting().count() == 1
    assert sound(story).status == (Status.PUBLISHED if verb == "publish" else Status.SCHEDULED)


@pytest.mark.parametrize(("state", "verb"), [("in_review", "approve"), ("approved", "publish"), ("live", "withdraw")])
@pytest.mark.parametrize("_try", range(TRIES))
def test_a_press_and_a_save_do_not_stop_each_other(make, state, verb, _try):
    writer = make.journalist()
    story, chief = make.article(by=writer, state=state), at_desk(make.managing_editor())
    said = {"reason": "error", "note": "The source took it back."} if verb == "withdraw" else {}
    answers = at_once(saving(at_desk(writer), story, "New"), lambda: press(chief, story, verb, story.head, **said))
    assert answers[0].status_code == 302
    assert answers[1].status_code in (302, 409)
    assert sound(story).head.parsed.headline == "New"


@pytest.mark.parametrize("_try", range(TRIES))
def test_a_save_while_the_clock_publishes_is_kept(make, _try):
    story = scheduled_for_now(make, make.journalist())
    answer, _done = at_once(saving(at_desk(make.editor()), story, "New"), scheduling.publish_due)
    assert answer.status_code == 302
    assert (sound(story).headline, story.schedules.failing().count()) == ("New", 0)


@pytest.mark.parametrize("verb", ["publish", "unschedule"])
def test_a_press_while_the_clock_publishes_does_not_fail(make, verb):
    story, chief = scheduled_for_now(make, make.journalist()), at_desk(make.managing_editor())
    answers = at_once(lambda: press(chief, story, verb, story.head), scheduling.publish_due, scheduling.publish_due)
    assert answers[0].status_code == 302
    assert PublishedArticle.objects.count() + Article.objects.in_status(Status.APPROVED).count() == 1


@pytest.mark.parametrize("_try", range(TRIES))
def test_a_story_withdrawn_while_a_new_text_goes_out_stays_withdrawn(make, _try):
    writer, chief = make.journalist(), make.managing_editor()
    story = approved_again(make, make.article(by=writer, state="live"), writer, chief)
    desks = at_desk(make.editor()), at_desk(chief)
    out, away = at_once(
        lambda: press(desks[0], story, "publish", story.head),
        lambda: press(desks[1], story, "withdraw", story.head, reason="safety", note="Somebody is at risk."),
    )
    assert (out.status_code, away.status_code) == (302, 302)
    assert PublishedArticle.objects.get().state == PaperState.WITHDRAWN


@pytest.mark.parametrize("_try", range(TRIES))
def test_two_translations_of_each_other_go_out_together(make, _try):
    writer, chief = make.journalist(), make.managing_editor()
    english = make.article(by=writer, state="live")
    french = make.article(by=writer, state="live", language="fr", translation_of=english)
    stories = [approved_again(make, story, writer, chief) for story in (english, french)]
    desks = at_desk(chief), at_desk(chief)
    *answers, _rebuilt = at_once(
        *(
            lambda desk=desk, story=story: press(desk, story, "publish", story.head)
            for desk, story in zip(desks, stories, strict=True)
        ),
        lambda: [publishing.reproject(row.pk) for row in publishing.owed()],
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    assert {sound(story).status for story in stories} == {Status.PUBLISHED}


@pytest.mark.parametrize("_try", range(TRIES))
def test_four_clocks_withdraw_a_story_exactly_once(make, _try):
    story, chief = make.article(state="live"), make.managing_editor()
    why = {"reason": "safety", "note": "A threat."}
    workflow.schedule_withdrawal(story, by=chief, at=timezone.now() + timedelta(hours=1), zone="UTC", **why)
    Schedule.objects.update(at=timezone.now() - timedelta(seconds=1))
    done = at_once(*[scheduling.publish_due] * 4)
    assert sum(out for out, _failed in done) == 1
    assert story.status_changes.filter(verb="withdraw").count() == 1
    assert not story.schedules.failing().exists()


@pytest.mark.parametrize("_try", range(TRIES))
def test_a_fix_begun_while_the_clock_publishes_the_update_loses_neither(make, _try):
    writer, chief = make.journalist(), make.managing_editor()
    story = approved_again(make, make.article(by=writer, state="live"), writer, chief)
    workflow.schedule(story.head, by=chief, at=timezone.now() + timedelta(hours=1), zone="UTC")
    Schedule.objects.update(at=timezone.now() - timedelta(seconds=1))
    update = story.head
    answer, _done = at_once(lambda: press(at_desk(chief), story, "fix_live", update), scheduling.publish_due)
    assert answer.status_code in (302, 409)
    assert PublishedArticle.objects.get().revision_id == update.pk
    assert sound(story).status in (Status.PUBLISHED, Status.DRAFT)
