"""What is sent by those who mean harm, or by a broken browser: it is refused, and nobody else sees what is theirs."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from newsroom.models import Publication, User
from tests.articles.writing import address, at_desk, opened

pytestmark = pytest.mark.django_db
TOO_LONG = "9" * 5000  # longer than Python reads as a number
TOO_LARGE = "9" * 30  # larger than a database keeps


@pytest.fixture
def editor(make):
    return at_desk(make.editor())


@pytest.mark.parametrize("number", [TOO_LONG, TOO_LARGE, "٥", "x"])
def test_a_revision_that_cannot_be_is_none_of_the_storys(make, editor, number):
    story = make.article()
    assert editor.get(reverse("admin:articles_article_compare", args=[story.pk]), {"old": number}).status_code == 404
    move = reverse("admin:articles_article_move", args=[story.pk, "approve"])
    assert editor.post(move, {"revision": number, "sha256": story.head.sha256}, follow=True).status_code == 200


@pytest.mark.parametrize("number", [TOO_LONG, TOO_LARGE, "", "x"])
def test_a_save_or_a_restore_on_a_text_that_cannot_be_writes_nothing(make, editor, number):
    story = make.article(headline="As it was")
    form = opened(editor, story) | {"headline": "Overwritten", "opened_on": number}
    assert "Overwritten" in editor.post(address(story), form, follow=True).text
    restore = reverse("admin:articles_article_restore", args=[story.pk, story.head_id])
    assert editor.post(restore, {"opened_on": number}).status_code == 302
    assert Article.objects.get().headline == "As it was"


@pytest.mark.parametrize("field", ["related", "other_regions", "region", "lead_image", "translation_of"])
@pytest.mark.parametrize("number", [TOO_LONG, TOO_LARGE, "x", "\0"])
def test_a_choice_that_cannot_be_is_refused_beside_its_field(make, editor, field, number):
    story = make.article()
    answer = editor.post(address(story), opened(editor, story) | {field: number})
    assert answer.context["adminform"].form.errors[field]


def test_nobody_reads_a_colleagues_secrets_out_of_the_list_of_people(make):
    chief = at_desk(make.managing_editor())
    colleague = make.editor()
    people = reverse("admin:newsroom_user_changelist")
    for lookup in ("password__startswith", "email__startswith", "sessions_ended", "groups__user__password__startswith"):
        assert chief.get(people, {lookup: colleague.password[:3]}).status_code == 400
    assert chief.get(people, {"is_active__exact": 1, "groups__id__exact": 1}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [("/admin/nowhere/", 404), ("/admin/newsroom/user/", 403), ("/admin/articles/article/?created_by__email=a", 400)],
)
def test_no_answer_of_the_desk_is_kept_not_even_a_refusal(make, path, status):
    answer = at_desk(make.journalist()).get(path)
    assert answer.status_code == status
    assert "no-store" in answer["Cache-Control"] and "public" not in answer["Cache-Control"]


def test_a_broken_page_of_the_desk_is_not_kept_and_tells_nothing(make):
    client = at_desk(make.journalist(zone="Atlantis/Nowhere"))  # no form takes it: the row is broken
    client.raise_request_exception = False
    answer = client.get("/admin/")
    assert (answer.status_code, answer["Cache-Control"]) == (500, "private, no-store")
    assert "Traceback" not in answer.text and "default-src 'none'" in answer["Content-Security-Policy"]


def test_the_publications_name_is_one_line_since_letters_carry_it_in_their_subject(make):
    chief = at_desk(make.managing_editor())
    page = reverse("admin:newsroom_publication_change", args=[1])
    given = {"name": "The Far\r\nBcc: x@example.org", "zone": "UTC", "languages": ["en"], "currency": "USD"}
    assert chief.post(page, given | {"contact_email": "a@example.org"}).status_code == 302
    assert Publication.current().name == "The Far Bcc: x@example.org"


@pytest.mark.parametrize("name", ["article_add", "image_add", "author_add", "page_add"])
def test_no_form_of_the_desk_is_taken_without_its_token(make, name):
    person = make.editor()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[settings.SESSION_COOKIE_NAME] = at_desk(person).cookies[settings.SESSION_COOKIE_NAME].value
    answer = strict.post(reverse(f"admin:articles_{name}"), {"headline": "Forged", "name": "Forged"})
    assert answer.status_code == 403
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_house(make, elsewhere):
    desk = at_desk(make.editor())
    assert desk.get(reverse("admin:login"), {"next": elsewhere})["Location"] == "/admin/"
    assert "evil" not in Client().get(reverse("admin:login"), {"next": elsewhere})["Location"]


def test_a_journalist_is_shown_no_address_of_a_colleague(make):
    colleague = make.editor(name="Elena", email="elena-private@example.org")
    story = make.article(by=colleague, state="live")
    desk = at_desk(make.journalist())
    pages = ["/admin/", "/admin/articles/article/", address(story), f"/admin/articles/article/{story.pk}/history/"]
    pages += ["/admin/articles/author/", "/admin/articles/image/"]
    assert User.objects.get(name="Elena")
    assert [page for page in pages if "elena-private" in desk.get(page).text] == []


def test_a_journalist_does_not_take_the_embargo_off_an_approved_story(make):
    writer, moment = make.journalist(), timezone.now().replace(second=0, microsecond=0) + timedelta(days=3)
    story = make.article(by=writer, state="approved", embargo_until=moment, embargo_zone="UTC")
    desk, without = at_desk(writer), {"embargo_0": "", "embargo_1": ""}
    answer = desk.post(address(story), opened(desk, story) | without)
    assert "Ask an editor to move its embargo" in answer.text
    assert Article.objects.get().embargo_until == moment
    assert desk.post(address(story), opened(desk, story)).status_code == 302  # a save that leaves it alone
    editor = at_desk(make.editor())
    assert editor.post(address(story), opened(editor, story) | without).status_code == 302
    assert Article.objects.get().embargo_until is None
