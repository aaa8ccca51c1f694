"""`make test` and `make bench`: the tests on SQLite and PostgreSQL side by side, with whatever this machine has.

Three runs keep two cores busy: browsers and servers that are started wait now and then.
With DATABASE_URL there is one run, against that. What had to be left out is said before the tests and again after them.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests import postgres, programs

ROOT = Path(__file__).resolve().parent.parent
COUNTS = ("passed", "failed", "error", "skipped", "xfailed")
NOTHING_COLLECTED = 5
ONLY_ON_SQLITE = (  # pages, presses and walks, whose rows are tried on both, and what asks little of a database
    "articles/test_analyser.py",
    "articles/test_any_checks.py",
    "articles/test_any_sequence.py",
    "articles/test_calendar.py",
    "articles/test_compare.py",
    "articles/test_conversation.py",
    "articles/test_copies.py",
    "articles/test_crashes_at_the_desk.py",
    "articles/test_dashboard.py",
    "articles/test_desk_checks.py",
    "articles/test_desk_doors.py",
    "articles/test_desk_hours.py",
    "articles/test_desk_moves.py",
    "articles/test_desk_queries.py",
    "articles/test_desk_writing.py",
    "articles/test_furniture_admin.py",
    "articles/test_markup.py",
    "articles/test_merge_screen.py",
    "articles/test_merging.py",
    "articles/test_nodes_on_paper.py",
    "articles/test_photo_metadata.py",
    "articles/test_picture_admin.py",
    "articles/test_placeholders.py",
    "articles/test_preview_links.py",
    "articles/test_preview_typed.py",
    "articles/test_renditions.py",
    "articles/test_sign_offs.py",
    "articles/test_story_list.py",
    "articles/test_story_nodes.py",
    "articles/test_takedowns.py",
    "articles/test_telling_readers.py",
    "articles/test_templates.py",
    "articles/test_urgent.py",
    "articles/test_versions.py",
    "articles/test_words_back.py",
    "articles/test_writing_aids.py",
    "memberships/test_account.py",
    "memberships/test_appeals.py",
    "memberships/test_desk.py",
    "memberships/test_money.py",
    "memberships/test_stripe.py",
    "newsroom/test_access_log.py",
    "newsroom/test_checks.py",
    "newsroom/test_env.py",
    "newsroom/test_log.py",
    "newsroom/test_make_run.py",
    "newsroom/test_resend.py",
    "newsroom/test_sample.py",
    "newsroom/test_signing_in.py",
    "test_house_rules.py",
    "test_matrix.py",
    "test_no_leaks.py",
    "test_refusals.py",
    "test_translations.py",
)
BROWSED_ON_SQLITE = (  # the other half of what takes browsers is tried on PostgreSQL
    "browser/test_calendar.py",
    "browser/test_checks.py",
    "browser/test_every_page.py",
    "browser/test_history.py",
    "browser/test_keeping.py",
    "browser/test_people.py",
    "browser/test_safety.py",
    "browser/test_server.py",
    "browser/test_the_whole_way.py",
)


WITH_THE_HOUSE = ("newsroom", "test_matrix.py", "test_no_leaks.py", "test_refusals.py")


@dataclass
class Run:
    """One pytest process against one database."""

    name: str
    database_url: str
    arguments: list[str]
    lines: list[str] = field(default_factory=list)

    def start(self) -> None:
        environment = os.environ | {"DATABASE_URL": self.database_url, "PYTHONUNBUFFERED": "1"}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", *self.arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.append(line)
            print(f"{self.name:<10} | {line}", end="", flush=True)
        self.seconds = time.monotonic() - self.began

    def wait(self) -> None:
        self.process.wait()
        self.reader.join()

    def end(self) -> None:
        """Interrupt it, if it still runs, so that it tidies up after itself."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.wait()

    @property
    def passed(self) -> bool:
        return self.process.returncode in (0, NOTHING_COLLECTED)

    def closing_line(self) -> str:
        """Such as “SQLite: 312 passed, 0 failed, 2 skipped in 204 s”."""
        last = next((line for line in reversed(self.lines) if re.search(r" in [\d.]+s", line)), "")
        counts = {
            word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|error|skipped|xfailed)", last)
        }
        counts = {"passed": 0, "failed": 0} | counts
        told = ", ".join(f"{counts[word]} {word}" for word in COUNTS if word in counts)
        broken = "" if last or self.passed else " (it ended before its tests did)"
        return f"{self.name}: {told} in {self.seconds:.0f} s{broken}"


def left_out(with_postgres: bool) -> list[str]:
    """Make ready what tests need from outside; a sentence for each thing that cannot be had here."""
    sentences = []
    if not (programs.chromium() or programs.install_chromium()):
        sentences.append("no Chromium here, and none could be installed: the browser tests are left out.")
    if not (programs.html_checker() or programs.fetch_html_checker()):
        sentences.append("no HTML checker here (it needs java, and npm to fetch it): its tests are left out.")
    if not with_postgres:
        sentences.append("no PostgreSQL server programs here: the tests run on SQLite alone.")
    return sentences


def plan(stack: ExitStack, arguments: list[str]) -> list[Run]:
    """The runs of `make test`, each about as long as the others: two on SQLite, one on PostgreSQL."""
    if url := os.environ.get("DATABASE_URL"):
        return [Run("PostgreSQL" if url.startswith("postgres") else "SQLite", url, arguments)]
    if not postgres.programs():
        return [Run("SQLite", "", arguments)]
    if "--benchmarks" in sys.argv:
        return [Run("PostgreSQL", stack.enter_context(postgres.server()), arguments)]
    database_url = stack.enter_context(postgres.server())
    browsed = {path.relative_to(ROOT / "tests").as_posix() for path in (ROOT / "tests/browser").glob("test_*.py")}
    others = {path.name for path in (ROOT / "tests").glob("test_*.py")} - {*WITH_THE_HOUSE}
    return [
        Run("Stories", "", [*arguments, *without("browser", *WITH_THE_HOUSE)]),
        Run("House", "", [*arguments, *without("articles", "memberships", *others, *browsed - {*BROWSED_ON_SQLITE})]),
        Run("PostgreSQL", database_url, [*arguments, *without(*ONLY_ON_SQLITE, *BROWSED_ON_SQLITE)]),
    ]


def without(*names: str) -> list[str]:
    return [f"--ignore=tests/{name}" for name in names]


def say(sentences: list[str]) -> None:
    for sentence in sentences:
        print(f"LEFT OUT: {sentence}", flush=True)


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    benchmarks = "--benchmarks" in arguments
    if benchmarks:
        arguments = ["tests/benchmarks", "-s", *(word for word in arguments if word != "--benchmarks")]
    missing = [] if benchmarks else left_out(bool(postgres.programs() or os.environ.get("DATABASE_URL")))
    say(missing)
    with ExitStack() as stack:
        runs = plan(stack, arguments)
        for run in runs:
            run.start()
            stack.callback(run.end)
        for run in runs:
            run.wait()
    print()
    for run in runs:
        print(run.closing_line())
    say(missing)
    return 0 if all(run.passed for run in runs) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
