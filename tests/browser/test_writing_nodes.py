"""What a story holds beside paragraphs, put in by key and by button in a browser under the product's own CSP."""

import re
import tomllib
from pathlib import Path

import pytest

from articles import markup
from articles.models import Article, PublishedArticle
from tests.articles.writing import address

STORIES = Path(__file__).resolve().parents[2] / "newsroom" / "sample" / "stories"
PICTURE = re.compile(r'data-image="[^"]*"')
VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"
NODES = (
    "<p>Before.</p>"
    "<table><caption>Rain</caption><tr><th><p>Month</p></th><th><p>Rain</p></th></tr>"
    '<tr><td colspan="2"><p>May</p></td></tr></table>'
    '<aside class="fact-box"><h2>Dam</h2><p>Built in <em>1974</em>.</p><ul><li><p>One gate</p></li></ul></aside>'
    '<aside class="pull-quote" dir="rtl"><p>We ran.</p><cite>A farmer</cite></aside>'
    '<dl class="sources"><dt><a href="https://example.org/r">Report</a></dt><dd>Its owner</dd><dt>B</dt><dd></dd></dl>'
    '<aside class="story-card" data-story="12"></aside>'
    f'<aside class="embed" data-href="{VIDEO}"><cite>The flood</cite><p>From <strong>a roof</strong></p></aside>'
    f'<aside class="embed" data-href="{VIDEO}"></aside>'
    '<p dir="rtl">قال</p><h2 dir="ltr">A</h2><blockquote dir="auto"><p>B</p></blockquote>'
    '<ol start="3" dir="rtl"><li><p>C</p></li></ol>'
    "<p>H<sub>2</sub>O<br><s>no</s></p>"
)


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


def through_the_editor(page, html) -> str:
    """What the editor makes of a body that it only reads and writes, after the server's cleaning."""
    script = """html => {
      const {editor} = document.querySelector(".prosebox");
      editor.commands.setContent(html);
      return editor.getHTML();
    }"""
    return markup.sanitise(page.evaluate(script, html))


def save(page):
    with page.expect_navigation():
        page.keyboard.press("Control+s")


def body_of(story):
    return Article.objects.get(pk=story.pk).head.parsed.body


def tool(page, name):
    page.get_by_role("toolbar", name="Text").get_by_role("button", name=name, exact=True).click()


def test_every_node_goes_through_the_editor_as_it_is(page, open_story, console):
    open_story()
    assert markup.sanitise(NODES) == NODES
    assert through_the_editor(page, NODES) == NODES


def test_opening_and_saving_a_sample_story_changes_no_letter_of_it(page, open_story):
    open_story()
    for path in sorted(STORIES.glob("*.toml")):
        written = tomllib.loads(path.read_text(encoding="utf-8"))["body"]
        body = markup.sanitise(PICTURE.sub('data-image="7"', written))
        assert through_the_editor(page, body) == body, path.name


def test_looking_at_a_story_that_ends_in_a_box_is_no_change_of_it(page, open_story):
    open_story(body='<p>Words</p><dl class="sources"><dt>A report</dt><dd></dd></dl>')
    page.locator(".prosebox p").first.click()
    page.keyboard.press("ArrowDown")
    page.locator(".prosebox > p").nth(1).wait_for(state="attached")
    assert page.locator("[data-unsaved]").is_hidden()
    page.keyboard.type("x")
    assert page.locator("[data-unsaved]").is_visible()


