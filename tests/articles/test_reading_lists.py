"""The front and the lists: what stands in them, in which order, and what has no address."""

import pytest
from django.db import transaction

from articles.models import DESK, Author, Format, Page, Series
from tests.articles import paper

pytestmark = pytest.mark.django_db
LISTS = [
    "/latest/",
    "/regions/niger/",
    "/topics/floods/",
    "/series/in-the-news/",
    "/formats/news/",
    "/authors/amina-salou/",
]


@pytest.fixture
def series():
    return Series.objects.create(name="In the news", slug="in-the-news", description="What just happened.")


def headlines(response):
    return [card.headline for card in response.context["cards"]]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("state", ["archived", "withdrawn"])
def test_what_only_a_story_off_the_lists_names_has_no_address(client, series, address, state):
    hidden = paper.story(topics=["Floods"], authors=[paper.author()], series=series, state="archived")
    if state == "withdrawn":
        paper.withdraw(hidden)
    response = client.get(address)
    assert response.status_code == 404 or headlines(response) == []


def test_an_author_a_topic_a_series_and_a_country_without_a_story_have_no_address(client, series):
    paper.author()
    for address in LISTS[1:]:
        assert client.get(address).status_code == 404, address
        assert client.get(f"{address}feed/").status_code == 404, address


def test_a_world_region_has_its_page_before_its_first_story(client):
    assert headlines(client.get("/regions/africa/")) == []


def test_a_countrys_story_also_stands_under_its_world_region(client):
    paper.story("In Niger", regions=["niger"])
    response = client.get("/regions/africa/")
    assert headlines(response) == ["In Niger"]
    assert [link.name for link in response.context["children"]] == ["Niger"]
    assert [link.name for link in client.get("/regions/niger/").context["breadcrumb"]] == ["Africa"]


def test_a_list_shows_the_stories_of_its_own_language(client):
    paper.story("The river", topics=["Floods"])
    paper.story("Le fleuve", topics=["Floods"], language="fr")
    assert headlines(client.get("/topics/floods/")) == ["The river"]
    response = client.get("/fr/regions/africa/")
    assert headlines(response) == ["Le fleuve"]
    assert response.context["heading"] == "Afrique"
    assert response["Content-Language"] == "fr"


def test_an_author_of_one_paper_has_no_page_in_another(client):
    paper.story(authors=[paper.author()])
    assert client.get("/fr/authors/amina-salou/").status_code == 404


def test_stories_of_the_same_second_are_not_lost_between_pages(client):
    for _number in range(25):
        paper.story(indexed=False)
    first = client.get("/latest/")
    second = client.get(first.context["older_url"])
    assert len(set(headlines(first) + headlines(second))) == 25


@pytest.mark.parametrize("count", [0, 1, 3, 30])
def test_the_front_holds_any_number_of_stories(client, count):
    for day in range(count):
        paper.story(f"Story number {day}", day=day, regions=["niger" if day % 2 else "peru"], indexed=False)
    context = client.get("/").context
    assert (context["lead"].headline if context["lead"] else None) == (f"Story number {count - 1}" if count else None)
    assert len(context["second"]) == min(6, max(0, count - 1))
    assert len(context["latest"]) == min(8, max(0, count - 7))
    assert [(link.name, len(cards)) for link, cards in context["strips"]] == (
        [("Africa", 4), ("Americas", 4)] if count == 30 else []
    )


def test_the_sections_are_the_world_regions_with_stories(client):
    paper.story(regions=["niger"])
    furniture = client.get("/").context["furniture"]
    assert [link.name for link in furniture.sections] == ["Latest", "Africa"]
    assert [code for code, _name, _url in furniture.papers] == ["fr", "ar"]
    arabic = client.get("/ar/").context["furniture"]
    assert arabic.sections[1:] == []
    assert arabic.direction == "rtl"


def test_the_authors_are_those_with_stories_in_this_paper(client):
    paper.author("nobody-yet", "Nobody Yet")
    paper.story(authors=[paper.author()])
    assert [link.name for link, _biography in client.get("/authors/").context["authors"]] == ["Amina Salou"]
    assert client.get("/fr/authors/").context["authors"] == []


def test_the_regions_are_listed_with_their_countries_that_have_stories(client):
    paper.story(regions=["niger"])
    regions = {
        link.name: [country.name for country in below] for link, below in client.get("/regions/").context["regions"]
    }
    assert regions["Africa"] == ["Niger"]
    assert regions["Asia"] == []


