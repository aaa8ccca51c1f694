"""The clock: one process that picks up all work that waits. Several may run; each piece is done once."""

import io
import logging
import signal
import threading
from dataclasses import dataclass

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connections

from newsroom.models import Beat

log = logging.getLogger("newsroom.clock")


@dataclass(frozen=True)
class Job:
    command: str
    every: float  # seconds


PROMPT = (  # readers and supporters wait for these
    Job("publish_due", 1),
    Job("reproject", 0.5),
    Job("process_events", 2),
    Job("deliver_sandbox_webhooks", 2),
    Job("turn_appeals", 5),
)
PATIENT = (  # slow work in a thread of its own, so that no story waits for a picture or a mail server
    Job("make_renditions", 0.5),
    Job("check_soon", 10),
    Job("send_letters", 5),
    Job("send_notices", 5),
    Job("remind_to_countersign", 60),
    Job("index_desk", 20),
    Job("clearsessions", 3600),
    Job("clear_checkouts", 3600),
)


class Command(BaseCommand):
    help = "Publish what is due, send what is owed, make what is missing, until stopped."

    def handle(self, **options):
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        lanes = [
            threading.Thread(target=keep_doing, args=(jobs, stop, beats), daemon=True)
            for jobs, beats in ((PROMPT, True), (PATIENT, False))
        ]
        for lane in lanes:
            lane.start()
        while not stop.wait(0.5):
            if not all(lane.is_alive() for lane in lanes):
                raise SystemExit("A lane of the clock ended; the log says why.")
        for lane in lanes:
            lane.join(timeout=10)


def keep_doing(jobs, stop, beats) -> None:
    """Run each job at its interval until `stop`; the prompt lane also strikes the beat every 5 s."""
    known = get_commands()
    tasks = {job.command: (job.every, lambda name=job.command: call(name)) for job in jobs if job.command in known}
    if beats:
        tasks["beat"] = (5, Beat.strike)
    waits = dict.fromkeys(tasks, 0.0)
    while not stop.is_set():
        for name, (every, do) in tasks.items():
            if waits[name] <= 0:
                run(name, do)
                waits[name] = every
        pause = max(0.05, min(waits.values()))
        stop.wait(pause)
        waits = {name: left - pause for name, left in waits.items()}
    connections.close_all()


def call(name) -> None:
    """Run a command; what it says is for the log of somebody who wants to know all."""
    said = io.StringIO()
    call_command(name, stdout=said)
    if said.getvalue():
        log.debug("%s: %s", name, said.getvalue().strip())


def run(name, do) -> None:
    """One job once; whatever goes wrong is logged and tried again at the next interval."""
    close_old_connections()
    try:
        do()
    except DatabaseError as error:
        log.warning("%s: the database did not answer (%s)", name, type(error).__name__)
        connections.close_all()
    except Exception:
        log.exception("%s failed", name)
