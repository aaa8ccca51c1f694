"""What the membership manager sees and may do in the desk."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Edition
from memberships.models import Appeal, Letter, Member, Plan, ProviderEvent
from newsroom import roles
from tests.memberships import door
from tests.sessions import session_of

pytestmark = pytest.mark.django_db
READ = ["member", "subscription", "contribution", "ledgerentry", "providerevent", "letter"]
APPEAL = {
    "heading": "Stay",
    "text": "<p>Our reporters stay.</p>",
    "button": "Support us",
    "language": "en",
    "active": "on",
}


def enter(person):
    client = Client()
    client.cookies["sessionid"] = session_of(person)
    return client


@pytest.fixture
def manager(make):
    return enter(make.user(roles.MEMBERSHIP_MANAGER))


def page(model, name="changelist", *args):
    return reverse(f"admin:memberships_{model}_{name}", args=args)


@pytest.mark.parametrize("model", [*READ, "appeal", "plan"])
def test_the_membership_manager_finds_every_list_and_each_row(manager, model):
    door.record(door.monthly([door.payment(refunds=[door.refund(200)])]))
    ProviderEvent.objects.create(provider="sandbox", event_id="1", type="x", payload="<b>{}</b>")
    Appeal.objects.create(heading="Stay", text="<p>x</p>", button="y")
    assert manager.get(page(model), {"q": "reader"} if model != "plan" else {}).status_code == 200
    row = {"appeal": Appeal, "plan": Plan}.get(model) or Member._meta.apps.get_model("memberships", model)
    seen = manager.get(page(model, "change", row.objects.first().pk))
    assert seen.status_code == 200
    assert "<b>{}" not in seen.text


@pytest.mark.parametrize("model", READ[1:])
def test_money_and_messages_are_only_read(manager, model):
    door.record(door.monthly())
    ProviderEvent.objects.create(provider="sandbox", event_id="1", type="x", payload="{}")
    assert manager.get(page(model, "add")).status_code == 403
    row = Member._meta.apps.get_model("memberships", model).objects.first()
    assert manager.post(page(model, "change", row.pk), {"amount_minor": 1}).status_code == 403
    assert manager.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_the_ledger_tells_its_sum(manager):
    door.record(door.monthly([door.payment(), door.payment(refunds=[door.refund(250)])]))
    assert "$17.50" in manager.get(page("ledgerentry")).text


def test_a_member_shows_what_they_gave_and_is_never_deleted(manager):
    member = door.record(door.monthly([door.payment(), door.payment(refunds=[door.refund(250)])]))
    assert "$17.50" in manager.get(page("member")).text
    assert manager.post(page("member", "delete", member.pk), {"post": "yes"}).status_code == 403


def test_the_list_of_members_costs_the_same_for_one_and_for_many(manager, django_assert_max_num_queries):
    for number in range(6):
        door.member(f"reader{number}@example.org")
    with django_assert_max_num_queries(14):
        manager.get(page("member"))


@pytest.mark.parametrize("model", ["providerevent", "letter"])
def test_what_failed_is_tried_again_at_once(manager, model):
    door.member()
    ProviderEvent.objects.create(
        provider="sandbox", event_id="1", type="x", payload="{}", last_error="ProviderUnavailable"
    )
    rows = {"providerevent": ProviderEvent, "letter": Letter}[model].objects
    rows.update(claimed_until="2099-01-01T00:00Z", last_error="OSError")
    manager.post(page(model), {"action": "try_again", "_selected_action": [row.pk for row in rows.all()]})
    assert rows.free().count() == rows.owed().count() > 0
    assert manager.get(page(model), {"owed": "failing"}).status_code == 200


def test_a_saved_appeal_is_in_a_new_edition(manager):
    before = Edition.current()
    assert manager.post(page("appeal", "add"), APPEAL).status_code == 302
    assert Appeal.objects.get().heading == "Stay"
    assert Edition.current() > before


def test_a_wrong_appeal_comes_back_with_its_reason(manager):
    wrong = {**APPEAL, "text": "<p></p>", "begins_at_0": "2026-02-30", "begins_at_1": "10:00"}
    answer = manager.post(page("appeal", "add"), wrong)
    assert answer.status_code == 200
    assert "Write what readers are asked for" in answer.text
    assert "valid date" in answer.text
    assert not Appeal.objects.exists()


def test_a_changed_plan_is_offered_at_once(manager, client):
    plan = Plan.objects.get(interval="month")
    assert "$5 or more" in client.get("/membership/").text
    form = {
        "interval": "month",
        "currency": "USD",
        "minimum_minor": "7",
        "suggested_minor": "7, 15.50",
        "default_minor": "15,50",
        "position": "1",
        "active": "on",
    }
    assert manager.post(page("plan", "change", plan.pk), form).status_code == 302
    assert "$7 or more" in client.get("/membership/").text
    plan.refresh_from_db()
    assert (plan.minimum_minor, plan.suggested_minor, plan.default_minor) == (700, [700, 1550], 1550)
    shown = manager.get(page("plan", "change", plan.pk)).text
    assert 'value="7 15.50"' in shown and "Like 5." in shown and "cents" not in shown


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("minimum_minor", "five", "This is not an amount"),
        ("minimum_minor", "0", "The least amount is"),
        ("suggested_minor", "10 abc", "This is not an amount"),
        ("suggested_minor", "4 10", "No suggested amount may be below"),
        ("suggested_minor", "5 6 7 8 10", "Write one to four amounts"),
        ("default_minor", "11", "Choose one of the suggested amounts"),
        ("currency", "usd", "is no currency"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_beside_its_field(manager, field, typed, sentence):
    plan = Plan.objects.get(interval="month")
    form = {"interval": "month", "currency": "USD", "minimum_minor": "5", "suggested_minor": "5 10"}
    form |= {"default_minor": "10", "position": "1", "active": "on", field: typed}
    answer = manager.post(page("plan", "change", plan.pk), form)
    assert any(sentence in error for error in answer.context["adminform"].form.errors[field])
    assert f'value="{typed}"' in answer.text
    assert Plan.objects.get(pk=plan.pk).suggested_minor == plan.suggested_minor


def test_a_journalist_sees_no_member(make):
    door.member()
    journalist = enter(make.journalist())
    for model in [*READ, "appeal", "plan"]:
        assert journalist.get(page(model)).status_code == 403
