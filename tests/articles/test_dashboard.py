"""The desk's first page: each role sees what waits for it, and nobody sees more than they may."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Schedule, StatusChange
from memberships.admin import Member
from newsroom import roles
from newsroom.models import Beat
from tests import make
from tests.articles.writing import at_desk

pytestmark = pytest.mark.django_db


def desk_of(user):
    return at_desk(user).get("/admin/").content.decode()


def test_a_journalist_sees_their_stories_what_each_waits_for_and_the_editors_note():
    writer = make.journalist(name="Amina Salou")
    story = make.article(by=writer, headline="The river rose at night", state="in_review")
    workflow.request_changes(story.head, by=make.editor(name="Ruth Keller"), note="Name the budget line.")
    make.article(headline="Somebody else's story")
    page = desk_of(writer)
    assert "The river rose at night" in page
    assert "Changes requested" in page and "Back with Amina Salou" in page
    assert "Ruth Keller" in page and "Name the budget line." in page
    assert "Somebody else" not in page


def test_an_editor_sees_the_queue_with_the_oldest_first():
    for headline in ("Came first", "Came second"):
        make.article(headline=headline, state="in_review")
    page = desk_of(make.editor())
    assert 0 < page.index("Came first") < page.index("Came second")


def test_of_two_stories_with_two_texts_the_one_that_rests_longer_comes_first():
    chief, stories = make.managing_editor(), [make.article(state="live", headline=name) for name in ("One", "Other")]
    for story in stories:
        head = make.change(story, headline=f"{story.headline}, newer")
        workflow.fix_live(head, by=chief)
        make.change(Article.objects.get(pk=story.pk), headline=f"{story.headline}, mended")
        make.bring_to("live", story, second=chief)
    StatusChange.objects.filter(article=stories[1]).update(at=timezone.now() - timedelta(days=2))
    board = desk_of(chief).partition("board-apart")[2].partition("</section>")[0]
    assert 0 < board.index("Other, mended") < board.index("One, mended")


def test_a_withdrawn_story_says_since_when_by_its_move_and_not_by_the_last_touch_of_its_row():
    story = make.article(state="withdrawn", headline="Taken back")
    StatusChange.objects.filter(article=story, verb="withdraw").update(at=timezone.now() - timedelta(days=3))
    board = desk_of(make.editor()).partition("board-taken")[2]
    assert "3\xa0days ago" in board.partition("</section>")[0]


def test_an_editor_sees_what_is_scheduled_in_their_zone_the_desks_and_utc():
    story = make.article(state="scheduled", headline="Out at noon")
    Schedule.objects.filter(article=story).update(at="2027-03-01T11:00:00Z")
    page = desk_of(make.editor(zone="Asia/Kathmandu"))
    assert "Out at noon" in page
    assert "Mon 1 Mar, 16:45" in page and "Kathmandu" in page
    assert "Mon 1 Mar, 11:00" in page and "UTC" in page


def test_a_story_that_could_not_go_out_says_why_above_everything_else():
    story = make.article(state="scheduled", headline="Stuck")
    Schedule.objects.filter(article=story).update(last_error="Nobody approved this text.", attempts=3)
    page = desk_of(make.editor())
    assert (
        page.index("Could not go out") < page.index("Nobody approved this text.") < page.index("Waiting for an editor")
    )
    assert "tried 3 times" in page


def test_its_writer_sees_too_that_a_story_will_not_go_out():
    writer = make.journalist()
    story = make.article(by=writer, state="scheduled")
    assert "Could not go out, or will not" not in desk_of(writer)
    Schedule.objects.filter(article=story).update(warning="It has no region.")
    assert "Could not go out, or will not" in desk_of(writer)
    assert (
        "Could not go out, or will not" in at_desk(writer).get("/admin/articles/article/").text.partition("<table")[2]
    )


def test_what_went_out_without_approval_waits_for_a_countersign():
    chief = make.managing_editor()
    story = make.article(headline="The dam broke")
    workflow.publish_urgently(story.head, by=chief, note="People have to leave now.")
    page = desk_of(make.editor())
    assert "Published without approval" in page and "The dam broke" in page


def test_a_picture_editor_sees_the_newest_pictures_and_those_to_mend():
    image = make.image(alt_text="A bridge of planks")
    image.renditions.filter(format="webp").update(last_error="The disk is full.")
    page = desk_of(make.user(roles.PICTURE_EDITOR))
    assert f"/admin/articles/image/{image.pk}/320.jpg" in page
    assert "a size could not be made" in page


def test_a_membership_manager_is_led_to_the_members_and_sees_no_story():
    make.article(headline="Secret draft", slugline="secret-slugline", state="in_review")
    page = desk_of(make.user(roles.MEMBERSHIP_MANAGER))
    assert f"/admin/{Member._meta.app_label}/member/" in page
    assert "Secret draft" not in page and "secret-slugline" not in page
    assert "/admin/articles/" not in page


def test_a_managing_editor_may_invite_somebody_from_here_and_an_editor_may_not():
    assert "/admin/newsroom/user/add/" in desk_of(make.managing_editor())
    assert "/admin/newsroom/user/add/" not in desk_of(make.editor())


def test_the_bin_is_a_link_and_what_lies_in_it_is_on_no_list():
    writer = make.journalist()
    workflow.bin_story(make.article(by=writer, headline="Thrown away"), by=writer)
    page = desk_of(writer)
    assert "Thrown away" not in page and "?bin=1" in page


def test_an_empty_desk_says_what_to_do_next():
    page = desk_of(make.editor())
    assert "Nothing waits for review." in page and "New story" in page


@pytest.mark.parametrize("age, stopped", [(5, False), (31, True), (None, True)])
def test_every_page_says_when_the_clock_has_stopped(age, stopped):
    if age is not None:
        Beat.objects.create(pk=1, at=timezone.now() - timedelta(seconds=age))
    client = at_desk(make.editor())
    for address in ("/admin/", "/admin/articles/article/", "/admin/articles/region/add/"):
        assert ("The clock has stopped" in client.get(address).content.decode()) is stopped


def test_a_local_newsroom_says_when_somebody_came_in_without_a_second_factor(settings):
    from tests.sessions import session_of

    client = at_desk(make.editor())
    assert "without a second factor" not in client.get("/admin/").content.decode()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(make.editor(), methods=("password",))
    assert "without a second factor" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", roles.PERMISSIONS)
def test_the_first_page_takes_at_most_twelve_queries(role, django_assert_max_num_queries):
    for state in ("in_review", "approved", "scheduled", "live"):
        for _ in range(2):
            make.article(state=state)
    Article.objects.update(created_by=(person := make.user(role)))
    make.image()
    client = at_desk(person)
    with django_assert_max_num_queries(12):
        assert client.get("/admin/").status_code == 200


def test_the_hour_stands_there_in_ones_own_zone_and_in_utc():
    page = desk_of(make.journalist(zone="Africa/Niamey"))
    assert "Niamey" in page and "UTC" in page


def test_signing_out_is_a_post_that_ends_the_session():
    client = at_desk(make.journalist())
    assert 'method="post" action="/admin/logout/"' in client.get("/admin/").content.decode()
    client.post("/admin/logout/")
    assert client.get("/admin/").status_code == 302


def test_an_arabic_desk_runs_from_right_to_left():
    assert '<html lang="ar" dir="rtl">' in desk_of(make.journalist(language="ar"))


def test_what_does_not_exist_at_the_desk_is_said_by_the_desk_and_to_strangers_by_the_paper(client):
    assert "no such page at the desk" in at_desk(make.editor()).get("/admin/nonsense/").content.decode()
    assert "at the desk" not in client.get("/admin/nonsense/", follow=True).content.decode()
    answer = at_desk(make.journalist()).get("/admin/newsroom/user/")
    assert answer.status_code == 403 and "ask a managing editor" in answer.content.decode()
