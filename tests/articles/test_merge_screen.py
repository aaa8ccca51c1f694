"""A save on an outdated text: nothing is written, both texts are shown, and one press brings them together."""

import pytest
from django.urls import reverse

from articles import restrictions
from articles.models import Article, Autosave, Revision
from tests.articles.writing import address, at_desk, form_of, opened

pytestmark = pytest.mark.django_db
THREE = "<p>The river rose.</p><p>The bridge to the market is gone.</p><p>Nobody counted the boats.</p>"


@pytest.fixture
def writer(make):
    return make.journalist(name="Amina")


@pytest.fixture
def ruth(make):
    return make.editor(name="Ruth")


@pytest.fixture
def desk(writer):
    return at_desk(writer)


def head(story):
    return Article.objects.get(pk=story.pk).head


def merge_page(desk, story, ruth, make, mine, theirs):
    """Amina has the story open while Ruth saves hers; then Amina saves: the page she gets, and its answer."""
    form = opened(desk, story) | mine
    make.change(story, ruth, **theirs)
    return desk.post(address(story), form, follow=True)


def settle(desk, page, **choices):
    data = page.context["about"] | {key.replace("_", "-", 1): value for key, value in choices.items()}
    return desk.post(page.request["PATH_INFO"], data, follow=True)


def test_texts_changed_in_different_places_go_together_after_one_press(desk, writer, ruth, make):
    story = make.article(by=writer, headline="Flood", body=THREE)
    mine = {"body": THREE.replace("rose", "rose in the night"), "topics": "floods"}
    theirs = {"body": THREE.replace("gone", "closed"), "headline": "Second flood"}
    page = merge_page(desk, story, ruth, make, mine, theirs)
    text = page.content.decode()
    assert "Ruth saved this story at" in text
    assert "They were changed in different places." in text
    assert head(story).author == ruth
    assert "Saved." in settle(desk, page).content.decode()
    content = head(story).parsed
    assert content.headline == "Second flood"
    assert content.body == THREE.replace("rose", "rose in the night").replace("gone", "closed")
    assert [topic["name"] for topic in content.topics] == ["floods"]
    assert head(story).why.startswith("Brought together with revision")
    assert head(story).parent.author == ruth


@pytest.mark.parametrize(
    ("choice", "edited", "stands"),
    [
        ("mine", "", "<p>The bridge to the market is down.</p>"),
        ("theirs", "", "<p>The bridge to the market is closed.</p>"),
        ("both", "", "<p>The bridge to the market is down.</p><p>The bridge to the market is closed.</p>"),
        ("edit", "<p>No bridge to the market stands.</p>", "<p>No bridge to the market stands.</p>"),
    ],
)
def test_one_paragraph_that_both_changed_is_settled_by_a_choice(desk, writer, ruth, make, choice, edited, stands):
    story = make.article(by=writer, body=THREE)
    mine, theirs = ({"body": THREE.replace("gone", word)} for word in ("down", "closed"))
    page = merge_page(desk, story, ruth, make, mine, theirs)
    assert "<ins>down</ins>" in page.content.decode() and "<ins>closed</ins>" in page.content.decode()
    settle(desk, page, **{"choice_body-1": choice, "edit_body-1": edited})
    assert head(story).parsed.body == THREE.replace("<p>The bridge to the market is gone.</p>", stands)


def test_a_headline_that_both_changed_is_asked_and_nothing_is_chosen_beforehand(desk, writer, ruth, make):
    story = make.article(by=writer, headline="As it was")
    page = merge_page(desk, story, ruth, make, {"headline": "Mine"}, {"headline": "Hers"})
    assert "checked" not in page.content.decode()
    again = settle(desk, page)
    assert "Choose for each place" in again.content.decode()
    assert head(story).parsed.headline == "Hers"
    settle(desk, again, choice_headline="mine")
    assert head(story).parsed.headline == "Mine"
    assert Revision.objects.filter(article=story).count() == 3


def test_whoever_saves_once_more_meanwhile_is_seen_before_anything_is_written(desk, writer, ruth, make):
    story = make.article(by=writer, headline="As it was")
    page = merge_page(desk, story, ruth, make, {"kicker": "Chad"}, {"headline": "Hers"})
    make.change(story, ruth, headline="Hers again")
    again = settle(desk, page)
    assert "Ruth saved once more" in again.content.decode()
    settle(desk, again)
    assert (head(story).parsed.headline, head(story).parsed.kicker) == ("Hers again", "Chad")


