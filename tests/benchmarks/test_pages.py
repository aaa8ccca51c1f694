"""What a page costs: processor time per request, beside a bare Django view in the same run.

Requests go straight to the WSGI handler: Django's test client would copy the context of every template. Nothing here
is asserted but that pages answer: figures depend on the machine, ratios hardly do. `make bench` prints them.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from itertools import cycle
from urllib.parse import unquote
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection, connections

from articles import publishing, search
from articles.models import PublishedArticle, PublishedPlace, PublishedTopic, SlugHistory
from articles.views.reading import finished, furniture
from memberships.models import Appeal
from newsroom.templatetags import house
from tests import make, public

pytestmark = pytest.mark.django_db(transaction=True)

STORIES = 2000
ASKED_FOR = 300  # of them, one after the other
TURNS, ROUNDS = 5, 20  # the least of so many turns counts: others work on the same machine
SENTENCES = "Early-warning systems fail in a predictable place. The satellites work, and so do the gauges. "


@pytest.fixture
def paper(settings):
    """A paper of 2,000 stories of some 900 words, the newest made by the desk's verbs and the rest copied from it."""
    settings.ROOT_URLCONF = "tests.benchmarks.urls"
    Appeal.objects.create(heading="Stay with us", text="<p>Our reporters stay.</p>", button="Support us")
    lead = make.image()
    call_command("make_renditions", stdout=StringIO())
    story = make.article(
        state="live", slug="the-newest", body=f"<p>{SENTENCES * 3}</p>" * 20, lead_image=lead, signoff="as/td",
        topics=["floods", "drought"], region=make.region("niger"), series=make.series(), corrections=["It was eleven."],
    )  # fmt: skip
    newest = PublishedArticle.objects.get(article_id=story.pk)
    _copy(newest)
    publishing.new_edition("2,000 stories", publishing.EVERYTHING)


def _copy(newest):
    values = {field.attname: getattr(newest, field.attname) for field in newest._meta.fields}
    rows = [PublishedArticle(**values | _own(newest, number)) for number in range(1, STORIES)]
    PublishedArticle.objects.bulk_create(rows, 500)
    copies = PublishedArticle.objects.exclude(pk=newest.pk)
    region = PublishedPlace.objects.get(published=newest).region_id
    PublishedPlace.objects.bulk_create((PublishedPlace(published=row, region_id=region) for row in copies), 500)
    named = {"name": "floods", "slug": "floods"}
    PublishedTopic.objects.bulk_create((PublishedTopic(published=row, **named) for row in copies), 500)
    SlugHistory.objects.bulk_create(
        (SlugHistory(article_id=row.article_id, language="en", date=row.date, slug=row.slug) for row in copies), 500
    )
    for row in copies[:ASKED_FOR]:
        search.index(row)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _own(newest, number):
    """What is its own of the copy of that number: its key, its address, its headline, its date."""
    at = newest.first_published_at - timedelta(hours=number)
    told = {"url": f"/{at:%Y/%m/%d}/s-{number}/", "headline": f"The river rose at night {number}"}
    return {
        "id": None, "article_id": 10_000 + number, "slug": f"s-{number}", "first_published_at": at, "date": at.date(),
        "headline": told["headline"], "card": newest.card | told | {"published_at": at.isoformat()},
        "story": newest.story | told | {"slug": f"s-{number}", "first_published_at": at.isoformat()},
    }  # fmt: skip


@pytest.fixture
def ask():
    """Ask for an address as a web server does, and read the whole answer."""
    handler = WSGIHandler()

    def ask(address):
        path, _, query = address.partition("?")
        environ = {"PATH_INFO": unquote(path), "QUERY_STRING": query, "HTTP_ACCEPT_ENCODING": "br"}
        setup_testing_defaults(environ)
        response = handler(environ, lambda status, headers: None)
        assert response.status_code == 200, address
        body = response.content
        response.close()
        return body

    return ask


def milliseconds(ask, addresses, forget=lambda: None):
    """(processor, elapsed) ms per request, the least of several turns; `forget` is called before each request."""
    return tuple(map(min, zip(*(_turn(ask, addresses, forget) for _number in range(TURNS)), strict=True)))


def _turn(ask, addresses, forget):
    processor, elapsed = time.process_time(), time.perf_counter()
    for _round in range(ROUNDS):
        forget()
        ask(next(addresses))
    return (time.process_time() - processor) * 1000 / ROUNDS, (time.perf_counter() - elapsed) * 1000 / ROUNDS


def forget_finished_pages():
    """As after every new edition; cards outlive it, since the same card looks the same."""
    finished.PAGES.empty()
    finished.ANSWERS.empty()


def forget_everything():
    """The furniture of the edition too, and every part: as in a process that has just begun."""
    forget_finished_pages()
    furniture.forget()
    house.forget()


def row(ask, name, addresses, forget, bare):
    ask(next(addresses))
    forget()
    asked, size = _questions_and_size(ask, next(addresses))
    cpu, elapsed = milliseconds(ask, addresses, forget)
    return f"{name:<24}{cpu:>8.2f}{cpu / bare:>9.1f}{elapsed:>9.2f}{asked:>9}{size:>10,}"


def _questions_and_size(ask, address):
    asked = []
    with connection.execute_wrapper(lambda run, *statement: asked.append(statement[0]) or run(*statement)):
        size = len(ask(address))
    return len(asked), size


def test_processor_time_of_each_kind_of_page(paper, ask, capsys):
    pages = {
        "story": [story.get_absolute_url() for story in PublishedArticle.objects.newest_first()[:ASKED_FOR]],
        "front": ["/"],
        "latest": ["/latest/"],
        "region": [public.address("region_detail", slug="niger")],
        "topic": [public.address("topic_detail", slug="floods")],
        "search": ["/search/?q=satellites"],
        "feed": ["/feed/"],
    }
    with ThreadPoolExecutor(1) as server:  # as the web server answers: in a thread with its own memory and connection
        rows = server.submit(table, ask, pages).result()
        server.submit(connections.close_all).result()
    with capsys.disabled():
        print(f"\n{STORIES} stories, {connection.vendor}", *rows, sep="\n")


def table(ask, pages):
    ask("/bare")
    bare, _elapsed = milliseconds(ask, cycle(["/bare"]))
    rows = [f"{'page':<24}{'CPU ms':>8}{'bare =1':>9}{'elapsed':>9}{'queries':>9}{'bytes br':>10}"]
    rows.append(f"{'bare view':<24}{bare:>8.2f}{1:>9}")
    for name, addresses in pages.items():
        rows.append(row(ask, name, cycle(addresses), forget_finished_pages, bare))
        rows.append(row(ask, f"{name}, finished", cycle(addresses[:1]), lambda: None, bare))
    rows.append(row(ask, "front, first of all", cycle(["/"]), forget_everything, bare))
    return rows
