"""Time in a browser: moments said as they are typed, the calendar moved by hand and by key, two people at one story."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, PlannedDate, PublishedArticle, Schedule
from tests.articles.writing import address

MONTH = "/admin/calendar/?month=2098-11"
NOON = datetime(2098, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def chief(server, make):
    return make.editor(name="Ruth Keller", zone="Africa/Niamey")


@pytest.fixture
def november(make, chief):
    """A scheduled story on Monday the 24th, a plan for the day after, and one that is out."""
    story = make.article(state="scheduled", headline="The dam broke")
    Schedule.objects.filter(article=story).update(at=NOON, zone="UTC")
    planned = make.article(headline="What was planned")
    workflow.plan(planned, by=chief, day=date(2098, 11, 25))
    make.article(state="live", headline="Out already")
    PublishedArticle.objects.update(first_published_at=NOON)
    return story


@pytest.fixture
def desk(open_page, sign_in_as, chief):
    """A page of the editor's, signed in: `desk(width=360)`."""

    def desk(user=chief, **options):
        page = open_page(**options)
        sign_in_as(page, user)
        return page

    return desk


def entry(page, name):
    return page.locator("[data-entry]:has([data-to-day])", has_text=name).first


def drag(page, name, day):
    page.goto(MONTH)
    entry(page, name).evaluate("entry => entry.scrollIntoView({ block: 'center', behavior: 'instant' })")
    held = entry(page, name).locator(".entry__name").bounding_box()
    page.mouse.move(held["x"] + 5, held["y"] + 5)
    page.mouse.down()
    page.mouse.move(held["x"] + 30, held["y"] + 15)
    for _still_moving in range(2):  # days grow and shrink as the entry passes through them
        there = page.locator(f"[data-day='{day}'] .day__name").bounding_box()
        page.mouse.move(there["x"] + 20, there["y"] + 10, steps=6)
    page.mouse.up()


def test_an_entry_is_dragged_to_another_day_and_the_server_moves_the_schedule(desk, november):
    page = desk()
    drag(page, "The dam broke", "2098-11-27")
    page.locator("[data-said]", has_text="goes out on 27 Nov 2098, 12:00 (UTC)").wait_for(state="attached")
    assert page.locator("[data-day='2098-11-27']").locator(".entry--publish .entry__name").is_visible()
    assert Schedule.objects.get().at == NOON + timedelta(days=3)


def test_a_refused_drag_goes_back_with_the_sentence(desk, november, console):
    console.expect("409")
    Article.objects.filter(pk=november.pk).update(embargo_until=NOON, embargo_zone="UTC")
    page = desk()
    drag(page, "The dam broke", "2098-11-19")
    page.locator("[data-refused]", has_text="The embargo lasts until").wait_for()
    assert page.locator("[data-day='2098-11-24']").locator(".entry--publish .entry__name").is_visible()
    assert Schedule.objects.get().at == NOON


def test_a_plan_is_moved_by_keyboard_alone_and_escape_puts_it_back(desk, november):
    page = desk()
    page.goto(MONTH)
    grip = page.get_by_role("button", name="Move “What was planned”")
    grip.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    assert "Wednesday 19 November" in page.locator("[data-said]").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("[data-day='2098-11-25']").locator(".entry__name", has_text="What was planned").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.locator("[data-said]", has_text="is planned for 23").wait_for(state="attached")
    assert page.evaluate("document.activeElement.closest('[data-day]')?.dataset.day") == "2098-11-23"
    assert PlannedDate.objects.get().day == date(2098, 11, 23)


