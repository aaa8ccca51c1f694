"""Feeds: valid, of live stories alone, below every list."""

import pytest
from defusedxml import ElementTree

from articles.models import Series
from tests.articles import paper

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


@pytest.fixture
def flood():
    people = [paper.author(), paper.author("tomas", "Tomás <Reyes>")]
    series = Series.objects.create(name="In the news", slug="in-the-news")
    lead = paper.picture(fallback_bytes=51234)
    return paper.story("Rain & ruin\x0b", slug="rain", authors=people, topics=["Floods"], series=series, lead=lead)


def test_rss_gives_headline_link_authors_and_picture(client, flood):
    response = client.get("/feed/")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ElementTree.fromstring(response.content).find("channel")
    item = channel.find("item")
    assert channel.findtext("language") == "en"
    assert item.findtext("title") == "Rain & ruin"
    assert item.findtext("link") == "http://localhost:8000/2020/02/28/rain/"
    assert [name.text for name in item.findall(CREATOR)] == ["Amina Salou", "Tomás <Reyes>"]
    assert item.findtext("pubDate") == "Fri, 28 Feb 2020 09:00:00 +0000"
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.find("enclosure").get("url") == "http://localhost:8000/pictures/abcDEF_-12345678/640.jpg"
    assert item.find("enclosure").get("length") == "51234"
    assert whole_in_rss(client)["rain"] == client.get("/feed.json").json()["items"][0]["content_html"]


def whole_in_rss(client):
    """The whole text of each story in the paper's feed, by slug."""
    channel = ElementTree.fromstring(client.get("/feed/").content).find("channel")
    items = channel.findall("item")
    return {item.findtext("link").split("/")[-2]: item.findtext(ENCODED) for item in items}


def test_a_feed_holds_the_whole_story_with_credits_corrections_and_whole_addresses(client):
    body = '<p>See <a href="/2020/01/01/before/">what</a> href="/x" &lt;said&gt;.</p><table><tbody></tbody></table>'
    paper.story("Rain", slug="rain", body=body, authors=[paper.author()], lead=paper.picture(), notes=["Nine, not <8."])
    whole = whole_in_rss(client)["rain"]
    assert '<a href="http://localhost:8000/2020/01/01/before/">what</a> href="/x" &lt;said&gt;.' in whole
    assert '<img src="http://localhost:8000/pictures/abcDEF_-12345678/640.jpg"' in whole
    assert "The <em>valley</em> road (Drawn/The desk)" in whole and "Nine, not &lt;8." in whole
    assert (
        whole.startswith('<div lang="en" dir="ltr">')
        and ">Amina Salou</a>" in whole
        and 'href="http://localhost:8000/2020/02/28/rain/"' in whole
    )
    assert "<enclosure" not in client.get("/feed/").text, "nobody has counted its bytes"
    entry = ElementTree.fromstring(client.get("/feed/atom/").content).find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}content").text == whole and entry.find(f"{ATOM}content").get("type") == "html"


def test_of_a_withdrawn_story_no_feed_keeps_a_word(client, flood):
    assert "It rained" in client.get("/feed/").text
    paper.withdraw(flood)
    assert not any("Rain" in client.get(path).text for path in ("/feed/", "/feed/atom/", "/feed.json"))


def test_atom_names_each_author_and_says_when_it_changed(client, flood):
    response = client.get("/feed/atom/")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    entry = feed.find(f"{ATOM}entry")
    assert feed.findtext(f"{ATOM}updated") == "2020-02-28T09:00:00+00:00"
    assert [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"] == [
        "http://localhost:8000/feed/atom/"
    ]
    assert [name.text for name in entry.iter(f"{ATOM}name")] == ["Amina Salou", "Tomás <Reyes>"]
    assert entry.findtext(f"{ATOM}id").startswith("tag:localhost,2020-02-28:story/")


def test_json_feed_gives_the_same(client, flood):
    response = client.get("/feed.json")
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://localhost:8000/feed.json"
    assert feed["items"][0]["url"] == "http://localhost:8000/2020/02/28/rain/"
    assert [person["name"] for person in feed["items"][0]["authors"]] == ["Amina Salou", "Tomás <Reyes>"]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/regions/niger/",
        "/regions/africa/",
        "/topics/floods/",
        "/series/in-the-news/",
        "/formats/news/",
        "/authors/amina-salou/",
    ],
)
@pytest.mark.parametrize("kind", ["feed/", "feed/atom/", "feed.json"])
def test_every_list_has_three_feeds(client, flood, address, kind):
    response = client.get(f"{address}{kind}")
    assert response.status_code == 200
    assert "Rain" in response.text
    assert f"http://localhost:8000{address}{kind}" in response.text


def test_a_changed_slug_does_not_bring_a_story_twice(client, flood):
    before = client.get("/feed.json").json()["items"][0]["id"]
    paper.rename(flood, "rain-and-ruin")
    assert client.get("/feed.json").json()["items"][0]["id"] == before


def test_a_feed_holds_the_last_thirty_live_stories_of_its_language(client):
    for day in range(32):
        paper.story(f"Story number {day}", day=day, indexed=False)
    paper.story("Archived", day=50, state="archived")
    paper.story("En français", day=50, language="fr")
    titles = [item["title"] for item in client.get("/feed.json").json()["items"]]
    assert titles == [f"Story number {day}" for day in reversed(range(2, 32))]
    assert client.get("/fr/feed.json").json()["language"] == "fr"


@pytest.mark.parametrize("address", ["/feed/", "/feed/atom/", "/feed.json", "/ar/feed/"])
def test_a_paper_without_stories_has_feeds_too(client, address):
    assert client.get(address).status_code == 200
