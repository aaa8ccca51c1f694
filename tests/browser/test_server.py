"""The house itself, asked by a browser."""


def test_the_server_is_alive(page):
    assert page.goto("/healthz").text() == "alive\n"
