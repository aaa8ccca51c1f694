"""No word of what is not published reaches anybody outside, by any address; and no reader's query asks for it."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles import assignments, notes, previewing, versions
from articles.anchors import Anchor
from articles.models import DESK, Article, PublishedArticle, Series
from articles.models.published import PublishedPicture
from tests import make, public

pytestmark = pytest.mark.django_db
MARK = "Zqxvmarker"
HIDDEN = ("draft", "in_review", "approved", "scheduled", "withdrawn")


def desk_tables() -> set[str]:
    tables = {model._meta.db_table for model in DESK}
    return tables | {field.m2m_db_table() for model in DESK for field in model._meta.many_to_many}


def marked_story(state, **fields):
    """A story with the mark in every text somebody can type; the mark tells from which state it leaked."""
    mark = f"{MARK}{state.replace('_', '')}"
    image = make.image(
        caption=f"{mark} caption", alt_text=f"{mark} alt", credit=f"{mark} credit", usage_terms=f"{mark} terms"
    )
    inner = make.image(caption=f"{mark} inner", alt_text=f"{mark} inner alt", credit=f"{mark} inner credit")
    hidden_series = Series.objects.create(name=f"{mark} series", slug=f"{mark.lower()}-series")
    story = make.article(
        state=state,
        headline=f"{mark} headline",
        standfirst=f"{mark} standfirst",
        kicker=f"{mark} kicker",
        slugline=f"{mark} slugline",
        slug=f"{mark.lower()}-slug",
        dateline=f"{mark} dateline",
        signoff=f"{mark} signoff",
        body=f'<p>{mark} body</p><figure data-image="{inner.pk}" data-alt="{mark}" data-credit="{mark}">'
        f"<figcaption>{mark}</figcaption></figure>",
        topics=[f"{mark} topic"],
        bylines=[make.author(f"{mark} author", slug=f"{mark.lower()}-author", biography=f"{mark} biography")],
        corrections=[f"{mark} correction"],
        lead_image=image,
        series=hidden_series,
        region=make.region("chad"),
        **fields,
    )
    talked_about(story, mark)
    return story


def talked_about(story, mark):
    """With the mark in everything that people say beside it."""
    editor = make.editor(name=f"{mark} editor")
    note = notes.leave(story, editor, f"{mark} note", anchor=Anchor(f"{mark} body", f"{mark} before", f"{mark} after"))
    notes.leave(story, None, f"{mark} answer", parent=note, visitor=f"{mark} visitor")
    assignments.assign(story, editor, editor, words=f"{mark} assignment")


def shown_to_an_outsider(story):
    """It has a named version and a secret link, and somebody has opened that."""
    editor, mark = make.editor(), f"{MARK}{story.slug.removesuffix('-slug')}"
    versions.name_version(story.head, f"{mark} version", by=editor)
    _link, token = previewing.make_link(story.head, editor, f"{mark} for whom")
    opened = Client(headers={"user-agent": "Firefox"}).get(f"/preview/{token}/")
    assert MARK in opened.content.decode()


@pytest.fixture
def newsroom():
    """A live story that has to do with each hidden one, and the hidden ones."""
    hidden = [marked_story(state) for state in HIDDEN]
    for story in hidden:
        shown_to_an_outsider(story)
    Article.objects.filter(status="approved").update(embargo_until=timezone.now() + timedelta(days=2))
    live = make.article(
        state="live", headline="A public headline", slug="public", related=hidden, lead_image=make.image(),
        topics=["floods"], series=make.series(), region=make.region("niger"),
        bylines=[make.author("A. Salou", slug="a-salou")],
    )  # fmt: skip
    talked_about(live, MARK)
    return live, hidden


def every_path(live, hidden):
    today = PublishedArticle.objects.get(article_id=live.pk).date
    marks = [f"{MARK}{state.replace('_', '')}".lower() for state in HIDDEN]
    slugs = {
        "region": ["niger", "africa", "chad"],
        "topic": ["floods", *(f"{mark}-topic" for mark in marks)],
        "series": [live.series.slug, *(f"{mark}-series" for mark in marks)],
        "format": [live.format.slug],
        "author": ["a-salou", *(f"{mark}-author" for mark in marks)],
    }
    pictures = [story.lead_image.public_id for story in (live, *hidden)]
    paths = public.addresses(
        stories=[("en", today, slug) for slug in ("public", *(f"{mark}-slug" for mark in marks))],
        slugs=slugs,
        pictures=pictures,
        pages=["about-us"],
        queries=[MARK, *marks, "headline", "rained"],
    )
    missing = [name for name, found in paths.items() if not found]
    assert not missing, f"tests/public.py does not walk {missing}"
    return [path for found in paths.values() for path in found]


def test_nothing_unpublished_stands_at_any_public_address_feed_or_sitemap(newsroom, caplog):
    live, hidden = newsroom
    caplog.set_level(logging.DEBUG)
    leaks, client = [], Client()
    for path in every_path(live, hidden):
        response = client.get(path)
        body = b"".join(response) if response.streaming else response.content
        text = body.decode("utf-8", "replace") + str(response.headers)
        asked = path.split("?q=")[1] if "?q=" in path else None
        found = re.findall(rf"{MARK}[a-z]* ?[a-z]*", text, re.IGNORECASE)
        leaks += [f"{path}: {word}" for word in found if not asked or word.strip().lower() != asked.lower()]
    assert not leaks
    assert not [record for record in caplog.records if f"{MARK} " in record.getMessage()]
    assert not [letter for letter in mail.outbox if MARK in letter.subject + letter.body]


def test_a_hidden_storys_own_addresses_answer_as_if_there_were_nothing(newsroom):
    _live, hidden = newsroom
    client = Client()
    today = PublishedArticle.objects.first().date
    for story in hidden:
        mark = story.slug.removesuffix("-slug")
        expected = 410 if "withdrawn" in mark else 404
        assert client.get(public.address("story_detail", date=today, slug=story.slug)).status_code == expected
        for kind in ("topic", "series", "author"):
            path = public.address(f"{kind}_detail", slug=f"{mark}-{kind}")
            assert client.get(path).status_code == 404, path
        picture = public.address("picture", public_id=story.lead_image.public_id, width=320, extension="jpg")
        assert client.get(picture).status_code == 404


def test_the_picture_of_a_live_story_is_public_and_its_original_is_not(newsroom):
    live, _hidden = newsroom
    picture = public.address("picture", public_id=live.lead_image.public_id, width=320, extension="jpg")
    assert Client().get(picture).status_code == 200
    for guess in (f"/media/{live.lead_image.original.name}", f"/{live.lead_image.original.name}"):
        assert Client().get(guess).status_code == 404
    PublishedPicture.objects.all().delete()
    assert Client().get(picture).status_code == 404


def test_no_readers_request_names_a_table_of_the_desk(newsroom):
    live, hidden = newsroom
    tables = re.compile("|".join(rf'"{table}"' for table in sorted(desk_tables())))
    paths, wrong = every_path(live, hidden), []
    client = Client()
    for path in paths:
        asked = []
        with connection.execute_wrapper(
            lambda run, *statement, asked=asked: asked.append(statement[0]) or run(*statement)
        ):
            client.get(path)
        wrong += [f"{path}: {found[0]}" for sql in asked if (found := tables.search(sql))]
    assert not wrong


def test_no_reader_who_did_nothing_gets_a_cookie(newsroom):
    live, hidden = newsroom
    client = Client()
    for path in every_path(live, hidden):
        response = client.get(path)
        assert not response.cookies, path
        assert "Cookie" not in response.headers.get("Vary", ""), path
