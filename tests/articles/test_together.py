"""Querysets that are filled together hold what each would have found alone."""

from datetime import timedelta

import pytest
from django.db.models import Count, Exists, F, OuterRef
from django.utils import timezone

from articles import previewing, together
from articles.models import (
    Article,
    Author,
    Autosave,
    Byline,
    Furniture,
    Image,
    Note,
    PreviewLink,
    PublishedArticle,
    Restriction,
    Revision,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def questions():
    noted = Exists(Note.objects.filter(article=OuterRef("pk")))
    return {
        "in order, with the rows they name": Article.objects.with_names().order_by("-pk"),
        "sliced": Revision.objects.order_by("-pk")[1:3],
        "annotated": Article.objects.annotate(noted=noted, same=F("modified_at")).order_by("pk"),
        "of other rows": PublishedArticle.objects.filter(revision_id__in=Revision.objects.values("pk")),
        "pairs": Article.objects.order_by("pk").values_list("modified_at", "headline"),
        "one column": Author.objects.values_list("pk", flat=True),
        "words for values": Image.objects.values("width", "rights_until", "public_id"),
        "counted": Article.objects.order_by("status").values("status").annotate(n=Count("pk")),
        "without doubles": Article.objects.order_by("modified_at").values_list("language").distinct(),
        "in part": Revision.objects.defer("content").order_by("pk"),
        "nothing": Article.objects.none(),
        "no choice": Article.objects.filter(pk__in=[]),
        "not there": Autosave.objects.all(),
        "links": PreviewLink.objects.with_names(),
        "kept as JSON": Furniture.objects.all(),
    }


def plain(rows):
    return [{k: v for k, v in vars(row).items() if k != "_state"} if hasattr(row, "_state") else row for row in rows]


def test_each_holds_what_it_would_have_found_alone(make, django_assert_num_queries):
    story = make.article(state="live", lead_image=make.image(rights_until=timezone.localdate()))
    make.article(headline='“%s”, \\ and "quotes"\nيوم', language="ar", embargo_until=timezone.now())
    previewing.make_link(story.head, make.editor(), "A lawyer")
    Note.objects.create(article=story, by=make.editor(), text="Who said this?")

    alone, asked = questions(), questions()
    with django_assert_num_queries(1):
        together.ask(*asked.values())
        found = {name: plain(rows) for name, rows in asked.items()}
        assert asked["in order, with the rows they name"][0].created_by.name
        assert not asked["nothing"].exists()
    assert found == {name: plain(rows) for name, rows in alone.items()}
    assert any(found["kept as JSON"]) and any(found["links"])


def test_a_filled_queryset_asks_anew_when_it_is_made_narrower(make):
    one, _other = make.article(), make.article()
    stories = Article.objects.order_by("pk")
    together.ask(stories)
    assert len(stories) == 2
    assert list(stories.filter(pk=one.pk)) == [one]


def test_nothing_is_asked_twice(make, django_assert_num_queries):
    stories = Article.objects.all()
    together.ask(stories)
    with django_assert_num_queries(0):
        together.ask(stories, Article.objects.none())


def test_a_prepared_question_is_written_once_and_answers_for_each_key(make, django_assert_num_queries):
    one, other = make.article(bylines=[make.author("Amina")]), make.article()
    signers, written = {story: [line.author for line in story.bylines.all()] for story in (one, other)}, []

    def signed(story):
        written.append(story)
        lines = Byline.objects.filter(article=story)
        return Author.objects.filter(pk__in=lines.values("author")).exclude(name="Nobody")

    question = together.Prepared(signed)
    with django_assert_num_queries(2):
        for story in (one, other):
            authors, stories = question.of(story=story.pk), Article.objects.filter(pk=story.pk)
            together.ask(authors, stories)
            assert ([*authors], [*stories]) == (signers[story], [story])
    assert len(written) == 1


def answer(question, **keys):
    rows = question.of(**keys)
    together.ask(rows)
    return [*rows]


def test_a_prepared_question_about_several_rows_answers_for_each_list_of_them(make):
    one, other, _third = (make.article() for _number in range(3))
    question = together.Prepared(lambda stories: Article.objects.filter(pk__in=stories).order_by("pk"))
    assert answer(question, stories=[other.pk, one.pk]) == [one, other]
    assert answer(question, stories=[other.pk]) == [other]
    assert answer(question, stories=[]) == []


def test_a_prepared_question_about_a_person_is_written_once_for_everybody_with_the_same_rights(make):
    amina, idris, editor, leaver = make.journalist(), make.journalist(), make.editor(), make.journalist(is_active=False)
    theirs = {person: make.article(by=person) for person in (amina, idris, editor)}
    restricted = make.article()
    Restriction.objects.create(article=restricted, by=editor).named.add(idris)
    written = []

    def editable(user):
        written.append(user)
        return Article.objects.editable_by(user).order_by("pk")

    question = together.Prepared(editable)
    assert answer(question, user=amina) == [theirs[amina]]
    assert answer(question, user=idris) == [theirs[idris]]
    assert answer(question, user=editor) == [*theirs.values()]
    assert answer(question, user=leaver) == []
    assert restricted not in answer(question, user=editor)
    assert len(written) == 3
    seen = together.Prepared(Article.objects.visible_to)
    assert (restricted in answer(seen, user=idris), restricted in answer(seen, user=amina)) == (True, False)


def test_a_prepared_question_about_a_moment_a_day_or_a_word_is_asked_for_each(make):
    story = make.article(state="live", headline="It’s “100 %”")
    since = together.Prepared(lambda since: Article.objects.filter(modified_at__gte=since))
    assert answer(since, since=story.modified_at) == [story]
    assert answer(since, since=story.modified_at + timedelta(microseconds=1)) == []
    paper = PublishedArticle.objects.get()
    of_day = together.Prepared(lambda day, words: PublishedArticle.objects.filter(date=day, headline=words))
    assert answer(of_day, day=paper.date, words=story.headline) == [paper]
    assert answer(of_day, day=paper.date - timedelta(days=1), words=story.headline) == []
    assert answer(of_day, day=paper.date, words="It’s") == []


@pytest.mark.parametrize(
    "build",
    [
        lambda row: Article.objects.filter(pk=row, modified_at__gt=timezone.now()),
        lambda row: Image.objects.filter(pk=row, rights_until__gt=timezone.localdate()),
    ],
)
def test_what_is_compared_with_the_present_day_or_hour_cannot_be_prepared(build):
    with pytest.raises(ValueError, match="hour"):
        together.Prepared(build).of(row=1)
