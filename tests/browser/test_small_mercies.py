"""The search box, the keys of a page, and a translation from its first press to the word that it is up to date."""

import pytest

from articles.models import Article
from tests import make
from tests.articles.writing import address

pytestmark = pytest.mark.browser


@pytest.fixture
def writer():
    return make.journalist(name="Leila")


def test_a_story_is_found_by_key_by_words_and_by_the_address_of_its_page(page, server, sign_in_as, axe, writer):
    make.article(headline="The bridge of planks")
    told = {"headline": "A road for the midwife", "slug": "a-road", "body": "<p>Planks.</p>"}
    mine = make.article(by=writer, state="live", **told)
    sign_in_as(page, writer)
    page.goto("/admin/")
    page.keyboard.press("/")
    page.keyboard.type("planks")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Your own").wait_for()
    assert page.locator(".line__name").all_inner_texts() == ["A road for the midwife", "The bridge of planks"]
    axe(page)
    published = page.request.get("/latest/").text()
    path = published.partition('/a-road/"')[0].rpartition('"')[2] + "/a-road/"
    page.keyboard.press("/")
    page.keyboard.type(path)
    page.keyboard.press("Enter")
    page.wait_for_url("**" + address(mine))


def test_the_keys_of_a_page_are_one_key_away_and_none_while_somebody_types(page, server, sign_in_as, axe, writer):
    story = make.article(by=writer)
    sign_in_as(page, writer)
    page.goto("/admin/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys on this page")
    dialog.get_by_text("Find a story").wait_for()
    axe(page)
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    page.goto(address(story))
    page.locator(".prosebox").click()
    page.keyboard.type("Why? and/or")
    assert not dialog.is_visible() and "Why? and/or" in page.locator(".prosebox").inner_text()
    page.keyboard.press("Control+/")
    dialog.get_by_text("Go on below a box").wait_for()
    dialog.get_by_role("link", name="All keys of the desk").click()
    page.get_by_role("heading", name="Calendar").wait_for()
    axe(page)


def test_a_translation_is_begun_marked_and_brought_up_to_date(page, server, sign_in_as, axe, writer):
    story = make.article(by=writer, state="live", headline="Eleven died")
    sign_in_as(page, writer)
    page.goto(address(story))
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Translate").click()
    page.get_by_label("French").check()
    axe(page)
    page.get_by_role("button", name="Translate").click()
    page.get_by_text("This is the translation").wait_for()
    french = Article.objects.get(translation_of=story)
    make.change(story, headline="Twelve died")
    make.bring_to("live", Article.objects.get(pk=story.pk), writer)
    page.goto("/admin/")
    page.get_by_text("Original changed").wait_for()
    page.goto(address(french))
    page.get_by_role("link", name="What changed in the original").click()
    page.get_by_text("Twelve").first.wait_for()
    page.go_back()
    axe(page)
    page.get_by_role("button", name="It is up to date again").click()
    page.get_by_text("It is up to date with its original again.").wait_for()
    assert not page.get_by_text("The original has changed").is_visible()
