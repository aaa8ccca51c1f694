"""The desk's pages in a real browser: nothing in the console, nothing for axe, on a phone and from right to left."""

import pytest
from django.urls import reverse

from articles.models import Image, Page
from newsroom import roles
from newsroom.models import Beat


def full_house(make):
    """A desk with something on every list."""
    image = make.image()
    for state in ("in_review", "approved", "scheduled", "live", "withdrawn"):
        make.article(state=state, lead_image=image, series=make.series(), topics=["Floods"])
    Beat.strike()
    return image


def addresses_for_an_editor(make, image):
    lists = [reverse(f"admin:articles_{kind}_changelist") for kind in ("article", "image", "topic")]
    lists += [reverse(f"admin:articles_{kind}_changelist") for kind in ("author", "region", "series", "format", "page")]
    forms = [reverse(f"admin:articles_{kind}_add") for kind in ("image", "region", "author", "page")]
    one = [image.pk]
    region = [make.region("niger").pk]
    return [
        reverse("admin:index"),
        *lists,
        *forms,
        reverse("admin:articles_image_change", args=one),
        reverse("admin:articles_image_history", args=one),
        reverse("admin:articles_region_change", args=region),
        reverse("admin:articles_region_delete", args=region),
        reverse("admin:articles_region_history", args=region),
        reverse("admin:app_list", args=["articles"]),
        reverse("admin:articles_article_changelist") + "?state=in_review&q=none",
    ]


def test_an_editors_pages_please_axe_and_the_console(page, server, sign_in_as, axe, make):
    image = full_house(make)
    sign_in_as(page, make.editor())
    for address in addresses_for_an_editor(make, image):
        page.goto(address)
        assert page.url == server + address
        axe(page)


@pytest.mark.parametrize(
    "role", [roles.JOURNALIST, roles.PICTURE_EDITOR, roles.MEMBERSHIP_MANAGER, roles.MANAGING_EDITOR]
)
def test_each_roles_first_page_fits_a_phone_in_the_dark(open_page, sign_in_as, axe, make, role):
    full_house(make)
    page = open_page(width=360, height=740, colour_scheme="dark")
    sign_in_as(page, make.user(role))
    page.goto("/admin/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_desk_speaks_the_persons_language_and_its_direction(open_page, sign_in_as, axe, make, language):
    image = full_house(make)
    page = open_page(width=360)
    sign_in_as(page, make.editor(language=language))
    for address in (reverse("admin:index"), reverse("admin:articles_article_changelist")):
        page.goto(address)
        assert page.evaluate("document.dir") == ("rtl" if language == "ar" else "ltr")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        axe(page)
    page.goto(reverse("admin:articles_image_change", args=[image.pk]))
    axe(page)


def test_a_membership_managers_lists_and_forms_please_axe(page, sign_in_as, axe, make):
    sign_in_as(page, make.user(roles.MEMBERSHIP_MANAGER))
    for name in ("member_changelist", "ledgerentry_changelist", "appeal_changelist", "appeal_add", "plan_add"):
        page.goto(reverse(f"admin:memberships_{name}"))
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


def test_the_desks_html_is_sound(check_html, make):
    from tests.articles.writing import at_desk

    image = full_house(make)
    client = at_desk(make.managing_editor())
    addresses = [*addresses_for_an_editor(make, image), reverse("admin:newsroom_user_changelist")]
    check_html({address: client.get(address).content.decode() for address in addresses})
