"""The product's own web server, on the test's database."""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUILT_STATIC_FILES = ROOT / ".tools" / "static"  # kept between runs: building them takes ten seconds
SECONDS_TO_START = 60


@contextmanager
def running(environment: dict):
    """Run `manage.py serve` with the product's settings; gives its address, such as http://localhost:43210."""
    port = free_port()
    url = f"http://localhost:{port}"
    environment = environment | {"PUBLIC_URL": url, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    environment |= {"ACCESS_LOG": "on"}
    prepare(environment)
    process = launch(environment, port)
    try:
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def launch(environment: dict, port: int) -> subprocess.Popen:
    """The server on that port, as soon as it answers. Whoever launches it ends it."""
    command = [sys.executable, "manage.py", "serve", "--without-clock", "--port", str(port), "--verbosity", "0"]
    log = Path(environment["VAR_DIR"], "server.log")
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        wait_until_it_answers(process, port, log)
    except RuntimeError:
        process.kill()
        raise
    return process


def prepare(environment: dict) -> None:
    """Build the static files unless they are built; two runs at once wait for one another."""
    BUILT_STATIC_FILES.mkdir(parents=True, exist_ok=True)
    static = Path(environment["VAR_DIR"], "static")
    if not static.exists():
        static.symlink_to(BUILT_STATIC_FILES)
    with BUILT_STATIC_FILES.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment, check=True)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def wait_until_it_answers(process: subprocess.Popen, port: int, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The web server did not start:\n{log.read_text()}")
        time.sleep(0.05)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("localhost", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the tests' thread; the tests are synchronous
