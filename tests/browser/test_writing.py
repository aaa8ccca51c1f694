"""The writing screen in a browser: typed, pasted, moved by key, saved by key, and nothing in the console."""

import pytest

from articles.models import Article
from tests.articles.writing import address

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><!--StartFragment-->
<p class=MsoNormal style='margin:0'><b>Bold</b><span style='font-size:11pt'> and plain</span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>First</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o</span>Below</p>
<!--EndFragment--></body></html>"""
GOOGLE = """<b style="font-weight:normal;" id="docs-internal-guid-1">
<p dir="ltr"><span style="font-weight:400">Plain, </span>
<span style="font-weight:700">bold</span> <a href="https://www.google.com/url?q=https://example.org/a&amp;sa=D">there</a></p>
</b>"""


@pytest.fixture
def writer(server, make):
    return make.journalist(name="Amina Salou")


@pytest.fixture
def open_story(page, sign_in_as, writer, make):
    def open_story(by=writer, **fields):
        story = make.article(by=by, **fields)
        sign_in_as(page, by)
        page.goto(address(story))
        page.locator(".prosebox").wait_for()
        return story

    return open_story


def paste(page, html):
    page.evaluate(
        """html => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          document.querySelector(".prosebox").dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        html,
    )


def save(page):
    with page.expect_navigation():
        page.keyboard.press("Control+s")


def body_of(story):
    return Article.objects.get(pk=story.pk).head.parsed.body


def test_a_story_is_written_by_keyboard_alone(page, open_story):
    story = open_story(body="")
    page.locator("[name=dateline]").focus()
    page.keyboard.type("Niamey")
    page.keyboard.press("Enter")
    page.keyboard.type("Nobody ")
    page.keyboard.press("Control+b")
    page.keyboard.type("came")
    page.keyboard.press("Shift+Control+ArrowLeft")
    page.wait_for_function("() => getSelection().toString() === 'came'")
    page.keyboard.press("Control+k")
    page.keyboard.type("example.org/why")
    page.keyboard.press("Enter")
    assert page.locator("[data-meter]").inner_text().startswith("2 words")
    assert page.locator("[data-unsaved]").is_visible()
    save(page)
    assert body_of(story) == '<p>Nobody <a href="https://example.org/why"><strong>came</strong></a></p>'


def test_what_word_and_google_put_on_the_clipboard_comes_clean(page, open_story):
    story = open_story(body="")
    page.locator(".prosebox").focus()
    paste(page, WORD)
    save(page)
    assert body_of(story) == (
        "<p><strong>Bold</strong> and plain</p><ul><li><p>First</p><ul><li><p>Below</p></li></ul></li></ul>"
    )
    page.locator(".prosebox").focus()
    page.keyboard.press("Control+a")
    paste(page, GOOGLE)
    save(page)
    assert body_of(story) == '<p>Plain, <strong>bold</strong> <a href="https://example.org/a">there</a></p>'


def test_a_picture_of_the_library_is_put_into_the_text(page, open_story, make, writer):
    image = make.image(by=writer, caption="The valley road.", alt_text="A dry valley")
    story = open_story(body="<p>Before.</p>")
    page.locator(".prosebox").focus()
    page.get_by_role("button", name="Picture", exact=True).click()
    page.locator(".picker__tile").first.click()
    page.locator(".figure-bar").get_by_label("Credit").fill("Sow/Own")
    page.locator(".figure-bar").get_by_label("Size").select_option("wide")
    save(page)
    body = body_of(story)
    assert f'<figure data-image="{image.pk}" data-size="wide" data-alt="A dry valley" data-credit="Sow/Own">' in body
    assert "<figcaption>The valley road.</figcaption>" in body


CURSOR = "() => getSelection().getRangeAt(0).getClientRects()[0].toJSON()"


@pytest.mark.parametrize("width", [1280, 360])
def test_what_one_types_is_never_behind_the_bars(page, open_story, width):
    page.set_viewport_size({"width": width, "height": 740})
    open_story(body="".join(f"<p>Line {number} of a long story.</p>" for number in range(60)))
    tools, below = page.locator(".tools"), page.locator(".state__do")
    page.locator(".prosebox p").last.click()
    page.keyboard.type("The last one.")
    foot = below.bounding_box()["y"] if width == 360 else 740
    assert page.evaluate(CURSOR)["bottom"] <= foot
    for _line in range(30):
        page.keyboard.press("ArrowUp")
    page.keyboard.type("Here.")
    assert page.evaluate(CURSOR)["top"] >= tools.bounding_box()["y"] + tools.bounding_box()["height"]


def test_names_are_moved_by_key_and_a_region_is_found_by_typing(page, open_story, make, writer):
    for name in ("Chad", "Togo", "Mali", "Benin", "Ghana", "Guinea", "Gabon", "Kenya", "Sudan"):
        make.region(name.lower(), name=name)
    amina, tomas = make.author("Amina"), make.author("Tomás")
    story = open_story(bylines=[amina, tomas])
    page.get_by_role("button", name="Move with the arrow keys").nth(1).press("ArrowUp")
    region = page.get_by_role("combobox", name="Region", exact=True)
    region.fill("chad")
    region.press("Enter")
    save(page)
    story.refresh_from_db()
    assert [line.author.name for line in story.bylines.all()] == ["Tomás", "Amina"]
    assert story.region.slug == "chad"


def test_a_button_waits_until_what_was_typed_is_saved(page, open_story, make):
    chief = make.editor()
    story = open_story(by=chief, state="in_review")
    make.change(story, make.journalist(), standfirst="Somebody else's words.")
    page.reload()
    page.get_by_label("Headline").fill("Typed and not saved")
    page.get_by_role("button", name="Approve").click()
    assert "Save first" in page.locator("[data-unsaved]").inner_text()
    assert Article.objects.get(pk=story.pk).status == "in_review"


def test_the_desk_can_be_read_by_everybody(page, open_story, axe, make, writer):
    image = make.image(by=writer)
    body = (
        f'<p>Words.</p><figure data-image="{image.pk}" data-alt="a" data-credit="b"><figcaption>c</figcaption></figure>'
    )
    story = open_story(body=body, lead_image=image, topics=["floods"])
    axe(page)
    page.get_by_role("combobox", name="Region", exact=True).click()
    axe(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Picture", exact=True).click()
    page.locator(".picker__tile").first.wait_for()
    axe(page)
    for name in ("history", "compare"):
        page.goto(address(story).replace("change", name))
        axe(page)


def test_the_screen_works_without_scripts(open_page, sign_in_as, make, writer):
    page = open_page(java_script_enabled=False)
    chad, story = make.region("chad"), make.article(by=writer)
    sign_in_as(page, writer)
    page.goto(address(story))
    page.get_by_label("Headline").fill("Without scripts")
    page.get_by_label("Body", exact=True).fill("<p>Plain HTML.</p>")
    page.get_by_label("Region", exact=True).select_option(value=str(chad.pk))
    page.get_by_role("button", name="Save").click()
    story = Article.objects.get(pk=story.pk)
    assert (story.headline, story.body, story.region.slug) == ("Without scripts", "<p>Plain HTML.</p>", "chad")
