"""The history of a story in two browsers: names, comparing by keyboard, restoring over somebody else's save."""

import re

import pytest
from django.urls import reverse

from articles.models import Article
from tests import make
from tests.browser import every_page

pytestmark = pytest.mark.usefixtures("server")


@pytest.fixture
def story():
    every_page.house()
    picture = make.image()
    rest = "<p>The mill stands still.</p><p>The bridge is gone.</p>"
    body = f"<h2>The road</h2><p>It rained for nine days. Nobody came.</p>{rest}<p>The market moved to the hill.</p>"
    story = make.article(by=make.journalist(name="Amina Salou"), headline="Rain", body=body, lead_image=picture)
    rest = f"<p>The market moved to the hill.</p><h3>The road</h3><p>It rained for ten days. <strong>Nobody</strong> \
<a href='https://example.org/'>came</a>.</p>{rest}<figure data-image='{picture.pk}' data-alt='A road'></figure>"
    make.change(story, make.editor(name="Ruth Okafor"), headline="Rain in the valley", body=rest)
    return story


def history(page, story):
    page.goto(reverse("admin:articles_article_history", args=[story.pk]))


def test_two_texts_are_chosen_and_compared_with_the_keyboard_alone(page, sign_in_as, axe, story):
    sign_in_as(page, story.created_by)
    history(page, story)
    axe(page)
    page.locator("input[name=old]").last.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Compare").wait_for()
    text = page.locator(".difference--prose")
    assert text.locator("ins", has_text="ten").count() and text.locator("del", has_text="nine").count()
    for note in ("bold", "link", "moved", "smaller heading"):
        assert text.locator(f"[data-note*='{note}']").count(), note
    text.locator("img.thumb").evaluate("image => { image.loading = 'eager'; return image.decode(); }")
    axe(page)


def test_steps_lead_from_one_save_to_the_next(page, sign_in_as, story):
    make.change(story, headline="Rain for ten days")
    sign_in_as(page, story.created_by)
    page.goto(reverse("admin:articles_article_compare", args=[story.pk]))
    assert page.locator("ins", has_text="for ten days").count()
    page.keyboard.press("Alt+Shift+KeyP")
    page.locator("ins", has_text="in the valley").first.wait_for()
    page.keyboard.press("Alt+Shift+KeyN")
    page.locator("ins", has_text="for ten days").first.wait_for()


def test_one_names_a_version_and_the_other_restores_it_but_not_over_a_newer_save(open_page, sign_in_as, story):
    amina, ruth = open_page(), open_page(width=360, height=740)
    sign_in_as(amina, story.created_by)
    sign_in_as(ruth, make.editor(name="David Hart"))
    history(amina, story)
    amina.get_by_text("Name this version").last.click()
    amina.locator("input[name=name]").last.fill("as sent to the lawyer")
    amina.get_by_role("button", name="Keep the name").last.click()
    history(ruth, story)
    ruth.locator(".event__name", has_text="“as sent to the lawyer”").wait_for()
    make.change(story, story.created_by, headline="Changed meanwhile")
    ruth.get_by_role("button", name=re.compile("Restore")).last.click()
    ruth.get_by_text("saved this story after you opened it").wait_for()
    assert Article.objects.get(pk=story.pk).headline == "Changed meanwhile"
    ruth.get_by_role("button", name=re.compile("Restore")).last.click()
    ruth.locator(".ProseMirror").wait_for()
    assert Article.objects.get(pk=story.pk).headline == "Rain"
    history(amina, story)
    amina.locator(".event__why", has_text="“as sent to the lawyer”").wait_for()
