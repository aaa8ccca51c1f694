"""What a story holds beside paragraphs, put in by key and by button in a browser under the product's own CSP."""

import pytest

from articles import markup
from articles.models import Article
from tests.articles.writing import address

VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"
NODES = (
    "<p>Before.</p>"
    "<table><caption>Rain</caption><tr><th><p>Month</p></th><th></th></tr>"
    '<tr><td colspan="2"><p>May</p></td></tr></table>'
    '<aside class="fact-box"><h2>The dam</h2><p>Built in <em>1974</em>.</p><ul><li><p>One gate</p></li></ul></aside>'
    '<aside class="pull-quote" dir="rtl"><p>We ran.</p><cite>A farmer</cite></aside>'
    '<dl class="sources"><dt><a href="https://example.org/r">Report</a></dt><dd>The dam’s owner</dd><dt>Ali</dt><dd></dd></dl>'
    '<aside class="story-card" data-story="12"></aside>'
    f'<aside class="embed" data-href="{VIDEO}"><cite>The flood</cite><p>From <strong>a roof</strong></p></aside>'
    f'<aside class="embed" data-href="{VIDEO}"></aside>'
    '<p dir="rtl">قال</p><h2 dir="ltr">A</h2><blockquote dir="auto"><p>B</p></blockquote><ol start="3" dir="rtl"><li><p>C</p></li></ol>'
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
    script = "html => { const {editor} = document.querySelector('.prosebox'); editor.commands.setContent(html); return editor.getHTML(); }"
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