def test_a_table_is_made_and_grown_by_keys_alone(page, open_story):
    story = open_story(body="<p>Before.</p>")
    page.locator(".prosebox").focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Alt+F10")
    for _step in range(11):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    for word in ("Month", "Rain", "Sun", "May"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    page.keyboard.press("Control+Alt+ArrowDown")
    page.keyboard.press("Control+Alt+ArrowRight")
    page.keyboard.press("Control+Alt+ArrowLeft")
    page.keyboard.press("Control+Alt+Shift+Backspace")
    page.keyboard.press("Control+Alt+Backspace")
    page.locator(".table-bar input").fill("Rain in 2019")
    page.locator(".table-bar input").press("Enter")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("After.")
    save(page)
    rows = (
        f"<tr><th><p>Month</p></th><th></th><th></th><th><p>Sun</p></th></tr>{2 * ('<tr>' + 4 * '<td></td>' + '</tr>')}"
    )
    assert body_of(story) == f"<p>Before.</p><table><caption>Rain in 2019</caption>{rows}</table><p>After.</p>"


def test_a_fact_box_and_sources_are_written_and_left_by_key(page, open_story):
    story = open_story(body="")
    page.locator(".prosebox").focus()
    tool(page, "Fact box")
    page.keyboard.type("The dam")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("Built in 1974.")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Between.")
    tool(page, "Sources")
    for line in ("Annual report", "Its owner, 2019", "Ali Sow"):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("After.")
    save(page)
    assert body_of(story) == (
        '<aside class="fact-box"><h2>The dam</h2><p>Built in 1974.</p></aside><p>Between.</p>'
        '<dl class="sources"><dt>Annual report</dt><dd>Its owner, 2019</dd><dt>Ali Sow</dt><dd></dd></dl><p>After.</p>'
    )


def test_lists_and_a_pull_quote_are_begun_and_left_by_what_one_types(page, open_story):
    story = open_story(body="<p>Said</p>")
    page.locator(".prosebox").focus()
    page.keyboard.press("Control+a")
    paste(page, "https://example.org/said?utm_source=feed", kind="text/plain")
    page.keyboard.press("Enter")
    page.keyboard.type("3. Third")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    tool(page, "Pull quote")
    for line in ("We ran.", "A farmer", "After."):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    save(page)
    assert body_of(story) == (
        '<p><a href="https://example.org/said">Said</a></p><ol start="3"><li><p>Third</p></li></ol>'
        '<aside class="pull-quote"><p>We ran.</p><cite>A farmer</cite></aside><p>After.</p>'
    )


def test_a_card_alone_is_a_text_and_one_goes_on_below_it(page, open_story, make):
    other = make.article(headline="The dam at Kandadji held")
    story = open_story(body="")
    card = f'<aside class="story-card" data-story="{other.pk}"></aside>'
    page.locator(".prosebox").focus()
    tool(page, "Story card")
    page.get_by_role("combobox", name="Which story?").fill("dam held")
    page.keyboard.press("Enter")
    page.locator(".card-node", has_text="The dam at Kandadji held").wait_for()
    save(page)
    assert body_of(story) == card
    page.locator(".card-node strong").click()
    page.keyboard.press("Control+Enter")
    page.keyboard.type("After.")
    save(page)
    assert body_of(story) == f"{card}<p>After.</p>"


def test_an_own_story_is_found_while_one_types_for_a_link_and_for_a_card(page, open_story, make):
    other = make.article(headline="The dam at Kandadji held", slugline="niger-dam")
    story = open_story(body="<p>Kandadji</p>")
    page.locator(".prosebox").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    page.locator("dialog .stories li").first.wait_for()
    assert "not published" in page.locator("dialog .stories").inner_text()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+End")
    tool(page, "Story card")
    page.get_by_role("combobox", name="Which story?").fill("dam held")
    page.keyboard.press("Enter")
    page.locator(".card-node", has_text="The dam at Kandadji held").wait_for()
    assert "once that story is published" in page.locator(".card-node").inner_text()
    save(page)
    assert body_of(story) == (
        f'<p><a href="/stories/{other.pk}/">Kandadji</a></p><aside class="story-card" data-story="{other.pk}"></aside>'
    )


def test_a_pasted_address_of_a_known_service_becomes_a_card(page, open_story):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    story = open_story(body="")
    page.locator(".prosebox").focus()
    paste(page, "https://youtu.be/abcdefghijk?si=follow", kind="text/plain")
    page.locator(".embed-node").wait_for()
    page.keyboard.type("The flood")
    page.keyboard.press("Enter")
    page.keyboard.type("Filmed from a roof")
    page.keyboard.press("Control+Enter")
    paste(page, "https://example.org/page", kind="text/plain")
    save(page)
    assert body_of(story) == (
        '<aside class="embed" data-href="https://youtu.be/abcdefghijk"><cite>The flood</cite>'
        "<p>Filmed from a roof</p></aside>"
        '<p><a href="https://example.org/page">https://example.org/page</a></p>'
    )
    assert not [url for url in asked if "localhost" not in url and not url.startswith(("data:", "blob:"))]


def test_a_paragraph_is_turned_by_key_and_stays_so(page, open_story):
    story = open_story(body="<p>One</p><ul><li><p>Two</p></li></ul>")
    page.locator(".prosebox").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+Shift+X")
    assert page.locator(".prose-editor__said").inner_text() == "This paragraph runs from right to left."
    page.locator(".prosebox li").click()
    page.wait_for_function("() => document.querySelector('.prosebox').editor.isActive('bulletList')")
    page.keyboard.press("Control+Shift+X")
    page.keyboard.press("Control+Shift+X")
    save(page)
    assert body_of(story) == '<p dir="rtl">One</p><ul dir="ltr"><li><p>Two</p></li></ul>'
    assert page.locator(".prosebox p").first.evaluate("p => getComputedStyle(p).direction") == "rtl"


def test_what_is_still_to_come_is_marked_counted_and_never_saved_as_a_mark(page, open_story):
    body = "<p>Rain fell for TK days on TKP land.</p><p>TKTK</p>"
    story = open_story(body=body, headline="A dam of TK metres")
    assert page.locator(".prosebox .to-come").all_inner_texts() == ["TK", "TKTK"]
    assert page.locator("[data-to-come]").inner_text().startswith("To come (TK): 3")
    page.locator(".prosebox").focus()
    for place in ("TK", "TK", "TKTK"):
        page.keyboard.press("Control+Alt+k")
        assert selected(page) == place
    page.keyboard.type("Nine")
    page.locator("[data-to-come]", has_text="(TK): 2").wait_for()
    save(page)
    assert body_of(story) == body.replace("TKTK", "Nine")


def test_the_page_is_weighed_while_one_writes(page, open_story):
    story = open_story()
    page.locator("[data-weight]").wait_for()
    before = page.locator("[data-weight]").inner_text()
    page.locator(".prosebox").focus()
    for number in range(40):
        page.keyboard.insert_text(f"A sentence that no other is like, number {number * 7919}. ")
    page.wait_for_function("before => document.querySelector('[data-weight]').textContent !== before", arg=before)
    assert "slow line" in page.locator("[data-weight]").inner_text()
    assert story.revisions.count() == 1


def test_all_keys_are_listed_and_nothing_fails_axe(page, open_story, axe):
    open_story(body=NODES)
    page.locator(".embed-node").first.wait_for()
    page.locator("[data-tool=quote]").click()
    assert page.locator("[data-tool=quote]:hover[aria-pressed=true]").count() == 1
    axe(page)
    page.locator(".prosebox").focus()
    page.keyboard.press("Control+/")
    assert "Go to the next “to come” (TK)" in page.get_by_role("dialog").inner_text()
    assert page.get_by_role("dialog").evaluate("dialog => dialog.scrollTop") == 0
    axe(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    axe(page)


def selected(page):
    return page.evaluate(
        "() => { const at = document.activeElement; return at.selectionStart === undefined ? String(getSelection())"
        " : at.value.slice(at.selectionStart, at.selectionEnd); }"
    )


def paste(page, text, kind="text/html"):
    page.evaluate(
        """([kind, text]) => {
          const data = new DataTransfer();
          data.setData(kind, text);
          document.querySelector(".prosebox").dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [kind, text],
    )


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", 360, "dark"), ("ar", 360, "light"), ("en", 1280, "light")]
)
def test_readers_get_every_node_at_any_width(open_page, make, axe, language, width, scheme):
    other = make.article(state="live", headline="The dam held", lead_image=make.image())
    wide = "<table><caption>Wide</caption><tr>" + "<th><p>Month</p></th>" * 9 + "</tr></table>"
    body = NODES.replace('data-story="12"', f'data-story="{other.pk}"') + wide
    story = make.article(state="live", language=language, body=body)
    page = open_page(width=width, colour_scheme=scheme)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(PublishedArticle.objects.get(article_id=story.pk).get_absolute_url())
    axe(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") == width
    region = page.get_by_role("group", name="Wide")
    region.focus()
    if width == 360:
        page.keyboard.press("ArrowLeft" if language == "ar" else "ArrowRight")
        page.wait_for_function("box => Math.abs(box.scrollLeft) > 0", arg=region.element_handle())
    assert page.get_by_role("link", name="The dam held").first.is_visible()
    assert page.locator(".embed a").first.get_attribute("target") == "_blank"
    assert not [url for url in asked if "localhost" not in url and not url.startswith("data:")]
