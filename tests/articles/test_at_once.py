"""Two people, or a person and the clock, at one story in the same moment: one wins, the other reads a sentence."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import publishing, revisions, scheduling, workflow
from articles.content import digest
from articles.models import Approval, Article, PublishedArticle, Schedule
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
    shown = [desk.get(answer["Location"]) for desk, answer in zip(desks, answers, strict=True)]
    refused = [page for page in shown if "Rainfall" in page.text and "Drought" in page.text]
    assert len(refused) == 1
    assert sound(story).revisions.count() == 2


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
