"""Two people at once: an urgent story and its second person, a note to readers and its approver, a takedown."""

import pytest
from django.urls import reverse

from articles import workflow
from articles.models import Article, PublishedArticle
from tests.articles.writing import address


def question(story, verb):
    return reverse("admin:articles_article_move", args=[story.pk, verb])


def fits(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_one_publishes_urgently_and_another_reads_it_and_countersigns(open_page, sign_in_as, axe, make):
    first, second = make.managing_editor(name="Ingrid First"), make.managing_editor(name="Ruth Second")
    story = make.article(headline="The dam is breaking")
    hers, other = open_page(), open_page(width=360, colour_scheme="dark")
    sign_in_as(hers, first)
    sign_in_as(other, second)
    hers.goto(question(story, "publish_urgently"))
    axe(hers)
    hers.get_by_label("Note").fill("People have to leave now.")
    hers.get_by_role("button", name="Publish urgently").click()
    hers.get_by_text("Readers see a text that nobody has approved").wait_for()
    axe(hers)
    other.goto("/admin/")
    axe(other)
    fits(other)
    other.get_by_role("link", name="Read and countersign").click()
    other.get_by_text("People have to leave now.").wait_for()
    axe(other)
    fits(other)
    other.get_by_role("button", name="Countersign").focus()
    other.keyboard.press("Enter")
    other.get_by_text("you stand behind exactly the text").wait_for()
    hers.goto("/admin/")
    assert hers.get_by_text("that nobody has approved").count() == 0


def test_one_restricts_a_story_that_another_is_writing_in(open_page, sign_in_as, axe, make, console):
    console.expect("404")
    story = make.article(by=make.journalist(name="Leila Writes"), state="in_review", headline="Who paid for the dam")
    hers, other = open_page(), open_page(width=360, colour_scheme="dark")
    sign_in_as(hers, story.created_by)
    sign_in_as(other, make.editor(name="Ruth Edits"))
    other.goto("/admin/")
    other.get_by_role("link", name="Who paid for the dam").click()
    other.locator(".ProseMirror").wait_for()
    hers.goto(address(story))
    hers.get_by_role("heading", name="Who may know of it").click()
    hers.get_by_role("link", name="Restrict it to named people").click()
    hers.get_by_role("button", name="Restrict the story").press("Enter")
    hers.get_by_text("Only those named know of the story.").wait_for()
    other.get_by_label("Standfirst").fill("Typed a minute later.")
    other.get_by_text("it is not open to you any more").first.wait_for()
    assert other.get_by_text("You were signed out").count() == 0
    other.get_by_role("button", name="Save", exact=True).click()
    other.get_by_text("Typed a minute later.").first.wait_for()
    axe(other)
    other.goto("/admin/")
    other.get_by_text("Nothing waits for review.").wait_for()
    other.get_by_label("Find a story").fill("dam")
    other.keyboard.press("Enter")
    other.get_by_text("Nothing is found by that.").wait_for()
    hers.goto("/admin/")
    hers.locator(".line", has_text="Who paid for the dam").get_by_text("Waits for an editor").wait_for()


def test_a_writer_answers_and_the_approver_in_another_browser_sees_it(open_page, sign_in_as, axe, make):
    writer = make.journalist(name="Leila Writes")
    story = make.article(by=writer, state="live", headline="Nine days of rain")
    hers, editors = open_page(), open_page(width=360)
    sign_in_as(hers, writer)
    sign_in_as(editors, make.editor())
    hers.goto(address(story))
    hers.get_by_label("Headline").fill("Eight days of rain")
    hers.get_by_role("button", name="Save", exact=True).click()
    hers.get_by_role("heading", name="What do readers learn of this change?").wait_for()
    axe(hers)
    hers.get_by_role("button", name="Send to editor").click()
    hers.get_by_label("Correction: something in it was wrong").check()
    hers.get_by_label("What they read").fill("It rained for eight days, not nine.")
    axe(hers)
    hers.get_by_role("button", name="Keep it and send to an editor").click()
    hers.get_by_text("Sent to an editor.").wait_for()
    editors.goto(address(story))
    editors.get_by_role("link", name="Approve").click()
    editors.get_by_text("It rained for eight days, not nine.").first.wait_for()
    axe(editors)
    fits(editors)
    editors.get_by_role("button", name="Approve").click()
    editors.get_by_text("Approved: exactly this text may go out.").wait_for()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_takedown_and_the_way_back_without_any_script(open_page, sign_in_as, make, language):
    story = make.article(state="live")
    page = open_page(java_script_enabled=False, width=360)
    sign_in_as(page, make.managing_editor(language=language))
    page.goto(question(story, "withdraw"))
    page.locator("[value=safety]").check()
    assert page.locator(".tombstone:visible").count() == 1
    page.locator("[name=note]").fill("The source asked us.")
    page.locator(".ask__do button").click()
    page.locator(".flag").wait_for()
    assert PublishedArticle.objects.get(article_id=story.pk).state == "withdrawn"
    page.goto(question(story, "bring_back"))
    page.locator(".ask__do button").click()
    page.locator(".messagelist").wait_for()
    story = Article.objects.get(pk=story.pk)
    assert (story.status, story.head.parent.content) == ("draft", story.head.content)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_question_pleases_axe_on_a_phone_in_the_dark(open_page, sign_in_as, axe, make, language):
    chief = make.managing_editor(language=language)
    shown, kept, gone = (make.article(state=state) for state in ("live", "archived", "withdrawn"))
    changed = make.change(make.article(state="live"), headline="Other words")
    workflow.submit(changed, by=changed.article.created_by)
    page = open_page(width=360, colour_scheme="dark")
    sign_in_as(page, chief)
    asked = [(shown, "withdraw"), (shown, "archive"), (kept, "unarchive"), (gone, "bring_back")]
    asked += [(changed.article, "approve"), (make.article(), "publish_urgently")]
    tell = reverse("admin:articles_article_tell", args=[changed.article_id])
    for place in [*(question(story, verb) for story, verb in asked), tell]:
        page.goto(place)
        page.locator(".ask__do button").wait_for()
        axe(page)
        fits(page)
