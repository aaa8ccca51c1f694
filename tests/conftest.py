"""What every test may ask for."""

import pytest


def pytest_collection_modifyitems(items):
    """A test that commits empties every table afterwards; the next one must find again what migrations shipped."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction"):
            item.add_marker(pytest.mark.django_db(**{**marker.kwargs, "serialized_rollback": True}), append=False)
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def make(db):
    """Builds rows the way a newsroom makes them: `make.article(headline="…")`, `make.user(role="Editor")`."""
    from tests import make

    return make