def test_a_page_that_changed_nothing_of_the_text_raises_no_alarm(desk, writer, ruth, make):
    story = make.article(by=writer, headline="As it was")
    page = merge_page(desk, story, ruth, make, {"slugline": "chad-floods"}, {"headline": "Hers"})
    assert page.redirect_chain[-1][0] == address(story)
    story.refresh_from_db()
    assert (story.headline, story.slugline) == ("Hers", "chad-floods")


def test_what_stands_beside_the_text_and_was_not_touched_stays_as_the_other_left_it(desk, writer, ruth, make):
    story = make.article(by=writer, slugline="floods")
    form = opened(desk, story) | {"headline": "Mine"}
    Article.objects.filter(pk=story.pk).update(slugline="chad-floods")
    make.change(story, ruth, kicker="Hers")
    settle(desk, desk.post(address(story), form, follow=True))
    story.refresh_from_db()
    assert (story.headline, story.kicker, story.slugline) == ("Mine", "Hers", "chad-floods")


def test_an_embargo_that_a_colleague_set_outlives_the_save_of_a_page_that_was_open_before(desk, writer, ruth, make):
    story = make.article(by=writer)
    mine, theirs = opened(desk, story), opened(at_desk(ruth), story)
    when = {"embargo_0": "2099-05-04", "embargo_1": "18:00", "slugline": "chad-floods"}
    at_desk(ruth).post(address(story), theirs | when)
    desk.post(address(story), mine | {"headline": "Mine"})
    story.refresh_from_db()
    assert (story.headline, story.slugline, story.embargo_until.year) == ("Mine", "chad-floods", 2099)


def test_a_related_story_of_which_somebody_may_not_know_stays_when_they_merge(desk, writer, ruth, make):
    hidden = make.article(by=writer)
    story = make.article(by=writer, related=[hidden], translation_of=hidden)
    restrictions.restrict(hidden, by=writer, people=[])
    form = opened(at_desk(ruth), story)
    assert f'"translation_of": ["{hidden.pk}"]' not in form["opened_with"]
    make.change(story, writer, kicker="His")
    settle(at_desk(ruth), at_desk(ruth).post(address(story), form | {"headline": "Hers"}, follow=True))
    story.refresh_from_db()
    assert (story.headline, story.kicker, story.translation_of) == ("Hers", "His", hidden)
    assert list(story.related.all()) == [hidden]


def test_what_the_form_would_not_take_is_said_beside_its_field_and_kept(desk, writer, ruth, make):
    make.article(state="live", slug="taken")
    story = make.article(by=writer, headline="As it was")
    page = merge_page(desk, story, ruth, make, {"headline": "Mine"}, {"headline": "Hers"})
    answer = settle(desk, page, choice_headline="edit", edit_headline="x" * 300)
    assert "at most 200 characters" in answer.content.decode()
    assert head(story).parsed.headline == "Hers"
    again = form_of(answer)
    assert again["headline"] == "x" * 300
    desk.post(address(story), again | {"headline": "Short"})
    assert head(story).parsed.headline == "Short"


def test_the_merge_can_be_left_and_found_again(desk, writer, ruth, make):
    story = make.article(by=writer, headline="As it was")
    merge_page(desk, story, ruth, make, {"headline": "Mine"}, {"kicker": "Hers"})
    page = desk.get(address(story))
    assert "the story has changed since" in page.content.decode()
    offer = page.context["offers"][0]
    merge = desk.get(offer.resume, follow=True)
    settle(desk, merge)
    assert (head(story).parsed.headline, head(story).parsed.kicker) == ("Mine", "Hers")
    assert not Autosave.objects.exists()


def test_names_under_the_story_are_brought_together(desk, writer, ruth, make):
    amina, tomas, jun = make.author("Amina"), make.author("Tomás"), make.author("Jun")
    story = make.article(by=writer, bylines=[amina])
    form = opened(desk, story) | {"bylines-TOTAL_FORMS": "2", "bylines-1-author": tomas.pk, "bylines-1-role": "with"}
    hers = opened(at_desk(ruth), story) | {"bylines-TOTAL_FORMS": "2", "bylines-1-author": jun.pk}
    at_desk(ruth).post(address(story), hers | {"bylines-0-ORDER": "2", "bylines-1-ORDER": "1"})
    settle(desk, desk.post(address(story), form, follow=True))
    assert [line["author"] for line in head(story).parsed.bylines] == [jun.pk, amina.pk, tomas.pk]


