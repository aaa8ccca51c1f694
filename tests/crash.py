"""Kills a process with SIGKILL at the nth thing it does to the world: a database statement or a file it writes."""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack

from django.conf import settings
from django.db import connection, connections


def killed_at(step: int, do: Callable[[], object]) -> bool:
    """Run `do` in a process of its own and kill it before step number `step`; False when it ended before that."""
    connections.close_all()  # the child must not share the parent's line to the database
    child = os.fork()
    if child == 0:
        _run(step, do)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.waitstatus_to_exitcode(status) == 0, "it failed by itself, before it was killed"
    return False


def _run(step, do):
    left = [step]

    def count():
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute, sql, params, many, context):
        count()
        return execute(sql, params, many, context)

    def writing(event, args):
        if (
            event == "open"
            and args[2] & (os.O_WRONLY | os.O_RDWR)
            and str(args[0]).startswith(str(settings.MEDIA_ROOT))
        ):
            count()

    try:
        sys.addaudithook(writing)
        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(statement))
            do()
    except BaseException:
        os._exit(1)
    os._exit(0)


def every_step(do: Callable[[], object], check: Callable[[], None], again: Callable[[], None], most: int = 400) -> int:
    """Kill `do` at step 1, 2, 3 … until it gets through; after each death `check()`, then `again()` lays it anew.

    Answers at how many steps it died.
    """
    for step in range(1, most):
        survived = not killed_at(step, do)
        check()
        if survived:
            return step - 1
        again()
    raise AssertionError(f"It had not ended after {most} steps.")
