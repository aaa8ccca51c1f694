"""Tests in a real browser, against the product's own server on the test database.

`page.goto("/")` is the paper's front. Whatever the browser complains about in its console fails the test, unless the
test said so before: `console.expect("404")`.
"""

import itertools
import json
import time
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import expect, sync_playwright

from articles.models import Edition
from tests import programs
from tests.browser.server import running
from tests.sessions import session_of

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=10_000)  # as long as a page waits for what it presses
AXE = Axe().axe_script
editions = itertools.count(int(time.time()), 1000)


@pytest.fixture(scope="session")
def browser(django_db_setup):
    path = programs.chromium()
    if not path:
        pytest.skip("There is no Chromium here.")
    shipped = connection._test_serialized_contents
    with sync_playwright() as playwright:
        # Playwright's loop gives this thread a connection of its own, which must know what migrations shipped.
        connection._test_serialized_contents = shipped
        chromium = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def start(browser, product_environment, django_db_blocker):
    """`with start(SANDBOX_URL=…) as url`: another process of the newsroom, with these in its environment."""

    @contextmanager
    def start(**more):
        with running(product_environment | more) as url:
            with django_db_blocker.unblock():  # migrating an emptied database made rows that each test brings itself
                call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)
            yield url

    return start


@pytest.fixture(scope="session")
def _process(start):
    with start() as url:
        yield url


@pytest.fixture
def server(_process, transactional_db, django_db_serialized_rollback, settings):
    """The address of the running newsroom. What a test makes is there at once; it ends with the test."""
    settings.PUBLIC_URL = _process
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # as the server's
    Edition.objects.update_or_create(pk=1, defaults={"number": next(editions)})  # no page is kept from another test
    return _process


class Console:
    """What the browser complained about: errors, warnings of the CSP, exceptions that nobody caught."""

    def __init__(self):
        self.complaints = []
        self.expected = []

    def listen_to(self, page):
        page.on("console", lambda line: line.type == "error" and self.complaints.append(f"{page.url}: {line.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def expect(self, words: str):
        """Complaints with these words are part of what this test does."""
        self.expected.append(words)

    def unexpected(self):
        return [line for line in self.complaints if not any(words in line for words in self.expected)]


@pytest.fixture
def console():
    listener = Console()
    yield listener
    assert listener.unexpected() == []


@pytest.fixture
def open_page(browser, server, console):
    """Opens a page of its own: `open_page(width=360, colour_scheme="dark", locale="ar")`."""
    contexts = []

    def open_page(width=1280, height=900, colour_scheme="light", locale="en-GB", **options):
        context = browser.new_context(
            base_url=server,
            viewport={"width": width, "height": height},
            color_scheme=colour_scheme,
            locale=locale,
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        console.listen_to(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    wait_until_the_server_rests()


def wait_until_the_server_rests():
    """A page that closes may have sent a last message; emptying the tables under it stops one of the two."""
    if connection.vendor != "postgresql":
        return
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.02)


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def sign_in_as(server):
    """`sign_in_as(page, user)`: from now on that browser is that person's, in by password and second factor."""

    def sign_in_as(page, user, **methods):
        key = session_of(user, **methods)
        page.context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": key, "url": server}])

    return sign_in_as


def violations(page, rules=()) -> list[str]:
    """What axe finds on the page as it stands, a line for each rule: for all rules, or for those few."""
    options = {"resultTypes": ["violations"], "preload": False}  # preloading trips over our own CSP
    if rules:
        options["runOnly"] = list(rules)
    session = page.context.new_cdp_session(page)  # the page's own CSP stays in force; the protocol may evaluate
    if not session.send("Runtime.evaluate", {"expression": "Boolean(window.axe)"})["result"]["value"]:
        session.send("Runtime.evaluate", {"expression": AXE})
    answer = session.send(
        "Runtime.evaluate",
        {
            "expression": f"axe.run({json.dumps(options)})"
            ".then(found => found.violations.map(one => "
            "`${one.id}: ${one.help}: ${one.nodes.map(node => node.html).join(' | ')}`))",
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    session.detach()
    return answer["result"].get("value", [str(answer)])


@pytest.fixture
def axe():
    """`axe(page)` fails with what axe finds on the page as it stands."""

    def axe(page):
        assert violations(page) == [], page.url

    return axe
