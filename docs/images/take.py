"""The pictures of the README and of the guides, taken of a sample newsroom that lives only for that: `make pictures`.

It needs Playwright and a Chromium. With `python docs/images/take.py <folder>` the newsroom is kept in that folder.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
HOUSE = HERE.parent.parent
sys.path.insert(0, str(HOUSE))

from tests.programs import chromium  # noqa: E402  found by the path above

WINDOW = {"width": 1280, "height": 900}
FLAGS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
COLOURS = 256  # drawn pictures need no more, and a page weighs a quarter


def take(page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    file = HERE / f"{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.FLOYDSTEINBERG)
    small.save(file, optimize=True)


def come_in(page, sign_in_link: str) -> None:
    """By the link, and then by a passkey: without a second factor the desk says so on every page."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": kind | {"isUserVerified": True}})
    page.goto(sign_in_link)
    page.locator("main button").click()
    page.goto("/membership/account/factors/passkeys/add/")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url(lambda url: "/passkeys/add/" not in url)
    page.context.clear_cookies()
    page.goto("/admin/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/admin/")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("localhost", 0))
        return one.getsockname()[1]


def manage(environment, *words) -> str:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=HOUSE, env=environment, check=True, capture_output=True, text=True).stdout


@contextmanager
def sample_newsroom(folder: str):
    """(its address, `link(e-mail)`), the whole paper loaded and every picture made."""
    address = f"http://localhost:{(port := free_port())}"
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "EMAIL_URL")}
    environment = kept | {"VAR_DIR": folder, "PUBLIC_URL": address}
    for words in (["migrate"], ["sample"], ["make_renditions"], ["collectstatic", "--noinput"]):
        manage(environment, *words)
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=HOUSE, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"{address}/healthz")
        yield address, lambda email: manage(environment, "sign_in", email).split()[-1]
    finally:
        server.terminate()
        server.wait()


def wait_for(address):
    for _turn in range(300):
        try:
            urllib.request.urlopen(address).close()  # noqa: S310  our own
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The sample newsroom did not start.")


def of_the_paper(page):
    page.goto("/")
    take(page, "front")
    page.locator(".lead a").first.click()
    page.wait_for_url("**/20*/**")
    take(page, "story")


def of_an_editor(page):
    take(page, "dashboard")
    page.get_by_role("link", name="The tailors of Block Nine").first.click()
    page.locator(".prosebox").wait_for()
    page.mouse.move(400, 700)
    page.mouse.wheel(0, 460)
    take(page, "guide-notes")
    page.get_by_role("link", name="History", exact=True).first.click()
    page.get_by_role("button", name="Compare the two chosen").click()
    page.wait_for_url("**/compare/**")
    take(page, "guide-compare")
    page.goto("/admin/calendar/")
    take(page, "guide-calendar")


def of_a_journalist(page):
    take(page, "guide-mine")
    page.goto("/admin/articles/notice/")
    take(page, "guide-inbox")
    page.goto("/admin/")
    page.get_by_role("link", name="A map of wells that are not there").first.click()
    page.locator(".prosebox").wait_for()
    take(page, "desk")


def main(folder: str) -> None:
    with sample_newsroom(folder) as (address, link), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)

        def open_page():
            return browser.new_page(viewport=WINDOW, base_url=address, color_scheme="light", locale="en-GB")

        of_the_paper(open_page())
        for email, pictures in (("elena@example.org", of_an_editor), ("leila@example.org", of_a_journalist)):
            page = open_page()
            come_in(page, link(email))
            pictures(page)
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) == 2:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(folder)
