"""What machines ask a paper for."""

from datetime import datetime, timedelta

import pytest
from defusedxml import ElementTree
from django.urls import reverse

from articles import sitemaps
from articles.models import EditionChange, Page
from newsroom.models import Publication
from tests.articles import paper

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def locations(client, address):
    response = client.get(address)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return [entry.text for entry in ElementTree.fromstring(response.content).iter(f"{MAP}loc")]


def test_the_sitemap_leads_to_live_stories_of_every_language_alone(client):
    paper.story(slug="river")
    paper.story(slug="النهر", language="ar")
    paper.story(slug="kept", state="archived")
    paper.withdraw(paper.story(slug="gone"))
    index = locations(client, "/sitemap.xml")
    assert index == ["http://localhost:8000/sitemap-pages.xml", "http://localhost:8000/sitemap-stories-1.xml"]
    assert locations(client, "/sitemap-stories-1.xml") == [
        "http://localhost:8000/2020/02/28/river/",
        "http://localhost:8000/ar/2020/02/28/%D8%A7%D9%84%D9%86%D9%87%D8%B1/",
    ]


def test_many_stories_stand_in_chunks(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "CHUNK", 2)
    for _number in range(5):
        paper.story(indexed=False)
    assert len(locations(client, "/sitemap.xml")) == 4
    assert [len(locations(client, f"/sitemap-stories-{number}.xml")) for number in (1, 2, 3)] == [2, 2, 1]
    for number in (0, 4, 99999999999999999999):
        assert client.get(f"/sitemap-stories-{number}.xml").status_code == 404


def test_the_pages_named_are_those_that_answer(client):
    paper.story(topics=["Floods"], authors=[paper.author()])
    paper.story(language="fr", regions=["peru"])
    Page.objects.create(slug="us", heading="About us")
    named = locations(client, "/sitemap-pages.xml")
    assert "http://localhost:8000/topics/floods/" in named
    assert "http://localhost:8000/fr/regions/peru/" in named
    for address in named:
        assert client.get(address.removeprefix("http://localhost:8000")).status_code == 200, address


def test_the_news_sitemap_holds_the_two_days_before_the_last_change(client):
    Publication(pk=1, name="The Far & Field").save()
    paper.story("Old news")
    paper.story("Fresh news <b>", day=5)
    EditionChange.objects.create(number=9, why="published")
    EditionChange.objects.update(at=paper.FIRST + timedelta(days=6))
    (entry,) = ElementTree.fromstring(client.get("/sitemap-news.xml").content).iter(f"{MAP}url")
    assert entry.findtext(f".//{NEWS}title") == "Fresh news <b>"
    assert entry.findtext(f".//{NEWS}name") == "The Far & Field"
    assert entry.findtext(f".//{NEWS}language") == "en"


def test_robots_are_kept_from_the_desk_and_shown_the_sitemap(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /admin/" in response.text
    assert "Sitemap: http://localhost:8000/sitemap.xml" in response.text


def test_security_txt_says_whom_to_write_to_and_until_when_it_holds(client):
    Publication(pk=1, security_email="safe@example.org").save()
    EditionChange.objects.create(number=9, why="published")
    fields = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.splitlines())
    assert fields["Contact"] == "mailto:safe@example.org"
    assert fields["Canonical"] == "http://localhost:8000/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "en, fr, ar"
    changed = EditionChange.objects.get().at
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=300) < expires - changed < timedelta(days=365)


def test_the_icon_is_given(client):
    assert client.get(reverse("favicon"))["Content-Type"] == "image/vnd.microsoft.icon"
