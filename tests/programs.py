"""Programs from outside that some tests need: a Chromium, and the HTML checker, which needs a Java.

Each function answers None when there is none; `make test` then says what is left out.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent / ".tools"
CHECKER = TOOLS / "vnu.jar"
CHECKER_PACKAGE = "vnu-jar@26.9.27"
CHECKER_SHA256 = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")  # it ends before a better compiler would pay
SECONDS_TO_FETCH = 240


def chromium() -> str | None:
    """The path of a Chromium: the system's, else the one that Playwright installed.

    The one without windows comes first: it draws the same pages with half the work.
    """
    for name in CHROMIUMS:
        if path := shutil.which(name):
            return path
    return _chromium_of_playwright()


def install_chromium() -> str | None:
    """Install a Chromium where that is possible, by apt as root or by Playwright. Returns its path."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _try(["apt-get", "update", "-qq"])
        for package in ("chromium-headless-shell", "chromium"):
            if not chromium():
                _try(["apt-get", "install", "-qq", "--yes", "--no-install-recommends", package])
    if not chromium():
        _try([sys.executable, "-m", "playwright", "install", "chromium"])
    return chromium()


def html_checker() -> list[str] | None:
    """The command that checks HTML files, or None without a Java or without the checker itself."""
    java = shutil.which("java")
    return [java, *SHORT_LIVED, "-jar", str(CHECKER)] if java and CHECKER.exists() else None


def fetch_html_checker() -> list[str] | None:
    """Fetch the pinned checker through npm where both Java and npm are. Returns its command."""
    if shutil.which("java") and shutil.which("npm") and not CHECKER.exists():
        TOOLS.mkdir(exist_ok=True)
        _try(["npm", "pack", "--silent", CHECKER_PACKAGE], cwd=TOOLS)
        for package in TOOLS.glob("vnu-jar-*.tgz"):
            _unpack_checker(package)
    return html_checker()


def _unpack_checker(package: Path) -> None:
    with tarfile.open(package) as archive:
        jar = archive.extractfile("package/build/dist/vnu.jar").read()
    package.unlink()
    if hashlib.sha256(jar).hexdigest() == CHECKER_SHA256:
        CHECKER.write_bytes(jar)


def _chromium_of_playwright() -> str | None:
    """Where Playwright keeps its own Chromium, which it tells only to a running driver."""
    ask = "from playwright.sync_api import sync_playwright as p\nwith p() as play: print(play.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False).stdout.strip()
    return answer if answer and Path(answer).exists() else None


def _try(command: list[str], **options) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=SECONDS_TO_FETCH,
            **options,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
