"""The calendar: what happens when, in the person's own zone, and moving it by the server's verbs."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from articles import workflow
from articles.models import Article, PlannedDate, PublishedArticle, Schedule
from newsroom import roles
from tests import make
from tests.articles.writing import at_desk

pytestmark = pytest.mark.django_db
HERE = "/admin/calendar/"
NOON = datetime(2098, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def chief():
    return make.managing_editor(zone="Africa/Niamey")


def shown(user, **query):
    """{(day, kind, name), …} on that page."""
    days = at_desk(user).get(HERE, {"month": "2098-11", **query}).context["days"]
    return {(str(entry.day), entry.kind, entry.name) for day in days for entry in day.entries}


def planned(chief, headline="Planned", **fields):
    story = make.article(headline=headline)
    workflow.plan(story, by=chief, **(fields or {"day": date(2098, 11, 24)}))
    return story


def scheduled(headline="Scheduled", at=NOON, zone="UTC", **fields):
    story = make.article(state="scheduled", headline=headline, **fields)
    Schedule.objects.filter(article=story).update(at=at, zone=zone)
    return Schedule.objects.get(article=story)


def move(user, what, key, was, day, **headers):
    data = {"what": what, "pk": key, "was": was, "day": day, "here": HERE + "?month=2098-11"}
    return at_desk(user).post(reverse("admin:calendar_move"), data, headers={"accept": "application/json", **headers})


def test_a_month_shows_what_is_planned_scheduled_and_published_and_embargoes_that_end(chief):
    planned(chief)
    scheduled()
    live = make.article(state="live", headline="Out")
    PublishedArticle.objects.update(first_published_at=NOON)
    make.article(headline="Held", embargo_until=NOON, embargo_zone="UTC")
    workflow.schedule_withdrawal(live, by=chief, at=NOON, zone="UTC", reason="legal", note="By order.")
    day = "2098-11-24"
    assert shown(chief) == {
        (day, "planned", "Planned"),
        (day, "publish", "Scheduled"),
        (day, "published", "Out"),
        (day, "embargo", "Held"),
        (day, "withdraw", "Out"),
    }


def test_what_is_wrong_with_an_entry_is_said_in_words_and_not_by_its_colour_alone(chief):
    story = make.article(state="in_review", headline="Flood")
    workflow.publish_urgently(story.head, by=chief, note="It rises.")
    PublishedArticle.objects.update(first_published_at=NOON)
    scheduled("Late")
    Schedule.objects.update(warning="Nobody approved this text.")
    page = at_desk(chief).get(HERE, {"month": "2098-11"}).text
    heads = [fold.partition("</summary>")[0] for fold in page.split("<summary>") if "entry__name" in fold]
    assert [("Not countersigned" in head, "Could not go out" in head) for head in heads] == [
        (False, True),
        (True, False),
    ]


def test_a_busy_day_of_a_month_leads_to_its_week_for_the_rest(chief):
    for number in range(11):
        planned(chief, headline=f"Planned {number}")
    client = at_desk(chief)
    day = next(day for day in client.get(HERE, {"month": "2098-11"}).context["days"] if day.entries)
    assert (len(day.entries), day.left) == (6, 5)
    assert "and 5 more" in client.get(HERE, {"month": "2098-11"}).text
    assert sum(len(day.entries) for day in client.get(day.url).context["days"]) == 11


def test_a_moment_stands_on_the_day_it_has_where_the_person_is_and_is_said_at_the_desk_and_in_utc():
    scheduled(at=datetime(2098, 11, 24, 20, tzinfo=UTC), zone="Africa/Niamey")
    reader = make.editor(zone="Asia/Tokyo")
    assert shown(reader) == {("2098-11-25", "publish", "Scheduled")}
    page = at_desk(reader).get(HERE, {"week": "2098-W48"}).content.decode()
    for said in ("25 Nov 2098, 05:00</bdi> <bdi>Asia/Tokyo", "20:00</bdi> <bdi>UTC", "21:00</bdi> <bdi>Africa/Niamey"):
        assert said in page


@pytest.mark.parametrize(("language", "first"), [("en", "2098-11-24"), ("fr", "2098-11-24"), ("ar", "2098-11-22")])
def test_weeks_begin_where_the_readers_language_begins_them(language, first):
    desk = at_desk(make.editor(language=language, zone="UTC"))
    week = desk.get(HERE, {"week": "2098-W48"})
    days = [str(day.date) for day in week.context["days"]]
    assert (days[0], len(days)) == (first, 7)
    assert week.context["period"].value == "2098-W48"
    assert "week=2098-W47" in week.context["before"] and "week=2098-W49" in week.context["after"]
    month = desk.get(HERE, {"month": "2098-11"}).context["days"]
    assert {str(day.date) for day in month} >= {"2098-11-01", "2098-11-30"}
    assert (
        len(month) % 7 == 0
        and month[0].date.weekday() == month[-7].date.weekday() == week.context["days"][0].date.weekday()
    )


def test_the_first_and_last_moments_of_a_week_are_in_it(chief):
    for at in ("2098-11-23T22:59", "2098-11-23T23:00", "2098-11-30T22:59", "2098-11-30T23:00"):
        scheduled(headline=at, at=datetime.fromisoformat(at).replace(tzinfo=UTC))
    days = at_desk(chief).get(HERE, {"week": "2098-W48"}).context["days"]
    names = [entry.name for day in days for entry in day.entries]
    assert [str(days[0].date), str(days[-1].date)] == ["2098-11-24", "2098-11-30"]
    assert names == ["2098-11-23T23:00", "2098-11-30T22:59"]


@pytest.mark.parametrize(
    "query", ["month=2026-13", "month=", "month=9999-12", "week=2026-W54", "week=x", "month=٢٠٢٦-١١", "week=2026-W00"]
)
def test_a_month_or_week_that_does_not_exist_is_answered_with_the_present_one(chief, query):
    answer = at_desk(chief).get(f"{HERE}?{query}")
    assert answer.status_code == 200
    assert "This is the present one." in answer.content.decode()


def test_weeks_go_over_the_turn_of_the_year(chief):
    answer = at_desk(chief).get(HERE, {"week": "2026-W53"})
    assert "week=2026-W52" in answer.context["before"] and "week=2027-W01" in answer.context["after"]


def test_it_is_narrowed_by_person_place_and_kind(chief):
    me = make.journalist()
    scheduled(headline="Mine", by=me)
    scheduled(headline="In Chad", region=make.region("chad"))
    planned(chief)
    assert {name for _d, _k, name in shown(chief, who=f"person-{me.pk}")} == {"Mine"}
    assert {name for _d, _k, name in shown(chief, region=make.region("chad").pk)} == {"In Chad"}
    assert {name for _d, _k, name in shown(chief, what="planned")} == {"Planned"}
    assert {name for _d, _k, name in shown(chief, what="nonsense")} == {"Mine", "In Chad", "Planned"}


def test_what_lies_in_the_bin_is_not_there_and_a_membership_manager_has_no_calendar(chief):
    story = planned(chief)
    workflow.bin_story(story, by=chief)
    assert shown(chief) == set()
    client = at_desk(make.user(roles.MEMBERSHIP_MANAGER))
    assert client.get(HERE).status_code == 403
    assert HERE not in client.get("/admin/").content.decode()


def test_a_full_week_takes_twelve_queries(chief, django_assert_max_num_queries):
    for number in range(4):
        planned(chief, headline=f"Planned {number}")
        scheduled(headline=f"Scheduled {number}")
        make.article(state="live")
    PublishedArticle.objects.update(first_published_at=NOON)
    client = at_desk(chief)
    client.get(HERE)
    with django_assert_max_num_queries(12):
        page = client.get(HERE, {"week": "2098-W48"})
    assert page.content.decode().count("data-entry=") == 12


def test_a_plan_is_put_on_another_day_and_keeps_its_time_of_day_in_its_zone(chief):
    at = datetime(2098, 3, 28, 5, tzinfo=UTC)  # 06:00 in Zurich, before clocks there are put forward
    story = planned(chief, at=at, zone="Europe/Zurich")
    assert move(chief, "plan", story.pk, at.isoformat(), "2098-03-31").status_code == 200
    assert PlannedDate.objects.get().at == datetime(2098, 3, 31, 4, tzinfo=UTC)
    story = planned(chief)
    answer = move(chief, "plan", story.pk, "2098-11-24", "2098-11-26")
    assert "is planned for 26 November 2098" in answer.json()["sentence"]


def test_a_scheduled_story_is_put_on_another_day_as_seen_by_who_moves_it():
    waiting = scheduled(at=datetime(2098, 6, 30, 21, tzinfo=UTC), zone="Asia/Tokyo")
    chief = make.editor(zone="America/Lima")  # sees it on the 30th; in Tokyo it is the 1st already
    assert move(chief, "schedule", waiting.pk, waiting.at.isoformat(), "2098-07-02").status_code == 200
    assert Schedule.objects.get().at == datetime(2098, 7, 2, 21, tzinfo=UTC)


def test_a_time_of_day_that_the_new_day_does_not_have_is_refused_with_the_sentence():
    waiting = scheduled(at=datetime(2098, 3, 29, 1, 30, tzinfo=UTC), zone="Europe/Zurich")
    answer = move(make.editor(), "schedule", waiting.pk, waiting.at.isoformat(), "2098-03-30")
    assert (answer.status_code, "There is no 02:30" in answer.json()["sentence"]) == (422, True)
    assert Schedule.objects.get().at == waiting.at


@pytest.mark.parametrize(("day", "sentence"), [("2020-01-01", "has passed"), ("2098-11-23", "embargo lasts")])
def test_a_move_into_the_past_or_the_embargo_is_refused(chief, day, sentence):
    waiting = scheduled()
    Article.objects.update(embargo_until=NOON - timedelta(hours=1))
    answer = move(chief, "schedule", waiting.pk, waiting.at.isoformat(), day)
    assert (answer.status_code, sentence in answer.json()["sentence"]) == (409, True)


@pytest.mark.parametrize("day", ["", "2026-02-30", "9999-12-31", "tomorrow"])
def test_a_day_that_is_none_is_refused(chief, day):
    waiting = scheduled()
    assert move(chief, "schedule", waiting.pk, waiting.at.isoformat(), day).status_code == 422


def test_what_somebody_else_has_moved_meanwhile_is_not_moved_again(chief):
    waiting = scheduled()
    workflow.reschedule(waiting, by=chief, at=NOON + timedelta(days=1), zone="UTC")
    answer = move(chief, "schedule", waiting.pk, NOON.isoformat(), "2098-11-27")
    assert (answer.status_code, "moved it since" in answer.json()["sentence"]) == (409, True)


def test_who_may_move_what_is_decided_by_the_server(chief):
    writer, colleague = make.journalist(), make.journalist()
    story, waiting = make.article(by=writer), scheduled(by=writer)
    workflow.plan(story, by=writer, day=date(2098, 11, 24))
    for person in (writer, colleague):
        assert move(person, "schedule", waiting.pk, waiting.at.isoformat(), "2098-11-27").status_code == 403
    assert move(colleague, "plan", story.pk, "2098-11-24", "2098-11-27").status_code == 403
    assert move(writer, "plan", story.pk, "2098-11-24", "2098-11-27").status_code == 200
    assert move(make.user(roles.MEMBERSHIP_MANAGER), "plan", story.pk, "2098-11-27", "2098-11-28").status_code == 403


@pytest.mark.parametrize("what", ["plan", "schedule", "published"])
def test_what_is_not_there_cannot_be_moved(chief, what):
    assert move(chief, what, 10**9, "2098-11-24", "2098-11-27").status_code in (404, 422)


def test_without_scripts_the_form_leads_back_to_the_calendar_with_the_sentence(chief):
    waiting, client = scheduled(), at_desk(chief)
    data = {"what": "schedule", "pk": waiting.pk, "was": waiting.at.isoformat(), "day": "2098-11-27"}
    answer = client.post(reverse("admin:calendar_move"), data | {"here": HERE + "?month=2098-11"}, follow=True)
    assert answer.redirect_chain == [(HERE + "?month=2098-11", 302)]
    assert "goes out on 27 Nov 2098, 12:00 (UTC)" in answer.content.decode()
    answer = client.post(reverse("admin:calendar_move"), data | {"here": "https://elsewhere.example/"})
    assert answer.url == HERE
