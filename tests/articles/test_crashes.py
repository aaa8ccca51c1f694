"""Power goes at the worst moment: a story is out or it is not, and the next clock does what is left, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import pictures, scheduling, workflow
from articles.models import Article, Edition, PublishedArticle, PublishedPicture, Rendition, Schedule, StatusChange
from articles.states import Status
from tests import make
from tests.crash import every_step

pytestmark = pytest.mark.django_db(transaction=True)


def scheduled_and_due():
    story = make.article(state="scheduled", lead_image=make.image(), topics=["floods"], corrections=["It was eleven."])
    Schedule.objects.filter(article=story).update(at=timezone.now() - timedelta(seconds=1))
    return story


def is_whole(story):
    """The story stands at the desk, on the paper and on the schedule in one and the same state."""
    row = PublishedArticle.objects.filter(article_id=story.pk).first()
    status = Article.objects.get(pk=story.pk).status
    waiting = Schedule.objects.waiting().filter(article=story).exists()
    published = StatusChange.objects.filter(article=story, verb="publish").count()
    if row is None:
        assert (status, waiting, published) == (Status.SCHEDULED, True, 0)
    else:
        assert (status, waiting, published) == (Status.PUBLISHED, False, 1)
        assert row.sha256 == story.head.sha256
        assert PublishedPicture.objects.filter(published=row).count() == 1
        assert row.as_story.notes
    return row is not None


def test_a_clock_killed_at_any_statement_leaves_the_story_out_or_not_and_the_next_publishes_it_once():
    story, editions = scheduled_and_due(), []

    def check():
        if not is_whole(story):
            editions.append(Edition.current())
            assert len(set(editions)) == 1, "an edition without a change"

    deaths = every_step(scheduling.publish_due, check, again=lambda: None)
    assert deaths > 20
    assert is_whole(story)


def test_a_clock_killed_at_any_statement_has_withdrawn_a_story_or_not_and_the_next_does_it_once():
    story, editor = make.article(state="live", lead_image=make.image()), make.editor()
    why = {"reason": "safety", "note": "A threat."}
    workflow.schedule_withdrawal(story, by=editor, at=timezone.now() + timedelta(hours=1), zone="UTC", **why)
    Schedule.objects.update(at=timezone.now() - timedelta(seconds=1))

    def check():
        row, waits = PublishedArticle.objects.get(article_id=story.pk), Schedule.objects.waiting().exists()
        assert (row.state, bool(row.headline), waits) in {("live", True, True), ("withdrawn", False, False)}

    assert every_step(scheduling.publish_due, check, again=lambda: None) > 10
    assert PublishedArticle.objects.get(article_id=story.pk).state == "withdrawn"
    assert StatusChange.objects.filter(article=story, verb="withdraw").count() == 1


def test_a_maker_of_pictures_killed_at_any_moment_leaves_work_that_the_next_one_does():
    image = make.image()

    def nothing_half_made():
        for row in Rendition.objects.made().filter(image=image):
            assert row.byte_count == _size(row)

    def lapse_of_the_lease():
        Rendition.objects.update(claimed_until=None, attempts=0)

    every_step(pictures.make_owed, nothing_half_made, again=lapse_of_the_lease)
    assert not Rendition.objects.filter(image=image, made_at__isnull=True).exists()


def _size(row):
    from django.core.files.storage import default_storage

    return default_storage.size(row.path)
