"""The desk's screens of time: moments typed and said, the live page mended while an update waits, both made one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, Notice, PlannedDate, Schedule
from tests.articles.writing import address, at_desk, opened, press

pytestmark = pytest.mark.django_db
TOKYO = {"moment_0": "2099-07-01", "moment_1": "06:00", "moment_2": "Asia/Tokyo"}


@pytest.fixture
def chief(make):
    return make.managing_editor(zone="Africa/Niamey")


@pytest.fixture
def story(make, chief):
    """Live, with an approved update that waits for the summer of 2099."""
    story = make.article(state="live", headline="The dam broke", standfirst="Ten dead.")
    update = make.change(story, headline="The dam is mended", standfirst="Ten died.")
    workflow.submit(update, by=story.created_by)
    workflow.approve(update, by=chief)
    press(at_desk(chief), story, "schedule", **TOKYO)
    return Article.objects.get(pk=story.pk)


def page_of(user, story):
    return at_desk(user).get(address(story)).content.decode()


def plan(client, story, day, clock="", zone="Africa/Niamey"):
    form = opened(client, story) | {"planned_0": day, "planned_1": clock, "planned_2": zone}
    return client.post(address(story), form)


def together(story):
    return reverse("admin:articles_article_bring_together", args=[story.pk])


def mend(make, story, chief, **fields):
    press(at_desk(chief), story, "fix_live")
    make.change(Article.objects.get(pk=story.pk), by=story.created_by, **fields)
    make.bring_to("live", story, second=chief)


def test_a_planned_day_is_typed_on_the_story_and_lapses_no_approval(make):
    story, editor = make.article(state="approved"), make.editor()
    assert plan(at_desk(editor), story, "2099-12-24").status_code == 302
    assert str(PlannedDate.objects.get(article=story)) == "2099-12-24"
    assert opened(at_desk(editor), story)["planned_0"] == "2099-12-24"
    assert Article.objects.get(pk=story.pk).status == "approved"


def test_a_planned_moment_is_said_where_it_was_typed_here_at_the_desk_and_in_utc(make):
    story, editor = make.article(), make.editor(zone="Africa/Niamey")
    plan(at_desk(editor), story, "2099-07-01", "06:00", "Asia/Tokyo")
    page = page_of(editor, story)
    assert "30 Jun 2099, 22:00</bdi> <bdi>Africa/Niamey" in page and "30 Jun 2099, 21:00</bdi> <bdi>UTC" in page
    plan(at_desk(editor), story, "", "")
    assert not PlannedDate.objects.exists()


@pytest.mark.parametrize(
    ("day", "clock", "sentence"),
    [("2099-03-29", "02:30", "There is no 02:30"), ("2099-10-25", "02:30", "comes twice"), ("", "02:30", "date too")],
)
def test_a_planned_moment_that_cannot_be_meant_is_refused_beside_its_field(make, day, clock, sentence):
    story, editor = make.article(), make.editor()
    answer = plan(at_desk(editor), story, day, clock, "Europe/Zurich")
    assert sentence in answer.context["writing"].errors["planned"].as_text()
    assert not PlannedDate.objects.exists()


def test_the_question_offers_the_planned_moment_and_says_the_embargo_and_what_else_goes_out(make, story, chief):
    at = timezone.now() + timedelta(days=400)
    other = make.article(state="approved", embargo_until=at, embargo_zone="UTC")
    workflow.plan(other, by=chief, at=at, zone="Asia/Tokyo")
    answer = at_desk(chief).get(reverse("admin:articles_article_move", args=[other.pk, "schedule"]))
    page = answer.content.decode()
    assert "The dam is mended" in page and "30 Jun 2099, 22:00</bdi> <bdi>Africa/Niamey" in page
    assert "Embargo until" in page and 'value="Asia/Tokyo" selected' in page


def test_a_withdrawal_is_scheduled_with_its_reason_said_apart_from_the_update_and_moved(story, chief):
    desk = at_desk(chief)
    said = {**TOKYO, "moment_0": "2099-07-02", "reason": "consent", "note": "Her family asked."}
    assert press(desk, story, "schedule_withdrawal", **said | {"reason": ""}).status_code == 422
    press(desk, story, "schedule_withdrawal", **said)
    page = page_of(chief, story)
    assert "The update goes out" in page and "Is withdrawn" in page
    press(desk, story, "reschedule_withdrawal", **{**TOKYO, "moment_0": "2099-07-03", "was": stands("withdraw")})
    moments = dict(Schedule.objects.waiting().values_list("action", "at__day"))
    assert moments == {"update": 30, "withdraw": 2}
    press(desk, story, "unschedule_withdrawal")
    assert [row.action for row in Schedule.objects.waiting()] == ["update"]


def test_the_update_is_moved_but_not_into_the_past_nor_over_a_colleagues_move(story, chief, make):
    was = stands("update")
    answer = press(at_desk(chief), story, "reschedule", **{**TOKYO, "moment_0": "2020-07-01"}, was=was)
    assert answer.status_code == 422 and "has passed" in answer.content.decode()
    press(at_desk(chief), story, "reschedule", **{**TOKYO, "moment_1": "09:00"}, was=was)
    assert Schedule.objects.get().at.isoformat() == "2099-07-01T00:00:00+00:00"
    late = press(at_desk(make.editor()), story, "reschedule", **{**TOKYO, "moment_1": "11:00"}, was=was)
    assert late.status_code == 422 and "Somebody else has moved it since." in late.text
    assert f'name="was" value="{stands("update")}"' in late.text and 'value="11:00"' in late.text
    assert Schedule.objects.get().at.isoformat() == "2099-07-01T00:00:00+00:00"


def stands(action):
    return Schedule.objects.waiting().get(action=action).at.isoformat()


def test_the_page_says_that_the_live_page_is_being_mended_and_offers_the_way_back(story, chief):
    desk = at_desk(chief)
    press(desk, story, "fix_live")
    page = page_of(chief, story)
    assert "You are mending the live page" in page and "Drop the fix" in page
    assert "in an older text than the newest" in page
    press(desk, story, "drop_fix")
    assert "You are mending" not in page_of(chief, story)
    assert Article.objects.get(pk=story.pk).status == "scheduled"


def test_a_mended_page_is_offered_for_merging_at_once_and_people_are_told(make, story, chief):
    mend(make, story, chief, body="<p>It rained for ten days.</p>")
    page = page_of(chief, story)
    assert "mended while another text waits" in page and "does not know the text that readers see" in page
    notice = Notice.objects.filter(event="will_fail", person=story.created_by).first()
    assert "Bring the text of revision" in notice.words
    assert Schedule.objects.failing().get().warning == notice.words
    desk = at_desk(chief)
    form = hidden_of(desk.get(together(story)))
    assert desk.post(together(story), form).status_code == 302
    after = Article.objects.get(pk=story.pk)
    assert (after.headline, after.body) == ("The dam is mended", "<p>It rained for ten days.</p>")
    assert "mended while another text waits" not in page_of(chief, story)


def test_the_first_page_and_the_list_say_all_three_moments_and_which_texts_have_parted(make, story, chief):
    press(at_desk(chief), story, "schedule_withdrawal", **TOKYO, reason="consent", note="Her family asked.")
    workflow.plan(story, by=chief, at=timezone.now() + timedelta(days=400), zone="Asia/Tokyo")
    Article.objects.filter(pk=story.pk).update(embargo_until=timezone.now() + timedelta(days=9), embargo_zone="UTC")
    listed = at_desk(chief).get(reverse("admin:articles_article_changelist")).content.decode()
    for words in ("The update goes out", "Is withdrawn", "Embargo until", "Planned for", "Tue 30 Jun, 22:00", "Niamey"):
        assert words in listed
    first = at_desk(chief).get("/admin/").content.decode()
    assert "The update goes out" in first and "Is withdrawn" in first and "Two texts" not in first
    Article.objects.filter(pk=story.pk).update(embargo_until=None, embargo_zone="")
    mend(make, story, chief, body="<p>It rained for ten days.</p>")
    for person in (chief, story.created_by):
        assert "Two texts to bring together" in at_desk(person).get("/admin/").content.decode()
    assert (
        "Two texts to bring together"
        in at_desk(chief).get(reverse("admin:articles_article_changelist")).content.decode()
    )


def hidden_of(answer):
    return answer.context["about"]


def test_where_both_changed_the_same_somebody_chooses_and_a_missing_choice_loses_nothing(make, story, chief):
    mend(make, story, chief, standfirst="Eleven dead.")
    desk = at_desk(chief)
    form = hidden_of(answer := desk.get(together(story)))
    assert "<ins>died" in answer.content.decode() and "<ins>Eleven" in answer.content.decode()
    assert desk.post(together(story), form).status_code == 422
    desk.post(together(story), form | {"choice-standfirst": "theirs"})
    assert Article.objects.get(pk=story.pk).standfirst == "Eleven dead."


def test_a_merge_of_texts_that_changed_meanwhile_is_refused_and_shown_anew(make, story, chief):
    mend(make, story, chief, body="<p>Ten days.</p>")
    desk = at_desk(chief)
    form = hidden_of(desk.get(together(story)))
    make.change(Article.objects.get(pk=story.pk), body="<p>Twelve days.</p>")
    assert desk.post(together(story), form).status_code == 409


def test_the_merged_text_is_offered_for_the_same_moment(make, story, chief):
    mend(make, story, chief, body="<p>It rained for ten days.</p>")
    desk = at_desk(chief)
    desk.post(together(story), hidden_of(desk.get(together(story))))
    make.answered(Article.objects.get(pk=story.pk).head)
    make.bring_to("approved", story, second=make.editor())
    answer = desk.get(reverse("admin:articles_article_move", args=[story.pk, "schedule"]))
    moment = answer.context["form"].initial["moment"]
    assert (moment.at.isoformat(), moment.zone) == ("2099-06-30T21:00:00+00:00", "Asia/Tokyo")


def test_a_colleague_who_may_not_edit_the_story_brings_nothing_together(make, story, chief):
    mend(make, story, chief, body="<p>It rained for ten days.</p>")
    assert at_desk(make.journalist()).get(together(story)).status_code == 403
