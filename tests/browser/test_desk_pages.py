"""What people do at the desk's smaller pages, in a real browser."""

import pytest
from django.urls import reverse

from articles.models import Image, Page
from newsroom import roles


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_desk_speaks_the_persons_language_and_its_direction(open_page, sign_in_as, axe, make, language):
    story = make.article(state="in_review", lead_image=make.image())
    page = open_page(width=360)
    sign_in_as(page, make.editor(language=language), methods=("password",))  # the desk says what is missing
    for address in (reverse("admin:index"), reverse("admin:articles_article_changelist")):
        page.goto(address)
        assert page.evaluate("document.dir") == ("rtl" if language == "ar" else "ltr")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        axe(page)
    page.goto(reverse("admin:articles_image_change", args=[story.lead_image_id]))
    axe(page)


def test_the_focal_point_moves_by_press_by_key_and_by_number(page, sign_in_as, make):
    image = make.image()
    sign_in_as(page, make.user(roles.PICTURE_EDITOR))
    page.goto(reverse("admin:articles_image_change", args=[image.pk]))
    box = page.locator("[data-focal-frame]").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    page.keyboard.press("ArrowRight")
    assert page.locator("[data-focal=x]").input_value() == "0.26"
    page.locator("[data-focal=y]").fill("0.6")
    page.get_by_role("button", name="Save").click()
    page.locator(".messagelist").wait_for()
    after = Image.objects.get()
    assert (after.focal_x, after.focal_y) == (0.26, 0.6)


def test_a_picture_is_uploaded_without_any_script(open_page, sign_in_as, make):
    page = open_page(java_script_enabled=False)
    sign_in_as(page, make.journalist())
    page.goto(reverse("admin:articles_image_add"))
    file = make.picture_file(name="bridge.jpg")
    page.set_input_files("[name=original]", {"name": "bridge.jpg", "mimeType": "image/jpeg", "buffer": file.read()})
    page.get_by_label("Alt text").fill("A bridge")
    page.get_by_label("Credit").fill("Lena Voss/Desk")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The picture is in the library.").wait_for()
    page.get_by_role("img", name="A bridge").wait_for()


def test_a_page_of_the_house_is_written_in_the_stories_editor(page, sign_in_as, axe, make):
    sign_in_as(page, make.editor())
    page.goto(reverse("admin:articles_page_add"))
    page.get_by_label("Heading").first.fill("About us")
    page.get_by_role("textbox", name="Text").click()
    page.keyboard.type("Who we are")
    page.get_by_role("button", name="Bold").click()
    page.keyboard.type(" now")
    assert page.get_by_label("Slug").input_value() == "about-us"
    axe(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".messagelist").wait_for()
    assert Page.objects.get().body == "<p>Who we are<strong> now</strong></p>"


def test_choosing_a_filter_shows_its_stories_at_once(page, sign_in_as, make):
    make.article(headline="Still a draft")
    make.article(headline="Waits for review", state="in_review")
    sign_in_as(page, make.editor())
    page.goto(reverse("admin:articles_article_changelist"))
    page.get_by_label("State").select_option("in_review")
    page.get_by_text("Still a draft").wait_for(state="detached")
    assert page.get_by_text("Waits for review").is_visible()
    assert page.url.endswith("?state=in_review")


def test_the_menu_closes_with_escape_and_signs_out_with_a_press(page, server, sign_in_as, make):
    sign_in_as(page, make.journalist(name="Amina Salou"))
    page.goto("/admin/")
    page.get_by_text("Amina Salou").first.click()
    page.keyboard.press("Escape")
    assert page.get_by_role("button", name="Sign out").is_hidden()
    page.get_by_text("Amina Salou").first.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/admin/" not in url)
