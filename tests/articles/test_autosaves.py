"""What is typed and not saved: kept as it comes, offered back, and gone with the save that holds it."""

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import autosaves
from articles.models import Article, Autosave, Presence, Revision
from tests.articles.writing import address, at_desk, form_of, opened

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


@pytest.fixture
def writer(make):
    return make.journalist(name="Amina")


@pytest.fixture
def desk(writer):
    return at_desk(writer)


@pytest.fixture
def story(make, writer):
    return make.article(by=writer, headline="Flood", body="<p>It rained.</p>")


def send(client, at, person, **message):
    message = {"person": person.pk, "page": str(uuid.uuid4()), "turn": 1, "after": 0, "fields": {}} | message
    return client.post(at, json.dumps(message), content_type="application/json")


def keep(client, story, person, **message):
    at = reverse("admin:articles_article_keep", args=[story.pk])
    return send(client, at, person, **{"opened_on": story.head_id, **message})


def test_what_is_typed_is_kept_and_touches_neither_story_nor_history(desk, story, writer):
    modified = story.modified_at
    answer = keep(desk, story, writer, fields={"headline": ["Flood in the night"]})
    assert answer.json()["kept"] is True
    assert "no-store" in answer["Cache-Control"]
    story.refresh_from_db()
    assert (story.headline, story.modified_at) == ("Flood", modified)
    assert Revision.objects.filter(article=story).count() == 1
    history = desk.get(reverse("admin:articles_article_history", args=[story.pk])).content.decode()
    assert "in the night" not in history


def test_later_fields_join_earlier_ones_and_rows_come_together(desk, story, writer):
    page = str(uuid.uuid4())
    keep(
        desk,
        story,
        writer,
        page=page,
        fields={"headline": ["One"], "bylines-0-author": ["1"], "bylines-1-author": ["2"]},
    )
    keep(desk, story, writer, page=page, turn=2, after=1, fields={"kicker": ["Two"], "bylines-0-author": ["3"]})
    assert Autosave.objects.get().fields == {"headline": ["One"], "kicker": ["Two"], "bylines-0-author": ["3"]}


def test_a_message_that_was_long_under_way_writes_over_nothing_newer(desk, story, writer):
    page = str(uuid.uuid4())
    keep(desk, story, writer, page=page, turn=2, fields={"headline": ["Newer"]})
    assert keep(desk, story, writer, page=page, turn=1, fields={"headline": ["Older"]}).json()["kept"] is False
    assert Autosave.objects.get().fields["headline"] == ["Newer"]


def test_a_message_that_arrives_after_the_save_that_held_it_comes_to_nothing(desk, story, writer):
    form = opened(desk, story) | {"headline": "Saved", "turn": "5"}
    desk.post(address(story), form)
    assert keep(desk, story, writer, page=form["page"], turn=4, fields={"headline": ["Sav"]}).json()["kept"] is False
    assert not Autosave.objects.exists()


def test_what_is_typed_while_a_save_is_under_way_stays_on_top_of_it(desk, story, writer):
    form = opened(desk, story) | {"headline": "Saved", "turn": "5"}
    keep(desk, story, writer, page=form["page"], turn=6, fields={"headline": ["Saved and"]})
    desk.post(address(story), form)
    keep(desk, story, writer, page=form["page"], turn=7, after=6, fields={"headline": ["Saved and more"]})
    row = Autosave.objects.get()
    assert row.base.parsed.headline == "Saved"
    assert "Unsaved text of" in desk.get(address(story)).content.decode()


def test_a_page_whose_earlier_text_is_gone_is_asked_for_all_of_it(desk, story, writer):
    answer = keep(desk, story, writer, turn=3, after=2, fields={"headline": ["Only the last word"]})
    assert (answer.status_code, answer.json()) == (409, {"again": True})


def test_unsaved_text_is_offered_back_with_what_differs_and_gone_on_with(desk, story, writer):
    seen = {"slugline": [story.slugline]}
    keep(desk, story, writer, fields={"headline": ["Flood in the night"], "slugline": ["chad-floods"]}, seen=seen)
    page = desk.get(address(story))
    assert "Unsaved text of" in page.content.decode()
    assert "<ins> in the night</ins>" in page.content.decode()
    assert "Typed beside the text: slugline" in page.content.decode()
    form = form_of(desk.get(page.context["offers"][0].resume))
    assert (form["headline"], form["slugline"]) == ("Flood in the night", "chad-floods")
    desk.post(address(story), form)
    story.refresh_from_db()
    assert (story.headline, story.slugline) == ("Flood in the night", "chad-floods")
    assert not Autosave.objects.exists()


