"""What a page costs: processor time per request, beside a bare Django view in the same run.

Nothing here is asserted: figures depend on the machine, ratios hardly do. `make bench` prints them.
"""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from articles import publishing, search
from articles.models import PublishedArticle, PublishedPlace, PublishedTopic, SlugHistory
from articles.views.reading import finished
from tests import make, public

STORIES = 2000
ROUNDS = 150
PARAGRAPH = "<p>Early-warning systems fail in a predictable place. The satellites work, and so do the gauges. " * 3 + "</p>"


@pytest.fixture
def paper(db, settings):
    """A paper of 2,000 stories of some 900 words, the newest made by the desk's verbs and the rest copied from it."""
    settings.ROOT_URLCONF = "tests.benchmarks.urls"
    story = make.article(
        state="live", slug="the-newest", body=PARAGRAPH * 20, lead_image=make.image(), topics=["floods", "drought"],
        region=make.region("niger"), series=make.series(), corrections=["It was eleven."],
    )  # fmt: skip
    newest = PublishedArticle.objects.get(article_id=story.pk)
    _copy(newest)
    publishing.new_edition("2,000 stories", publishing.EVERYTHING)
    return newest


def _copy(newest):
    rows = []
    for number in range(1, STORIES):
        at = newest.first_published_at - timedelta(hours=number)
        values = {field.attname: getattr(newest, field.attname) for field in newest._meta.fields}
        rows.append(
            PublishedArticle(
                **{**values, "id": None, "article_id": 10_000 + number, "slug": f"s-{number}", "first_published_at": at,
                   "date": at.date(), "card": {**newest.card, "url": f"/{at:%Y/%m/%d}/s-{number}/", "published_at": at.isoformat()}}
            )
        )  # fmt: skip
    PublishedArticle.objects.bulk_create(rows, 500)
    copies = PublishedArticle.objects.exclude(pk=newest.pk)
    region = PublishedPlace.objects.get(published=newest).region_id
    PublishedPlace.objects.bulk_create((PublishedPlace(published=row, region_id=region) for row in copies), 500)
    PublishedTopic.objects.bulk_create((PublishedTopic(published=row, name="floods", slug="floods") for row in copies), 500)
    SlugHistory.objects.bulk_create(
        (SlugHistory(article_id=row.article_id, language="en", date=row.date, slug=row.slug) for row in copies), 500
    )
    for row in copies[:300]:
        search.index(row)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def milliseconds(client, path, fresh=True):
    """(processor, elapsed) ms per request; `fresh` takes the finished page away before each."""
    client.get(path)
    processor, elapsed = time.process_time(), time.perf_counter()
    for _round in range(ROUNDS):
        if fresh:
            finished.PAGES.empty()
            finished.ANSWERS.empty()
        assert client.get(path).status_code == 200
    return (time.process_time() - processor) * 1000 / ROUNDS, (time.perf_counter() - elapsed) * 1000 / ROUNDS


def test_processor_time_of_each_kind_of_page(paper, capsys):
    client = Client(headers={"accept-encoding": "br"})
    pages = {
        "story": paper.get_absolute_url(),
        "front": "/",
        "latest": "/latest/",
        "region": public.address("region_detail", slug="niger"),
        "topic": public.address("topic_detail", slug="floods"),
        "search": "/search/?q=satellites",
        "feed": "/feed/",
    }
    bare, _elapsed = milliseconds(client, "/bare")
    lines = [f"{'page':<22}{'CPU ms':>8}{'bare =1':>9}{'elapsed':>9}{'queries':>9}{'bytes br':>10}"]
    lines.append(f"{'bare view':<22}{bare:>8.2f}{1:>9}")
    for name, path in pages.items():
        finished.PAGES.empty(), finished.ANSWERS.empty()
        asked = []
        with connection.execute_wrapper(lambda run, *statement: asked.append(statement[0]) or run(*statement)):
            size = len(client.get(path).content)
        for kind, fresh in (("", True), (", finished", False)):
            cpu, elapsed = milliseconds(client, path, fresh)
            queries = len(asked) if fresh else 1
            lines.append(f"{name + kind:<22}{cpu:>8.2f}{cpu / bare:>9.1f}{elapsed:>9.2f}{queries:>9}{size:>10,}")
    with capsys.disabled():
        print("\n" + f"{STORIES} stories, {connection.vendor}, {ROUNDS} rounds\n" + "\n".join(lines))
