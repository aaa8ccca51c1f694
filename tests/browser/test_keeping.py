"""Nothing typed is lost: two people in two browsers, a line that drops, a server that dies, a browser that is gone."""

import os
import re
import signal
import subprocess
import time

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles.models import Article, Autosave, Presence
from tests import programs
from tests.articles.writing import address
from tests.browser import server as servers
from tests.browser.conftest import FLAGS
from tests.sessions import session_of

ADD = "/admin/articles/article/add/"
LOST = "net::ERR_"
SAID_AGAIN = 15_000  # milliseconds after which a page has said once more who is there


@pytest.fixture
def writer(server, make):
    return make.journalist(name="Amina")


@pytest.fixture
def story(writer, make):
    return make.article(by=writer, headline="Flood", body="<p>The river rose.</p><p>Nobody came.</p>")


@pytest.fixture
def sit_down(open_page, sign_in_as):
    """Somebody at a desk of their own, with that story open."""

    def sit_down(person, at, clock=False, **options):
        page = open_page(**options)
        if clock:
            page.clock.install()  # it runs as ever, and can be sent on
        sign_in_as(page, person)
        come_to(page, at)
        return page

    return sit_down


def come_to(page, at):
    page.goto(at if isinstance(at, str) else address(at))
    page.locator(".prosebox").wait_for()


def state(page, word):
    """Waits until the state bar says so."""
    expect(page.locator(f"[data-kept={word}]")).to_have_count(1, timeout=20_000)


def type_at_the_end(page, words):
    page.locator(".prosebox").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def wait_until(true_at_the_server):
    """While a navigation is under way, or once it was closed, the page cannot be asked; the server can."""
    deadline = time.monotonic() + 20
    while not true_at_the_server():
        assert time.monotonic() < deadline


def body_of_form(page):
    return page.locator("[name=body]").input_value()


def test_what_is_typed_is_kept_on_the_server_and_offered_after_the_tab_was_closed(sit_down, story, writer, axe):
    page = sit_down(writer, story)
    type_at_the_end(page, " Not one of them.")
    state(page, "kept")
    assert re.search(r"Kept on the server, \d\d:\d\d", page.locator("[data-kept]").inner_text())
    assert Article.objects.get(pk=story.pk).body == story.body
    page.close()
    page = sit_down(writer, story)
    expect(page.get_by_text("Unsaved text of")).to_be_visible()
    expect(page.locator(".offer ins")).to_have_text("Not one of them.")
    axe(page)
    page.get_by_role("link", name="Go on with it").click()
    page.locator(".prosebox").wait_for()
    assert body_of_form(page) == "<p>The river rose.</p><p>Nobody came. Not one of them.</p>"


def test_the_line_is_cut_and_comes_back(sit_down, story, writer, console, axe):
    console.expect(LOST)
    page = sit_down(writer, story)
    page.context.set_offline(True)
    state(page, "local")
    expect(page.locator("[data-kept]")).to_have_text("No line. What you type is kept in this browser.")
    type_at_the_end(page, " Typed in a tunnel.")
    expect(page.locator("[data-kept]")).to_contain_text("No line: kept in this browser only.")
    axe(page)
    assert not Autosave.objects.exists()
    page.keyboard.press("Control+s")
    state(page, "no-save")
    page.keyboard.type(" On and on.")
    page.context.set_offline(False)
    state(page, "kept")
    assert "Typed in a tunnel. On and on." in Autosave.objects.get().fields["body"][0]
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert Article.objects.get(pk=story.pk).body.endswith("Typed in a tunnel. On and on.</p>")


def test_the_tab_is_closed_while_the_line_is_cut(sit_down, story, writer, console, open_page):
    console.expect(LOST)
    page = sit_down(writer, story)
    page.context.set_offline(True)
    state(page, "local")
    type_at_the_end(page, " Typed in a tunnel.")
    state(page, "local")
    page.close()
    context = page.context
    context.set_offline(False)
    page = context.new_page()
    console.listen_to(page)
    come_to(page, story)
    expect(page.locator(".offer ins")).to_have_text("Typed in a tunnel.")
    page.get_by_role("link", name="Go on with it").click()
    page.locator(".prosebox").wait_for()
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert Article.objects.get(pk=story.pk).body.endswith("Nobody came. Typed in a tunnel.</p>")
    expect(page.locator(".offer")).to_have_count(0)
    assert not Autosave.objects.exists()


def test_the_server_is_killed_while_somebody_types(open_page, sign_in_as, product_environment, story, writer, console):
    console.expect(LOST)
    port = servers.free_port()
    url = f"http://localhost:{port}"
    environment = product_environment | {"PUBLIC_URL": url}
    process = servers.launch(environment, port)
    try:
        page = open_page()
        sign_in_as(page, writer)
        come_to(page, url + address(story))
        type_at_the_end(page, " Before.")
        state(page, "kept")
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        type_at_the_end(page, " After.")
        state(page, "local")
        process = servers.launch(environment, port)
        state(page, "kept")
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    assert Autosave.objects.get().fields["body"] == ["<p>The river rose.</p><p>Nobody came. Before. After.</p>"]


