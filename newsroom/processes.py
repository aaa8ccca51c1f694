"""The processes of a running newsroom, held together: all of them live, or none."""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

BLOCKING_THREADS = 4  # per worker; granian's own default of hundreds is slower and exceeds PostgreSQL's connections
SECONDS_TO_START = 60
SECONDS_TO_END = 10
WATCHED = {".py", ".html", ".css", ".js", ".txt", ".svg", ".mo"}
NOT_WATCHED = {"var", "tests", "docs"}


class Stopped(Exception):
    """Somebody asked the household to end: Ctrl-C, or SIGTERM."""


class Ended(Exception):
    """A process ended by itself; its argument is the process's name."""


def web_server(host: str, port: int, workers: int) -> list[str]:
    """The arguments, after `python`, of the product's web server."""
    return [
        "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning",
        "--host", address_of(host, port)[1][0], "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(BLOCKING_THREADS),
        "--respawn-failed-workers", "--workers-kill-timeout", "8",
        "newsroom.wsgi:application",
    ]  # fmt: skip


def address_of(host: str, port: int) -> tuple[socket.AddressFamily, tuple]:
    """The family and the numeric address of a host's name, IPv4 first: what binds to a name needs a number."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    family, _kind, _protocol, _name, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    return family, address


def is_free(host: str, port: int) -> bool:
    """Whether a server may listen there. A server that shares its port would not notice by itself."""
    try:
        family, address = address_of(host, port)
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError:
        return False
    return True


class Household:
    """Processes by name. Made in the main thread: it answers Ctrl-C and SIGTERM from then on, by raising Stopped."""

    def __init__(self, commands: dict[str, list[str]]):
        self.commands = commands
        self.processes: dict[str, subprocess.Popen] = {}
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)

    def start(self, name: str) -> None:
        self.processes[name] = subprocess.Popen(
            [sys.executable, *self.commands[name]],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in a terminal reaches us alone, and we end them in order
            preexec_fn=_end_with_our_parent,  # noqa: PLW1509  nothing here has started a thread
        )

    def wait_until_it_answers(self, host: str, port: int) -> None:
        """Return when the web server answers; raises Ended when a process is gone first."""
        deadline = time.monotonic() + SECONDS_TO_START
        while not _answers(host, port):
            self._refuse_if_one_is_gone()
            if time.monotonic() > deadline:
                raise Ended("web server did not answer and")
            time.sleep(0.05)

    def wait(self, watched: Callable[[], Iterator[Path]] | None = None) -> bool:
        """Wait for as long as all live. With `watched`, return True as soon as one of those files has changed."""
        before = _state_of(watched) if watched else None
        while True:
            time.sleep(0.5)
            if watched and _state_of(watched) != before:
                return True
            if not watched:  # with a half-written file the next change brings it back
                self._refuse_if_one_is_gone()

    def restart(self) -> None:
        self.end()
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=settings.BASE_DIR, check=False)
        for name in self.commands:
            self.start(name)

    def end(self) -> None:
        """End every process and whatever it started; kill what does not end in time."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for process in self.processes.values():
            process.terminate()
        deadline = time.monotonic() + SECONDS_TO_END
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)

    def _refuse_if_one_is_gone(self) -> None:
        for name, process in self.processes.items():
            if process.poll() is not None:
                raise Ended(name)


def files_that_matter() -> Iterator[Path]:
    """The project's own code, templates and static files."""
    for folder, folders, names in os.walk(settings.BASE_DIR):
        top = Path(folder) == settings.BASE_DIR
        folders[:] = [
            name for name in folders if not name.startswith((".", "__")) and not (top and name in NOT_WATCHED)
        ]
        yield from (Path(folder, name) for name in names if Path(name).suffix in WATCHED)


def _state_of(watched: Callable[[], Iterator[Path]]) -> dict[Path, int]:
    state = {}
    for path in watched():
        with contextlib.suppress(FileNotFoundError):
            state[path] = path.stat().st_mtime_ns
    return state


def _answers(host: str, port: int) -> bool:
    family, address = address_of(host, port)
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104  everywhere includes here
    connection = http.client.HTTPConnection(asked, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "[::1]" if family == socket.AF_INET6 else "127.0.0.1"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stop(*_signal) -> None:
    raise Stopped


def _end_with_our_parent() -> None:
    """On Linux the kernel ends a child whose parent was killed; elsewhere only an orderly end leaves no orphan."""
    if sys.platform == "linux":
        parent_death_signal = 1
        ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGTERM)
