"""Every kind of page in a real browser: fit for a phone, light and dark, for axe, the console and the HTML checker.

Each page is opened once, wide and light, where axe tries every rule; narrow and dark, it tries what a look changes.
"""

import pytest

from newsroom import roles
from tests import html, make, programs
from tests.articles.writing import address as writing_screen
from tests.browser import every_page
from tests.browser.conftest import AXE, violations
from tests.newsroom import door as sign_in

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
OF_LOOKS = (
    "color-contrast",
    "link-in-text-block",
    "scrollable-region-focusable",
    "target-size",
    "page-has-heading-one",
)
LOOKS = ((WIDE, "light", ()), (NARROW, "dark", OF_LOOKS))
FOCUS_IS_SEEN = """() => {
  const here = document.activeElement, box = here.getBoundingClientRect(), style = getComputedStyle(here);
  const marked = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  return here !== document.body && marked && box.bottom > 0 && box.right > 0 && box.left < innerWidth;
}"""
TOO_WIDE = """() => [...document.body.querySelectorAll("*")]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)
  .slice(-3).map(one => one.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def sources():
    """Every page's HTML as it came over the line, checked together when all have been seen."""
    pages = {}
    yield pages
    if programs.html_checker():
        assert html.complaints(pages) == []


@pytest.fixture
def page(open_page):
    page = open_page(reduced_motion="reduce")
    page.add_init_script(AXE)  # once for all pages: it is half a megabyte
    return page


@pytest.fixture
def walk(page, sources):
    """`walk({address: status})` or `walk([address, …])`: open each page, and fail with all that is wrong with any."""

    def walk(pages):
        wrong = []
        for address, status in pages.items() if isinstance(pages, dict) else ((one, 200) for one in pages):
            answer = page.goto(address)
            sources[address] = answer.text()
            if answer.status != status or answer.request.redirected_from:
                wrong.append(f"{address}: answers {answer.status} at {page.url}")
            wrong += [f"{address}: {fault}" for fault in faults(page)]
        assert not wrong, "\n".join(wrong)

    return walk


def faults(page):
    """What is wrong with the page as it stands, sentence by sentence."""
    if (headings := page.locator("h1").count()) != 1:
        yield f"has {headings} main headings"
    page.keyboard.press("Tab")
    if not page.evaluate(FOCUS_IS_SEEN):
        yield "does not show where the keyboard is"
    page.evaluate("document.activeElement.blur()")  # the skip link lies over what it skips
    for viewport, scheme, rules in LOOKS:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            yield f"is wider than {viewport['width']} pixels: {page.evaluate(TOO_WIDE)}"
        yield from (f"{scheme}: {line}" for line in violations(page, rules))
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")


@pytest.fixture
def come_in(page, sign_in_as):
    """Sit down as that person, whoever sat there before."""

    def come_in(user, **methods):
        page.context.clear_cookies()
        sign_in_as(page, user, **methods)

    return come_in


def test_the_paper(walk, server, console):
    console.expect("404")
    console.expect("410")
    walk(every_page.pages_of_the_paper())


def test_the_front_with_no_story_one_and_thirty(page, server):
    every_page.house()
    wrong = []
    for number in (0, 1, 29):
        for _each in range(number):
            make.article(state="live", headline="A headline of the usual length")
        page.goto("/")
        wrong += faults(page)
    assert not wrong


def test_the_door(walk, page, server, come_in, sources):
    every_page.house()
    walk(every_page.PAGES_OF_THE_DOOR)
    page.goto("/membership/join/")
    page.get_by_label("Or another amount").fill("4.99")
    page.get_by_role("button", name="Continue").click()
    page.locator("[aria-invalid]").wait_for()
    assert not [*faults(page)]
    page.get_by_label("Or another amount").fill("40")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/sandbox/pay/**")
    assert not [*faults(page)]
    supporter, pages = every_page.supporter()
    come_in(supporter, methods=["code"])
    walk(pages)


def test_signing_in(walk, page, server, come_in):
    every_page.house()
    editor = sign_in.with_password(make.editor())
    walk(every_page.PAGES_OF_SIGNING_IN)
    page.goto(every_page.page_of_a_new_password(editor))
    assert not [*faults(page)]
    page.goto(every_page.address("account_request_login_code"))
    page.get_by_label("E-mail address").fill("somebody@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("heading", name="Enter your code").wait_for()
    assert not [*faults(page)]
    sign_in.with_recovery_codes(editor)
    come_in(editor)
    page.goto(every_page.address("mfa_view_recovery_codes"))
    assert not [*faults(page)]
    page.get_by_label("Password").fill(sign_in.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**" + every_page.address("mfa_view_recovery_codes"))
    walk(every_page.PAGES_BEHIND_THE_PASSWORD)


def test_the_second_step_of_signing_in(page, server):
    every_page.house()
    editor = sign_in.with_password(make.editor())
    sign_in.with_app(editor)
    page.goto(every_page.address("account_login"))
    page.locator("[name=login]").fill(editor.email)
    page.get_by_label("Password").fill(sign_in.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**" + every_page.address("mfa_authenticate"))
    assert not [*faults(page)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_desk_of_those_who_write(walk, come_in, server, language):
    writer = make.journalist(language=language)
    stories = every_page.busy_desk(writer)
    come_in(writer)
    walk(every_page.pages_of_a_journalist(stories))


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (roles.EDITOR, every_page.pages_of_an_editor),
        (roles.PICTURE_EDITOR, every_page.pages_of_a_picture_editor),
        (roles.MANAGING_EDITOR, every_page.pages_of_a_managing_editor),
        (roles.MEMBERSHIP_MANAGER, every_page.pages_of_a_membership_manager),
    ],
)
def test_the_desk_of(walk, come_in, server, role, pages):
    stories = every_page.busy_desk(make.journalist())
    come_in(make.user(role))
    walk(pages(stories))


def test_a_save_on_an_older_text(page, come_in, server):
    writer = make.journalist()
    every_page.house()
    story = make.article(by=writer)
    come_in(writer)
    page.goto(writing_screen(story))
    make.change(story, by=make.editor(), headline="Changed meanwhile")
    page.get_by_label("Headline").fill("Changed here")
    page.keyboard.press("Control+s")
    page.get_by_text("Changed meanwhile").first.wait_for()
    assert not [*faults(page)]
