"""A picture's renditions: made once, made again when what they carry has changed, public only with what they say."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pixels

from articles import pictures, publishing
from articles.models import Image, PublishedArticle, Rendition
from articles.models.rendition import rendition_path
from tests import make

pytestmark = pytest.mark.django_db
ARTIST = 0x013B


def artist_in(rendition):
    with default_storage.open(rendition.path) as file:
        return Pixels.open(io.BytesIO(file.read())).getexif().get(ARTIST)


def make_everything():
    while pictures.make_owed():
        pass


def rebuild_what_is_owed():
    for key in list(publishing.owed().values_list("pk", flat=True)):
        publishing.reproject(key)


def test_jpegs_are_there_at_once_and_the_rest_is_owed():
    image = make.image()
    assert set(image.renditions.made().values_list("format", flat=True)) == {"jpg"}
    make_everything()
    assert set(image.renditions.made().values_list("format", flat=True)) == {"jpg", "webp", "avif"}


def test_a_story_offers_a_format_once_every_width_of_it_is_made():
    story = make.article(state="live", lead_image=make.image())
    assert PublishedArticle.objects.get(article_id=story.pk).as_story.lead.formats == ("jpg",)
    make_everything()
    rebuild_what_is_owed()
    assert PublishedArticle.objects.get(article_id=story.pk).as_story.lead.formats == ("avif", "webp", "jpg")


def test_a_mended_credit_is_written_into_every_file_while_readers_keep_the_picture():
    image = make.image(credit="Wrong/Agency")
    make_everything()
    image.credit = "Right/Agency"
    image.save()
    pictures.rights_changed(image)
    assert not Rendition.objects.filter(image=image, made_at__isnull=True).exists()
    make_everything()
    assert {artist_in(row) for row in image.renditions.all()} == {"Right/Agency"}
    assert not Rendition.objects.filter(outdated=True).exists()


def test_a_story_knows_how_many_bytes_its_picture_has_after_it_was_made_again_too():
    image = make.image(credit="A")
    story = make.article(state="live", lead_image=image)
    make_everything()
    rebuild_what_is_owed()
    Image.objects.update(credit="An agency with a much longer name")
    pictures.rights_changed(image)
    make_everything()
    rebuild_what_is_owed()
    printed = PublishedArticle.objects.get(article_id=story.pk).as_card.picture
    path = rendition_path(image.public_id, printed.fallback_width, "jpg")
    assert printed.fallback_bytes == default_storage.size(path)


def test_a_rendition_that_cannot_be_made_is_tried_five_times_and_says_why():
    image = make.image()
    default_storage.delete(image.original.name)
    for _try in range(7):
        Rendition.objects.update(claimed_until=None)
        pictures.make_owed()
    row = image.renditions.filter(format="webp").first()
    assert row.attempts == 5
    assert row.last_error
