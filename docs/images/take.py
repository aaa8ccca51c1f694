"""The README's pictures, taken of a running sample newsroom. `make run`, wait until its pictures are made, then

    python docs/images/take.py http://localhost:8000 <an editor's sign-in link>

It needs Playwright and a Chromium. The writing screen shows the first story on that person's dashboard.
"""

import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from tests.programs import chromium  # noqa: E402

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


def main(address: str, sign_in_link: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport=WINDOW, base_url=address, color_scheme="light", locale="en-GB")
        page.goto("/")
        take(page, "front")
        page.locator(".lead a").first.click()
        page.wait_for_url("**/20*/**")
        take(page, "story")
        come_in(page, sign_in_link)
        take(page, "dashboard")
        page.locator(".line__name").first.click()
        page.locator(".prosebox").wait_for()
        take(page, "desk")
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
