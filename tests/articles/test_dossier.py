"""A page has one dossier of its story and one person; a verb sees what it has just written."""

import itertools

import pytest

from articles import assignments, dossier, notes, restrictions, workflow
from articles.models import Article

pytestmark = pytest.mark.django_db


def test_a_page_reads_all_that_stands_about_its_story_at_once(make, django_assert_num_queries):
    story, editor = make.article(state="live"), make.editor()
    editor.get_all_permissions()
    with dossier.kept_until_the_end(showing=True), django_assert_num_queries(1):
        dossier.opened(story, editor)
        about = dossier.of(story.pk, editor)
        assert about.published.get_absolute_url() and about.live_text.parsed.headline == story.headline
        assert about.may_edit and not about.is_theirs
        assert [row.by.name for row in about.approvals]


def test_each_part_holds_of_every_story_and_person_what_it_would_find_alone(make):
    writer, editor, lawyer = make.journalist(), make.editor(), make.managing_editor()
    stories = {state: make.article(by=writer, state=state) for state in ("in_review", "scheduled", "live", "withdrawn")}
    for story in stories.values():
        notes.leave(story, writer, "Who measured this?")
        assignments.assign(story, to=writer, by=editor)
    make.change(stories["live"], headline="Changed")
    restrictions.restrict(stories["in_review"], by=writer, people=[editor])
    for story, person in itertools.product(stories.values(), (writer, editor, lawyer)):
        with dossier.kept_until_the_end(showing=True):
            opened, alone = dossier.opened(story, person), dossier.Dossier(story.pk, person)
        alone.article = story
        for name in dossier.PARTS:
            assert list(getattr(opened, name)) == list(getattr(alone, name)), (story.status, name)
        assert [row.counts for row in opened.approvals] == [row.counts for row in alone.approvals]


def test_what_one_person_may_do_is_never_taken_for_another(make):
    story, editor, reader = make.article(), make.editor(), make.user("Picture editor")
    with dossier.kept_until_the_end(showing=True):
        dossier.opened(story, editor)
        assert dossier.of(story.pk, editor).may_edit
        assert not dossier.of(story.pk, reader).may_edit


def test_a_step_that_writes_sees_what_the_one_before_has_written(make):
    story, editor = make.article(state="approved"), make.editor()
    with dossier.kept_until_the_end(showing=False):
        dossier.opened(story, editor)
        assert dossier.of(story.pk).published is None
        workflow.publish(Article.objects.get(pk=story.pk).head, by=editor)
        assert dossier.of(story.pk).published.headline == story.headline


def test_nothing_is_kept_beyond_a_request(make):
    story, editor = make.article(state="approved"), make.editor()
    with dossier.kept_until_the_end(showing=False):
        assert dossier.opened_again(story, editor).published is None
    workflow.publish(Article.objects.get(pk=story.pk).head, by=editor)
    assert dossier.of(story.pk, editor).published