def test_every_kind_of_field_comes_back_as_it_was_typed(desk, story, writer, make):
    amina, chad, mali = make.author("Amina"), make.region("chad"), make.region("mali")
    form = opened(desk, story)
    typed = {
        "other_regions": [str(chad.pk), str(mali.pk)], "region": [str(chad.pk)], "topics": ["aid, floods"],
        "embargo_0": ["2099-07-01"], "embargo_1": ["06:00"], "embargo_2": ["Africa/Niamey"], "body": ["<p>Typed.</p>"],
        "bylines-TOTAL_FORMS": ["2"], "bylines-0-author": [str(amina.pk)], "bylines-0-role": ["with"],
        "bylines-0-ORDER": ["1"],
    }  # fmt: skip
    keep(desk, story, writer, page=form["page"], fields=typed, seen=json.loads(form["opened_with"]))
    again = form_of(desk.get(f"{address(story)}?resume={form['page']}"))
    for name in ("other_regions", "region", "topics", "embargo_0", "embargo_1", "embargo_2", "body"):
        assert again[name] == (typed[name] if name == "other_regions" else typed[name][0]), name
    desk.post(address(story), again)
    content = Article.objects.get(pk=story.pk).head.parsed
    assert content.bylines == [{"author": amina.pk, "role": "with"}]
    assert content.other_regions == sorted([chad.pk, mali.pk])


def test_going_on_with_it_in_a_new_page_moves_it_there(desk, story, writer):
    keep(desk, story, writer, fields={"headline": ["Typed yesterday"]})
    form = form_of(desk.get(f"{address(story)}?resume={Autosave.objects.get().page}"))
    keep(desk, story, writer, page=form["page"], instead_of=form["instead_of"], fields={"kicker": ["Today"]})
    row = Autosave.objects.get()
    assert str(row.page) == form["page"]
    assert row.fields == {"headline": ["Typed yesterday"], "kicker": ["Today"]}


def test_it_is_thrown_away_only_after_a_question(desk, story, writer):
    keep(desk, story, writer, fields={"headline": ["Never mind"]})
    at = reverse("admin:articles_article_throw_away", args=[Autosave.objects.get().page])
    assert "Never" in desk.get(at).content.decode()
    assert Autosave.objects.exists()
    assert "Thrown away." in desk.post(at, follow=True).content.decode()
    assert not Autosave.objects.exists()


def test_what_says_the_same_as_the_story_is_not_offered(desk, story, writer):
    keep(desk, story, writer, fields={"headline": ["Flood"]})
    assert "Unsaved text" not in desk.get(address(story)).content.decode()


def test_text_of_a_page_that_may_still_be_open_is_offered_with_a_word_about_it(desk, story, writer):
    form = opened(desk, story)
    keep(desk, story, writer, page=form["page"], fields={"headline": ["Being typed"]})
    send(desk, reverse("admin:articles_article_presence", args=[story.pk]), writer, page=form["page"])
    assert "still be open in another window" in desk.get(address(story)).content.decode()
    Presence.objects.all().delete()
    assert "still be open in another window" not in desk.get(address(story)).content.decode()


def test_a_story_that_was_never_saved_is_offered_where_one_begins(desk, writer):
    page = form_of(desk.get(ADD))["page"]
    at = reverse("admin:articles_article_keep_new")
    assert send(desk, at, writer, page=page, fields={"headline": ["Begun on a train"]}).json()["kept"] is True
    offer = desk.get(ADD).context["offers"][0]
    form = form_of(desk.get(offer.resume))
    assert form["headline"] == "Begun on a train"
    desk.post(ADD, form)
    assert Article.objects.get().headline == "Begun on a train"
    assert not Autosave.objects.exists()


def test_unsaved_text_is_its_writers_alone(desk, story, writer, make):
    keep(desk, story, writer, fields={"headline": ["Mine alone"]})
    row = Autosave.objects.get()
    ruth = make.editor()
    hers = at_desk(ruth)
    assert "Mine alone" not in hers.get(address(story)).content.decode()
    assert hers.get(f"{address(story)}?resume={row.page}").status_code == 404
    assert keep(hers, story, ruth, page=str(row.page), turn=9, fields={"headline": ["Hers"]}).status_code == 403
    assert Autosave.objects.get().fields["headline"] == ["Mine alone"]


