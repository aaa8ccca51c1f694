"""What the desk's pages cost with 100,000 stories: queries, and processor time of Django and of PostgreSQL together.

`make bench` prints a line for each page and fails when one asks more than twelve questions or takes more than 200 ms.
"""

import os
import time
from functools import partial
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from articles.models import Article, Schedule
from articles.states import Status
from tests.benchmarks import newsroom
from tests.sessions import session_of

pytestmark = pytest.mark.django_db(transaction=True)

MOST_QUERIES, MOST_MS = 12, 200
ROUNDS, TURNS = 4, 3
LIST = "/admin/articles/article/"
TICKS = os.sysconf("SC_CLK_TCK")
HANDLER = WSGIHandler()


def pages(who) -> list[tuple[str, str, str]]:
    """(name, person, address) of every page that is measured."""
    stories = Article.objects.open_to_all().kept()
    live = stories.filter(status=Status.PUBLISHED).order_by("-pk")[5_000]
    own = stories.filter(status=Status.DRAFT, created_by=who["journalist"]).first()
    waiting = stories.filter(status=Status.IN_REVIEW).first()
    scheduled = Schedule.objects.waiting().filter(article__in=stories).first().article
    named = f"{LIST}?who=person-{who['journalist'].pk}"
    return [
        ("dashboard", "journalist", "/admin/"),
        ("dashboard", "editor", "/admin/"),
        ("dashboard", "chief", "/admin/"),
        ("list", "editor", LIST),
        ("list, last page", "editor", f"{LIST}?p=999"),
        *((f"list, state {state}", "editor", f"{LIST}?state={state}") for state in [*Status, "live", "archived"]),
        ("list, my own", "journalist", f"{LIST}?who=me"),
        ("list, a person", "editor", named),
        ("list, a region", "editor", f"{LIST}?region={live.region_id}"),
        ("list, a format", "editor", f"{LIST}?format={live.format_id}"),
        ("list, a language", "editor", f"{LIST}?language=ar"),
        ("list, the bin", "editor", f"{LIST}?bin=1"),
        ("list, a rare word", "editor", f"{LIST}?q=word17"),
        ("list, a common word", "editor", f"{LIST}?q=river"),
        ("list, words and filters", "editor", f"{LIST}?q=river+word17&state=draft&language=fr"),
        *((f"list, by column {column}", "editor", f"{LIST}?o={column}") for column in (0, 1, 4, 5, 6)),
        ("find, a rare word", "journalist", "/admin/articles/article/found/?q=word17"),
        ("find, a common word", "journalist", "/admin/articles/article/found/?q=river"),
        ("lookup while writing", "journalist", f"{LIST}find/?q=headline+number"),
        ("writing screen, own", "journalist", f"{LIST}{own.pk}/change/"),
        ("writing screen, in review", "editor", f"{LIST}{waiting.pk}/change/"),
        ("writing screen, live", "editor", f"{LIST}{live.pk}/change/"),
        ("writing screen, read only", "journalist", f"{LIST}{live.pk}/change/"),
        ("writing screen, new", "journalist", f"{LIST}add/"),
        ("question of a schedule", "editor", f"{LIST}{scheduled.pk}/move/reschedule/"),
        ("question of an approval", "editor", f"{LIST}{waiting.pk}/move/approve/"),
        ("question of an urgent publication", "chief", f"{LIST}{waiting.pk}/move/publish_urgently/"),
        ("question of a withdrawal", "editor", f"{LIST}{live.pk}/move/withdraw/"),
        ("notes", "editor", f"{LIST}{waiting.pk}/notes/"),
        ("assigning", "editor", f"{LIST}{waiting.pk}/assign/"),
        ("secret links", "editor", f"{LIST}{live.pk}/links/"),
        ("preview", "editor", f"{LIST}{live.pk}/preview/{live.head_id}/"),
        ("history", "editor", f"{LIST}{live.pk}/history/"),
        ("compare", "editor", f"{LIST}{live.pk}/compare/?old={live.head_id - 1}&new={live.head_id}"),
        ("calendar", "editor", "/admin/calendar/"),
        ("inbox", "editor", "/admin/articles/notice/"),
    ]


def test_every_page_of_the_desk_with_100_000_stories(capsys):
    who = newsroom.fill()
    rows, too_much = table(who, pages(who))
    with capsys.disabled():
        print(f"\n{newsroom.STORIES:,} stories, {connection.vendor}", *rows, sep="\n")
    assert not too_much, "\n".join(["more than allowed:", *too_much])


def table(who, asked):
    sessions = {name: session_of(person) for name, person in who.items()}
    rows, too_much = [f"{'page':<44}{'CPU ms':>8}{'ours':>8}{'database':>10}{'elapsed':>9}{'queries':>9}"], []
    for name, person, address in asked:
        row, fits = measured(f"{name} ({person})", address, sessions[person])
        rows.append(row if fits else f"{row}  <")
        too_much += [] if fits else [row]
    return rows, too_much


def measured(name, address, session):
    ask = partial(_ask, address, session)
    ask()
    asked = []
    with connection.execute_wrapper(lambda run, *statement: asked.append(statement[0]) or run(*statement)):
        status = ask()
    if status == 404:
        return f"{name:<44}   (no such page)", True
    assert status == 200, f"{address} answers {status}"
    queries = len([sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE"))])
    ours, theirs, elapsed = min(_turn(ask) for _number in range(TURNS))
    row = f"{name:<44}{ours + theirs:>8.0f}{ours:>8.0f}{theirs:>10.0f}{elapsed:>9.0f}{queries:>9}"
    return row, queries <= MOST_QUERIES and ours + theirs <= MOST_MS


def _ask(address, session) -> int:
    """As a web server asks: the test client would copy the context of every template."""
    path, _, query = address.partition("?")
    environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session}"}
    setup_testing_defaults(environ)
    environ["HTTP_HOST"] = "localhost:8000"
    response = HANDLER(environ, lambda status, headers: None)
    response.close()
    return response.status_code


def _turn(ask):
    processor, database, clock = time.process_time(), _database_seconds(), time.perf_counter()
    for _round in range(ROUNDS):
        ask()
    spent = time.process_time() - processor, _database_seconds() - database, time.perf_counter() - clock
    return tuple(1000 * seconds / ROUNDS for seconds in spent)


def _database_seconds() -> float:
    """Processor time of the server process behind our connection, as the system counts it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
