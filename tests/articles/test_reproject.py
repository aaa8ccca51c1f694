"""Stories whose references changed are rebuilt a few at a time, so that no scheduled story waits for them."""

import pytest
from django.core.management import call_command

from articles import publishing
from articles.models import PublishedArticle
from tests import make

pytestmark = pytest.mark.django_db


def test_a_run_of_the_clock_rebuilds_some_and_the_next_one_the_rest():
    writer = make.author("A. Salou")
    for _story in range(3):
        make.article(state="live", bylines=[writer])
    writer.name = "Amina Salou"
    writer.save()
    publishing.furniture_changed(writer)
    call_command("reproject", limit=2, verbosity=0)
    assert publishing.owed().count() == 1
    call_command("reproject", limit=2, verbosity=0)
    assert {row.as_card.authors for row in PublishedArticle.objects.all()} == {("Amina Salou",)}


def test_every_story_can_be_rebuilt_by_hand():
    story = make.article(state="live", headline="The river rose")
    PublishedArticle.objects.update(card={}, story={})
    call_command("reproject", all=True, verbosity=0)
    assert PublishedArticle.objects.get(article_id=story.pk).as_story.headline == "The river rose"
