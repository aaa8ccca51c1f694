"""History, comparison, restoring and preview of one story."""

import pytest
from django.urls import reverse

from articles.models import Article
from tests.articles.writing import at_desk

pytestmark = pytest.mark.django_db


def page_of(client, name, *args, **query):
    return client.get(reverse(f"admin:articles_article_{name}", args=args), query)


def test_the_history_tells_who_saved_moved_and_approved(make):
    writer = make.journalist(name="Amina")
    story = make.article(by=writer, state="in_review")
    make.change(story, make.editor(name="Ruth"), headline="Better")
    text = page_of(at_desk(writer), "history", story.pk).content.decode()
    assert "Amina" in text and "Ruth" in text
    assert "Draft → In review" in text
    assert Article.objects.get(pk=story.pk).head.sha256[:8] in text


def test_two_revisions_are_compared_field_by_field_and_word_by_word(make):
    writer = make.journalist()
    story = make.article(by=writer, body="<p>It rained for nine days.</p><p>Nobody came to see the road.</p>")
    old = story.head
    make.change(
        story,
        body="<p>It rained for ten days.</p><p><strong>Nobody</strong> came to see the road.</p>",
        dateline="Dosso",
    )
    story.topics.set(["floods"])
    new = make.change(story)
    text = page_of(at_desk(writer), "compare", story.pk, old=old.pk, new=new.pk).content.decode()
    assert "<del>nine</del>" in text and "<ins>ten</ins>" in text
    assert '<ins data-change="formatting" data-note="bold"><strong>Nobody</strong></ins>' in text
    assert "<ins>Dosso</ins>" in text and "<ins>floods</ins>" in text


def test_a_revision_of_another_story_is_no_part_of_this_one(make):
    writer = make.journalist()
    story, other = make.article(by=writer), make.article()
    desk = at_desk(writer)
    assert page_of(desk, "compare", story.pk, old=other.head_id).status_code == 404
    assert page_of(desk, "preview", story.pk, other.head_id).status_code == 404


def restore(client, story, revision, opened_on=None):
    data = {"opened_on": opened_on or Article.objects.get(pk=story.pk).head_id}
    return client.post(reverse("admin:articles_article_restore", args=[story.pk, revision.pk]), data, follow=True)


def test_an_older_revision_is_restored_as_a_new_one(make):
    writer = make.journalist()
    story = make.article(by=writer, headline="First")
    first = story.head
    make.change(story, headline="Second")
    restore(at_desk(writer), story, first)
    story = Article.objects.get(pk=story.pk)
    assert story.headline == "First"
    assert story.head.pk not in (first.pk, first.pk + 1)


def test_restoring_over_a_newer_save_is_refused(make):
    writer = make.journalist()
    story = make.article(by=writer, headline="First")
    make.change(story, headline="Second")
    answer = restore(at_desk(writer), story, story.head, opened_on=story.head_id)
    assert "saved this story after you opened it" in answer.content.decode()
    assert Article.objects.get(pk=story.pk).headline == "Second"


def test_a_journalist_restores_nothing_of_a_strangers(make):
    story = make.article(headline="First")
    make.change(story, headline="Second")
    assert restore(at_desk(make.journalist()), story, story.head).status_code == 403


def test_a_preview_is_the_papers_own_page_and_is_kept_nowhere(make):
    story = make.article(headline="Not out yet", state="in_review")
    answer = page_of(at_desk(make.editor()), "preview", story.pk, story.head_id)
    text = answer.content.decode()
    assert "Not out yet</h1>" in text
    assert f"Preview of revision {story.head_id}" in text
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_a_preview_in_arabic_speaks_arabic(make):
    story = make.article(language="ar", headline="ارتفع النهر", slug="النهر")
    text = page_of(at_desk(make.editor()), "preview", story.pk, story.head_id).content.decode()
    assert '<html lang="ar" dir="rtl">' in text


def test_pictures_of_a_preview_come_through_the_desk(make, client):
    image = make.image()
    story = make.article(lead_image=image, lead_caption="x", lead_alt_text="y", lead_credit="z")
    desk = at_desk(make.editor())
    text = page_of(desk, "preview", story.pk, story.head_id).content.decode()
    width = image.renditions.made().filter(format="jpg").first().width
    path = reverse("admin:articles_preview_picture", args=[image.public_id, f"{width}.jpg"])
    assert path in text and f'"/pictures/{image.public_id}' not in text
    assert desk.get(path).headers["Content-Type"] == "image/jpeg"
    assert desk.get(path.replace(".jpg", ".exe")).status_code == 404
    assert client.get(path).status_code == 302


@pytest.mark.parametrize("name", ["history", "compare", "preview", "change"])
def test_a_membership_manager_sees_no_story(make, name):
    story = make.article(headline="Secret")
    args = [story.pk, story.head_id] if name == "preview" else [story.pk]
    answer = page_of(at_desk(make.user("Membership manager")), name, *args)
    assert answer.status_code in (302, 403)
    assert "Secret" not in answer.content.decode()


def test_a_cursor_from_the_beginning_of_time_shows_the_newest(make):
    story = make.article(headline="It rained")
    page = at_desk(make.editor()).get(
        reverse("admin:articles_article_history", args=[story.pk]), {"before": "0001-01-01T00:00:00+14:00_0_1"}
    )
    assert page.status_code == 200 and page.context["entries"]