def test_in_arabic_the_arrow_to_the_left_leads_to_the_next_day(desk, november, make):
    page = desk(make.editor(language="ar"))
    page.goto(MONTH)
    page.locator("[data-grip]").last.focus()
    for key in ("Enter", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    page.locator("[data-day='2098-11-26'] [data-entry]").wait_for()
    page.wait_for_function("() => !document.querySelector('.is-taken')")
    assert PlannedDate.objects.get().day == date(2098, 11, 26)


def test_two_people_at_one_calendar_the_second_is_told_that_it_was_moved(desk, november, console, make):
    console.expect("409")
    first, second = desk(), desk(make.editor())
    second.goto(MONTH)
    drag(first, "The dam broke", "2098-11-27")
    first.locator("[data-said]", has_text="goes out").wait_for(state="attached")
    grip = second.get_by_role("button", name="Move “The dam broke”")
    grip.focus()
    for key in ("Enter", "ArrowRight", "Enter"):
        second.keyboard.press(key)
    second.locator("[data-refused]", has_text="Somebody else has moved it since").wait_for()
    assert Schedule.objects.get().at == NOON + timedelta(days=3)


@pytest.mark.parametrize(("width", "colour_scheme", "language"), [(1280, "light", "en"), (360, "dark", "ar")])
def test_the_calendar_pleases_axe_and_fits_its_width(desk, november, make, axe, width, colour_scheme, language):
    page = desk(make.editor(language=language), width=width, colour_scheme=colour_scheme)
    for address_ in (MONTH, "/admin/calendar/?week=2098-W48"):
        page.goto(address_)
        page.locator("[data-entry] summary").first.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        axe(page)


def test_without_scripts_an_entry_is_moved_by_its_date(desk, november):
    page = desk(java_script_enabled=False)
    page.goto(MONTH)
    moved = entry(page, "What was planned")
    moved.locator("summary").click()
    moved.get_by_label("Move to").fill("2098-11-28")
    moved.get_by_role("button", name="Move").click()
    page.get_by_text("is planned for 28 November 2098").wait_for()
    assert page.url.endswith(MONTH)


def type_moment(page, day, clock, zone):
    page.get_by_label("Date", exact=True).fill(day)
    page.get_by_label("Time", exact=True).fill(clock)
    page.locator("[name=moment_2]").evaluate(
        "(list, zone) => { list.value = zone; list.dispatchEvent(new Event('change', { bubbles: true })); }", zone
    )


def test_a_moment_is_said_everywhere_as_it_is_typed_with_what_else_goes_out_that_hour(desk, november, make, axe):
    story = make.article(state="approved", embargo_until=NOON, embargo_zone="UTC")
    page = desk()
    page.goto(reverse("admin:articles_article_move", args=[story.pk, "schedule"]))
    type_moment(page, "2098-11-24", "20:30", "Asia/Tokyo")
    said = page.locator(".zones")
    for words in ("24 Nov 2098, 12:30 Africa/Niamey", "24 Nov 2098, 11:30 UTC"):
        said.get_by_text(words.split(", ")[1].split(" ")[0]).first.wait_for()
        assert words in said.inner_text()
    assert page.get_by_text("The moment you typed comes before it.").is_visible()
    assert page.locator("[data-at]", has_text="The dam broke").is_visible()
    type_moment(page, "2098-11-26", "20:30", "Asia/Tokyo")
    assert page.get_by_text("Nothing else is scheduled around that hour.").is_visible()
    type_moment(page, "2098-03-30", "02:30", "Europe/Zurich")
    assert "Did you mean 03:30?" in said.inner_text()
    type_moment(page, "2098-10-26", "02:30", "Europe/Zurich")
    assert "comes twice" in said.inner_text()
    axe(page)


def press(page, name):
    page.locator("summary", has_text="More").click()
    page.get_by_role("button", name=name).click()


def test_two_people_mend_the_live_page_while_an_update_waits_and_bring_both_together(desk, make, chief, axe):
    writer = make.journalist(name="Amina Salou")
    story = make.article(by=writer, state="live", headline="The dam broke", standfirst="Ten dead.")
    make.change(story, headline="The dam is mended", standfirst="Ten died.")
    make.bring_to("approved", story, second=make.managing_editor())
    head = Article.objects.get(pk=story.pk).head
    workflow.schedule(head, by=chief, at=timezone.now() + timedelta(hours=3), zone="UTC")
    editors, writers = desk(), desk(writer)
    editors.goto(address(story))
    press(editors, "Fix the live page")
    editors.get_by_text("You are mending the live page").wait_for()
    axe(editors)
    writers.goto(address(story))
    writers.get_by_label("Standfirst").fill("Eleven dead.")
    writers.get_by_role("button", name="Send to editor").click()
    writers.get_by_label("Correction: something in it was wrong").check()
    writers.get_by_label("What they read").fill("Eleven people died, not ten.")
    writers.get_by_role("button", name="Keep it and send to an editor").click()
    writers.get_by_text("Sent to an editor.").wait_for()
    editors.goto(address(story))
    editors.get_by_role("link", name="Approve").click()
    editors.get_by_role("button", name="Approve").click()
    editors.get_by_role("button", name="Publish now").click()
    editors.get_by_role("link", name="Bring both together").click()
    editors.get_by_role("button", name="Make them one text").wait_for()
    axe(editors)
    editors.get_by_label("The live page").check()
    editors.get_by_role("button", name="Make them one text").click()
    editors.get_by_text("Both texts are one now.").wait_for()
    after = Article.objects.get(pk=story.pk)
    assert (after.headline, after.standfirst) == ("The dam is mended", "Eleven dead.")
    assert Schedule.objects.waiting().get().revision == head