def test_corrections_are_listed_newest_first_while_their_story_is_live(client):
    for day in range(25):
        paper.story(f"Story number {day}", day=day, notes=[f"It was {day}."], indexed=False)
    paper.story("Archived", notes=["Hidden."], state="archived", day=40)
    first = client.get("/corrections/")
    rows = first.context["rows"] + client.get(first.context["older_url"]).context["rows"]
    assert [row["note"].text for row in rows] == [f"It was {day}." for day in reversed(range(25))]
    assert rows[0]["headline"] == "Story number 24"


def test_a_page_of_the_house_is_cleaned_and_linked_at_the_foot(client):
    Page.objects.create(slug="us", heading="About us", body="<p>We report.</p><script>alert(1)</script>")
    response = client.get("/about/us/")
    assert "<p>We report.</p>" in response.text
    assert "alert(1)" not in response.text
    assert "/about/us/" in [link.url for link in response.context["furniture"].foot]
    assert client.get("/fr/about/us/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/latest//",
        "/%00",
        "/latest/%00/",
        "/regions/%FF%FE/",
        "/topics/a b/",
        "/topics/%2e%2e/",
        "/en/",
        "/authors/x'--/",
    ],
)
def test_strange_addresses_are_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_missing_page_needs_neither_session_nor_database(client, django_db_blocker, monkeypatch):
    from django.db import OperationalError

    from articles.models import Edition

    def away():
        raise OperationalError("the database is away")

    monkeypatch.setattr(Edition, "current", away)
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "localhost" in response.text
    assert "Vary" not in response or "Cookie" not in response["Vary"]


def test_nobody_is_named_by_a_format_without_stories(client):
    assert Format.objects.filter(slug="film").exists() and not Author.objects.exists()
    assert client.get("/formats/film/").status_code == 404


LITERAL = {  # queries, cold: one of them is the furniture, once per edition and process
    "/": 3,
    "/latest/": 3,
    "/regions/niger/": 3,
    "/topics/floods/": 4,
    "/series/in-the-news/": 4,
    "/formats/news/": 4,
    "/authors/amina-salou/": 4,
    "/regions/": 2,
    "/authors/": 3,
    "/corrections/": 3,
    "/feed/": 3,
    "/authors/amina-salou/feed.json": 4,
}


@pytest.fixture(scope="class")
def long_lists(django_db_setup, django_db_blocker):
    """45 stories that stand in every list, the newest being the last; written once for all tests of the class."""
    with django_db_blocker.unblock(), transaction.atomic():
        series = Series.objects.create(name="In the news", slug="in-the-news", description="What just happened.")
        everything = {"topics": ["Floods"], "authors": [paper.author()], "series": series, "indexed": False}
        for day in range(45):
            paper.story(f"Story number {day}", day=day, **everything)
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("long_lists")
class TestLongLists:
    @pytest.mark.parametrize("address", LISTS)
    def test_a_list_goes_on_to_its_last_story_and_shows_each_once(self, client, address):
        seen, here = [], address
        while here:
            response = client.get(here)
            seen += headlines(response)
            here = response.context["older_url"]
        assert seen == [f"Story number {day}" for day in reversed(range(45))]

    @pytest.mark.parametrize(
        "query", ["before=nonsense", "before=0-fffffffffffffff-1", "before=0-1-1", "page=2", "before=", "utm=x"]
    )
    def test_a_bad_cursor_answers_the_first_page_under_its_own_address(self, client, query):
        response = client.get(f"/latest/?{query}")
        assert headlines(response)[0] == "Story number 44"
        assert response.context["canonical"] == "http://localhost:8000/latest/"

    def test_a_later_page_is_canonical_itself(self, client):
        older = client.get("/latest/").context["older_url"]
        assert client.get(older).context["canonical"] == f"http://localhost:8000{older}"

    @pytest.mark.parametrize(("address", "count"), LITERAL.items())
    def test_a_list_costs_this_many_queries_and_names_no_desk_table(
        self, client, address, count, django_assert_num_queries
    ):
        with django_assert_num_queries(count) as asked:
            assert client.get(address).status_code == 200
        desk = [model._meta.db_table for model in DESK]
        assert not [query["sql"] for query in asked.captured_queries for table in desk if f'"{table}"' in query["sql"]]

    @pytest.mark.parametrize(
        "address", ["/", *LISTS, "/search/", "/regions/", "/authors/", "/corrections/", "/feed/", "/sitemap.xml"]
    )
    def test_a_readers_page_hears_only_get_and_head_and_sets_no_cookie(self, client, address):
        response = client.get(address)
        assert not response.cookies
        assert response["Vary"] == "Accept-Encoding"
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405
