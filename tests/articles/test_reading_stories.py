"""A story at its address."""

import json
import re
from datetime import timedelta

import pytest

from articles.models import DESK
from articles.views.reading import finished
from tests.articles import paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def flood():
    return paper.story("The river rose at night", slug="the-river", authors=[paper.author()], topics=["Floods"])


def test_a_live_story_stands_at_its_date_and_slug(client, flood):
    response = client.get("/2020/02/28/the-river/")
    assert response.status_code == 200
    assert "The river rose at night" in response.text
    assert "It rained for nine days." in response.text


def test_its_canonical_address_comes_from_the_settings(client, flood, settings):
    response = client.get("/2020/02/28/the-river/", headers={"host": "127.0.0.1:9999"})
    assert response.context["canonical"] == "http://localhost:8000/2020/02/28/the-river/"
    assert "127.0.0.1" not in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/2020/02/29/the-river/",  # another day
        "/2020/02/30/the-river/",  # no day at all
        "/2020/13/01/the-river/",
        "/0000/00/00/the-river/",
        "/٢٠٢٠/02/28/the-river/",
        "/2020/02/28/another-slug/",
        "/fr/2020/02/28/the-river/",
        "/ar/2020/02/28/the-river/",
        "/2020/02/28/the-river%00/",
        "/2020/02/28/the%FFriver/",
        "/2020/02/28//",
    ],
)
def test_nothing_stands_at_a_wrong_address(client, flood, address):
    assert client.get(address).status_code == 404


def test_a_slug_may_be_arabic_and_is_the_same_in_any_unicode_form(client):
    paper.story(slug="école-du-désert", language="fr")
    paper.story(slug="النهر", language="ar")
    assert client.get("/ar/2020/02/28/النهر/").status_code == 200
    assert client.get("/fr/2020/02/28/e\u0301cole-du-de\u0301sert/").status_code == 200


def test_a_retired_slug_leads_to_the_present_one(client, flood):
    paper.rename(flood, "the-river-rose")
    response = client.get("/2020/02/28/the-river/")
    assert response.status_code == 301
    assert response["Location"] == "/2020/02/28/the-river-rose/"
    assert "max-age=0" in response["Cache-Control"]  # it may be the present one again some day


def test_an_archived_story_is_readable_and_not_for_search_engines(client):
    paper.story("Kept", slug="kept", state="archived")
    response = client.get("/2020/02/28/kept/")
    assert response.status_code == 200
    assert '<meta name="robots" content="noindex">' in response.text


def test_a_withdrawn_story_leaves_a_tombstone_without_its_words(client, flood):
    paper.withdraw(flood)
    response = client.get("/2020/02/28/the-river/")
    assert response.status_code == 410
    assert "2 March 2020" in response.text
    assert "put people at risk" in response.text
    assert "river rose" not in response.text and "Amina" not in response.text


def test_a_retired_slug_of_a_withdrawn_story_leads_to_the_tombstone(client, flood):
    paper.rename(flood, "the-river-rose")
    paper.withdraw(flood)
    assert client.get("/2020/02/28/the-river/").status_code == 410


def test_more_stories_come_from_the_same_world_region(client, flood):
    paper.story("In Mali", regions=["mali"], day=1)
    paper.story("In Peru", regions=["peru"], day=2)
    response = client.get("/2020/02/28/the-river/")
    assert [card.headline for card in response.context["more"]] == ["In Mali"]
    assert response.context["more_from"].name == "Africa"


def test_a_translation_is_named_for_search_engines(client):
    paper.story(slug="flood", translations=[("fr", "/fr/2020/02/28/crue/")])
    response = client.get("/2020/02/28/flood/")
    assert ("fr", "http://localhost:8000/fr/2020/02/28/crue/") in response.context["alternates"]
    assert ("en", "http://localhost:8000/2020/02/28/flood/") in response.context["alternates"]


def test_dates_are_told_in_the_newsrooms_own_zone(client, flood):
    from newsroom.models import Publication

    Publication(pk=1, zone="Pacific/Kiritimati").save()  # 14 hours ahead
    paper.next_edition()
    flood.__class__.objects.filter(pk=flood.pk).update(
        story={**flood.story, "first_published_at": "2020-02-28T15:00:00+00:00"}
    )
    assert "29 February 2020" in client.get("/2020/02/28/the-river/").text


def json_ld(response):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', response.text, re.DOTALL)[1])


def test_search_engines_are_told_what_the_story_is(client):
    person = paper.author()
    paper.story(
        "Floods", slug="floods", authors=[person], lead=paper.picture(), notes=["It was eleven."], format="analysis",
        updated_at=paper.FIRST + timedelta(hours=5),
    )  # fmt: skip
    told = json_ld(client.get("/2020/02/28/floods/"))
    assert told["@type"] == "AnalysisNewsArticle"
    assert told["headline"] == "Floods"
    assert told["dateModified"] == "2020-02-28T14:00:00+00:00"
    assert told["author"] == [
        {"@type": "Person", "name": "Amina Salou", "url": "http://localhost:8000/authors/amina-salou/"}
    ]
    assert told["publisher"]["@type"] == "NewsMediaOrganization"
    assert told["image"] == ["http://localhost:8000/pictures/abcDEF_-12345678/640.jpg"]
    assert told["correction"][0]["text"] == "It was eleven."


def test_a_headline_cannot_close_the_script_element(client):
    paper.story("</script><script>alert(1)</script>", slug="hostile")
    response = client.get("/2020/02/28/hostile/")
    assert "<script>alert" not in response.text
    assert json_ld(response)["headline"] == "</script><script>alert(1)</script>"


def test_sharing_needs_nothing_but_plain_links(client, flood):
    links = client.get("/2020/02/28/the-river/").context["share"]
    assert [link.name for link in links] == ["E-mail", "WhatsApp", "Bluesky", "Facebook", "X", "Telegram"]
    assert all("localhost%3A8000%2F2020%2F02%2F28%2Fthe-river" in link.url for link in links)


def test_a_story_costs_four_queries_at_the_most_and_two_as_a_rule(client, flood, django_assert_num_queries):
    with django_assert_num_queries(4) as first:  # the edition, the furniture, the story, more from its region
        client.get("/2020/02/28/the-river/")
    finished.PAGES.empty()
    with django_assert_num_queries(2) as second:  # the edition, the story
        client.get("/2020/02/28/the-river/")
    asked = [*first.captured_queries, *second.captured_queries]
    desk = [model._meta.db_table for model in DESK]
    assert not [query["sql"] for query in asked for table in desk if f'"{table}"' in query["sql"]]


def test_a_page_that_is_asked_by_head_has_the_length_of_its_text(client, flood):
    full, head = client.get("/2020/02/28/the-river/"), client.head("/2020/02/28/the-river/")
    assert head.content == b""
    assert head["Content-Length"] == full["Content-Length"]
    assert head["ETag"] == full["ETag"]


def test_nothing_can_be_posted_to_a_story(client, flood):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/2020/02/28/the-river/").status_code == 405
