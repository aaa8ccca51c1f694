import pytest


@pytest.fixture
def street(live_server, settings):
    """The newsroom and, on another origin, the sandbox: each is reached by HTTP."""
    settings.PUBLIC_URL = live_server.url
    settings.SANDBOX_URL = live_server.url.replace("localhost", "127.0.0.1")
    return live_server
