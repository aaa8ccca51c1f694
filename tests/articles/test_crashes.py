"""Power goes at the worst moment: a story is out or it is not, and the next clock does what is left, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import pictures, revisions, scheduling, workflow
from articles.models import Article, Edition, PublishedArticle, PublishedPicture, Rendition, Schedule, StatusChange
from articles.states import Status
from tests import make
from tests.crash import every_step

pytestmark = pytest.mark.django_db(transaction=True)


def scheduled_and_due():
    story = make.article(state="scheduled", lead_image=make.image(), topics=["floods"], corrections=["It was eleven."])
    Schedule.objects.filter(article=story).update(at=timezone.now() - timedelta(seconds=1))
    return story


def is_whole(story):
    """The story stands at the desk, on the paper and on the schedule in one and the same state."""
    row = PublishedArticle.objects.filter(article_id=story.pk).first()
    status = Article.objects.get(pk=story.pk).status
    waiting = Schedule.objects.waiting().filter(article=story).exists()
    published = StatusChange.objects.filter(article=story, verb="publish").count()
    if row is None:
        assert (status, waiting, published) == (Status.SCHEDULED, True, 0)
    else:
        assert (status, waiting, published) == (Status.PUBLISHED, False, 1)
        assert row.sha256 == story.head.sha256
        assert PublishedPicture.objects.filter(published=row).count() == 1
        assert row.as_story.notes
    return row is not None


def test_a_clock_killed_at_any_statement_leaves_the_story_out_or_not_and_the_next_publishes_it_once():
    story, editions = scheduled_and_due(), []

    def check():
        if not is_whole(story):
            editions.append(Edition.current())
            assert len(set(editions)) == 1, "an edition without a change"

    deaths = every_step(scheduling.publish_due, check, again=lambda: None)
    assert deaths > 20
    assert is_whole(story)


def test_a_clock_killed_at_any_statement_has_withdrawn_a_story_or_not_and_the_next_does_it_once():
    story, editor = make.article(state="live", lead_image=make.image()), make.editor()
    why = {"reason": "safety", "note": "A threat."}
    workflow.schedule_withdrawal(story, by=editor, at=timezone.now() + timedelta(hours=1), zone="UTC", **why)
    Schedule.objects.update(at=timezone.now() - timedelta(seconds=1))

    def check():
        row, waits = PublishedArticle.objects.get(article_id=story.pk), Schedule.objects.waiting().exists()
        assert (row.state, bool(row.headline), waits) in {("live", True, True), ("withdrawn", False, False)}

    assert every_step(scheduling.publish_due, check, again=lambda: None) > 10
    assert PublishedArticle.objects.get(article_id=story.pk).state == "withdrawn"
    assert StatusChange.objects.filter(article=story, verb="withdraw").count() == 1


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


def test_a_maker_of_pictures_killed_at_any_moment_leaves_work_that_the_next_one_does():
    image = make.image()

    def nothing_half_made():
        for row in Rendition.objects.made().filter(image=image):
            assert row.byte_count == _size(row)

    def lapse_of_the_lease():
        Rendition.objects.update(claimed_until=None, attempts=0)

    every_step(pictures.make_owed, nothing_half_made, again=lapse_of_the_lease)
    assert not Rendition.objects.filter(image=image, made_at__isnull=True).exists()


def _size(row):
    from django.core.files.storage import default_storage

    return default_storage.size(row.path)


def test_a_sign_off_whose_server_dies_stands_whole_or_not_at_all():
    from articles.models import SignOff, SignOffKind, SignOffRequest

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
