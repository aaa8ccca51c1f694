"""Two colleagues talk about a story, each in a browser of their own; and one does so without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles import notes
from articles.anchors import Anchor
from articles.models import Article, Note
from newsroom import roles
from tests.articles.writing import address

BODY = "<p>It rained for nine days.</p><p>Nobody came to the village.</p>"


@pytest.fixture
def leila(server, make):
    return make.journalist(name="Leila Haddad")


@pytest.fixture
def elena(server, make):
    return make.editor(name="Elena Petrova")


@pytest.fixture
def story(leila, make):
    return make.article(by=leila, state="in_review", body=BODY)


@pytest.fixture
def browser_of(open_page, sign_in_as):
    def browser_of(person, **options):
        page = open_page(**options)
        sign_in_as(page, person)
        return page

    return browser_of


def read(page, story):
    page.goto(address(story))
    page.locator(".prosebox").wait_for()


WORDS_ARE_SELECTED = """count => {
  const { doc, selection } = document.querySelector(".prosebox").editor.state;
  return doc.textBetween(selection.from, selection.to).trim().split(" ").length === count;
}"""


def select_first_words(page, count):
    page.locator(".prosebox").focus()
    page.keyboard.press("Control+Home")
    for _word in range(count):
        page.keyboard.press("Control+Shift+ArrowRight")
    page.wait_for_function(WORDS_ARE_SELECTED, arg=count)


def wait_for_the_cursor(page):
    """The editor learns where the cursor is a moment after the browser put it there."""
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def test_an_editor_marks_words_and_the_writer_finds_them_from_her_inbox(browser_of, axe, story, elena, leila):
    hers, his = browser_of(elena), browser_of(leila)
    read(hers, story)
    select_first_words(hers, 2)
    hers.keyboard.press("Control+Alt+m")
    hers.keyboard.type("Who measured this, @Lei")
    hers.locator("[role=option]").wait_for()
    axe(hers)
    hers.keyboard.press("Enter")
    hers.keyboard.press("Control+Enter")
    hers.locator(".note.is-newest").wait_for()
    assert hers.locator("mark.noted").inner_text() == "It rained"
    assert "Leila Haddad will hear of it" in hers.locator("[data-notes-said]").inner_text()

    his.goto("/admin/")
    his.get_by_role("link", name="Inbox").click()
    axe(his)
    his.get_by_role("link", name="Elena Petrova names you in a note").click()
    thread = his.locator(f"#note-{Note.objects.get().pk}")
    thread.wait_for()
    expect(thread).to_be_focused()
    thread.get_by_role("button", name="It rained").click()
    expect(his.locator(".prosebox")).to_be_focused()
    assert his.evaluate("getSelection().toString()") == "It rained"
    his.keyboard.press("ArrowLeft")
    his.keyboard.press("ArrowRight")
    wait_for_the_cursor(his)
    his.keyboard.press("Control+Alt+m")
    expect(thread).to_be_focused()
    thread.locator("summary").click()
    thread.locator("textarea").fill("The weather service.")
    thread.get_by_role("button", name="Send").click()
    his.locator(".note.is-newest").wait_for()

    read(hers, story)
    assert "The weather service." in hers.locator(".threads").inner_text()
    hers.get_by_role("button", name="Settle").click()
    hers.get_by_text("1 settled").wait_for()
    assert hers.locator("mark.noted").count() == 0


def test_a_mark_follows_its_words_and_is_never_saved(browser_of, story, elena, leila):
    notes.leave(story, elena, "Who?", anchor=Anchor("Nobody came", "", " to the village", 1))
    page = browser_of(leila)
    read(page, story)
    page.locator("mark.noted").wait_for()
    page.locator(".prosebox").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("In May it snowed. ")
    assert page.locator("mark.noted").inner_text() == "Nobody came"
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    page.locator("mark.noted").wait_for()
    assert page.locator("mark.noted").inner_text() == "Nobody came"
    body = Article.objects.get(pk=story.pk).head.parsed.body
    assert body == "<p>In May it snowed. It rained for nine days.</p><p>Nobody came to the village.</p>"


def test_words_of_the_headline_are_spoken_of_too(browser_of, axe, story, elena):
    page = browser_of(elena)
    read(page, story)
    headline = page.locator("[name=headline]")
    headline.evaluate("field => { field.focus(); field.setSelectionRange(0, 4) }")
    words = headline.input_value()[:4]
    page.keyboard.press("Control+Alt+m")
    page.keyboard.type("Say it shorter.")
    axe(page)
    page.keyboard.press("Control+Enter")
    page.locator(".note.is-newest").wait_for()
    assert (Note.objects.get().quote, Note.objects.get().field) == (words.strip(), "headline")
    page.locator(".thread__find").click()
    assert page.evaluate("getSelection().toString()").strip() == words.strip()


def test_a_note_does_not_make_the_story_unsaved_and_survives_a_cut_line(browser_of, console, story, elena):
    page = browser_of(elena)
    read(page, story)
    page.locator("#note-text").fill("Who measured this?")
    assert page.locator("[data-unsaved]").is_hidden()
    console.expect("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    page.get_by_role("button", name="Leave the note").click()
    page.get_by_text("It was not sent.").wait_for()
    assert page.locator("#note-text").input_value() == "Who measured this?"
    page.context.set_offline(False)
    page.get_by_role("button", name="Leave the note").click()
    page.locator(".note.is-newest").wait_for()
    assert page.locator("#note-text").input_value() == ""
    assert Note.objects.get().text == "Who measured this?"


def test_naming_somebody_who_may_not_see_the_story_is_refused_beside_what_was_typed(
    browser_of, console, make, story, elena
):
    make.user(roles.MEMBERSHIP_MANAGER, name="Priya Raman")
    page = browser_of(elena)
    read(page, story)
    page.locator("#note-text").fill("@Priya Raman, look.")
    console.expect("422")
    page.get_by_role("button", name="Leave the note").click()
    page.get_by_text("Priya Raman may not see this story").wait_for()
    assert page.locator("#note-text").input_value() == "@Priya Raman, look."


def test_somebody_who_only_reads_speaks_of_chosen_words_too(browser_of, axe, make, story, elena):
    notes.leave(story, elena, "Who?", anchor=Anchor("nine days", "It rained for ", ".", 0))
    page = browser_of(make.user(roles.PICTURE_EDITOR))
    read(page, story)
    page.locator("mark.noted").wait_for()
    page.get_by_text("Nobody came to the village.").dblclick(position={"x": 5, "y": 10})
    page.keyboard.press("Control+Alt+m")
    page.keyboard.type("I have a picture of it.")
    page.keyboard.press("Control+Enter")
    page.locator(".note.is-newest").wait_for()
    assert Note.objects.latest("pk").quote == "Nobody"
    axe(page)


def test_without_scripts_the_conversation_is_plain_forms(browser_of, story, elena, leila):
    note = notes.leave(story, elena, "Who measured this?", anchor=Anchor("nine days", "It rained for ", ".", 0))
    page = browser_of(leila, java_script_enabled=False)
    page.goto(reverse("admin:articles_article_notes", args=[story.pk]))
    page.locator(".thread summary").click()
    page.locator(f"#note-text-{note.pk}").fill("The weather service.")
    page.locator(".thread").get_by_role("button", name="Send").click()
    assert page.url.endswith(f"#note-{note.pk}")
    page.locator(".thread").get_by_role("button", name="Settle").click()
    assert "1 settled" in page.content()


@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("ar", "light")])
def test_the_pages_of_talking_fit_a_phone(browser_of, axe, make, story, leila, language, scheme):
    elena = make.editor(language=language)
    notes.leave(story, leila, "Look.", mentioned=[elena], anchor=Anchor("nine days", "It rained for ", ".", 0))
    page = browser_of(elena, width=360, height=740, colour_scheme=scheme)
    of_the_story = [
        reverse(f"admin:articles_article_{name}", args=[story.pk]) for name in ("notes", "assign", "change")
    ]
    inbox = [reverse(f"admin:articles_notice_{name}") for name in ("changelist", "choices")]
    for path in of_the_story + inbox:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        axe(page)
