"""The library of pictures at the desk: what comes in, what is refused, who sees the bytes."""

import io
import json
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pixels

from articles.models import Edition, Image, Rendition
from newsroom import roles
from tests import make
from tests.articles.writing import at_desk

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/image/add/"
TEXTS = {"alt_text": "A dry valley", "caption": "The valley road.", "credit": "Lena Voss/Desk", "usage_terms": ""}


def change_page(image):
    return reverse("admin:articles_image_change", args=[image.pk])


def upload(file, by=None, **texts):
    return at_desk(by or make.user(roles.PICTURE_EDITOR)).post(ADD, {"original": file, **TEXTS, **texts}, follow=True)


def stored():
    return [name for folder in ("originals", "renditions") for name in _files_in(folder)]


def _files_in(folder):
    if not default_storage.exists(folder):
        return []
    below, files = default_storage.listdir(folder)
    return [*files, *(name for one in below for name in _files_in(f"{folder}/{one}"))]


def test_an_uploaded_picture_is_in_the_library_with_its_words():
    answer = upload(make.picture_file(800, 600, name="road.jpg"))
    image = Image.objects.get()
    assert answer.redirect_chain[-1][0] == change_page(image)
    assert (image.caption, image.credit, image.alt_text) == ("The valley road.", "Lena Voss/Desk", "A dry valley")
    assert (image.width, image.height, image.original_name) == (800, 600, "road.jpg")
    assert "The picture is in the library." in answer.content.decode()


def png_of(width, height):
    """A PNG that claims that size, in a few bytes: what a hostile upload looks like."""
    import struct
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def gif():
    out = io.BytesIO()
    Pixels.new("P", (400, 400)).save(out, "GIF")
    return out.getvalue()


REFUSED = [
    ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>", "SVG drawings are not"),
    ("notes.jpg", b"Only words, and no picture.", "not a picture that can be used here"),
    ("huge.png", png_of(20_000, 10_000), "megapixels"),
    ("moving.gif", gif(), "not a picture that can be used here"),
    ("broken.jpg", None, "damaged"),
    ("small.jpg", "small", "It needs at least 320"),
    ("empty.jpg", b"", "This file is empty"),
]  # fmt: skip


