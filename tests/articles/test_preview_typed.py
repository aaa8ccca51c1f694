"""The page of what stands in the form, saved or not."""

import pytest
from django.urls import reverse

from articles.models import Article, Revision
from tests.articles.writing import at_desk, opened

pytestmark = pytest.mark.django_db


def preview(client, story=None, **typed):
    name, args = ("article_preview_typed", [story.pk]) if story else ("preview_new", [])
    return client.post(
        reverse(f"admin:articles_{name}", args=args), {**(opened(client, story) if story else {}), **typed}
    )


def test_what_is_typed_is_shown_as_a_page_and_saved_nowhere(make):
    writer, picture = make.journalist(), make.image()
    story, desk = make.article(by=writer, headline="Saved"), at_desk(writer)
    answer = preview(
        desk, story, headline="Typed just now", body="<p>It <strong>rained</strong>.</p>", lead_image=picture.pk,
        topics="floods, ???",
    )  # fmt: skip
    text = answer.content.decode()
    assert "Typed just now</h1>" in text and "<strong>rained</strong>" in text and ">floods<" in text
    assert reverse("admin:articles_preview_picture", args=[picture.public_id, "320.jpg"]) in text
    assert "Preview of what stands in the form" in text
    assert (Article.objects.get().headline, Revision.objects.count()) == ("Saved", 1)


def test_a_picture_chosen_anew_is_shown_with_the_librarys_words_as_a_save_would(make):
    before, after = make.image(caption="The old bridge"), make.image(caption="The new bridge", credit="Jun/The desk")
    story = make.article(lead_image=before)
    text = preview(at_desk(make.editor()), story, lead_image=after.pk, lead_credit="").text
    assert "The new bridge" in text and "Jun/The desk" in text and "The old bridge" not in text


def test_only_the_desk_itself_may_show_it_in_a_frame_and_nobody_keeps_it(make):
    story = make.article()
    answer = preview(at_desk(make.editor()), story)
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in answer.headers["Cache-Control"] and answer.headers["X-Robots-Tag"] == "noindex"


def test_it_reads_in_the_direction_of_the_language_that_is_chosen(make):
    story = make.article()
    text = preview(at_desk(make.editor()), story, language="ar", headline="ارتفع النهر").content.decode()
    assert '<html lang="ar" dir="rtl">' in text


def test_a_story_that_is_only_begun_has_a_page_too(make):
    text = preview(at_desk(make.journalist()), headline="Begun").content.decode()
    assert "Begun</h1>" in text
    assert not Article.objects.exists()


BROKEN = {
    "a language there is not": {"language": "xx"},
    "a slug that is none": {"slug": "no / slug"},
    "a correction without a key": {
        "corrections-TOTAL_FORMS": "1", "corrections-0-kind": "correction", "corrections-0-text": "It was the second.",
    },
    "numbers of nothing": {"lead_image": "99999999", "region": "x", "format": "9" * 30, "related": ["7", "x"]},
    "a script": {"body": "<script>alert(1)</script><p>Words</p>"},
    "a very long text": {"body": "x" * 1_000_001},
    "nothing at all": {"headline": "", "body": "", "language": ""},
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_whatever_is_typed_gives_a_page(make, name):
    story = make.article(state="live", headline="Still here")
    answer = preview(at_desk(make.editor()), story, **BROKEN[name])
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_who_may_not_edit_the_story_sees_no_more_of_it_this_way(make):
    story = make.article()
    assert preview(at_desk(make.journalist()), story).status_code == 403
    assert preview(at_desk(make.user("Picture editor"))).status_code == 403
