"""Makes the project's own virtual environment in `.venv`, with the pinned packages in it.

Run as `python3 deploy/environment.py [requirements file]`. Standard library only, and no syntax newer than Python 3.6:
an old Python must still be able to read this file in order to say that it is too old. Whatever is in the way is said in
one sentence, and the exit code is 1.
"""

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
LOG = os.path.join(VENV, "install.log")
ROOM_TO_INSTALL = 500  # megabytes
NO_WAY_OUT = re.compile(
    r"name resolution|Network is unreachable|NewConnectionError|nodename nor servname|ConnectTimeout"
    r"|ProxyError|Could not find a version|No matching distribution"
)


def refuse(sentence):
    """End the program with one sentence and exit code 1."""
    sys.exit("newsroom: " + sentence)


def refuse_an_old_python():
    if sys.version_info < (3, 11):
        refuse(
            "this needs Python 3.11 or newer, and python3 here is {0}. "
            "Name a newer one, for example: make run PYTHON=python3.12".format(platform.python_version())
        )


def refuse_a_full_disk(folder, megabytes):
    """Refuse when the disk that holds `folder` has less than `megabytes` left."""
    free = shutil.disk_usage(folder).free // 1000000
    if free < megabytes:
        needed = "{0} MB are free on the disk of {1}; {2} MB are needed.".format(free, folder, megabytes)
        refuse(needed + " Make room, then run it again.")


def fingerprint(requirements):
    """What an installation depends on: the packages asked for and the Python that runs them."""
    with open(os.path.join(ROOT, requirements), "rb") as file:
        content = file.read()
    return hashlib.sha256(content + sys.version.encode() + os.path.realpath(sys.executable).encode()).hexdigest()


def stamp(requirements):
    return os.path.join(VENV, "." + requirements + ".installed")


def installed(requirements):
    """Whether `.venv` already holds exactly these requirements."""
    try:
        with open(stamp(requirements)) as file:
            return file.read() == fingerprint(requirements) and os.path.exists(PYTHON)
    except OSError:
        return False


def make_venv():
    """An empty environment with pip in it, made anew."""
    if subprocess.call([sys.executable, "-c", "import venv, ensurepip"], stderr=subprocess.DEVNULL):
        refuse(
            "this Python comes without its venv module. Install it first (on Debian and Ubuntu: "
            "apt install python3-venv), then run it again."
        )
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if made.returncode:
        last = made.stdout.decode(errors="replace").strip().splitlines()[-1:]
        refuse("the virtual environment could not be made in {0}: {1}".format(VENV, " ".join(last)))


def install(requirements):
    """Install what the file pins, every package checked against its hash. The whole talk of pip goes to a log."""
    with open(LOG, "wb") as log:
        code = subprocess.call(
            [PYTHON, "-m", "pip", "install", "--require-hashes", "--only-binary=:all:", "--no-input", "--retries=2",
             "--no-compile", "--disable-pip-version-check", "--progress-bar=off", "-r", requirements],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    if code:
        refuse(reason_of_failure(LOG))


def reason_of_failure(log):
    """One sentence from what pip wrote into `log`."""
    with open(log, errors="replace") as file:
        text = file.read()
    if "DO NOT MATCH THE HASHES" in text:
        return "a downloaded package is not the one that was pinned (its hash differs); nothing was installed."
    if "No space left" in text:
        return "the disk ran full while the packages were installed. Make room, then run it again."
    if NO_WAY_OUT.search(text):
        return "the packages could not be downloaded: check the network, then run it again (details: {0}).".format(log)
    errors = [line for line in text.splitlines() if line.startswith("ERROR")]
    return "the packages could not be installed: {0}".format(" ".join(errors[-1:]) or "see " + log)


def prepare(requirements):
    """Make `.venv` hold `requirements`, doing only what is not done yet. Returns its Python."""
    refuse_an_old_python()
    if installed(requirements):
        return PYTHON
    refuse_a_full_disk(ROOT, ROOM_TO_INSTALL)
    print("Installing the pinned packages into .venv (only needed once)…", flush=True)
    if not os.path.exists(os.path.join(VENV, "bin", "pip")) or made_by_another_python():
        make_venv()
    install(requirements)
    for name in {requirements, "requirements.txt"}:  # what the tests need includes what the newsroom needs
        with open(stamp(name), "w") as file:
            file.write(fingerprint(name))
    return PYTHON


def made_by_another_python():
    ask = [PYTHON, "-c", "import sys; print(sys.version)"]
    try:
        return subprocess.check_output(ask).decode().strip() != sys.version.strip()
    except (OSError, subprocess.CalledProcessError):
        return True


if __name__ == "__main__":
    try:
        prepare(sys.argv[1] if len(sys.argv) > 1 else "requirements.txt")
    except KeyboardInterrupt:
        sys.exit(130)