@pytest.mark.parametrize("name, content, sentence", REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_no_usable_picture_is_refused_beside_the_field_and_leaves_nothing(name, content, sentence):
    if content is None:
        content = make.picture_file(900, 600).read()[:3000]
    elif content == "small":
        content = make.picture_file(100, 100).read()
    before = stored()
    answer = upload(SimpleUploadedFile(name, content))
    assert sentence in " ".join(answer.context["adminform"].form.errors["original"])
    assert "A dry valley" in answer.content.decode(), "the words that were typed are still there"
    assert Image.objects.count() == Rendition.objects.count() == 0
    assert stored() == before


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr("articles.renditions.MAX_BYTES", 1000)
    answer = upload(make.picture_file())
    assert "megabytes" in " ".join(answer.context["adminform"].form.errors["original"])


def test_a_form_without_a_file_asks_for_one():
    answer = at_desk(make.journalist()).post(ADD, TEXTS)
    assert answer.context["adminform"].form.errors["original"] == ["Choose a file."]


def test_a_picture_is_described_or_said_to_be_decorative():
    answer = upload(make.picture_file(), alt_text="")
    assert "decorative" in answer.context["adminform"].form.errors["alt_text"][0]
    assert Image.objects.count() == 0
    upload(make.picture_file(), alt_text="", decorative="on")
    assert Image.objects.get().decorative


def test_a_picture_without_a_credit_is_refused_unless_the_file_names_it():
    answer = upload(make.picture_file(), credit="")
    assert "credit" in answer.context["adminform"].form.errors
    exif = Pixels.Exif()
    exif[0x013B], exif[0x010E] = "Lena Voss", "The bridge at Dosso."
    answer = upload(make.picture_file(exif=exif), credit="", caption="")
    image = Image.objects.get()
    assert "Lena Voss" in image.credit and image.caption == "The bridge at Dosso."
    assert "Read from the file" in answer.content.decode()


def test_the_same_file_twice_is_said_with_a_link_to_the_first():
    first = make.image(caption="The first one")
    answer = upload(make.picture_file())
    assert f'href="{change_page(first)}"' in answer.content.decode()
    assert "has the same file already" in answer.content.decode()


def test_changed_words_leave_the_original_as_it_was():
    image = make.image()
    editor = make.user(roles.PICTURE_EDITOR)
    data = {**TEXTS, "caption": "Another caption.", "focal_x": "0.25", "focal_y": "0.7"}
    at_desk(editor).post(change_page(image), data)
    after = Image.objects.get()
    assert (after.caption, after.focal_x, after.focal_y) == ("Another caption.", 0.25, 0.7)
    assert (after.original.name, after.sha256) == (image.original.name, image.sha256)


@pytest.mark.parametrize("x, y", [("1.2", "0.5"), ("-0.1", "0.5"), ("abc", "0.5"), ("0.5", ""), ("nan", "0.5")])
def test_a_focal_point_lies_within_the_picture(x, y):
    image = make.image()
    answer = at_desk(make.editor()).post(change_page(image), {**TEXTS, "focal_x": x, "focal_y": y})
    assert set(answer.context["adminform"].form.errors) & {"focal_x", "focal_y"}
    assert Image.objects.get().focal_x == 0.5


def test_a_moved_focal_point_is_live_in_a_new_edition_and_a_new_caption_is_not():
    image, client = make.image(), at_desk(make.editor())
    words = {name: getattr(image, name) for name in TEXTS}
    before = Edition.current()
    client.post(change_page(image), {**words, "caption": "Changed.", "focal_x": "0.5", "focal_y": "0.5"})
    assert Edition.current() == before
    client.post(change_page(image), {**words, "caption": "Changed.", "focal_x": "0.1", "focal_y": "0.5"})
    assert Edition.current() == before + 1


def test_a_journalist_adds_and_sees_pictures_and_changes_none():
    journalist = make.journalist()
    upload(make.picture_file(), by=journalist)
    image = Image.objects.get()
    client = at_desk(journalist)
    assert client.get(change_page(image)).status_code == 200
    assert client.post(change_page(image), {**TEXTS, "focal_x": "0", "focal_y": "0"}).status_code == 403
    assert client.get(reverse("admin:articles_image_original", args=[image.pk])).status_code == 403


def test_nobody_deletes_a_picture():
    image = make.image()
    client = at_desk(make.managing_editor())
    assert client.post(f"/admin/articles/image/{image.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post("/admin/articles/image/", {"action": "delete_selected", "_selected_action": [image.pk]})
    assert Image.objects.exists()


def test_the_desk_sees_a_pictures_bytes_and_keeps_them_to_itself():
    image = make.image()
    answer = at_desk(make.journalist()).get(reverse("admin:articles_image_file", args=[image.pk, 320]))
    assert answer["Content-Type"] == "image/jpeg" and b"".join(answer).startswith(b"\xff\xd8")
    assert "no-store" in answer["Cache-Control"] and answer["X-Content-Type-Options"] == "nosniff"


def test_the_original_is_for_those_who_look_after_pictures_and_only_to_keep():
    image = make.image()
    answer = at_desk(make.user(roles.PICTURE_EDITOR)).get(reverse("admin:articles_image_original", args=[image.pk]))
    assert answer["Content-Disposition"].startswith("attachment") and "valley" in answer["Content-Disposition"]
    assert Path(image.original.path).read_bytes() == b"".join(answer)


@pytest.mark.parametrize("address", ["{}/320.jpg", "{}/original/", "picker/", "{}/change/", "add/", ""])
def test_a_membership_manager_and_a_stranger_see_no_picture(client, address):
    address = "/admin/articles/image/" + address.format(make.image().pk)
    assert at_desk(make.user(roles.MEMBERSHIP_MANAGER)).get(address).status_code == 403
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", ["99999/320.jpg", "99999/original/"])
def test_a_picture_that_does_not_exist_is_not_found(address):
    assert at_desk(make.editor()).get(f"/admin/articles/image/{address}").status_code == 404


def test_the_picker_finds_pictures_by_words_and_by_number():
    wanted = make.image(caption="A bridge of planks", alt_text="Planks", credit="Voss")
    make.image(caption="Another")
    client = at_desk(make.journalist())
    found = json.loads(client.get("/admin/articles/image/picker/?q=bridge+voss").content)["results"]
    assert [one["id"] for one in found] == [wanted.pk]
    assert found[0] | {"alt": "Planks", "caption": "A bridge of planks", "credit": "Voss"} == found[0]
    assert client.get(found[0]["src"]).status_code == 200
    assert json.loads(client.get(f"/admin/articles/image/picker/?id={wanted.pk}").content)["results"] == found
    for number in ("0", "abc", "٥", "9" * 40, "-1"):
        assert json.loads(client.get("/admin/articles/image/picker/", {"id": number}).content)["results"] == []


def test_a_picture_says_which_stories_print_it():
    image = make.image()
    make.article(headline="It leads", lead_image=image)
    make.article(
        headline="It stands within", body=f'<figure data-image="{image.pk}"><figcaption></figcaption></figure>'
    )
    make.article(headline="Without it")
    page = at_desk(make.journalist()).get(change_page(image)).content.decode()
    assert "It leads" in page and "It stands within" in page and "Without it" not in page


def test_the_library_is_searched_and_filtered_in_five_queries(django_assert_num_queries):
    me = make.user(roles.PICTURE_EDITOR)
    make.image(by=me, caption="A bridge of planks")
    make.image(caption="Another")
    client = at_desk(me)
    with django_assert_num_queries(5):
        page = client.get("/admin/articles/image/?q=planks&by=me").content.decode()
    assert "A bridge of planks" in page and "Another" not in page
    assert client.get("/admin/articles/image/?uploaded_by__password__startswith=p").status_code == 400