def test_nobody_opens_the_merge_of_another(desk, writer, ruth, make):
    story = make.article(by=writer, headline="As it was")
    page = merge_page(desk, story, ruth, make, {"headline": "Mine"}, {"headline": "Hers"})
    assert at_desk(ruth).get(page.request["PATH_INFO"]).status_code == 404
    other = make.article(by=writer)
    row = Autosave.objects.get()
    assert desk.get(reverse("admin:articles_article_merge", args=[other.pk, row.page])).status_code == 404


# The same save sent twice -----------------------------------------------------------------------


def test_a_save_whose_answer_was_lost_is_known_again(desk, writer, make):
    story = make.article(by=writer)
    form = opened(desk, story) | {"headline": "Once"}
    for _time in range(2):
        answer = desk.post(address(story), form, follow=True)
        assert answer.redirect_chain[-1][0] == address(story)
    assert Revision.objects.filter(article=story).count() == 2
    assert not Autosave.objects.exists()


def test_what_was_typed_after_a_save_whose_answer_was_lost_is_no_conflict(desk, writer, make):
    story = make.article(by=writer)
    form = opened(desk, story)
    desk.post(address(story), form | {"headline": "Arrived"})
    desk.post(address(story), form | {"headline": "Arrived and went on", "turn": "1"})
    assert head(story).parsed.headline == "Arrived and went on"


def test_a_save_sent_twice_after_which_somebody_else_saved_brings_nothing_back(desk, writer, ruth, make):
    story = make.article(by=writer)
    form = opened(desk, story) | {"headline": "Mine"}
    desk.post(address(story), form)
    make.change(story, ruth, headline="Hers, on mine")
    answer = desk.post(address(story), form, follow=True)
    assert answer.redirect_chain[-1][0] == address(story)
    assert head(story).parsed.headline == "Hers, on mine"


