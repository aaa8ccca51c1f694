import pytest

from articles.views.reading import finished, furniture
from memberships import appeals


@pytest.fixture(autouse=True)
def _nothing_is_kept_from_another_test():
    finished.PAGES.empty()
    finished.ANSWERS.empty()
    furniture.forget()
    appeals.forget()


@pytest.fixture
def street(django_db_serialized_rollback, live_server, settings):
    """The newsroom and, on another origin, the sandbox: each is reached by HTTP."""
    settings.PUBLIC_URL = live_server.url
    settings.SANDBOX_URL = live_server.url.replace("localhost", "127.0.0.1")
    return live_server
