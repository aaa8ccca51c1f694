"""Talking about a story: notes on it and on its passages, answers, and what is settled or taken back."""

import time

import pytest

from articles import notes, revisions
from articles.anchors import Anchor, find
from articles.models import Note, Notice
from articles.workflow import NotAllowed, WorkflowError
from newsroom import roles
from tests import make

pytestmark = pytest.mark.django_db


def told(event):
    return {notice.person for notice in Notice.objects.filter(event=event).select_related("person")}


@pytest.fixture
def elena():
    return make.editor(name="Elena Petrova")


@pytest.fixture
def leila():
    return make.journalist(name="Leila Haddad")


@pytest.fixture
def story(leila):
    return make.article(by=leila, body="<p>It rained for nine days.</p><p>Nobody came.</p>")


def test_a_note_on_a_passage_changes_neither_the_text_nor_its_hash(story, elena):
    before = story.head.sha256
    notes.leave(story, elena, "Who measured this?", anchor=Anchor("nine days", "It rained for ", "."))
    assert revisions.record(story, elena).sha256 == before
    assert "Who measured" not in story.body


def test_everybody_who_may_see_the_story_may_leave_a_note_and_nobody_else(story):
    for person in (make.journalist(), make.user(roles.PICTURE_EDITOR)):
        notes.leave(story, person, "Good.")
    with pytest.raises(NotAllowed):
        notes.leave(story, make.user(roles.MEMBERSHIP_MANAGER), "Hello.")


def test_the_writer_hears_of_a_note_and_those_in_it_of_an_answer(story, elena, leila):
    note = notes.leave(story, elena, "Who measured this?")
    assert told("noted") == {leila}
    notes.leave(story, leila, "The weather service.", parent=note)
    assert told("replied") == {elena}


def test_a_colleague_who_is_named_is_told_once(story, elena, leila):
    tomas = make.journalist(name="Tomás Ribeiro")
    note = notes.leave(story, elena, "@Leila Haddad, ask @tomás about it. Not @unhcr.")
    assert told("mentioned") == {leila, tomas}
    assert told("noted") == set()
    notes.leave(story, tomas, "I did.", parent=note)
    assert told("replied") == {elena, leila}


def test_somebody_who_may_not_see_the_story_cannot_be_named(story, elena):
    make.user(roles.MEMBERSHIP_MANAGER, name="Priya Raman")
    with pytest.raises(WorkflowError, match="Priya Raman may not see this story"):
        notes.leave(story, elena, "@Priya Raman what do members say?")
    assert not Note.objects.exists()


def test_a_first_name_that_two_colleagues_share_names_neither(story, elena):
    make.journalist(name="Ana Silva")
    make.journalist(name="Ana Costa")
    assert not notes.leave(story, elena, "@Ana look").mentioned.exists()


def test_writers_editors_and_whoever_left_it_settle_a_note_and_an_answer_opens_it_again(story, elena, leila):
    stranger = make.journalist()
    note = notes.leave(story, elena, "Who measured this?")
    with pytest.raises(NotAllowed):
        notes.resolve(note, stranger)
    notes.resolve(note, leila)
    assert not Note.objects.open().exists()
    with pytest.raises(WorkflowError, match="settled already"):
        notes.resolve(note, elena)
    notes.leave(story, stranger, "I doubt it.", parent=note)
    assert Note.objects.open().get() == note


def test_a_note_is_taken_back_by_its_writer_alone_and_stays_to_be_read(story, elena, leila):
    note = notes.leave(story, elena, "Nonsense.")
    with pytest.raises(NotAllowed):
        notes.strike(note, leila)
    notes.strike(note, elena)
    note.refresh_from_db()
    assert (note.text, note.struck_by) == ("Nonsense.", elena)
    with pytest.raises(WorkflowError, match="taken back"):
        notes.leave(story, leila, "Why?", parent=note)


def test_a_visitor_says_a_name_and_names_nobody(story, leila):
    with pytest.raises(WorkflowError, match="who you are"):
        notes.leave(story, None, "A comma is missing.")
    note = notes.leave(story, None, "A comma is missing, @Leila Haddad.", visitor="The minister's office")
    assert (note.author, note.mentioned.count()) == ("The minister's office", 0)
    assert told("noted") == {leila}


@pytest.mark.parametrize(
    ("now", "block", "text"),
    [
        (["It rained for nine days.", "Nobody came."], 0, "nine days"),
        (["A new beginning.", "It rained for nine days.", "Nobody came."], 1, "nine days"),
        (["It snowed. It rained for nine days in May.", "Nobody came."], 0, "nine days"),
        (["Nobody came."], None, None),
    ],
)
def test_a_passage_is_found_again_after_edits_round_it(now, block, text):
    found = find(Anchor("nine days", "It rained for ", "."), now)
    assert (found.block, found.text) == (block, text) if found else block is None


def test_of_two_equal_passages_the_one_between_its_old_neighbours_is_meant():
    anchor = Anchor("nine days", "the Tuesday before, ", " of rain", 1)
    found = find(anchor, ["It lasted nine days then.", "And so on.", "On the Tuesday before, nine days of rain began."])
    assert found.block == 2


def test_a_passage_whose_words_were_changed_is_shown_as_it_reads_now():
    anchor = Anchor("more than two hundred families fled", "On Monday ", " to the north of the town.")
    found = find(anchor, ["On Monday more than three hundred families fled to the north of the town."])
    assert (found.text, found.changed) == ("more than three hundred families fled", True)


def test_a_passage_over_two_paragraphs_is_found():
    found = find(Anchor("nine days. Nobody came", "rained for ", "."), ["It rained for nine days.", "Nobody came."])
    assert (found.block, found.start) == (0, 14)


def test_a_note_full_of_calls_is_read_at_once():
    people = [make.journalist(name=f"Person{number} Name{number}") for number in range(60)]
    began = time.process_time()
    assert notes.named_in("-@" * 1990 + " @Person7 Name7", people) == [people[7]]
    assert time.process_time() - began < 2
