"""Taking a story from readers, keeping it in the archive, and the way back: each page says what it does."""

import pytest
from django.urls import reverse

from articles import workflow
from articles.models import Article, PublishedArticle
from tests import make
from tests.articles.writing import address, at_desk, press

pytestmark = pytest.mark.django_db


def question(client, story, verb):
    return client.get(reverse("admin:articles_article_move", args=[story.pk, verb])).content.decode()


def paper_state(story):
    return PublishedArticle.objects.get(article_id=story.pk).state


def test_the_page_of_a_withdrawal_shows_what_readers_will_see_in_the_storys_language():
    story = make.article(state="live", language="fr")
    page = question(at_desk(make.editor()), story, "withdraw")
    assert 'lang="fr"' in page and page.count("data-reason=") == 5
    assert "no headline, no name, no picture" in page
    readers = page[page.index("tombstones") :]
    assert "Cet article" in readers or "retiré" in readers


def test_it_says_what_else_is_touched():
    image = make.image()
    story = make.article(state="live", lead_image=image)
    naming = make.article(state="live", headline="It names the other", related=[story])
    make.article(state="live", lead_image=image)
    page = question(at_desk(make.editor()), story, "withdraw")
    assert "One story that readers see names it" in page and str(naming) in page
    assert "One picture stays public" in page


def test_a_withdrawn_story_says_at_the_desk_when_and_why_and_on_the_first_page():
    story, chief = make.article(state="live", headline="It was wrong"), make.editor()
    press(at_desk(chief), story, "withdraw", reason="consent", note="The source asked us.")
    page = at_desk(chief).get(address(story)).content.decode()
    assert "Withdrawn, " in page and "The source asked us." in page and "Somebody in it took back" in page
    board = at_desk(chief).get("/admin/").content.decode()
    assert "Withdrawn and archived lately" in board and "It was wrong" in board


@pytest.mark.parametrize(("verb", "state"), [("archive", "live"), ("unarchive", "archived")])
def test_archive_and_its_end_explain_themselves_and_do_what_they_say(verb, state):
    story, client = make.article(state=state), at_desk(make.editor())
    assert "What happens at once" in question(client, story, verb)
    press(client, story, verb)
    assert paper_state(story) == {"archive": "archived", "unarchive": "live"}[verb]


def test_the_way_back_goes_through_review_and_a_second_pair_of_eyes():
    writer, editor, chief = make.journalist(), make.editor(), make.managing_editor(name="Ingrid Back")
    story = make.article(by=writer, state="withdrawn")
    client = at_desk(writer)
    assert "Ingrid Back" in question(client, story, "bring_back")
    press(client, story, "bring_back")
    press(client, story, "submit")
    press(at_desk(editor), story, "approve")
    assert "Next: somebody who may bring stories back publishes it" in at_desk(editor).get(address(story)).text
    assert press(at_desk(editor), story, "publish").status_code == 403
    assert paper_state(story) == "withdrawn"
    press(at_desk(chief), story, "publish")
    assert paper_state(story) == "live"


def test_what_was_approved_and_agreed_before_the_withdrawal_does_not_count():
    editor, chief = make.editor(), make.managing_editor()
    story = make.article(by=editor, state="in_review")
    workflow.agree(story.head, by=make.journalist())
    workflow.approve(story.head, by=chief)
    workflow.publish(story.head, by=chief)
    workflow.withdraw(story, by=chief, reason="error", note="Wrong.")
    again = workflow.bring_back(story.head, by=editor)
    assert again.content == story.head.content and again != story.head
    workflow.submit(again, by=editor)
    with pytest.raises(workflow.WorkflowError, match="You alone changed"):
        workflow.approve(again, by=editor)
    with pytest.raises(workflow.WorkflowError):
        workflow.publish(again, by=chief)


@pytest.mark.parametrize("state", ["in_review", "draft"])
def test_no_text_from_before_goes_out_wherever_it_stood(state):
    """An update that was in review when the story was withdrawn starts anew as well."""
    chief = make.managing_editor()
    story = make.article(state="live")
    update = make.change(story, headline="On its way")
    if state == "in_review":
        workflow.submit(update, by=story.created_by)
    workflow.withdraw(story, by=chief, reason="error", note="Wrong.")
    for verb in ("submit", "approve"):
        with pytest.raises(workflow.WorkflowError):
            getattr(workflow, verb)(update, by=chief)


def test_a_withdrawn_story_is_never_published_urgently():
    chief = make.managing_editor()
    story = make.article(state="withdrawn")
    again = workflow.bring_back(story.head, by=chief)
    with pytest.raises(workflow.WorkflowError, match="never urgently"):
        workflow.publish_urgently(again, by=chief, note="Now")
    buttons = at_desk(chief).get(address(story)).context["others"]
    assert "publish_urgently" not in {button.press.verb for button in buttons}


def test_only_what_is_withdrawn_is_brought_back_and_only_once():
    chief = make.managing_editor()
    with pytest.raises(workflow.WorkflowError, match="not withdrawn"):
        workflow.bring_back(make.article(state="live").head, by=chief)
    story = make.article(state="withdrawn")
    again = workflow.bring_back(story.head, by=chief)
    with pytest.raises(workflow.WorkflowError, match="on its way back"):
        workflow.bring_back(again, by=chief)
    assert Article.objects.get(pk=story.pk).status == "draft"


def test_a_text_from_before_is_no_second_pair_of_eyes_for_one_written_anew():
    chief = make.managing_editor()
    story = make.article(by=make.journalist(), state="withdrawn")
    workflow.bring_back(story.head, by=chief)
    revision = make.change(Article.objects.get(pk=story.pk), by=chief, body="<p>All of it is new.</p>")
    workflow.submit(revision, by=chief)
    with pytest.raises(workflow.WorkflowError, match="You alone changed"):
        workflow.approve(revision, by=chief)
