"""Find my story: by words, by number, by an address pasted from the paper; one's own first."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles import desk_search, restrictions, workflow
from articles.models import Article, DeskEntry, PublishedArticle
from newsroom import roles
from tests import make
from tests.articles.writing import address, at_desk

pytestmark = pytest.mark.django_db
FOUND = "/admin/articles/article/found/"


def found(user, words):
    answer = at_desk(user).get(FOUND, {"q": words})
    assert answer.status_code == 200
    return [story.headline for story in (*answer.context["own"], *answer.context["others"])]


def leads_to(user, asked):
    answer = at_desk(user).get(FOUND, {"q": asked})
    return answer.headers.get("Location", "")


@pytest.mark.parametrize("words", ["river", "rivers", "RIVER", "riv", "niger-floods", "valley", "maradi"])
def test_a_story_is_found_by_words_of_headline_slugline_and_text_in_any_form(words):
    body = "<p>The midwife of the <em>valley</em>.</p>"
    make.article(headline="The river rose", slugline="niger-floods", body=body, dateline="Maradi, Niger")
    make.article(headline="Another")
    assert found(make.editor(), words) == ["The river rose"]


def test_the_other_languages_of_the_house_are_found_too():
    make.article(headline="Les hôpitaux ferment", language="fr")
    make.article(headline="النهر يرتفع", language="ar")
    editor = make.editor()
    assert found(editor, "hopital") == ["Les hôpitaux ferment"]
    assert found(editor, "نهر") == ["النهر يرتفع"]


def test_ones_own_come_first_then_those_with_the_words_in_the_headline():
    me = make.journalist()
    make.article(headline="Elsewhere", body="<p>A river.</p>")
    make.article(headline="The river")
    make.article(by=me, headline="My own", body="<p>The river again.</p>")
    make.article(headline="Newest", body="<p>Another river.</p>")
    assert found(me, "river") == ["My own", "The river", "Newest", "Elsewhere"]


def test_what_was_just_changed_is_found_by_its_new_words_alone():
    story, editor = make.article(headline="Before"), make.editor()
    make.change(story, headline="Afterwards")
    assert found(editor, "afterwards") == ["Afterwards"] and found(editor, "before") == []


def test_a_new_name_of_an_author_is_found_once_the_clock_has_passed():
    author = make.author("Idris Maha")
    make.article(headline="Signed", bylines=[author])
    editor = make.editor()
    page = reverse("admin:articles_author_change", args=[author.pk])
    data = {"name": "Idris Oumarou", "slug": author.slug, "biography": "", "name_fr": "", "name_ar": ""}
    assert at_desk(editor).post(page, {**data, "biography_fr": "", "biography_ar": "", "user": ""}).status_code == 302
    call_command("index_desk")
    assert found(editor, "Oumarou") == ["Signed"] and found(editor, "Maha") == []


def test_stories_without_stems_are_indexed_by_the_clock():
    make.article(headline="From before")
    DeskEntry.objects.all().delete()
    call_command("index_desk")
    assert found(make.editor(), "before") == ["From before"]
    assert not desk_search.outdated().exists()


@pytest.mark.parametrize("asked", ["{pk}", "#{pk}", " {pk} ", "/stories/{pk}/", "/admin/articles/article/{pk}/history/",
                                   "http://localhost:8000/admin/articles/article/{pk}/change/?x=1#body"])  # fmt: skip
def test_a_number_or_an_address_of_the_desk_leads_straight_to_the_story(asked):
    story = make.article()
    assert leads_to(make.editor(), asked.format(pk=story.pk)) == address(story)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_address_pasted_from_the_paper_leads_to_its_story_an_old_one_too(language):
    story, editor = (
        make.article(state="live", language=language, slug="نهر" if language == "ar" else "river"),
        make.editor(),
    )
    path = PublishedArticle.objects.get(article_id=story.pk).get_absolute_url()
    make.change(story, slug="other")
    make.bring_to("live", Article.objects.get(pk=story.pk), story.created_by)
    for asked in (path, f"http://localhost:8000{path}?from=mail#top", f"/lite{path}"):
        assert leads_to(editor, asked) == address(story), asked


@pytest.mark.parametrize("asked", ["999999", "/stories/999999/", "https://example.com/2026/01/01/river/", "/no/such/",
                                   "%", "' OR 1=1", "x" * 5000, "a:* & !b", "\x00"])  # fmt: skip
def test_what_leads_nowhere_says_how_to_ask(asked):
    make.article(headline="The river rose")
    answer = at_desk(make.editor()).get(FOUND, {"q": asked})
    assert answer.status_code == 200 and not answer.context["others"]


def test_a_restricted_story_is_found_by_no_words_number_or_address_by_others():
    story = make.article(state="live", headline="Quiet river")
    path = PublishedArticle.objects.get(article_id=story.pk).get_absolute_url()
    restrictions.restrict(story, by=story.created_by, people=[make.editor()])
    for person in (make.editor(), make.managing_editor(is_superuser=True)):
        assert found(person, "quiet river") == []
        assert leads_to(person, str(story.pk)) == "" and leads_to(person, path) == ""
    assert leads_to(story.created_by, path) == address(story)


def test_what_is_in_the_bin_is_found_there():
    story, editor = make.article(headline="Thrown away"), make.editor()
    workflow.bin_story(story, by=editor)
    assert found(editor, "thrown") == []
    listed = at_desk(editor).get("/admin/articles/article/", {"q": "thrown", "bin": "1"})
    assert [row.headline for row in listed.context["cl"].result_list] == ["Thrown away"]
    workflow.restore_from_bin(story, by=editor)
    assert found(editor, "thrown") == ["Thrown away"]


def test_who_sees_no_stories_has_no_box_and_no_page():
    client = at_desk(make.user(roles.MEMBERSHIP_MANAGER))
    assert client.get(FOUND).status_code == 403
    assert "data-find" not in client.get("/admin/").text


@pytest.mark.parametrize("page", ["/admin/", "/admin/articles/article/", "/admin/articles/region/", "/admin/calendar/"])
def test_the_box_stands_on_every_page_of_the_desk(page):
    assert "data-find" in at_desk(make.editor()).get(page).text


def test_finding_takes_at_most_twelve_queries(django_assert_max_num_queries):
    for number in range(3):
        make.article(headline=f"River {number}", state="live")
    client = at_desk(make.editor())
    client.get(FOUND)
    with django_assert_max_num_queries(12):
        client.get(FOUND, {"q": "river"})


def test_the_keys_of_a_page_stand_on_it_and_all_of_them_on_a_page_of_their_own():
    client, story = at_desk(make.editor()), make.article()
    front, writing, every = (client.get(path).text for path in ("/admin/", address(story), "/admin/keys/"))
    assert "Find a story" in front and "Go on below a box" not in front
    assert "Go on below a box" in writing and "A week later" not in writing
    for words in ("Find a story", "Go on below a box", "A week later", "The save before"):
        assert words in every