def test_the_browser_is_killed_while_the_line_is_cut(killable, story, writer, server):
    browser = killable()
    context = browser.contexts[0]
    page = seated(context, writer, server, story)
    context.set_offline(True)
    state(page, "local")
    type_at_the_end(page, " To the last letter.")
    state(page, "local")
    killable.kill()
    page = seated(killable().contexts[0], writer, server, story)
    expect(page.locator(".offer ins")).to_have_text("To the last letter.")


def seated(context, person, server, story):
    key = session_of(person)
    context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": key, "url": server}])
    page = context.pages[0] if context.pages else context.new_page()
    come_to(page, server + address(story))
    return page


class Killable:
    """A browser of its own with a folder of its own: it can be killed like a machine that loses its power."""

    def __init__(self, browser_type, folder):
        self.browser_type, self.folder, self.process = browser_type, folder, None

    def __call__(self):
        port = self.folder / "DevToolsActivePort"
        port.unlink(missing_ok=True)
        command = [
            programs.chromium(),
            *FLAGS,
            "--headless",
            "--remote-debugging-port=0",
            f"--user-data-dir={self.folder}",
        ]
        self.process = subprocess.Popen(
            [*command, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        while not (port.exists() and "\n" in port.read_text()):
            assert self.process.poll() is None
        return self.browser_type.connect_over_cdp(f"http://127.0.0.1:{port.read_text().split()[0]}")

    def kill(self):
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)


@pytest.fixture
def killable(browser, tmp_path):
    one = Killable(browser.browser_type, tmp_path)
    yield one
    one.kill()


def test_the_session_ends_while_somebody_writes(sit_down, sign_in_as, story, writer, console):
    console.expect("403")  # the token of the earlier visit is refused once
    page = sit_down(writer, story)
    Session.objects.all().delete()
    type_at_the_end(page, " Typed signed out.")
    state(page, "signed-out")
    expect(page.locator("[data-kept]").get_by_role("link", name="Sign in")).to_be_visible()
    page.context.clear_cookies()
    sign_in_as(page, writer)
    page.evaluate("dispatchEvent(new Event('focus'))")
    state(page, "kept")
    assert "Typed signed out." in Autosave.objects.get().fields["body"][0]


def test_the_answer_of_a_save_is_lost_and_nobody_is_alarmed(sit_down, story, writer, console):
    console.expect(LOST)
    page = sit_down(writer, story)
    type_at_the_end(page, " Saved once.")

    def lose_the_answer(route):
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route(
        f"**{address(story)}",
        lambda route: lose_the_answer(route) if route.request.method == "POST" else route.continue_(),
    )
    page.keyboard.press("Control+s")
    expect(page).to_have_url(re.compile("chrome-error"))
    page.unroute_all()
    come_to(page, story)
    expect(page.locator("[data-presence]")).to_be_attached()
    assert Article.objects.get(pk=story.pk).revisions.count() == 2
    expect(page.locator(".offer")).to_have_count(0)
    assert body_of_form(page).endswith("Saved once.</p>")


def test_what_is_typed_while_a_slow_save_is_under_way_is_offered_after_it(sit_down, story, writer):
    page = sit_down(writer, story)
    type_at_the_end(page, " Saved.")
    held = []
    page.route(
        f"**{address(story)}", lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/change/")):
        page.keyboard.press("Control+s")
    page.keyboard.type(" And more.")
    typed = ["<p>The river rose.</p><p>Nobody came. Saved. And more.</p>"]
    wait_until(lambda: Autosave.objects.filter(fields__body=typed).exists())
    with page.expect_navigation():
        held[0].continue_()
    expect(page.locator(".offer ins")).to_have_text("And more.")
    assert Article.objects.get(pk=story.pk).body.endswith("Nobody came. Saved.</p>")


def test_a_story_that_was_never_saved_comes_back_where_one_begins(sit_down, writer):
    page = sit_down(writer, ADD)
    page.get_by_label("Headline").fill("Begun on a train")
    state(page, "kept")
    page.close()
    page = sit_down(writer, ADD)
    page.get_by_role("link", name="Go on with it").click()
    page.locator(".prosebox").wait_for()
    expect(page.get_by_label("Headline")).to_have_value("Begun on a train")
    page.locator(".prosebox").wait_for()
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert Article.objects.get().headline == "Begun on a train"
    assert not Autosave.objects.exists()


SHELF = """async () => {
  const opening = indexedDB.open("desk-copies", 1);
  const database = await new Promise((resolve) => { opening.onsuccess = () => resolve(opening.result); });
  const asking = database.transaction("copies").objectStore("copies").getAll();
  const copies = await new Promise((resolve) => { asking.onsuccess = () => resolve(asking.result); });
  database.close();
  return copies.map((copy) => JSON.stringify(copy) + new TextDecoder().decode(copy.locked));
}"""


def test_a_copy_in_the_browser_is_locked_and_gone_when_its_writer_signs_out(sit_down, story, writer, console):
    console.expect(LOST)
    page = sit_down(writer, story)
    page.route("**/keep/", lambda route: route.abort("internetdisconnected"))
    type_at_the_end(page, " Between us.")
    state(page, "local")
    (copy,) = page.evaluate(SHELF)
    assert "Between us" not in copy
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".bar__me summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    assert page.evaluate(SHELF) == []


def test_two_people_in_one_story_see_each_other(sit_down, story, writer, make, axe):
    ruth = make.editor(name="Ruth")
    hers = sit_down(ruth, story, clock=True)
    wait_until(lambda: Presence.objects.filter(user=ruth).exists())
    mine = sit_down(writer, story, clock=True)
    expect(mine.get_by_text("Ruth has this story open")).to_be_visible()
    type_at_the_end(mine, " Typing.")
    mine.clock.fast_forward(SAID_AGAIN)
    wait_until(lambda: Presence.objects.filter(user=writer, writing=True).exists())
    hers.clock.fast_forward(SAID_AGAIN)
    expect(hers.get_by_text("Amina is writing here too")).to_be_visible()
    axe(hers)
    hers.close()
    wait_until(lambda: not Presence.objects.filter(user=ruth).exists())
    mine.clock.fast_forward(SAID_AGAIN)
    expect(mine.get_by_text("Ruth has this story open")).to_have_count(0)


def test_two_people_save_at_once_and_settle_it_by_keyboard(sit_down, story, writer, make, axe):
    hers, mine = sit_down(make.editor(name="Ruth"), story), sit_down(writer, story)
    hers.get_by_label("Headline").fill("Her flood")
    type_at_the_end(hers, " Hers.")
    with hers.expect_navigation():
        hers.keyboard.press("Control+s")
    mine.get_by_label("Headline").fill("My flood")
    mine.get_by_label("Standfirst").fill("Only mine.")
    mine.keyboard.press("Control+s")
    expect(mine.get_by_role("heading", name="Bring both texts together")).to_be_visible()
    axe(mine)
    mine.get_by_role("radio", name="Mine").focus()
    mine.keyboard.press("ArrowDown")
    expect(mine.get_by_role("radio", name="Theirs")).to_be_checked()
    with mine.expect_navigation():
        mine.keyboard.press("Enter")
    content = Article.objects.get(pk=story.pk).head.parsed
    assert (content.headline, content.standfirst) == ("Her flood", "Only mine.")
    assert content.body.endswith("Nobody came. Hers.</p>")
    expect(mine.locator(".offer")).to_have_count(0)


def test_both_texts_come_together_without_scripts(sit_down, story, writer, make, open_page, sign_in_as):
    page = open_page(java_script_enabled=False)
    sign_in_as(page, writer)
    page.goto(address(story))
    make.change(story, make.editor(name="Ruth"), body="<p>The river rose fast.</p><p>Nobody came.</p>")
    page.get_by_label("Body", exact=True).fill("<p>The river fell.</p><p>Nobody came.</p>")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("radio", name="Write it anew").check()
    page.get_by_label("Written anew").fill("<p>The river rose and fell.</p>")
    page.get_by_role("button", name="Save both together").click()
    assert Article.objects.get(pk=story.pk).body == "<p>The river rose and fell.</p><p>Nobody came.</p>"


def test_who_loses_the_right_while_writing_has_the_words_and_saves_a_copy_without_scripts_too(
    sit_down, open_page, sign_in_as, story, writer, make, axe, console
):
    console.expect("403")
    plain, scripted = open_page(java_script_enabled=False), sit_down(writer, story)
    sign_in_as(plain, writer)
    plain.goto(address(story))
    plain.get_by_label("Body", exact=True).fill("<p>The river fell.</p><p>Nobody <em>counted</em>.</p>")
    type_at_the_end(scripted, " Not one.")
    make.bring_to("scheduled", story)
    scripted.keyboard.press("Control+s")
    expect(scripted.locator(".own-words")).to_contain_text("Nobody came. Not one.")
    axe(scripted)
    plain.get_by_role("button", name="Save", exact=True).click()
    expect(plain.locator(".wrongs")).to_contain_text("This story is scheduled")
    expect(plain.locator(".own-words em")).to_have_text("counted")
    plain.get_by_role("button", name="Save it as a new story").click()
    expect(plain.get_by_text("Saved.", exact=True)).to_be_visible()
    copy = Article.objects.exclude(pk=story.pk).get()
    assert copy.body == "<p>The river fell.</p><p>Nobody <em>counted</em>.</p>"
    assert Article.objects.get(pk=story.pk).body == story.body
