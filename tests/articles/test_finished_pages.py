"""Finished pages are kept under the edition: cheap while nothing changes, gone the moment something does."""

import gzip
import threading

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from articles.views.reading import finished
from articles.views.reading.finished import FinishedPage, Shelf
from tests.articles import paper

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/", "/latest/", "/2020/02/28/flood/", "/feed/", "/sitemap.xml", "/search/?q=flood"]
)
def test_the_second_request_costs_one_query(client, address, django_assert_num_queries):
    paper.story("Flood", slug="flood")
    first = client.get(address)
    with django_assert_num_queries(1):
        second = client.get(address)
    assert second.content == first.content
    assert second["Content-Type"] == first["Content-Type"]


def test_a_new_edition_is_seen_at_the_next_request(client):
    story = paper.story("Flood", slug="flood")
    assert "Flood" in client.get("/").text
    paper.withdraw(story)
    assert "Flood" not in client.get("/").text
    assert client.get("/2020/02/28/flood/").status_code == 410


def test_whoever_keeps_a_page_must_ask_each_time_and_is_answered_without_a_body(client):
    first = client.get("/")
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = client.get("/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    paper.story("Flood")
    paper.next_edition()
    assert client.get("/", headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("", None),
        ("identity", None),
        ("br;q=0", None),
    ],
)
def test_a_page_is_sent_as_small_as_the_browser_can_read(client, accepted, encoding):
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    plain = client.get("/")
    response = client.get("/", headers={"accept-encoding": accepted})
    assert response.get("Content-Encoding") == encoding
    assert response["Vary"] == "Accept-Encoding"
    assert unpack(response.content) == plain.content
    assert (response["ETag"] == plain["ETag"]) == (encoding is None)


def test_what_is_not_on_the_written_list_makes_no_other_page(client, django_assert_num_queries):
    client.get("/latest/")
    with django_assert_num_queries(1):
        client.get("/latest/?utm_source=letter&page=3&before=nonsense")


def test_each_language_has_its_own_page(client):
    assert 'lang="en"' in client.get("/").text
    assert 'lang="fr"' in client.get("/fr/").text


def test_a_missing_page_is_not_kept(client):
    client.get("/topics/nothing/")
    assert len(finished.PAGES.pages) == 0


def response_to(view):
    request = RequestFactory().get("/x/")
    request.LANGUAGE_CODE = "en"
    return finished.finished()(view)(request)


def test_an_answer_with_a_cookie_is_never_kept():
    def view(request):
        response = HttpResponse("for one reader")
        response.set_cookie("who", "somebody")
        return response

    assert response_to(view).cookies
    assert len(finished.PAGES.pages) == 0


def test_the_edition_is_read_before_the_view_begins():
    def view(request):
        paper.next_edition()  # a change that comes while the page is being made
        return HttpResponse("made of what was there before")

    response_to(view)
    assert response_to(lambda request: HttpResponse("new")).text == "new"


def test_a_shelf_keeps_to_its_bytes_and_drops_what_was_not_asked_for_the_longest():
    shelf = Shelf(5 * 3000)
    for name in "abcde":
        shelf.put(name, FinishedPage(HttpResponse(b"x" * 1000)))
    shelf.get("a")
    shelf.put("f", FinishedPage(HttpResponse(b"x" * 1000)))
    assert list(shelf.pages) == ["c", "d", "e", "a", "f"]
    assert shelf.bytes == 5 * 3000
    shelf.put("huge", FinishedPage(HttpResponse(b"x" * 9000)))
    assert shelf.get("huge") is None


def test_many_threads_may_use_a_shelf_at_once():
    shelf, page = Shelf(30_000), FinishedPage(HttpResponse(b"x" * 1000))

    def use(start):
        for number in range(500):
            shelf.put((start + number) % 37, page)
            shelf.get(number % 37)

    threads = [threading.Thread(target=use, args=[start]) for start in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert shelf.bytes == sum(page.size for page in shelf.pages.values()) <= 30_000
