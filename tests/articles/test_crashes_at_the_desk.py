"""Power goes while somebody presses a button: the press is done whole or not at all."""

import pytest

from articles import revisions, workflow
from articles.models import (
    Article,
    PublishedArticle,
    PublishedPicture,
    SignOff,
    SignOffKind,
    SignOffRequest,
    StatusChange,
)
from tests import make
from tests.crash import every_step

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("verb", ["fix_live", "drop_fix", "merge"])
def test_a_server_that_dies_between_two_texts_leaves_one_of_them_whole(verb):
    story, chief = make.article(state="live", topics=["floods"]), make.managing_editor()
    make.change(story, headline="Newer")
    if verb != "fix_live":
        workflow.fix_live(Article.objects.get(pk=story.pk).head, by=chief)
    if verb == "merge":
        make.change(Article.objects.get(pk=story.pk), body="<p>Mended.</p>")
        make.bring_to("live", story, second=chief)

    def do():
        article = Article.objects.get(pk=story.pk)
        if verb != "merge":
            return getattr(workflow, verb)(article.head, by=chief)
        parted = workflow.apart(article)
        return workflow.merge(article.head, chief, parted.mine, parted.theirs, parted.mine.parsed)

    def check():
        article = Article.objects.get(pk=story.pk)
        assert revisions.content_of(article) == article.head.parsed

    assert every_step(do, check, again=lambda: None) > 10


def test_an_editor_whose_server_dies_while_she_withdraws_finds_the_story_live_or_gone():
    story, editor = make.article(state="live", lead_image=make.image()), make.editor()

    def withdraw():
        workflow.withdraw(Article.objects.get(pk=story.pk), by=editor, reason="safety", note="A threat.")

    def check():
        row = PublishedArticle.objects.get(article_id=story.pk)
        pictures_shown = PublishedPicture.objects.filter(published=row).count()
        assert (row.state, bool(row.headline), pictures_shown) in {("live", True, 1), ("withdrawn", False, 0)}

    assert every_step(withdraw, check, again=lambda: None) > 10


def test_a_sign_off_whose_server_dies_stands_whole_or_not_at_all():
    story, chief = make.article(), make.managing_editor()
    legal = SignOffKind.objects.get(code="legal")
    workflow.ask_sign_off(story.head, legal, by=story.created_by, of=chief)

    def check():
        given = SignOff.objects.filter(article=story).count()
        written = StatusChange.objects.filter(article=story, verb="sign_off").count()
        waited_for = SignOffRequest.objects.open().filter(article=story).count()
        assert (given, written, waited_for) in {(0, 0, 1), (1, 1, 0)}

    def sign():
        workflow.sign_off(Article.objects.get(pk=story.pk).head, legal, by=chief)

    assert every_step(sign, check, again=lambda: None) > 8
    assert SignOff.objects.filter(article=story, verdict="given").count() == 1
