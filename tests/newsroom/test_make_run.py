"""`make run`: what is in the way is said in one sentence, and whatever was started ends together."""

import ast
import itertools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.server import free_port

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def bare_machine(tmp_path):
    """A copy of what a fresh clone has for its first start, with a requirement that no index has to answer for."""
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    (tmp_path / "requirements.txt").write_text(f"asgiref==3.13.0 --hash=sha256:{'0' * 64}\n")
    return tmp_path


def run(folder, *before, **environment):
    """What `deploy/run.py` says in `folder`, and its exit code."""
    done = subprocess.run(
        [sys.executable, *(before or ["deploy/run.py"])],
        cwd=folder,
        env={**os.environ, "PORT": str(free_port()), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def assert_one_sentence(answer, words):
    code, said = answer
    assert code == 1
    assert re.search(words, said)
    assert said.startswith("newsroom: ")
    assert len(said.strip().splitlines()) == 1


@pytest.mark.parametrize("path", sorted((ROOT / "deploy").glob("*.py")), ids=lambda path: path.name)
def test_even_an_old_python_can_read_its_refusal(path):
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_is_refused(bare_machine):
    pretend = "import runpy, sys; sys.version_info = (3, 8, 10); sys.path.insert(0, 'deploy');"
    answer = run(bare_machine, "-c", f"{pretend} runpy.run_path('deploy/run.py', run_name='__main__')")
    assert_one_sentence(answer, r"needs Python 3\.11 or newer")


def test_a_taken_port_is_refused_before_the_long_work(bare_machine):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert_one_sentence(run(bare_machine, PORT=str(port)), f"port {port} is taken .* PORT={port + 1}")
    assert not (bare_machine / ".venv").exists()


@pytest.mark.parametrize("port", ["abc", "-1", "0", "65536", "80.5", "80٣", "²"])
def test_a_port_that_is_none_is_refused(bare_machine, port):
    assert_one_sentence(run(bare_machine, PORT=port), "from 1 to 65535")


def test_a_host_that_is_not_this_machine_is_refused(bare_machine):
    assert_one_sentence(run(bare_machine, HOST="not an address"), "no address of this machine")


def test_a_full_disk_is_refused(bare_machine):
    ask = "import sys; sys.path.insert(0, 'deploy'); import environment; environment.refuse_a_full_disk('.', 10**12)"
    assert_one_sentence(run(bare_machine, "-c", ask), r"MB are free .* MB are needed")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_fills_up_meanwhile_is_said_in_one_sentence(product_environment):
    with Path("/dev/full").open("w") as full_disk:
        asked = subprocess.run(
            [sys.executable, "-u", "manage.py", "help"],
            cwd=ROOT, env=product_environment, stdout=full_disk, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert_one_sentence((asked.returncode, asked.stderr), "the disk is full")


def test_a_python_without_its_venv_module_is_refused(bare_machine):
    (bare_machine / "ensurepip.py").write_text("raise ImportError")
    answer = run(bare_machine, PYTHONPATH=str(bare_machine))
    assert_one_sentence(answer, "without its venv module")


def test_a_machine_without_network_is_told_so(bare_machine):
    assert_one_sentence(run(bare_machine, PIP_NO_INDEX="1", PIP_FIND_LINKS=""), "check the network")
    assert run(bare_machine, PIP_NO_INDEX="1", PIP_FIND_LINKS="")[0] == 1  # and again, on what the first try left


# The web server and the clock --------------------------------------------------------------------


@contextmanager
def serving(environment, tmp_path):
    """A newsroom that has said where things are: its process, its port, and the file of what it complains about."""
    port = free_port()
    log = tmp_path / "serve.log"
    environment = environment | {"PUBLIC_URL": f"http://localhost:{port}"}
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with log.open("wb") as complaints:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=complaints)
    try:
        said = list(itertools.takewhile(lambda line: b"Ctrl-C" not in line, process.stdout))
        assert f"  The paper   http://localhost:{port}/\n".encode() in said
        yield process, port, log
    finally:
        process.terminate()
        process.communicate(timeout=30)


def children_of(pid):
    """{command line: process id} of all that descends from a process."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found[Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")] = int(child)
        found |= children_of(child)
    return found


def lives(pid):
    """Whether a process runs; one that ended and that nobody has asked about yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux which processes run")


@needs_proc
@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_the_server_and_the_clock(product_environment, tmp_path, signal_number):
    with serving(product_environment, tmp_path) as (process, _port, log):
        children = children_of(process.pid)
        assert any(" clock" in command for command in children)
        process.send_signal(signal_number)
        assert process.wait(20) == 0
    assert [command for command, pid in children.items() if lives(pid)] == []
    assert "Traceback" not in log.read_text()


@needs_proc
def test_nothing_goes_on_without_its_clock(product_environment, tmp_path):
    with serving(product_environment, tmp_path) as (process, _port, log):
        children = children_of(process.pid)
        os.kill(next(pid for command, pid in children.items() if " clock" in command), signal.SIGKILL)
        assert process.wait(20) == 1
    assert "The clock ended by itself" in log.read_text()
    assert [command for command, pid in children.items() if lives(pid)] == []


@needs_proc
def test_even_a_killed_newsroom_leaves_nothing_behind(product_environment, tmp_path):
    with serving(product_environment, tmp_path) as (process, port, _log):
        process.kill()
        process.wait(20)
        with pytest.raises(OSError):
            while urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=10):
                pass


def test_a_second_server_does_not_share_the_port(product_environment, tmp_path):
    with serving(product_environment, tmp_path) as (_process, port, _log):
        second = subprocess.run(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT, env=product_environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert second.returncode == 1
    assert f"port {port} cannot be used" in second.stderr


def test_a_wrong_setting_stops_the_start_with_its_sentence(product_environment):
    asked = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT, env=product_environment | {"PUBLIC_URL": "ftp://x"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert asked.returncode == 1
    assert asked.stderr.startswith("newsroom: PUBLIC_URL is “ftp://x”")
    assert "Traceback" not in asked.stderr
