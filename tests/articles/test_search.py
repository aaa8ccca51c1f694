"""Search: the same stories in the same order on every database."""

import pytest
from django.core.management import call_command

from articles import search
from articles.models import DESK, PublishedArticle, SearchEntry
from articles.states import PaperState
from tests.articles import paper

pytestmark = pytest.mark.django_db


def found(q, language="en"):
    return [entry.published.headline for entry in search.find(q, language)]


def test_headline_hits_come_first_then_standfirst_then_body_each_newest_first():
    quiet = {"standfirst": "Nothing here.", "body": "<p>Nothing there.</p>"}
    paper.story("Body old", day=1, **quiet | {"body": "<p>The drought came.</p>"})
    paper.story("Body new", day=9, **quiet | {"body": "<p>A drought again.</p>"})
    paper.story("Standfirst", day=2, **quiet | {"standfirst": "After the drought."})
    paper.story("Drought in the north", day=3, **quiet)
    paper.story("Drought in the south", day=4, **quiet)
    assert found("drought") == [
        "Drought in the south",
        "Drought in the north",
        "Standfirst",
        "Body new",
        "Body old",
    ]


def test_every_word_must_stand_somewhere_and_headline_and_standfirst_count_together():
    paper.story("Drought and flood", standfirst="Nothing.", day=1)
    paper.story("Drought", standfirst="And a flood.", day=2)
    paper.story("Drought", standfirst="Nothing.", body="<p>And a flood.</p>", day=3)
    paper.story("Drought alone", standfirst="Nothing.", body="<p>Nothing.</p>", day=4)
    assert found("flood drought") == ["Drought and flood", "Drought", "Drought"]
    assert [entry.rank for entry in search.find("flood drought", "en")] == [0, 1, 2]


@pytest.mark.parametrize(
    "q",
    [
        "drought OR zebra",
        'NOT "drought"',
        "drought* -",
        "(drought",
        "drought'); DROP TABLE x",
        "headline:drought zebra",
    ],
)
def test_operators_are_just_words(q):
    paper.story("Drought")
    assert isinstance(found(q), list)
    assert found("drought OR zebra") == []


@pytest.mark.parametrize("q", ["", "   ", "!!!", '"', "'", "\\", "& | !", "\x00", "🌊", "a" * 5000])
def test_a_question_without_words_finds_nothing(q):
    paper.story("Drought")
    assert found(q) == []


def test_the_database_reads_words_exactly_as_the_analyser_cut_them():
    paper.story(
        "Covid_19 at 3pm on 1e5 km² of land in the naïve Ñandú’s 12abc",
        body="<p>www.example.org/a-b me@example.org</p>",
    )
    for q in ("covid_19", "1e5", "km²", "12abc", "ñandú", "example", "naive"):
        assert len(found(q)) == 1, q
    assert found("covid_1") == []


@pytest.mark.parametrize(
    ("language", "headline", "q"), [("fr", "L’école est fermée", "ecole"), ("ar", "الفيضانات في النيجر", "النيجر")]
)
def test_each_paper_is_searched_in_its_own_language(language, headline, q):
    paper.story(headline, language=language)
    assert found(q, language) == [headline]
    assert found(q, "en") == []


def test_people_places_topics_and_captions_can_be_searched_for():
    paper.story("Rain", authors=[paper.author()], topics=["Hydrology"], lead=paper.picture())
    for q in ("amina salou", "niger", "hydrology", "valley road"):
        assert found(q) == ["Rain"], q


@pytest.mark.parametrize("state", [PaperState.ARCHIVED, PaperState.WITHDRAWN])
def test_what_is_not_live_is_not_found(state):
    story = paper.story("Drought")
    if state == PaperState.WITHDRAWN:
        paper.withdraw(story)
    else:
        PublishedArticle.objects.filter(pk=story.pk).update(state=state)
    assert found("drought") == []


