"""The list of stories: what is found, what is filtered, and which side doors stay shut."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from articles import workflow
from articles.admin import story_list
from articles.admin.story_list import StoryList
from newsroom import roles
from tests import make
from tests.articles.writing import at_desk

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def listed(user, **query):
    """Headlines on the page, in order."""
    answer = at_desk(user).get(LIST, query)
    assert answer.status_code == 200
    return [story.headline for story in answer.context["cl"].result_list]


@pytest.fixture
def editor():
    return make.editor()


@pytest.mark.parametrize("words", ["midwife", "clinic road", "sluggish", "terraces", "stones", "Mansouri", "CLINIC"])
def test_a_story_is_found_by_headline_slugline_standfirst_body_and_byline(editor, words):
    fields = {"slugline": "sluggish", "standfirst": "Over the terraces.", "body": "<p>Stones.</p>"}
    make.article(headline="A road for the midwife and the clinic", bylines=[make.author("Leila Mansouri")], **fields)
    make.article(headline="Another")
    assert listed(editor, q=words) == ["A road for the midwife and the clinic"]


def test_every_word_has_to_be_found(editor):
    make.article(headline="The river rose")
    assert listed(editor, q="river fell") == []


@pytest.mark.parametrize("words", ["x" * 10_000, "word " * 2000, "%", "'", "\\", "<script>"])
def test_strange_words_find_nothing_and_break_nothing(editor, words):
    make.article(headline="The river rose")
    assert listed(editor, q=words) == []


@pytest.mark.parametrize("state", ["draft", "in_review", "approved", "scheduled", "live", "archived", "withdrawn"])
def test_stories_are_filtered_by_their_state_at_the_desk_or_in_the_paper(editor, state):
    for one in ("draft", "in_review", "approved", "scheduled", "live", "archived"):
        make.article(state=one, headline=one)
    if state == "withdrawn":
        make.article(state=state, headline=state)
    assert listed(editor, state=state) == [state]


def test_my_own_are_those_i_started_sign_or_was_given(editor):
    me = make.journalist()
    make.article(by=me, headline="Started")
    make.article(headline="Signed", bylines=[make.author(user=me)])
    make.article(headline="Given", assigned_to=me)
    make.article(headline="Foreign")
    assert set(listed(me, who="me")) == {"Started", "Signed", "Given"}
    assert set(listed(editor, who=f"person-{me.pk}")) == {"Started", "Signed", "Given"}


def test_stories_of_a_pen_name_are_found_by_it(editor):
    pen_name = make.author("Anna Moe")
    make.article(headline="Hers", bylines=[pen_name])
    make.article(headline="Not hers")
    assert listed(editor, who=f"author-{pen_name.pk}") == ["Hers"]


def test_a_world_region_holds_the_stories_of_its_countries(editor):
    africa = make.region("africa")
    niger = make.region("niger", parent=africa)
    make.article(headline="In Niger", region=niger)
    make.article(headline="Also in Niger", region=make.region("france"), other_regions=[niger])
    make.article(headline="Elsewhere", region=make.region("france"))
    assert set(listed(editor, region=africa.pk)) == {"In Niger", "Also in Niger"}


def test_stories_are_filtered_by_language_and_by_format(editor):
    opinion = make.format_("opinion")
    make.article(headline="Une route", language="fr")
    make.article(headline="I think", format=opinion)
    assert listed(editor, language="fr") == ["Une route"]
    assert listed(editor, format=opinion.pk) == ["I think"]


def test_the_bin_has_a_list_of_its_own(editor):
    story = make.article(headline="Thrown away")
    make.article(headline="Kept")
    workflow.bin_story(story, by=editor)
    assert listed(editor) == ["Kept"]
    assert listed(editor, bin="1") == ["Thrown away"]


def test_stories_can_be_sorted_by_headline(editor):
    for headline in ("B", "C", "A"):
        make.article(headline=headline)
    assert listed(editor, o="0") == ["A", "B", "C"]
    assert listed(editor, o="nonsense.9.-77") == ["A", "C", "B"]


@pytest.mark.parametrize(
    "query", [{"p": "999"}, {"p": "x"}, {"p": "-4"}, {"e": "1"}, {"p": "999", "e": "1"}, {"all": ""}]
)
def test_a_page_that_does_not_exist_is_the_nearest_that_does(editor, query):
    make.article(headline="Only one")
    assert listed(editor, **query) == ["Only one"]


def test_a_page_behind_the_last_of_several_is_the_last(editor, monkeypatch):
    monkeypatch.setattr(StoryList, "list_per_page", 2)
    for number in range(5):
        make.article(headline=f"Story {number}")
    assert listed(editor, p="999") == ["Story 0"]


def test_counting_ends_where_nobody_would_page_on(editor, monkeypatch):
    monkeypatch.setattr(story_list, "MOST_COUNTED", 3)
    for _number in range(5):
        make.article()
    page = at_desk(editor).get(LIST)
    assert page.context["cl"].result_count == 3
    assert "More than 3 results" in page.text


@pytest.mark.parametrize(
    "lookup",
    [
        "created_by__password__startswith",
        "created_by__email",
        "status__exact",
        "assigned_to__sessions_ended__gt",
        "head__content__contains",
        "region__slug",
        "_to_field",
    ],
)
def test_no_other_lookup_narrows_the_list(editor, lookup):
    make.article()
    assert at_desk(editor).get(LIST, {lookup: "p"}).status_code == 400


def test_nothing_can_be_done_to_many_stories_at_once(editor):
    story = make.article(headline="Stays")
    answer = at_desk(editor).post(LIST, {"action": "delete_selected", "_selected_action": [story.pk], "post": "yes"})
    assert answer.status_code in (200, 302)
    assert listed(editor) == ["Stays"]


def test_a_membership_manager_has_no_such_list():
    assert at_desk(make.user(roles.MEMBERSHIP_MANAGER)).get(LIST).status_code == 403


def test_a_picture_editor_reads_it_and_starts_no_story():
    make.article(headline="To be read")
    client = at_desk(make.user(roles.PICTURE_EDITOR))
    assert "To be read" in (page := client.get(LIST).content.decode())
    assert reverse("admin:articles_article_add") not in page
    assert client.get(reverse("admin:articles_article_add")).status_code == 403


def test_fifty_stories_take_nine_queries(editor, django_assert_num_queries):
    for number in range(6):
        make.article(headline=f"Story {number}", state="live" if number % 2 else "draft")
    client = at_desk(editor)
    client.get(LIST)
    with django_assert_num_queries(9):
        client.get(LIST, {"q": "Story", "language": "en"})


@pytest.mark.parametrize("field", ["related", "translation_of", "lead_image", "region", "created_by"])
def test_no_search_box_of_a_form_tells_a_membership_manager_anything(field):
    make.article(headline="Secret", lead_image=make.image())
    query = {"app_label": "articles", "model_name": "article", "field_name": field, "term": "e"}
    assert at_desk(make.user(roles.MEMBERSHIP_MANAGER)).get("/admin/autocomplete/", query).status_code == 403


def test_an_arabic_list_says_arabic_commas_between_names_and_before_an_hour():
    reader = make.editor(language="ar")
    make.article(
        bylines=[make.author("Leila"), make.author("Tomas")], embargo_until=datetime(2098, 11, 27, 12, tzinfo=UTC)
    )
    page = at_desk(reader).get(LIST).content.decode()
    assert "Leila، Tomas" in page
    assert "نوفمبر، 12:00" in page
