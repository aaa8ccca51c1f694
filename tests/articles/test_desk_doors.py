"""Side doors of a story at the desk: who comes through none of them."""

import pytest
from django.urls import reverse

from articles.models import Article
from tests.articles.writing import address, at_desk, opened

pytestmark = pytest.mark.django_db


def look_up(client, field, term=""):
    query = {"app_label": "articles", "model_name": "article", "field_name": field, "term": term}
    return client.get(reverse("admin:autocomplete"), query)


def test_stories_are_looked_up_by_those_who_may_see_them(make):
    make.article(headline="A ledger in Chad")
    found = look_up(at_desk(make.journalist()), "related", "ledger").json()["results"]
    assert [row["text"] for row in found] == ["A ledger in Chad"]
    assert look_up(at_desk(make.user("Membership manager")), "related", "ledger").status_code == 403


def test_people_are_not_looked_up_by_a_journalist(make):
    assert look_up(at_desk(make.journalist()), "created_by", "a").status_code in (403, 404)


def test_an_unknown_field_to_point_at_opens_nothing(make):
    writer = make.journalist()
    story = make.article(by=writer)
    for query in ({"_to_field": "created_by__password"}, {"_popup": "1", "_to_field": "id"}):
        assert at_desk(writer).get(address(story), query).status_code in (200, 400)


@pytest.mark.parametrize("number", ["0", "99999999999999999999999", "abc", "1/../2"])
def test_a_story_that_is_not_there_is_answered_in_words(make, number):
    answer = at_desk(make.journalist()).get(f"/admin/articles/article/{number}/change/")
    assert answer.status_code in (302, 404)


@pytest.mark.parametrize("name", ["history", "move/submit", "compare", "preview/1"])
def test_a_page_of_a_story_that_is_not_there_is_404(make, name):
    assert at_desk(make.journalist()).get(f"/admin/articles/article/99999999999/{name}/").status_code == 404


def test_a_journalist_does_not_assign_a_story_to_a_reader(make):
    writer, reader = make.journalist(), make.user(role=None)
    story = make.article(by=writer)
    at_desk(writer).post(address(story), {**opened(at_desk(writer), story), "assigned_to": reader.pk})
    assert at_desk(writer).post(f"/admin/articles/article/{story.pk}/assign/", {"to": reader.pk}).status_code == 422
    assert Article.objects.get(pk=story.pk).assigned_to is None


def test_a_scheduled_story_is_only_read_by_its_writer(make):
    writer = make.journalist()
    story = make.article(by=writer, state="scheduled")
    assert at_desk(writer).post(address(story), {"headline": "Too late"}).status_code == 403


def test_nobody_comes_in_without_signing_in(client, make):
    story = make.article()
    for name in ("change", "history", "compare", f"preview/{story.head_id}", "move/submit"):
        answer = client.get(f"/admin/articles/article/{story.pk}/{name}/")
        assert answer.status_code == 302
        assert "login" in answer.url


def test_the_editor_can_write_exactly_what_a_story_may_hold():
    from articles import editor, markup

    assert set(markup.ALLOWED) == set(editor.EXTENSION_OF) | editor.ALWAYS
