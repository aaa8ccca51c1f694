"""A duplicate, and a translation begun from a story: what goes along, what does not, and who may."""

import pytest
from django.urls import reverse

from articles import copies, notices, restrictions, translations, workflow
from articles.models import Approval, Article, Restriction, StatusChange, Translation
from articles.states import Status
from newsroom import roles
from tests import make
from tests.articles.writing import address, at_desk, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def me():
    return make.journalist(name="Me")


def stale_on_list(user):
    page = at_desk(user).get("/admin/articles/article/", {"state": "stale"})
    return [story.pk for story in page.context["cl"].result_list]


# Duplicate ----------------------------------------------------------------------------------------


def test_a_duplicate_is_a_draft_of_mine_with_the_text_and_without_what_was_said_of_it(me):
    story = make.article(
        state="live", headline="The river rose", slugline="river", topics=["floods"], corrections=["It was eleven."],
        bylines=[make.author("Amina Salou")], other_regions=[make.region("france")],
    )  # fmt: skip
    copy = copies.duplicate(story.head, by=me)
    assert (copy.status, copy.created_by, copy.slugline) == (Status.DRAFT, me, "river (copy)")
    assert (copy.headline, copy.body, copy.slug) == ("The river rose", story.body, "the-river-rose")
    assert [line.author.name for line in copy.bylines.all()] == ["Amina Salou"]
    assert list(copy.topics.names()) == ["floods"] and copy.other_regions.count() == 1
    assert not copy.corrections.exists() and not Approval.objects.filter(revision=copy.head).exists()
    assert str(story.pk) in copy.head.why
    workflow.submit(copy.head, by=me)


def test_each_duplicate_has_a_slug_of_its_own(me):
    story = make.article(headline="The river rose", slug="the-river-rose")
    slugs = [copies.duplicate(story.head, by=me).slug for _number in range(2)]
    assert slugs == ["the-river-rose-2", "the-river-rose-3"]


def test_a_long_slugline_still_says_that_it_is_a_copy(me):
    copy = copies.duplicate(make.article(slugline="x" * 80).head, by=me)
    assert len(copy.slugline) == 80 and copy.slugline.endswith(" (copy)")


def test_a_copy_of_an_embargoed_story_is_embargoed_too(me):
    story = make.article()
    Article.objects.filter(pk=story.pk).update(embargo_until="2030-01-01T00:00Z", embargo_zone="UTC")
    assert copies.duplicate(story.head, by=me).embargo_until.year == 2030


def test_a_copy_of_a_restricted_story_is_for_the_same_people_and_leaves_out_what_they_may_not_know(me):
    colleague, gone = make.editor(), make.journalist()
    hidden = make.article()
    story = make.article(by=me, related=[hidden])
    restrictions.restrict(hidden, by=hidden.created_by, people=[])
    restrictions.restrict(story, by=me, people=[colleague, gone])
    gone.is_active = False
    gone.save()
    copy = copies.duplicate(story.head, by=colleague)
    assert set(Restriction.objects.get(article=copy).named.all()) == {me, colleague}
    assert not copy.related.exists()
    assert not Article.objects.visible_to(make.managing_editor()).filter(pk=copy.pk).exists()


@pytest.mark.parametrize("role", [roles.PICTURE_EDITOR, roles.MEMBERSHIP_MANAGER])
def test_who_adds_no_stories_duplicates_none(role):
    with pytest.raises(workflow.NotAllowed):
        copies.duplicate(make.article().head, by=make.user(role))


def test_a_story_that_one_may_not_know_of_cannot_be_copied(me):
    story = make.article()
    restrictions.restrict(story, by=story.created_by, people=[])
    for begin in (lambda: copies.duplicate(story.head, by=me), lambda: translations.begin(story, by=me, language="fr")):
        with pytest.raises(workflow.NotAllowed):
            begin()


def test_the_press_leads_to_the_copy(me):
    story = make.article(headline="The river rose")
    client = at_desk(me)
    assert "Duplicate" in client.get(address(story)).text
    answer = press(client, story, "duplicate")
    copy = Article.objects.latest("pk")
    assert answer.url == address(copy) and copy.created_by == me
    assert "This is the copy" in client.get(answer.url).text


# Translate ----------------------------------------------------------------------------------------


def test_a_translation_has_the_originals_text_its_own_language_and_an_empty_slug(me):
    story = make.article(headline="The river rose", slugline="river", slug="the-river-rose")
    translation = translations.begin(story, by=me, language="fr")
    assert (translation.language, translation.headline, translation.slug) == ("fr", "The river rose", "")
    assert (translation.translation_of, translation.slugline) == (story, "river-fr")
    assert (translation.status, translation.created_by) == (Status.DRAFT, me)
    assert Translation.objects.get(article=translation).made_from == story.head


def test_what_readers_see_is_translated_and_not_what_is_being_written(me):
    story = make.article(state="live", headline="As published")
    make.change(story, headline="Not approved yet")
    assert translations.begin(story, by=me, language="ar").headline == "As published"


def test_a_language_is_taken_once_and_free_again_when_that_translation_is_binned(me):
    story = make.article()
    french = translations.begin(story, by=me, language="fr")
    assert [code for code, _name in translations.open_languages(story, me)] == ["ar"]
    for language in ("fr", "en", "xx"):
        with pytest.raises(workflow.WorkflowError, match="already"):
            translations.begin(story, by=me, language=language)
    workflow.bin_story(french, by=me)
    assert translations.begin(story, by=me, language="fr")


