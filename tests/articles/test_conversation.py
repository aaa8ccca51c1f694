"""The conversation beside the story, as forms that need no script; and who is given a story on its page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import assignments, notes, restrictions, revisions
from articles.admin.conversation import threads_of
from articles.anchors import Anchor
from articles.models import Article, Note, PublishedArticle
from newsroom import roles
from tests import make
from tests.articles.writing import address, at_desk, form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def elena():
    return make.editor(name="Elena Petrova")


@pytest.fixture
def leila():
    return make.journalist(name="Leila Haddad")


@pytest.fixture
def story(leila):
    return make.article(by=leila, body="<p>It rained for nine days.</p><p>Nobody came.</p>")


def leave(person, story, **said):
    return at_desk(person).post(reverse("admin:articles_article_notes", args=[story.pk]), said)


def act(person, note, verb, **said):
    return at_desk(person).post(reverse("admin:articles_article_note", args=[note.article_id, note.pk, verb]), said)


def screen(person, story):
    return at_desk(person).get(address(story)).content.decode()


def test_a_note_is_left_on_a_passage_answered_settled_and_opened_again(story, elena, leila):
    passage = {"quote": "nine  days", "prefix": "It rained for ", "suffix": ".", "block": "0"}
    assert leave(elena, story, text="Who measured this?", **passage).url.endswith(f"#note-{Note.objects.get().pk}")
    note = Note.objects.get()
    act(leila, note, "answer", **{f"text-{note.pk}": "The weather service."})
    shown = screen(elena, story)
    assert shown.index("nine days</q>") < shown.index("Who measured this?") < shown.index("The weather service.")
    act(leila, note, "resolve")
    assert "Settled by Leila Haddad" in screen(elena, story)
    act(elena, note, "reopen")
    assert "Settled by" not in screen(elena, story)


def test_what_was_typed_stays_when_a_colleague_may_not_be_named(story, elena):
    priya = make.user(roles.MEMBERSHIP_MANAGER, name="Priya Raman")
    for said in ({"text": "@Priya Raman, look"}, {"text": "Look", "tell": priya.pk}):
        answer = leave(elena, story, **said, quote="nine days")
        assert answer.status_code == 422
        assert "Priya Raman may not see this story" in answer.text
        assert said["text"] in answer.text and 'value="nine days"' in answer.text
    assert not Note.objects.exists()


def test_a_colleague_is_told_by_choosing_the_name_in_a_list(story, elena, leila):
    answer = leave(elena, story, text="Please look.", tell=leila.pk)
    assert Note.objects.get().mentioned.get() == leila
    assert "Leila Haddad will hear of it" in at_desk(elena).get(answer.url).text or answer.status_code == 302


def test_notes_stand_in_the_order_of_the_text_and_say_when_their_words_are_gone(story, elena):
    notes.leave(story, elena, "Second.", anchor=Anchor("Nobody came", "", ".", 1))
    notes.leave(story, elena, "First.", anchor=Anchor("nine days", "It rained for ", ".", 0))
    shown = screen(elena, story)
    assert shown.index("First.") < shown.index("Second.")
    make.change(story, body="<p>It snowed. Nobody came.</p>")
    shown = screen(elena, story)
    assert shown.index("Second.") < shown.index("These words are no longer in the text") < shown.index("First.")
    assert "nine days</q>" in shown


def test_what_was_taken_back_stays_struck_with_who_and_when(story, elena):
    note = notes.leave(story, elena, "Nonsense.")
    act(elena, note, "strike")
    shown = screen(elena, story)
    assert "<del>Nonsense.</del>" in shown and "Taken back by Elena Petrova" in shown


def test_a_visitors_note_is_told_apart(story, elena):
    notes.leave(story, None, "Our name has two s.", visitor="The ministry")
    shown = screen(elena, story)
    assert "note--visitor" in shown and "The ministry" in shown


def test_what_somebody_writes_is_shown_as_words_and_never_as_html(story, elena):
    leave(elena, story, text="<script>alert(1)</script>", quote="<b>", prefix='"><i>')
    shown = screen(elena, story)
    assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown and '"><i>' not in shown


def test_notes_speak_of_headline_standfirst_and_caption_too_and_stand_before_those_on_the_text(story, elena):
    make.change(story, headline="Rain for nine days", standfirst="It came early.", lead_image=make.image(),
                lead_caption="The nine days' road.")  # fmt: skip
    for field, quote in (("", "nine days"), ("lead_caption", "nine days'"), ("headline", "nine days")):
        leave(elena, story, text=f"On {field or 'body'}", quote=quote, field=field, block="0")
    leave(elena, story, text="Of no field", quote="nine days", field="slug")
    make.change(story, headline="Rain for ten days and more")
    article = Article.objects.get(pk=story.pk)
    found = [(str(one.where), one.root.text, one.gone) for one in threads_of(article, elena)]
    assert found == [
        ("Caption of the lead picture", "On lead_caption", False),
        ("", "On body", False),
        ("", "Of no field", False),
        ("Headline", "On headline", True),
    ]


@pytest.mark.parametrize("block", ["", "-1", "x", "9" * 30, "٣"])
def test_a_passage_that_cannot_be_is_kept_as_well_as_it_can(story, elena, block):
    assert leave(elena, story, text="A remark.", quote="no such words " * 500, block=block).status_code == 302
    assert "no longer in the text" in screen(elena, story)


def test_an_empty_note_and_one_without_end_are_refused_with_a_sentence(story, elena):
    assert "The note is empty." in leave(elena, story, text="  ").text
    assert "4000 characters" in leave(elena, story, text="x" * 4001).text


def test_a_note_of_another_story_cannot_be_answered_through_this_one(story, elena):
    other = notes.leave(make.article(), elena, "There.")
    path = reverse("admin:articles_article_note", args=[story.pk, other.pk, "answer"])
    assert at_desk(elena).post(path, {f"text-{other.pk}": "Here."}).status_code == 404


def test_readers_never_get_a_note_and_the_text_that_goes_out_has_none(elena):
    story = make.article(state="live")
    notes.leave(story, elena, "Zqxv remark", anchor=Anchor("nine days"))
    assert revisions.record(story, elena).pk == story.head_id
    live = PublishedArticle.objects.get(article_id=story.pk)
    assert "Zqxv" not in at_desk(elena).get(live.get_absolute_url()).text


def test_an_assignment_is_made_in_a_named_zone_and_shown_in_words(story, elena, leila):
    path = reverse("admin:articles_article_assign", args=[story.pk])
    asked = form_of_assign(at_desk(elena), path)
    said = {"to": leila.pk, "moment_0": "2030-05-01", "moment_1": "18:00", "moment_2": "Africa/Niamey", "priority": 4}
    assert at_desk(elena).post(path, asked | said).status_code == 302
    row = assignments.standing(story)
    assert (row.due_at.isoformat(), row.due_zone) == ("2030-05-01T17:00:00+00:00", "Africa/Niamey")
    shown = screen(elena, story)
    assert "Priority: Urgent" in shown and "1 May 2030, 18:00" in shown
    assert "Overdue" not in shown
    late = at_desk(make.editor()).post(path, asked | {"to": elena.pk, "priority": 2, "words": "Mine?", "seen": "0"})
    assert "It was given to" in late.text and "Mine?" in late.text
    assert assignments.standing(story).to == leila


def form_of_assign(client, path):
    return {key: value for key, value in form_of(client.get(path)).items() if key != "csrfmiddlewaretoken"}


def test_overdue_is_said_in_words_on_the_story_the_list_and_the_first_page(elena, leila):
    story = make.article(by=leila)
    due = timezone.now() - timedelta(hours=2)
    assignments.assign(story, leila, elena, due_at=due, due_zone="Africa/Niamey", priority=3)
    for path in (address(story), "/admin/articles/article/", "/admin/"):
        shown = at_desk(leila).get(path).content.decode()
        assert "Overdue" in shown and "Priority: High" in shown, path


def test_a_save_of_the_form_keeps_the_assignment_and_the_approval(elena, leila):
    story = make.article(by=leila, state="approved")
    assignments.assign(story, leila, elena)
    client = at_desk(elena)
    client.post(address(story), form_of(client.get(address(story))))
    story = Article.objects.get(pk=story.pk)
    assert (story.assigned_to, story.status) == (leila, "approved")


def test_a_story_in_review_that_was_given_to_an_editor_waits_for_her(elena, leila):
    story = make.article(by=leila, state="in_review")
    assert "Waits for an editor" in at_desk(elena).get("/admin/").content.decode()
    assignments.assign(story, elena, make.editor())
    assert "Waits for Elena Petrova" in at_desk(elena).get("/admin/").content.decode()


def test_only_those_who_know_of_a_restricted_story_are_offered_and_may_be_named_or_given_it(story, elena, leila):
    tomas = make.journalist(name="Tomás Ribeiro")
    restrictions.restrict(story, elena, [leila])
    shown = screen(elena, story)
    assert f'<option value="{leila.pk}">' in shown and "Tomás" not in shown
    assert "may not see this story" in leave(elena, story, text="@Tomás Ribeiro, look").text
    assign = reverse("admin:articles_article_assign", args=[story.pk])
    assert at_desk(elena).post(assign, {"to": tomas.pk, "priority": 2}).status_code == 422
    assert leave(tomas, story, text="I know.").status_code == 404
