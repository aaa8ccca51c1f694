"""A text that nobody has approved is flagged wherever the desk speaks of it, until a second person countersigns."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import notice_mail, workflow
from articles.models import Approval, Notice, PublishedArticle, ReaderAnswer
from articles.notices import inbox_of
from tests import make
from tests.articles.writing import address, at_desk, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return make.managing_editor(name="Ingrid First")


@pytest.fixture
def second():
    return make.managing_editor(name="Ruth Second")


@pytest.fixture
def story(chief, second):
    story = make.article(headline="The dam is breaking")
    workflow.publish_urgently(story.head, by=chief, note="People have to leave now.")
    story.refresh_from_db()
    return story


def flagged(story):
    return PublishedArticle.objects.get(article_id=story.pk).urgent


def question(story, verb):
    return reverse("admin:articles_article_move", args=[story.pk, verb])


def test_the_question_says_what_is_skipped_and_who_will_be_asked(chief, second):
    page = at_desk(chief).get(question(make.article(), "publish_urgently")).content.decode()
    assert "What is skipped" in page and "no second person has stood behind this text" in page
    assert "Ruth Second" in page and "Required checks" in page


def test_what_the_checks_say_stands_on_the_question_and_still_holds(chief):
    story = make.article(region=None)
    page = at_desk(chief).get(question(story, "publish_urgently")).content.decode()
    assert "region" in page and "This keeps it from readers" in page
    answer = press(at_desk(chief), story, "publish_urgently", note="Now")
    assert answer.status_code == 422
    assert not PublishedArticle.objects.filter(article_id=story.pk).exists()


def test_it_is_flagged_on_every_page_of_the_desk(story, second):
    client = at_desk(second)
    first_page = client.get("/admin/").content.decode()
    assert "that nobody has approved" in first_page and "People have to leave now." in first_page
    assert question(story, "countersign") in first_page
    pages = [address(story), reverse("admin:articles_article_history", args=[story.pk]), reverse("admin:calendar")]
    for page in [*pages, reverse("admin:articles_article_changelist") + "?state=urgent"]:
        assert "ountersign" in client.get(page).content.decode(), page


def test_editors_and_writers_see_it_on_their_first_page_too(story):
    for person in (make.editor(), make.journalist()):
        page = at_desk(person).get("/admin/").content.decode()
        assert "Published without approval" in page and "The dam is breaking" in page


def test_those_who_may_countersign_are_told_at_once_and_once_more_by_the_clock(story, chief, second):
    assert inbox_of(second).filter(event="urgent").count() == 1
    assert not inbox_of(chief).filter(event="urgent").exists()
    assert workflow.remind_to_countersign() == 0
    PublishedArticle.objects.update(published_at=timezone.now() - timedelta(hours=2))
    assert [workflow.remind_to_countersign(), workflow.remind_to_countersign()] == [1, 0]
    assert inbox_of(second).filter(event="urgent").count() == 2


def test_the_second_person_reads_the_live_text_its_hash_and_what_differs(story, chief, second):
    page = at_desk(second).get(question(story, "countersign")).content.decode()
    assert story.head.sha256 in page and "It rained for nine days." in page
    assert "was ever approved" in page and "People have to leave now." in page
    press(at_desk(second), story, "countersign")
    assert not flagged(story)
    assert Notice.objects.filter(event="countersigned", person=chief).exists()


def test_the_second_person_reads_that_readers_were_told_nothing_and_stands_behind_that(chief, second):
    story = make.article(state="live")
    revision = make.change(story, headline="The dam has broken")
    workflow.publish_urgently(revision, by=chief, note="Now.")
    assert "decided that it is not worth a note" in at_desk(second).get(question(story, "countersign")).text
    press(at_desk(second), story, "countersign", revision)
    assert ReaderAnswer.objects.get().seconded_by == second


def test_neither_its_publisher_nor_its_sole_writer_countersigns(chief, second):
    story = make.article(by=second)
    workflow.publish_urgently(story.head, by=chief, note="Now")
    for person, sentence in ((chief, "published it yourself"), (second, "alone wrote")):
        with pytest.raises(workflow.WorkflowError, match=sentence):
            workflow.countersign(story.head, by=person)
    assert flagged(story)
    assert not inbox_of(second).filter(event="urgent").exists()


def test_an_agreement_does_not_make_a_sole_writer_a_second_person(chief, second):
    story = make.article(by=second, state="in_review")
    workflow.agree(story.head, by=make.journalist())
    workflow.publish_urgently(story.head, by=chief, note="Now")
    with pytest.raises(workflow.WorkflowError, match="alone wrote"):
        workflow.countersign(story.head, by=second)


def test_a_countersign_on_a_text_that_was_replaced_is_refused_and_shows_the_new_one(story, chief, second):
    read = story.head
    newer = make.change(story, headline="The dam broke")
    workflow.publish_urgently(newer, by=chief, note="It broke.")
    answer = press(at_desk(second), story, "countersign", revision=read)
    page = answer.content.decode()
    assert "Readers see another text now" in page and newer.sha256 in page
    assert flagged(story) and not Approval.objects.filter(kind="countersign").exists()


def test_a_real_approval_of_a_newer_text_takes_the_flag_away(story, second):
    newer = make.change(story, headline="The dam broke")
    workflow.submit(newer, by=story.created_by)
    workflow.approve(newer, by=second)
    workflow.publish(newer, by=second)
    assert not flagged(story)
    with pytest.raises(workflow.WorkflowError, match="nothing to countersign"):
        workflow.countersign(story.head, by=second)


def test_the_flag_survives_the_archive(story, chief, second):
    workflow.archive(story, by=chief)
    assert flagged(story)
    assert "that nobody has approved" in at_desk(second).get("/admin/").content.decode()
    workflow.unarchive(story, by=chief)
    assert flagged(story)


def test_the_first_page_takes_no_more_queries_for_it(story, second, django_assert_max_num_queries):
    client = at_desk(second)
    with django_assert_max_num_queries(12):
        client.get("/admin/")


def test_whoever_is_to_countersign_reads_so_in_the_inbox_and_by_mail(story, second):
    said = "It was published without approval and waits for your countersignature"
    assert said in at_desk(second).get(reverse("admin:articles_notice_changelist")).content.decode()
    notice_mail.send_owed()
    assert Notice.objects.get(person=second, event="urgent").mail == Notice.Mail.SENT
