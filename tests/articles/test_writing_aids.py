"""What the editor asks the desk: our own stories, what an address leads to, and what the page weighs."""

import pytest
from django.urls import reverse

from articles.models import Article, Revision
from articles.weight import Weight
from newsroom import roles
from tests.articles.writing import at_desk, opened

pytestmark = pytest.mark.django_db
FIND = "admin:articles_find_stories"


@pytest.fixture
def writer(make):
    return make.journalist(name="Amina")


@pytest.fixture
def desk(writer):
    return at_desk(writer)


def found(client, **query):
    return client.get(reverse(FIND), query).json()["results"]


def weighed(client, story, **changed):
    return client.post(reverse("admin:articles_article_weigh", args=[story.pk]), opened(client, story) | changed)


def test_a_story_is_found_by_any_words_of_its_headline_or_slugline(desk, make):
    live = make.article(state="live", headline="The dam at Kandadji held", slugline="niger-dam")
    draft = make.article(headline="Rain", slugline="dam-follow")
    make.article(headline="Something else")
    assert [row["id"] for row in found(desk, q="DAM")] == [draft.pk, live.pk]
    row = found(desk, q="held kandadji")[0]
    assert (row["live"], row["href"], row["headline"]) == (True, f"/stories/{live.pk}/", "The dam at Kandadji held")
    assert found(desk, q="dam nowhere") == []
    assert [row["id"] for row in found(desk, q="dam\0 %_")] == [draft.pk, live.pk]


def test_a_story_is_found_by_its_number_and_a_binned_one_by_nothing(desk, make):
    story = make.article(headline="Rain")
    assert [row["headline"] for row in found(desk, id=story.pk)] == ["Rain"]
    make.bring_to("draft", story)
    Article.objects.filter(pk=story.pk).update(binned_at="2026-01-01T00:00Z")
    assert found(desk, id=story.pk) == found(desk, q="Rain") == found(desk, id="9" * 30) == found(desk, id="x") == []


def test_a_membership_manager_finds_no_story(make):
    client = at_desk(make.user(roles.MEMBERSHIP_MANAGER))
    assert client.get(reverse(FIND), {"q": "a"}).status_code == 403


def test_an_address_is_read_without_asking_anybody(desk):
    answer = desk.get(reverse("admin:articles_read_address"), {"address": "https://youtu.be/abcdefghijk?si=x"}).json()
    assert (answer["href"], answer["service"]) == ("https://youtu.be/abcdefghijk", "YouTube")
    unknown = desk.get(reverse("admin:articles_read_address"), {"address": "https://example.org/"}).json()
    assert not unknown["known"] and "Vimeo" in unknown["services"]


def test_the_page_is_weighed_as_it_is_typed_and_nothing_is_saved(desk, writer, make):
    story = make.article(by=writer)
    light = weighed(desk, story)
    heavy = weighed(desk, story, body="".join(f"<p>{number * 7919}</p>" for number in range(3000))).json()
    assert "no-store" in light["Cache-Control"]
    assert heavy["page"] > light.json()["page"] + 2000
    assert Revision.objects.filter(article=story).count() == 1
    assert Article.objects.get(pk=story.pk).body == "<p>It rained for nine days.</p>"


def test_pictures_weigh_what_a_phone_would_fetch_each_once(desk, writer, make):
    story, image = make.article(by=writer), make.image()
    figure = f'<figure data-image="{image.pk}"></figure>'
    answer = weighed(desk, story, body=figure * 2, lead_image=image.pk).json()
    sizes = {row.width: row.byte_count for row in image.renditions.made()}
    assert answer["pictures"] == sizes[max(sizes)]
    assert answer["count"] == 1


def test_names_and_places_weigh_as_they_are_typed(desk, writer, make):
    story, typed = make.article(by=writer), {"topics": ", ".join(f"{number * 7919} floods" for number in range(15))}
    names = [make.author(f"Somebody {number * 7919}") for number in range(9)]
    typed |= {f"bylines-{number}-author": name.pk for number, name in enumerate(names)} | {"bylines-TOTAL_FORMS": "9"}
    typed |= {f"bylines-{number}-role": "author" for number in range(9)}
    assert weighed(desk, story, **typed).json()["page"] > weighed(desk, story).json()["page"] + 100


def test_the_seconds_are_those_of_a_slow_line():
    weight = Weight(page=20_000, pictures=200_000, picture_count=3)
    assert (weight.seconds_to_read, weight.seconds_in_all) == (1.0, pytest.approx(5.6))
    assert Weight(20_000, 0, 0).seconds_in_all == 1.0


def test_only_who_may_change_a_story_has_it_weighed(desk, make):
    assert weighed(desk, make.article()).status_code == 403


def test_a_new_story_is_weighed_before_its_first_save(desk):
    answer = desk.post(reverse("admin:articles_weigh_new"), {"body": "<p>Rain</p>", "lead_image": "x", "headline": "A"})
    assert answer.json()["page"] > 1000
