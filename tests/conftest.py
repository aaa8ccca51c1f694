"""What every test may ask for."""

import gc
import os
from urllib.parse import quote

import pytest

from tests import tables

tables.install()
gc.set_threshold(200_000, 20, 100)  # by Python's own, a twentieth of the time goes into looking for garbage


def pytest_collection_modifyitems(items):
    """A test that commits empties every table afterwards; the next one must find again what migrations shipped."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        options = marker.kwargs if marker else {}
        if options.get("transaction") or {"product_environment", "live_server"} & set(item.fixturenames):
            committed = pytest.mark.django_db(**options | {"transaction": True, "serialized_rollback": True})
            item.add_marker(committed, append=False)
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def make(db):
    """Builds rows the way a newsroom makes them: `make.article(headline="…")`, `make.user(role="Editor")`."""
    from tests import make

    return make


@pytest.fixture
def check_html():
    """`check_html({"/": "<!doctype html>…"})` fails with what the HTML checker finds; left out where there is none."""
    from tests import html, programs

    if not programs.html_checker():
        pytest.skip("There is no HTML checker here: it needs java, and `make test` fetches it with npm.")

    def check_html(pages):
        assert html.complaints(pages) == []

    return check_html


@pytest.fixture(autouse=True)
def _no_rate_limit_is_used_up_by_another_test():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _nothing_is_kept_from_another_test():
    """Editions begin at 1 in every test; pages that this process finished under that number belong to another paper."""
    from articles.views.reading import finished, furniture

    finished.PAGES.empty()
    finished.ANSWERS.empty()
    furniture.forget()


@pytest.fixture(scope="session")
def product_environment(django_db_setup, django_db_blocker):
    """The environment for a process of the product that works on the tests' own database and folder.

    A test that asks for it commits what it makes, for the process to see.
    """
    return os.environ | {"DATABASE_URL": url_of_test_database(), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}


def url_of_test_database() -> str:
    from django.db import connection

    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    person = ":".join(quote(part, safe="") for part in (at["USER"], at["PASSWORD"]) if part)
    host = f"?host={quote(at['HOST'])}" if at["HOST"].startswith("/") else ""
    place = "" if host else ":".join(str(part) for part in (at["HOST"], at["PORT"]) if part)
    return f"postgres://{person}@{place}/{at['NAME']}{host}"