def test_a_changed_story_is_found_by_its_new_words_alone():
    story = paper.story("Drought")
    story.story = story.story | {"headline": "Flood"}
    search.index(story)
    assert len(found("flood")) == 1
    assert found("drought") == []
    search.forget(story)
    assert found("flood") == []


def test_a_monstrous_story_is_indexed_too():
    words = " ".join(f"{'x' * 90}{number}" for number in range(30_000))
    paper.story("Monster", body=f"<p>{words} {'y' * 3000}</p>")
    assert found("monster") == ["Monster"]


# The page ------------------------------------------------------------------------------------------


def test_the_page_shows_the_words_where_they_stand(client):
    around, asked = "And so on. " * 30, "Then the <em>drought</em> came &amp; stayed."
    body = f"<p>Before it.</p><p>{around}{asked} {around}</p><p>After it.</p>"
    paper.story("Rain", body=body)
    context = client.get("/search/?q=drought").context
    assert context["count_sentence"] == "1 story"
    excerpt = context["results"][0]["excerpt"]
    assert ("drought", True) in excerpt
    text = "".join(part for part, _is_hit in excerpt)
    assert "Then the drought came & stayed." in text
    assert text.startswith("… ") and text.endswith(" …") and len(text) < 300


def test_the_list_of_hits_goes_on_through_every_rank(client):
    for day in range(30):
        paper.story(
            "Drought" if day % 3 else "Rain",
            standfirst="Nothing." if day % 2 else "A drought.",
            body="<p>drought</p>",
            day=day,
        )
    everything = [entry.published_id for entry in search.find("drought", "en")]
    first = client.get("/search/?q=drought").context
    second = client.get(first["older_url"]).context
    assert first["count_sentence"] == second["count_sentence"] == "30 stories"
    shown = [result["card"].url for result in first["results"] + second["results"]]
    assert shown == [PublishedArticle.objects.get(pk=pk).get_absolute_url() for pk in everything]
    assert second["older_url"] == ""


def test_an_empty_question_shows_the_form_and_one_without_answer_a_sentence(client):
    empty = client.get("/search/")
    assert "results" not in empty.context and 'name="q"' in empty.text
    assert client.get("/search/?q=zebra").context["message"]
    assert '<meta name="robots" content="noindex, follow">' in empty.text


@pytest.mark.parametrize(
    "q", ["a" * 10_000, "word " * 2_000, "\x00", "%00", "<script>alert(1)</script>", "' OR 1=1 --"]
)
def test_any_question_gets_an_answer(client, q):
    response = client.get("/search/", {"q": q})
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert len(response.text) < 30_000


def test_a_question_that_is_too_long_is_refused_with_a_sentence(client):
    assert "at most 200 characters" in client.get("/search/", {"q": "rain " * 50}).context["message"]


def test_a_search_costs_four_queries_and_names_no_desk_table(client, django_assert_num_queries):
    for _number in range(25):
        paper.story("Drought")
    with django_assert_num_queries(4) as asked:
        client.get("/search/?q=drought")
    desk = [model._meta.db_table for model in DESK]
    assert not [query["sql"] for query in asked.captured_queries for table in desk if f'"{table}"' in query["sql"]]


# Indexing again ------------------------------------------------------------------------------------


def test_reindex_mends_what_is_missing_outdated_or_no_longer_live(capsys):
    paper.story("Missing", indexed=False)
    SearchEntry.objects.filter(published=paper.story("Outdated")).update(headline="old", analyser_version=0)
    PublishedArticle.objects.filter(pk=paper.story("Gone").pk).update(state=PaperState.ARCHIVED)
    fine = paper.story("Fine")
    SearchEntry.objects.filter(published=fine).update(headline="mark")
    call_command("reindex")
    assert "2 of 2 stories" in capsys.readouterr().out
    assert found("missing") == ["Missing"] and found("outdated") == ["Outdated"]
    assert SearchEntry.objects.count() == 3
    assert found("mark") == ["Fine"]
    call_command("reindex", "--all")
    assert found("kept") == [] and found("fine") == ["Fine"]
