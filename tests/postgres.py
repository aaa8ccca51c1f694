"""A throw-away PostgreSQL: made in a temporary folder, reached by a socket, gone with the process that asked for it."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg2

SECONDS_TO_START = 30
FAST_AND_FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "jit": "off",
}


def programs() -> Path | None:
    """The folder with `initdb` and `postgres`, the newest where there are several, or None."""
    candidates = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True
    )
    if config := shutil.which("pg_config"):
        candidates.append(Path(subprocess.check_output([config, "--bindir"], text=True).strip()))
    if initdb := shutil.which("initdb"):
        candidates.append(Path(initdb).parent)
    return next((path for path in candidates if (path / "initdb").exists() and (path / "postgres").exists()), None)


@contextmanager
def server():
    """Run a server and give the DATABASE_URL of an empty database; it is stopped and removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="newsroom-pg-"))
    rights = _rights_of_nobody_special()
    try:
        if rights:
            os.chown(folder, rights["user"], rights["group"])
        _initialise(folder, rights)
        process = _start(folder, rights)
        try:
            _wait_until_it_answers(process, folder)
            yield f"postgres://newsroom@/postgres?host={folder}"
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _rights_of_nobody_special() -> dict:
    """PostgreSQL refuses to run as root: whom to run it as instead, and nothing for everybody else."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            person = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL cannot run as root, and there is neither a user “postgres” nor a user “nobody”.")


def _initialise(folder: Path, rights: dict) -> None:
    command = [programs() / "initdb", "-D", folder / "data", "-U", "newsroom", "-A", "trust"]
    command += ["--encoding=UTF8", "--locale=C", "--no-sync"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **rights)


def _start(folder: Path, rights: dict) -> subprocess.Popen:
    command = [programs() / "postgres", "-D", folder / "data", "-k", folder]
    for name, value in FAST_AND_FORGETFUL.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,  # Ctrl-C reaches the tests first, then us
            preexec_fn=_end_with_our_parent,  # noqa: PLW1509  the tests start it before any thread
            **rights,
        )


def _end_with_our_parent() -> None:
    """On Linux, even a killed test run leaves no server behind."""
    if sys.platform == "linux":
        parent_death_signal = 1
        ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGQUIT)


def _wait_until_it_answers(process: subprocess.Popen, folder: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg2.connect(host=str(folder), user="newsroom", dbname="postgres").close()
        except psycopg2.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}") from error
            time.sleep(0.05)
        else:
            return