def test_a_translation_is_begun_from_the_original_alone(me):
    french = translations.begin(make.article(), by=me, language="fr")
    assert translations.open_languages(french, me) == []
    with pytest.raises(workflow.WorkflowError, match="Begin from its original"):
        translations.begin(french, by=me, language="ar")


def test_a_story_in_the_bin_is_not_translated(me):
    story = make.article(by=me)
    workflow.bin_story(story, by=me)
    with pytest.raises(workflow.WorkflowError, match="in the bin"):
        translations.begin(story, by=me, language="fr")


def test_a_translation_of_a_restricted_story_is_restricted_and_its_named_people_are_told(me):
    colleague = make.editor()
    story = make.article(by=me)
    restrictions.restrict(story, by=me, people=[colleague])
    translation = translations.begin(story, by=me, language="fr")
    assert set(Restriction.objects.get(article=translation).named.all()) == {me, colleague}
    assert notices.inbox_of(colleague).filter(article=translation, event="named").exists()


def test_the_press_asks_for_one_of_the_languages_that_are_free(me):
    story, client = make.article(), at_desk(me)
    translations.begin(story, by=me, language="fr")
    page = client.get(reverse("admin:articles_article_move", args=[story.pk, "translate"])).text
    assert 'value="ar"' in page and 'value="fr"' not in page
    refused = press(client, story, "translate", language="fr")
    assert refused.status_code == 422 and "There is a translation into that language already" in refused.text
    answer = press(client, story, "translate", language="ar")
    assert answer.url == address(Article.objects.latest("pk"))


# Stale --------------------------------------------------------------------------------------------


@pytest.fixture
def pair(me):
    story = make.article(by=me, state="live", headline="Eleven died")
    return story, translations.begin(story, by=me, language="fr")


def publish(story, **fields):
    make.change(story, **fields)
    make.bring_to("live", Article.objects.get(pk=story.pk), story.created_by)


def test_a_draft_of_the_original_makes_no_translation_stale_and_its_publication_does(pair, me):
    story, french = pair
    make.change(story, headline="Twelve died")
    assert translations.change_since(french, me) is None and stale_on_list(me) == []
    make.bring_to("live", Article.objects.get(pk=story.pk), me)
    change = translations.change_since(french, me)
    assert (change.original, change.old, change.new) == (story, story.head, Article.objects.get(pk=story.pk).head)
    assert stale_on_list(me) == [french.pk]


def test_while_the_original_is_not_live_its_newest_text_counts(me):
    story = make.article(by=me)
    french = translations.begin(story, by=me, language="fr")
    make.bring_to("live", story, me)
    assert translations.change_since(french, me) is None
    other = make.article(by=me)
    arabic = translations.begin(other, by=me, language="ar")
    make.change(other, headline="Changed")
    assert translations.change_since(arabic, me).new.parsed.headline == "Changed"


def test_it_is_said_on_the_writing_screen_the_dashboard_the_list_and_the_checklist(pair, me):
    story, french = pair
    publish(story, headline="Twelve died")
    client = at_desk(me)
    page = client.get(address(french)).text
    assert "The original has changed since it was translated" in page
    assert f"/articles/article/{story.pk}/compare/?old=" in page
    assert "The original has changed since. Bring this story up to date" in page
    assert "Original changed" in client.get("/admin/").text
    assert "Original changed" in client.get("/admin/articles/article/").text
    assert "Translations whose original changed" in at_desk(make.editor()).get("/admin/").text


def test_a_press_says_that_it_is_up_to_date_again(pair, me):
    story, french = pair
    publish(story, headline="Twelve died")
    new, client = Article.objects.get(pk=story.pk).head, at_desk(me)
    follow = reverse("admin:articles_article_follow", args=[french.pk])
    assert client.post(follow, {"text": story.head_id}).status_code == 302  # the text before
    assert translations.change_since(french, me)
    assert client.post(follow, {"text": new.pk}).status_code == 302
    assert translations.change_since(french, me) is None
    assert StatusChange.objects.get(article=french, verb="follow").by == me
    with pytest.raises(workflow.WorkflowError, match="already"):
        translations.follow(french, by=me, text=new)


def test_only_who_may_edit_it_says_so(pair):
    story, french = pair
    publish(story, headline="Twelve died")
    new = Article.objects.get(pk=story.pk).head
    answer = at_desk(make.journalist()).post(
        reverse("admin:articles_article_follow", args=[french.pk]), {"text": new.pk}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("text", ["", "x", "9" * 30, "0", "99999999"])
def test_a_text_that_is_none_of_the_originals_is_not_there(pair, me, text):
    follow = reverse("admin:articles_article_follow", args=[pair[1].pk])
    assert at_desk(me).post(follow, {"text": text}).status_code == 404


def test_nobody_hears_of_an_original_that_they_may_not_know_of(pair, me):
    story, french = pair
    publish(story, headline="Twelve died")
    restrictions.restrict(story, by=me, people=[make.managing_editor()])
    editor = make.editor()
    assert translations.change_since(french, editor) is None and stale_on_list(editor) == []
    page = at_desk(editor).get(address(french)).text
    assert "The original has changed" not in page and "Twelve died" not in page


def test_an_original_named_on_the_writing_screen_is_remembered_as_it_stands(me):
    story, french = make.article(headline="Une route"), make.article(by=me, language="fr")
    french.translation_of = story
    french.save()
    translations.remember(french, me)
    make.change(story, headline="Deux routes")
    assert translations.change_since(french, me)
    french.translation_of = None
    translations.remember(french, me)
    assert not Translation.objects.exists()
