"""The desk's memory: what was, stays; what is, equals the newest revision."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import revisions
from articles.content import Content, digest
from articles.models import Article, Correction
from tests import make

pytestmark = pytest.mark.django_db


def test_a_save_leaves_the_whole_story_as_the_text_that_was_hashed():
    story = make.article(headline="Sécheresse", topics=["floods"], other_regions=[make.region("chad")])
    head = story.head
    assert digest(head.content) == head.sha256
    assert head.parsed == revisions.content_of(story)
    assert head.parsed.topics == [{"name": "floods", "slug": "floods"}]


def test_the_same_content_gives_the_same_text_whatever_the_order_it_was_typed_in():
    one = make.article(slug="a", headline="H", topics=["b", "a"])
    two = make.article(slug="a", headline="H", topics=["a", "b"], bylines=[])
    for author in one.bylines.all():
        two.bylines.create(author=author.author, role=author.role)
    assert revisions.record(two, two.created_by).content == one.head.content


def test_an_old_revision_can_be_read_back_and_restored_whole():
    story = make.article(headline="First", topics=["floods"], other_regions=[make.region("chad")])
    before = story.head
    story.topics.set(["drought"])
    story.bylines.all().delete()
    story.other_regions.clear()
    make.change(story, headline="Second", body="<p>Nothing left.</p>")
    restored = revisions.restore(Article.objects.get(pk=story.pk), before, by=story.created_by)
    assert restored.content == before.content
    assert restored.pk != before.pk


def test_a_save_on_an_older_text_is_refused_and_names_the_one_who_saved():
    story = make.article()
    opened_on = story.head_id
    colleague = make.editor(name="Ruth Keller")
    make.change(story, by=colleague, headline="Ruth's")
    Article.objects.filter(pk=story.pk).update(headline="Mine")
    with pytest.raises(revisions.StaleSave, match="Ruth Keller") as refused:
        revisions.record(story, story.created_by, opened_on=opened_on)
    assert refused.value.head.author == colleague


def test_restoring_an_old_revision_keeps_corrections_that_readers_have_seen():
    story = make.article(state="live")
    first = story.head
    Correction.objects.create(article=story, text="It was eleven kilometres.")
    make.change(story)
    make.bring_to("live", story)
    revisions.restore(Article.objects.get(pk=story.pk), first, by=story.created_by)
    assert story.corrections.get().text == "It was eleven kilometres."


def test_a_schema_of_a_newer_program_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="newer program"):
        Content.from_text("{}", schema=999)


def test_figures_take_the_librarys_words_once_and_keep_them():
    image = make.image(caption="The valley road.", credit="Drawn/The desk", alt_text="A dry valley")
    body = revisions.clean_body(f'<p>x</p><figure data-image="{image.pk}"><figcaption></figcaption></figure>')
    for words in ("The valley road.", "Drawn/The desk", "A dry valley"):
        assert words in body
    image.caption = "Another road."
    image.save()
    assert "The valley road." in revisions.clean_body(body)


texts = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(headlines=st.lists(texts, min_size=1, max_size=6))
def test_the_working_copy_always_equals_its_newest_revision(headlines):
    story = make.article()
    for headline in headlines:
        make.change(story, headline=headline)
    story.refresh_from_db()
    assert revisions.content_of(story) == story.head.parsed
