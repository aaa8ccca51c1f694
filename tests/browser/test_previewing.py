"""The page beside the text, and an outsider with a secret link in a browser of their own."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from articles.models import Article, Note, PreviewLink
from tests import make
from tests.browser import every_page

pytestmark = pytest.mark.usefixtures("server")
SAYS = "[data-beside] iframe:not(.is-coming)"


def writing(page, sign_in_as, **fields):
    writer = make.journalist(name="Amina Salou")
    story = make.article(by=writer, headline="Rain in the valley", lead_image=make.image(), **fields)
    sign_in_as(page, writer)
    page.goto(reverse("admin:articles_article_change", args=[story.pk]))
    page.locator(".ProseMirror").wait_for()
    return story


def test_a_writer_sees_the_page_grow_beside_the_text(page, sign_in_as, axe):
    every_page.house()
    story = writing(page, sign_in_as)
    entries = page.evaluate("history.length")
    page.locator("#id_headline").press("Control+Alt+KeyP")
    shown = page.frame_locator(SAYS)
    shown.get_by_role("heading", name="Rain in the valley").wait_for()
    page.locator("#id_headline").fill("Rain for the ninth day")
    shown.get_by_role("heading", name="Rain for the ninth day").wait_for()
    page.locator(".ProseMirror").click()
    page.keyboard.type("Typed this minute. ")
    shown.get_by_text("Typed this minute.").wait_for()
    assert shown.locator("html").evaluate("page => page.clientWidth") == 360
    page.get_by_label("Desktop").check()
    page.wait_for_function("() => document.querySelector('[data-beside] iframe').clientWidth === 1280")
    light = shown.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    page.get_by_label("Dark").check()
    assert shown.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") != light
    axe(page)
    assert page.evaluate("history.length") == entries
    assert Article.objects.get(pk=story.pk).headline == "Rain in the valley"
    page.locator("[data-beside-away]").click()
    assert page.locator("[data-beside]").is_hidden()
    assert page.evaluate("document.activeElement.hasAttribute('data-preview')")


def test_on_a_phone_the_page_opens_by_itself(open_page, sign_in_as):
    every_page.house()
    page = open_page(width=360, height=740)
    writing(page, sign_in_as, language="ar")
    page.locator("#id_headline").fill("ارتفع النهر")
    with page.expect_popup() as opened:
        page.locator("button[data-preview]").click()
    opened.value.get_by_role("heading", name="ارتفع النهر").wait_for()
    assert opened.value.evaluate("document.documentElement.dir") == "rtl"


def test_without_scripts_the_button_gives_the_page(open_page, sign_in_as):
    every_page.house()
    page = open_page(java_script_enabled=False)
    writer = make.journalist()
    story = make.article(by=writer, headline="Plain")
    sign_in_as(page, writer)
    page.goto(reverse("admin:articles_article_change", args=[story.pk]))
    page.locator("#id_headline").fill("Plainer")
    with page.expect_popup() as opened:
        page.locator("button[data-preview]").click()
    opened.value.get_by_role("heading", name="Plainer").wait_for()
    assert Article.objects.get(pk=story.pk).headline == "Plain"


@pytest.fixture
def server_log(product_environment):
    """What the real server wrote while the test ran."""
    log = Path(product_environment["VAR_DIR"], "server.log")
    start = log.stat().st_size

    def written():
        return log.read_bytes()[start:].decode()

    return written


def test_an_outsider_reads_and_answers_and_leaves_no_trace(page, open_page, sign_in_as, axe, console, server_log):
    every_page.house()
    console.expect("404")
    story = writing(page, sign_in_as)
    page.get_by_role("heading", name="Outsiders").click()
    page.get_by_role("link", name="Show it to somebody without an account").click()
    page.get_by_label("For whom").fill("Fatima, the lawyer")
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("Secret address").input_value()
    axe(page)

    outsider = open_page(width=360, height=740)
    referrers = []
    outsider.on("request", lambda asked: referrers.append(asked.headers.get("referer", "")))
    outsider.goto(address)
    outsider.get_by_role("heading", name="Rain in the valley").wait_for()
    picture = outsider.locator("article img").first
    picture.evaluate("image => image.decode()")
    assert f"{address}pictures/" in picture.evaluate("image => image.currentSrc")
    axe(outsider)
    outsider.get_by_label("What should they know?").fill("The third paragraph is wrong.")
    outsider.get_by_role("button", name="Send the note").click()
    outsider.get_by_role("status").filter(has_text="Thank you").wait_for()
    assert outsider.context.cookies() == []
    outsider.locator(".masthead a").first.click()
    outsider.wait_for_url("**/")
    token = address.rstrip("/").rpartition("/")[2]
    assert not [said for said in referrers if token in said]
    assert (Note.objects.get().visitor, PreviewLink.objects.get().opened) == ("Fatima, the lawyer", 1)

    page.get_by_role("link", name="Back to the story").click()
    page.get_by_text("opened once").wait_for()
    page.get_by_role("link", name="Secret links to this story").click()
    page.get_by_role("button", name=re.compile("Revoke")).click()
    page.get_by_text("Revoked: the link shows nothing").wait_for()
    outsider.goto(address)
    outsider.get_by_role("heading", name="This link shows nothing").wait_for()
    axe(outsider)
    said = server_log()
    assert token not in said and "/preview/-/" in said and "/preview/-/pictures/" in said
    assert story.head.preview_links.count() == 1