def test_what_somebody_typed_is_not_kept_under_the_name_of_who_signed_in_since(desk, story, writer, make):
    answer = keep(desk, story, make.journalist(), fields={"headline": ["Another's"]})
    assert answer.status_code == 403
    assert "Somebody else is signed in" in answer.json()["sentence"]


def test_a_story_that_one_may_not_change_takes_nothing(make, story, writer):
    stranger = make.journalist()
    answer = keep(at_desk(stranger), story, stranger, fields={"headline": ["Mine now"]})
    assert (answer.status_code, Autosave.objects.count()) == (403, 0)


@pytest.mark.parametrize("message", ["", "[]", "{", '{"person": 1}', '"x"'])
def test_nonsense_is_answered_with_a_sentence(desk, story, message):
    at = reverse("admin:articles_article_keep", args=[story.pk])
    answer = desk.post(at, message, content_type="application/json")
    assert answer.status_code in (400, 403)
    assert answer.json()["sentence"]


@pytest.mark.parametrize(
    "fields",
    [None, [], {"headline": "x"}, {"headline": [1]}, {"headline": [["x"]]}, {f"a{n}a": [] for n in range(500)}],
)
def test_fields_that_no_form_sends_are_refused_with_a_sentence(desk, story, writer, fields):
    answer = keep(desk, story, writer, fields=fields)
    assert answer.status_code == 400 or not Autosave.objects.filter(fields__has_key="headline").exists()


def test_characters_that_no_database_holds_are_left_out(desk, story, writer):
    assert keep(desk, story, writer, fields={"headline": ["a\x00b\ud800c"]}).status_code == 200
    assert Autosave.objects.get().fields["headline"] == ["abc"]


def test_too_much_is_answered_with_a_sentence(desk, story, writer):
    answer = keep(desk, story, writer, fields={"body": ["x" * (autosaves.MOST + 1)]})
    assert (answer.status_code, Autosave.objects.count()) == (413, 0)
    assert "too much to keep" in answer.json()["sentence"]


def test_names_that_the_form_does_not_have_are_not_kept(desk, story, writer):
    keep(desk, story, writer, fields={"csrfmiddlewaretoken": ["s"], "_save": ["1"], "a b": ["x"], "kicker": ["Chad"]})
    assert Autosave.objects.get().fields == {"kicker": ["Chad"]}


def test_a_colleague_in_the_same_story_is_seen_with_their_name_and_gone_when_they_leave(desk, story, writer, make):
    ruth = make.editor(name="Ruth")
    at, page = reverse("admin:articles_article_presence", args=[story.pk]), str(uuid.uuid4())
    send(at_desk(ruth), at, ruth, page=page, writing=True)
    others = send(desk, at, writer).json()["others"]
    assert [words.partition(",")[0] for words in others] == ["Ruth is writing here too"]
    assert "Ruth is writing here too" in desk.get(address(story)).content.decode()
    send(at_desk(ruth), at, ruth, page=page, gone=True)
    assert send(desk, at, writer).json()["others"] == []


def test_a_colleague_who_only_reads_is_said_to_have_it_open(desk, story, writer, make):
    jun = make.user("Picture editor", name="Jun")
    at = reverse("admin:articles_article_presence", args=[story.pk])
    for _page in range(2):
        send(at_desk(jun), at, jun)
    assert [words.partition(",")[0] for words in send(desk, at, writer).json()["others"]] == ["Jun has this story open"]


def test_a_save_removes_other_pages_that_say_nothing_else_and_leaves_those_that_do(desk, story, writer):
    keep(desk, story, writer, fields={"headline": ["Saved"]})
    keep(desk, story, writer, fields={"kicker": ["Not saved"]})
    desk.post(address(story), opened(desk, story) | {"headline": "Saved"})
    assert [row.fields for row in Autosave.objects.all()] == [{"kicker": ["Not saved"]}]


def test_text_of_a_story_that_one_may_no_longer_see_is_not_shown_beside_it(desk, story, writer, make):
    keep(desk, story, writer, fields={"headline": ["Typed before"]})
    at = reverse("admin:articles_article_throw_away", args=[Autosave.objects.get().page])
    writer.groups.clear()
    writer.groups.add(*make.user("Membership manager").groups.all())
    assert desk.get(at).status_code == 403


def test_keeping_costs_the_writing_screen_no_question_beside_the_others(desk, story):
    with CaptureQueriesContext(connection) as asked:
        desk.get(address(story))
    mine = [query for query in asked if "articles_autosave" in query["sql"] or "articles_presence" in query["sql"]]
    assert len(mine) == 1
