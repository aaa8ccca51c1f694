"""From a bare machine to a running newsroom: `make run` and `make dev` end here.

Standard library only, and readable by old Pythons; see `environment.py`. HOST and PORT choose where it listens.
"""

import errno
import os
import re
import socket
import sys

import environment

ROOM_TO_RUN = 100  # megabytes


def port_from(text):
    if not (re.match("[0-9]{1,5}$", text) and 0 < int(text) < 65536):
        environment.refuse("PORT is “{0}”; it must be a number from 1 to 65535.".format(text))
    return int(text)


def refuse_a_taken_port(host, port):
    """Ask before the long work, not after it."""
    try:
        family, kind, _protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except socket.gaierror:
        environment.refuse("HOST is “{0}”, which is no address of this machine.".format(host))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            environment.refuse(
                "port {0} is taken by another program. Choose another: make run PORT={1}".format(port, port + 1)
            )
        environment.refuse("{0} port {1} cannot be used: {2}.".format(host, port, error.strerror))


def main(arguments):
    environment.refuse_an_old_python()
    host = os.environ.get("HOST") or "127.0.0.1"
    port = port_from(os.environ.get("PORT") or "8000")
    refuse_a_taken_port(host, port)
    environment.refuse_a_full_disk(environment.ROOT, ROOM_TO_RUN)
    python = environment.prepare("requirements.txt")
    os.environ.setdefault("PUBLIC_URL", "http://localhost:{0}".format(port))
    os.chdir(environment.ROOT)
    command = [python, "manage.py", "serve", "--prepare", "--host", host, "--port", str(port)]
    os.execv(python, command + arguments)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
