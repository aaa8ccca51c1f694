"""What word processors and web pages put on the clipboard comes clean: words, structure and links, and nothing else."""

from pathlib import Path

import pytest

from articles import markup
from tests.articles.writing import address

CLIPBOARD = Path(__file__).with_name("clipboard")
LIST = "<ul><li><p>Rice</p><ul><li><p>in the valley</p></li></ul></li><li><p>Millet</p></li></ul>"
REPORT = '<a href="https://example.org/report?id=7">the report</a>'
ANNEX = '<a href="https://example.org/b">the annex</a>'
EXPECTED = {
    "word": (
        "<h2>The dam</h2><h2>What Dosso lost</h2><p><strong>Nobody</strong> came on <em>Monday</em>.</p>"
        f"{LIST}<p>Steps:</p><ol><li><p>Dig</p></li></ol>"
        "<table><tr><td><p><strong>Month</strong></p></td><td><p>Rain</p></td></tr>"
        '<tr><td colspan="2"><p>May</p></td></tr></table>'
        f"<p>See {REPORT.replace('id=7', 'id=7#page=2')} and {ANNEX}.</p>"
        '<dl class="sources"><dt>Ministry of Water, <a href="https://example.org/water">bulletin 4</a></dt>'
        "<dd></dd></dl>"
    ),
    "google_docs": (
        "<h2>The dam</h2><p>Nobody <strong>came</strong> on <em>Monday</em>, CO<sub>2</sub>.</p><h2>After</h2>"
        f'{LIST}<p dir="rtl">قال الوزير</p><p>{REPORT} and {ANNEX}</p>'
        "<table><tr><td><p>May</p></td><td><p>12</p></td></tr></table>"
        '<dl class="sources"><dt>Ministry of Water, bulletin 4</dt><dd></dd></dl>'
    ),
    "libreoffice": (
        f"<h2>The dam</h2><p><strong>Nobody</strong> came on <em>Monday</em>.</p>{LIST}"
        "<table><tr><th><p>Month</p></th><th><p>Rain</p></th></tr><tr><td><p>May</p></td><td><p>12</p></td></tr></table>"
        f'<p>See {REPORT}.</p><dl class="sources"><dt>Ministry of Water, bulletin 4</dt><dd></dd></dl>'
    ),
    "web_page": (
        "<h2>The dam</h2><p>Nobody <strong>came</strong> on <em>Monday</em>\xa0: "
        "«\xa0jamais\xa0»\xa0! Only 12\xa0000 did.</p>"
        '<p><a href="https://www.example.org/story?id=7">the report</a> share</p><h2>After</h2>'
        '<ol start="3"><li><p>Dig</p></li><li><p>Fill</p></li></ol><h3>Small</h3>'
        "<blockquote><p>We ran.</p></blockquote><p>Dam</p><p>A wall</p>"
    ),
}


@pytest.fixture
def paste(page, server, sign_in_as, make):
    """Pastes into an empty story and gives its body as the server keeps it."""
    writer = make.journalist()
    sign_in_as(page, writer)
    page.goto(address(make.article(by=writer, body="")))
    page.locator(".prosebox").focus()

    def paste(html):
        typed = page.evaluate(
            """html => {
              const data = new DataTransfer();
              data.setData("text/html", html);
              const box = document.querySelector(".prosebox");
              box.editor.commands.clearContent();
              box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
              return box.editor.getHTML();
            }""",
            html,
        )
        return markup.sanitise(typed)

    return paste


def test_a_text_comes_clean_from_every_program(paste):
    for name, body in EXPECTED.items():
        assert paste((CLIPBOARD / f"{name}.html").read_text(encoding="utf-8")) == body, name


def test_pictures_left_out_are_told_of(paste, page):
    paste((CLIPBOARD / "word.html").read_text(encoding="utf-8"))
    said = page.locator(".prose-editor__said")
    assert said.inner_text().startswith("Pictures left out: 1.")
    paste("<p>Words</p>")
    assert said.inner_text() == ""


def test_a_paste_from_our_own_editor_stays_as_it_was(paste):
    body = '<aside class="story-card" data-story="4"></aside><dl class="sources"><dt>A</dt><dd>B</dd></dl>'
    assert paste(f'<div data-pm-slice="0 0 []">{body}</div>') == body
