"""Pictures are public exactly while a readable story shows them."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles.models import PublishedArticle
from articles.models.rendition import rendition_path
from tests.articles import paper

pytestmark = pytest.mark.django_db
ADDRESS = "/pictures/abcDEF_-12345678/640.jpg"


@pytest.fixture
def shown():
    path = rendition_path("abcDEF_-12345678", 640, "jpg")
    default_storage.save(path, ContentFile(b"drawn"))
    yield paper.story(lead=paper.picture())
    default_storage.delete(path)


def test_a_picture_of_a_live_story_is_given_with_its_type(client, shown):
    response = client.get(ADDRESS)
    assert b"".join(response) == b"drawn"
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=86400, s-maxage=0, proxy-revalidate"
    assert not response.cookies and "Vary" not in response


def test_a_browser_that_has_it_is_not_given_it_again(client, shown):
    first = client.get(ADDRESS)
    assert b"".join(first) == b"drawn"
    assert client.get(ADDRESS, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(ADDRESS, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304


@pytest.mark.parametrize(("state", "status"), [("live", 200), ("archived", 200), ("withdrawn", 404)])
def test_it_is_public_while_its_story_is_readable(client, shown, state, status):
    if state == "withdrawn":
        paper.withdraw(shown)
    PublishedArticle.objects.filter(pk=shown.pk).exclude(state="withdrawn").update(state=state)
    response = client.get(ADDRESS)
    assert response.status_code == status
    assert b"".join(response)


@pytest.mark.parametrize(
    "address",
    [
        "/pictures/abcDEF_-12345678/641.jpg",
        "/pictures/abcDEF_-12345678/640.png",
        "/pictures/abcDEF_-12345678/640.jpg/",
        "/pictures/abcDEF_-12345678/99999999999999999999999.jpg",
        "/pictures/another-picture/640.jpg",
        "/pictures/../originals/640.jpg",
        "/pictures/%2e%2e%2foriginals/640.jpg",
        "/pictures/abcDEF_-12345678/640.%2e%2e%2fx",
        "/pictures/abcDEF_-12345678/640.jpg%00",
    ],
)
def test_nothing_else_in_the_store_has_an_address(client, shown, address):
    assert client.get(address).status_code == 404


def test_a_picture_is_only_given(client, shown):
    head = client.head(ADDRESS)
    assert (head.status_code, head["Content-Length"]) == (200, "5")
    assert b"".join(head) == b""
    assert client.post(ADDRESS).status_code == 405
