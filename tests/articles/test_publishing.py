"""What goes live is exactly what was approved, and nothing else moves with it."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from articles import publishing, scheduling, workflow
from articles.models import Article, Edition, PublishedArticle, PublishedPicture, Schedule, SearchEntry
from tests import make


def due(story):
    Schedule.objects.filter(article=story).update(at=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db
def test_a_text_that_is_not_the_one_that_was_hashed_never_goes_live():
    story = make.article(state="approved")
    story.head.content = story.head.content.replace("rained", "snowed")
    story.head.save(update_fields=["content"])
    with pytest.raises(ValueError, match="hashed"):
        workflow.publish(story.head, by=make.editor())
    assert not PublishedArticle.objects.exists()


@pytest.mark.django_db
def test_every_change_to_what_readers_see_is_a_new_edition():
    story = make.article(state="approved")
    before = Edition.current()
    workflow.publish(story.head, by=make.editor())
    published = Edition.current()
    workflow.withdraw(story, by=make.editor(), reason="safety", note="A threat.")
    assert before < published < Edition.current()


@pytest.mark.django_db
def test_a_tombstone_keeps_no_word_of_the_story():
    story = make.article(state="withdrawn", headline="Secret", topics=["floods"], lead_image=make.image())
    row = PublishedArticle.objects.get(article_id=story.pk)
    assert (row.headline, row.story, row.card, row.withdrawn_reason) == ("", {}, {}, "error")
    assert not PublishedPicture.objects.filter(published=row).exists()
    assert not SearchEntry.objects.filter(published=row).exists()


@pytest.mark.django_db
def test_a_correction_is_dated_when_readers_first_see_it_and_tied_to_both_revisions():
    story = make.article(state="live")
    first = story.head
    story.corrections.create(text="It was eleven kilometres.")
    second = make.change(story)
    make.bring_to("live", story)
    note = story.corrections.get()
    assert (note.from_revision, note.to_revision) == (first, second)
    row = PublishedArticle.objects.get(article_id=story.pk)
    assert row.as_story.notes[0].text == "It was eleven kilometres."
    assert row.updated_at == row.published_at == row.as_story.notes[0].at


@pytest.mark.django_db
def test_the_address_stays_when_the_story_is_updated_another_day():
    story = make.article(state="live", slug="niger-floods")
    PublishedArticle.objects.update(date="2020-02-28")
    make.change(story, headline="New")
    make.bring_to("live", story)
    assert PublishedArticle.objects.get().get_absolute_url() == "/2020/02/28/niger-floods/"


@pytest.mark.django_db
def test_an_authors_new_name_reaches_published_stories_without_a_new_approval():
    writer = make.author("A. Salou")
    story = make.article(state="live", bylines=[writer])
    writer.name = "Amina Salou"
    writer.save()
    publishing.furniture_changed(writer)
    for key in publishing.owed().values_list("pk", flat=True):
        publishing.reproject(key)
    row = PublishedArticle.objects.get(article_id=story.pk)
    assert [credit.name for credit in row.as_story.credits] == ["Amina Salou"]
    assert row.sha256 == story.head.sha256


@pytest.mark.django_db
def test_a_caption_changed_in_the_library_is_not_pushed_into_a_story():
    image = make.image(caption="As printed.")
    story = make.article(state="live", lead_image=image, lead_caption="As printed.", lead_alt_text="x", lead_credit="y")
    image.caption = "Something else."
    image.save()
    publishing.furniture_changed(image)
    publishing.reproject(PublishedArticle.objects.get().pk)
    assert PublishedArticle.objects.get(article_id=story.pk).as_story.lead.caption == "As printed."


@pytest.mark.django_db
def test_related_stories_and_translations_show_only_what_is_live():
    hidden = make.article(headline="Not yet")
    story = make.article(state="live", related=[hidden])
    row = PublishedArticle.objects.get(article_id=story.pk)
    assert row.as_story.related == []
    make.bring_to("live", hidden)
    for key in publishing.owed().values_list("pk", flat=True):
        publishing.reproject(key)
    row.refresh_from_db()
    assert [link.name for link in row.as_story.related] == ["Not yet"]


@pytest.mark.django_db
def test_a_scheduled_story_goes_out_at_its_hour_and_not_before():
    story = make.article(state="scheduled")
    assert scheduling.publish_due() == (0, 0)
    due(story)
    assert scheduling.publish_due() == (1, 0)
    assert PublishedArticle.objects.live().filter(article_id=story.pk).exists()


@pytest.mark.django_db
def test_one_story_that_cannot_go_out_stops_no_other_and_keeps_its_schedule():
    stuck, fine = make.article(state="scheduled"), make.article(state="scheduled")
    Article.objects.filter(pk=stuck.pk).update(embargo_until=timezone.now() + timedelta(days=1))
    due(stuck), due(fine)
    assert scheduling.publish_due() == (1, 1)
    row = Schedule.objects.get(article=stuck)
    assert "embargo" in row.last_error
    assert row.done_at is None
    assert PublishedArticle.objects.live().filter(article_id=fine.pk).exists()
    Article.objects.filter(pk=stuck.pk).update(embargo_until=None)
    Schedule.objects.filter(pk=row.pk).update(retry_at=timezone.now())
    assert scheduling.publish_due() == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_several_clocks_publish_each_story_exactly_once():
    stories = [make.article(state="scheduled") for _ in range(6)]
    for story in stories:
        due(story)
    results, barrier = [], threading.Barrier(4)

    def tick():
        barrier.wait()
        results.append(scheduling.publish_due())
        connections.close_all()

    clocks = [threading.Thread(target=tick) for _ in range(4)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join()
    assert sum(done for done, _failed in results) == len(stories)
    assert sum(failed for _done, failed in results) == 0
    assert PublishedArticle.objects.live().count() == len(stories)


@pytest.mark.django_db(transaction=True)
def test_two_editors_who_press_at_once_publish_once():
    story = make.article(state="approved")
    editors, outcomes, barrier = [make.editor(), make.editor()], [], threading.Barrier(2)

    def press(editor):
        barrier.wait()
        try:
            workflow.publish(story.head, by=editor)
            outcomes.append("published")
        except workflow.WorkflowError:
            outcomes.append("refused")
        finally:
            connections.close_all()

    presses = [threading.Thread(target=press, args=[editor]) for editor in editors]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    assert sorted(outcomes) == ["published", "refused"]


@pytest.mark.django_db
def test_a_clock_that_comes_second_or_after_the_schedule_was_taken_back_publishes_nothing():
    story, editor = make.article(state="live"), make.editor()
    update = make.change(story, headline="Second")
    workflow.submit(update, by=story.created_by)
    workflow.approve(update, by=editor)
    waiting = workflow.schedule(update, by=editor, at=timezone.now() + timedelta(hours=1), zone="UTC")
    make.change(story, headline="Third, while the second waits")
    due(story)
    workflow.publish_scheduled(waiting)
    edition = Edition.current()
    with pytest.raises(workflow.WorkflowError):
        workflow.publish_scheduled(waiting)
    Schedule.objects.filter(pk=waiting.pk).update(done_at=None, cancelled_at=timezone.now())
    with pytest.raises(workflow.WorkflowError):
        workflow.publish_scheduled(waiting)
    assert Edition.current() == edition
