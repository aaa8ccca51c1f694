"""The main job as people do it: a journalist types a story, an editor approves it, a reader reads it and joins."""

import re

import pytest

from articles.models import Article, PublishedArticle
from memberships.models import Appeal, LedgerEntry, Member
from newsroom.models import Publication
from tests import make
from tests.browser import reference


@pytest.fixture
def story():
    return reference.read()


@pytest.fixture
def house(server, story):
    """What stands before the story is written: the house's name, its regions, the series, the author, the appeal."""
    Publication.objects.update_or_create(pk=1, defaults={"name": story.publication})
    make.format_("news")
    make.series(story.series, slug="in-the-news")
    writer = make.journalist(name=story.author)
    make.author(story.author, slug="the-author", user=writer)
    Appeal.objects.create(
        text="".join(f"<p>{line}</p>" for line in story.appeal),
        button=story.button,
        member_heading=story.member_heading,
        member_text=story.member_text,
    )
    return writer, make.editor(name="Ruth Keller")


def upload_the_picture(page, story):
    page.goto("/admin/articles/image/add/")
    drawn = make.picture_file(width=1600, height=900, name="saraqeb.jpg")
    page.set_input_files("input[type=file]", {"name": drawn.name, "mimeType": "image/jpeg", "buffer": drawn.read()})
    for label, words in (("Alt text", story.alt_text), ("Caption", story.caption), ("Credit", story.credit)):
        page.get_by_label(re.compile(f"^{label}:?$")).fill(words)
    with page.expect_navigation():
        page.locator("[name=_save]").click()


def choose(page, label, words):
    """Type into a field that searches, and take what it finds."""
    field = page.get_by_role("combobox", name=label, exact=True)
    field.fill(words)
    page.get_by_role("option", name=words, exact=True).first.click()


def write(page, story):
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Headline").fill(story.headline)
    page.get_by_label("Standfirst").fill(story.standfirst)
    page.locator(".prosebox").focus()
    for number, paragraph in enumerate(story.paragraphs):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(paragraph)
    page.get_by_label("Sign-off").fill(story.signoff)
    choose(page, "Region", story.region)
    page.get_by_label("Format", exact=True).select_option("News")
    page.get_by_label("Series", exact=True).select_option(story.series)
    page.get_by_role("heading", name="Address").click()
    page.get_by_label("Slugline").fill("idlib-strikes")
    page.get_by_role("button", name="Add a name").click()
    page.locator("select[name$=-author]").last.select_option(story.author)
    page.get_by_role("button", name="Choose a picture").click()
    page.locator("dialog button", has_text=story.caption[:20]).first.click()
    page.get_by_role("button", name="Change picture").wait_for()
    with page.expect_navigation():
        page.keyboard.press("Control+s")


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("region", name="State of the story").get_by_role("button", name=name, exact=True).click()


def test_a_story_goes_from_a_journalists_draft_to_a_reader_who_becomes_a_member(house, story, open_page, sign_in_as):
    writer, editor = house
    desk = open_page()
    sign_in_as(desk, writer)
    upload_the_picture(desk, story)
    write(desk, story)
    press(desk, "Send to editor")
    second_desk = open_page()
    sign_in_as(second_desk, editor)
    second_desk.goto("/admin/")
    second_desk.get_by_role("link", name=story.headline).first.click()
    press(second_desk, "Approve")
    press(second_desk, "Publish now")
    assert PublishedArticle.objects.get().sha256 == Article.objects.get().head.sha256

    reader = open_page(width=360)
    reader.goto("/")
    reader.get_by_role("link", name=story.headline).first.click()
    reads_every_line_in_its_element(reader, story)
    assert reader.context.cookies() == []
    becomes_a_member(reader, story)


def reads_every_line_in_its_element(page, story):
    """Each line of the page stands in its right element, and the elements stand in this order."""
    expected = [
        ("nav li", "Home"),
        ("nav li", story.region),
        (".kicker", story.series),
        ("h1", story.headline),
        (".standfirst", story.standfirst),
        ("figure figcaption", f"{story.caption} ({story.credit})"),
        *((".prose p", paragraph) for paragraph in story.paragraphs),
        (".signoff", story.signoff),
        (".share h2, .share strong, .share h3", "Share this article"),
        *((".appeal p", line) for line in story.appeal),
        (".appeal a", story.button),
        (".appeal h2", story.member_heading),
        (".appeal p", story.member_text),
    ]
    found = page.evaluate(
        """expected => { let after = null; return expected.map(([selector, text]) => {
          const squeeze = words => words.replace(/\\s+/g, " ").trim();
          const hit = [...document.querySelectorAll("main " + selector.replaceAll(", ", ", main "))].find(e =>
            squeeze(e.textContent).replace(/^› ?/, "") === squeeze(text) &&
            (!after || after.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING));
          if (hit) after = hit;
          return Boolean(hit); }); }""",
        [list(line) for line in expected],
    )
    missing = [line for line, hit in zip(expected, found, strict=True) if not hit]
    assert not missing
    assert page.locator("article figure img").get_attribute("alt") == story.alt_text
    assert page.locator("article figure img").evaluate("image => image.naturalWidth > 0")


def becomes_a_member(page, story):
    page.get_by_role("link", name=story.button).click()
    assert "from=" in page.url
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("E-mail address").fill("reader@example.org")
    page.get_by_role("button", name="Pay").click()
    page.wait_for_url(re.compile("/membership/thanks/"))
    assert LedgerEntry.objects.get().amount_minor >= 500
    assert Member.objects.get().came_from == Article.objects.get().pk