def test_a_new_story_sent_twice_is_one_story(desk):
    add = reverse("admin:articles_article_add")
    form = form_of(desk.get(add)) | {"headline": "Begun once"}
    first, second = (desk.post(add, form) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Article.objects.filter(headline="Begun once").count() == 1
    desk.post(add, form | {"standfirst": "Typed on, on the same page."})
    assert Article.objects.get().standfirst == "Typed on, on the same page."


def test_a_merge_sent_twice_is_one_revision(desk, writer, ruth, make):
    story = make.article(by=writer, headline="As it was")
    page = merge_page(desk, story, ruth, make, {"headline": "Mine"}, {"kicker": "Hers"})
    for _time in range(2):
        assert "Saved." in settle(desk, page).content.decode()
    assert Revision.objects.filter(article=story).count() == 3


def test_a_form_mended_after_a_complaint_still_knows_on_what_it_was_opened(desk, writer, ruth, make):
    story = make.article(by=writer, headline="As it was")
    form = opened(desk, story) | {"headline": "x" * 300}
    make.change(story, ruth, headline="Hers")
    again = form_of(desk.post(address(story), form))
    page = desk.post(address(story), again | {"headline": "Mine"}, follow=True)
    assert "both say something else" in page.content.decode()
    assert head(story).parsed.headline == "Hers"


def test_a_page_sent_once_more_with_other_words_does_not_replace_what_it_saved(desk, writer, make):
    """Back in the browser the form stands as it was opened; what it saved meanwhile is in the story."""
    story = make.article(by=writer, headline="As it was")
    form = opened(desk, story)
    desk.post(address(story), form | {"headline": "Saved"})
    page = desk.post(address(story), form | {"standfirst": "Only this was typed."}, follow=True)
    assert "You saved this story yourself" in page.text and "What you saved before" in page.text
    assert head(story).parsed.headline == "Saved"
    settle(desk, page)
    assert (head(story).parsed.headline, head(story).parsed.standfirst) == ("Saved", "Only this was typed.")


def test_an_earlier_save_of_a_page_that_comes_again_changes_nothing(desk, writer, make):
    story = make.article(by=writer)
    form = opened(desk, story)
    first = form | {"headline": "First", "turn": "1"}
    desk.post(address(story), first)
    desk.post(address(story), form | {"headline": "Second", "turn": "2"})
    assert desk.post(address(story), first)["Location"] == address(story)
    assert (head(story).parsed.headline, story.revisions.count()) == ("Second", 3)


@pytest.mark.parametrize("opened_on", [None, "", "x", "٣", "-1", "9" * 30, "other"])
def test_a_page_that_does_not_say_on_what_it_was_opened_writes_over_nobody(desk, writer, ruth, make, opened_on):
    story = make.article(by=writer, headline="As it was")
    form = opened(desk, story) | {"kicker": "Mine"}
    make.change(story, ruth, headline="Hers")
    form["opened_on"] = make.article(by=writer).head_id if opened_on == "other" else opened_on
    page = desk.post(address(story), {name: text for name, text in form.items() if text is not None}, follow=True)
    assert "Ruth saved this story" in page.text
    settle(desk, page)
    assert (head(story).parsed.headline, head(story).parsed.kicker) == ("Hers", "Mine")


# Facts beside the text --------------------------------------------------------------------------

MINE_LATER = {"embargo_0": "2099-05-04", "embargo_1": "06:00"}
HERS = {"embargo_0": "2099-06-05", "embargo_1": "18:00"}


def both_move_the_embargo(desk, ruth, story, **more):
    mine, theirs = opened(desk, story) | MINE_LATER, opened(at_desk(ruth), story) | HERS
    at_desk(ruth).post(address(story), theirs)
    return desk.post(address(story), mine | more, follow=True)


@pytest.mark.parametrize(("choice", "month"), [("mine", 5), ("theirs", 6)])
def test_two_who_move_an_embargo_at_once_are_asked_which_stands(desk, writer, ruth, make, choice, month):
    story = make.article(by=writer)
    page = both_move_the_embargo(desk, ruth, story)
    assert "4 May 2099, 06:00 (UTC)" in page.text and "5 June 2099, 18:00 (UTC)" in page.text
    assert Article.objects.get(pk=story.pk).embargo_until.month == 6
    settle_facts(desk, page, embargo=choice)
    assert Article.objects.get(pk=story.pk).embargo_until.month == month
    assert not Autosave.objects.exists()


def settle_facts(desk, page, **facts):
    data = page.context["about"] | {f"choice-fact-{fact}": choice for fact, choice in facts.items()}
    return desk.post(page.request["PATH_INFO"], data, follow=True)


def test_an_embargo_moved_once_more_while_somebody_chooses_is_asked_again(desk, writer, ruth, make):
    story = make.article(by=writer)
    page = both_move_the_embargo(desk, ruth, story, headline="Mine")
    hers = at_desk(ruth)
    hers.post(address(story), opened(hers, story) | {"embargo_0": "2099-07-06"})
    again = settle_facts(desk, page, embargo="mine")
    assert "6 July 2099, 18:00" in again.text
    assert Article.objects.get(pk=story.pk).embargo_until.month == 7
    settle_facts(desk, again, embargo="theirs")
    story = Article.objects.get(pk=story.pk)
    assert (story.embargo_until.month, story.headline) == (7, "Mine")


def test_each_fact_beside_the_text_is_guarded_by_what_the_page_showed(desk, writer, ruth, make):
    original = make.article(by=writer, headline="The original")
    story = make.article(by=writer, slugline="floods")
    mine, hers = opened(desk, story), opened(at_desk(ruth), story)
    at_desk(ruth).post(address(story), hers | {"slugline": "hers", "planned_0": "2099-01-02"})
    mine |= {"slugline": "mine", "planned_0": "2099-03-04", "translation_of": original.pk}
    page = desk.post(address(story), mine, follow=True)
    assert {question.conflict.field for question in page.context["asked"]} == {"slugline", "planned"}
    settle_facts(desk, page, slugline="theirs", planned="mine")
    story.refresh_from_db()
    assert (story.slugline, str(story.planned), story.translation_of) == ("hers", "2099-03-04", original)


def test_the_same_fact_typed_by_two_people_is_no_conflict(desk, writer, ruth, make):
    story = make.article(by=writer)
    mine, hers = opened(desk, story) | HERS, opened(at_desk(ruth), story) | HERS
    at_desk(ruth).post(address(story), hers)
    assert desk.post(address(story), mine | {"headline": "Mine"})["Location"] == address(story)
    assert head(story).parsed.headline == "Mine"


@pytest.mark.parametrize("garbled", ["", "[]", "{", '{"embargo_0": 1}', '"x"'])
def test_a_page_that_does_not_say_what_it_showed_overwrites_no_embargo(desk, writer, ruth, make, garbled):
    story = make.article(by=writer)
    page = both_move_the_embargo(desk, ruth, story, opened_with=garbled)
    assert "5 June 2099, 18:00" in page.text
    assert Article.objects.get(pk=story.pk).embargo_until.month == 6
