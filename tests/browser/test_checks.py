"""The checklist and the sign-offs in a real browser, with two people in two browsers at once."""

import re

import pytest
from django.urls import reverse

from articles import checklist
from articles.checklist import Rule
from articles.models import Article as Story
from articles.models import ChecklistChange, Level, PublishedArticle, SignOff, SignOffRequest


def story_page(story):
    return reverse("admin:articles_article_change", args=[story.pk])


def need(make, *codes):
    rules = {(code, None): Rule(Level.REQUIRED) for code in codes}
    checklist.change(make.managing_editor(), rules, checklist.newest_change())


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_a_rule_that_the_managing_editor_sets_stops_the_editor_until_the_field_is_mended(
    open_page, sign_in_as, axe, make
):
    story = make.article(state="in_review", standfirst="", headline="The river rose")
    chief, editor = open_page(), open_page()
    sign_in_as(chief, make.managing_editor(name="Ingrid Dahl"))
    sign_in_as(editor, make.editor())
    chief.goto("/admin/")
    chief.get_by_role("link", name="Checklist").first.click()
    chief.get_by_label("A standfirst, every format", exact=True).select_option("Required")
    axe(chief)
    press(chief, "Save")
    chief.get_by_text("The checklist is changed.").wait_for()
    assert chief.get_by_role("listitem").filter(has_text="Ingrid Dahl").is_visible()
    assert ChecklistChange.objects.get().after == "required"

    editor.goto(story_page(story))
    press(editor, "Approve")
    assert "It has no standfirst" in editor.locator(".messagelist").inner_text()
    editor.get_by_role("link", name=re.compile("Mend it.*no standfirst")).click()
    assert editor.url.endswith("#field-standfirst")
    editor.get_by_label("Standfirst").fill("Why the whole valley moved in one night.")
    axe(editor)
    with editor.expect_navigation():
        editor.keyboard.press("Control+s")
    press(editor, "Approve")
    assert Story.objects.get().status == "approved"


def test_a_lawyer_says_not_yet_the_writer_mends_it_and_only_then_it_goes_out(open_page, sign_in_as, axe, make):
    need(make, "sign-off:legal")
    writer = make.journalist(name="Leila Mansouri")
    story = make.article(by=writer, headline="Who cut the post?")
    at_desk, at_law = open_page(), open_page()
    sign_in_as(at_desk, writer)
    sign_in_as(at_law, make.managing_editor(name="Ingrid Dahl"))
    at_desk.goto(story_page(story))
    at_desk.get_by_text("The sign-off “Legal” is missing").wait_for()
    axe(at_desk)
    press(at_desk, "Send to editor")

    at_law.goto("/admin/")
    at_law.get_by_role("region", name="Sign-offs that wait for you").get_by_role(
        "link", name="Who cut the post?"
    ).click()
    axe(at_law)
    at_law.get_by_label("What has to change first").fill("Name the budget line.")
    press(at_law, "Say not yet")

    at_desk.goto(story_page(story))
    at_desk.get_by_text("“\u2068Name the budget line.\u2069”").wait_for()
    at_desk.get_by_label("Headline").fill("Who cut the budget for the post?")
    with at_desk.expect_navigation():
        at_desk.keyboard.press("Control+s")
    assert SignOffRequest.objects.open().count() == 1

    at_law.goto(reverse("admin:articles_article_sign_off", args=[story.pk, "legal"]))
    at_law.get_by_role("heading", name=re.compile("What changed since")).wait_for()
    axe(at_law)
    press(at_law, "Sign off")
    press(at_law, "Approve")
    press(at_law, "Publish now")
    assert PublishedArticle.objects.get().headline == "Who cut the budget for the post?"
    assert SignOff.objects.filter(verdict="given").count() == 1


def test_of_two_managing_editors_the_second_is_told_and_loses_nothing(open_page, sign_in_as, console, make):
    console.expect("409")
    first, second = open_page(), open_page()
    for page in (first, second):
        sign_in_as(page, make.managing_editor())
        page.goto("/admin/articles/checklistrule/")
    first.get_by_label("A lead picture, every format", exact=True).select_option("Required")
    press(first, "Save")
    second.get_by_label("A credit for every picture, every format", exact=True).select_option("Advice")
    press(second, "Save")
    second.get_by_text("Somebody changed the checklist after you opened it").wait_for()
    kept = second.get_by_label("A credit for every picture, every format", exact=True)
    assert kept.input_value() == "advised"
    press(second, "Save")
    assert checklist.Rules(None).of("credit").level == Level.ADVISED


@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("ar", "light")])
def test_the_pages_of_checks_fit_a_phone_in_both_directions(open_page, sign_in_as, axe, make, language, scheme):
    need(make, "sign-off:legal", "sign-off:pictures")
    story = make.article(region=None, standfirst="")
    page = open_page(width=360, height=740, colour_scheme=scheme)
    sign_in_as(page, make.managing_editor(language=language))
    kinds = reverse("admin:articles_signoffkind_changelist")
    one = reverse("admin:articles_article_sign_off", args=[story.pk, "legal"])
    for address in ("/admin/articles/checklistrule/", story_page(story), one, kinds):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        axe(page)


def test_a_sign_off_is_given_without_any_script(open_page, sign_in_as, make):
    story = make.article()
    page = open_page(java_script_enabled=False)
    sign_in_as(page, make.managing_editor())
    page.goto(reverse("admin:articles_article_sign_off", args=[story.pk, "safety"]))
    page.get_by_role("button", name="Sign off", exact=True).click()
    page.get_by_text("Signed off. It stands until what it covers changes.").wait_for()
    assert SignOff.objects.get().kind.code == "safety"
