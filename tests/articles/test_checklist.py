"""The checklist as managing editors edit it: a grid of rules, its history, and what nobody may switch off."""

import re

import pytest
from django.urls import reverse

from articles import checklist
from articles.checklist import ChecklistError, Rule
from articles.checks import CHECKS
from articles.models import ChecklistChange, ChecklistRule, Edition, Level, SignOffKind
from newsroom import roles
from tests import make
from tests.articles.writing import at_desk

pytestmark = pytest.mark.django_db
PAGE = "/admin/articles/checklistrule/"


@pytest.fixture
def chief():
    return make.managing_editor(name="Ingrid Dahl")


def fields_of(page) -> dict:
    """What the grid's form holds."""
    said = dict(re.findall(r'<input type="(?:text|hidden)"[^>]*? name="([^"]+)" value="([^"]*)"', page))
    for name, inside in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        said[name] = chosen[1] if chosen else ""
    return said


def test_a_managing_editor_changes_a_rule_and_the_page_keeps_who_did_what(chief):
    desk, photo = at_desk(chief), make.format_("photo-feature")
    form = fields_of(desk.get(PAGE).text)
    form |= {"standfirst--all": "required", "standfirst--all-limit": "8", f"lead-picture--{photo.pk}": "required"}
    before = Edition.current()
    page = desk.post(PAGE, form, follow=True).text
    assert "The checklist is changed." in page and "Ingrid Dahl" in page and "Required 8" in page
    assert checklist.Rules(None).of("standfirst") == Rule(Level.REQUIRED, 8)
    assert checklist.Rules(photo.pk).of("lead-picture").level == Level.REQUIRED
    assert ChecklistChange.objects.count() == 2
    assert Edition.current() == before
    assert fields_of(page)["standfirst--all-limit"] == "8"


def test_saving_without_a_change_writes_nothing(chief):
    desk = at_desk(chief)
    form = fields_of(desk.get(PAGE).text)
    assert "It says the same as before." in desk.post(PAGE, form, follow=True).text
    assert not ChecklistRule.objects.exists() and not ChecklistChange.objects.exists()


def test_everything_goes_back_to_what_was_shipped(chief):
    checklist.change(chief, {("rights", None): Rule(Level.OFF), ("standfirst", None): Rule("", 9)}, 0)
    desk = at_desk(chief)
    form = fields_of(desk.get(PAGE).text)
    assert "The checklist is changed." in desk.post(PAGE, form | {"_do": "reset"}, follow=True).text
    assert not ChecklistRule.objects.exists()
    assert ChecklistChange.objects.count() == 4


def test_of_two_who_change_it_at_once_the_second_sees_the_first_ones_list_and_keeps_what_was_typed(chief):
    desk = at_desk(chief)
    form = fields_of(desk.get(PAGE).text)
    checklist.change(make.managing_editor(), {("rights", None): Rule(Level.OFF)}, 0)
    answer = desk.post(PAGE, form | {"credit--all": "off"})
    assert answer.status_code == 409
    assert "Somebody changed the checklist" in answer.text
    assert fields_of(answer.text)["credit--all"] == "off"
    assert checklist.Rules(None).of("credit").level == Level.REQUIRED


@pytest.mark.parametrize("number", ["0", "-3", "many", "10000", "9" * 5000, "٥"])
def test_a_number_that_cannot_be_meant_is_refused_beside_its_field(chief, number):
    desk = at_desk(chief)
    form = fields_of(desk.get(PAGE).text)
    answer = desk.post(PAGE, form | {"headline-length--all-limit": number, "credit--all": "off"})
    assert answer.status_code == 422
    assert "Type a whole number from 1 to 9999." in answer.text
    assert fields_of(answer.text)["credit--all"] == "off"
    assert not ChecklistRule.objects.exists()


@pytest.mark.parametrize("code", [code for code, check in CHECKS.items() if check.fixed])
def test_what_the_page_does_not_stand_without_is_never_switched_off(chief, code):
    with pytest.raises(ChecklistError, match="cannot be changed"):
        checklist.change(chief, {(code, None): Rule(Level.OFF)}, 0)
    assert f'name="{code}--all"' not in at_desk(chief).get(PAGE).text


def test_a_check_that_nobody_knows_is_no_rule(chief):
    for code, level in (("nonsense", Level.OFF), ("rights", "perhaps"), ("sign-off:nobody", Level.REQUIRED)):
        with pytest.raises(ChecklistError, match="no such check"):
            checklist.change(chief, {(code, None): Rule(level)}, 0)


def test_nobody_but_managing_editors_changes_it():
    from django.core.exceptions import PermissionDenied

    for role in set(roles.PERMISSIONS) - {roles.MANAGING_EDITOR}:
        person = make.user(role)
        with pytest.raises(PermissionDenied):
            checklist.change(person, {("rights", None): Rule(Level.OFF)}, 0)
        assert at_desk(person).post(PAGE, {}).status_code == 403


def test_the_page_takes_few_queries(chief, django_assert_max_num_queries):
    checklist.change(chief, {("rights", None): Rule(Level.OFF)}, 0)
    desk = at_desk(chief)
    with django_assert_max_num_queries(12):
        assert desk.get(PAGE).status_code == 200


def test_a_new_kind_of_sign_off_is_added_with_those_who_give_it(chief):
    desk, expert = at_desk(chief), make.journalist(name="Data Desk")
    form = {"name": "Figures", "code": "figures", "covers": "words", "position": "9", "people": [expert.pk]}
    assert desk.post(reverse("admin:articles_signoffkind_add"), form).status_code == 302
    assert SignOffKind.objects.open_to(expert).get().code == "figures"
    assert "Figures" in desk.get(PAGE).text


def test_the_code_of_a_kind_stays_since_rules_belong_to_it(chief):
    kind = SignOffKind.objects.get(code="legal")
    address = reverse("admin:articles_signoffkind_change", args=[kind.pk])
    page = at_desk(chief).get(address).text
    assert 'name="code"' not in page and "Managing editor" in page
    at_desk(chief).post(address, {"name": "Law", "code": "law", "covers": "everything", "position": "0"})
    assert SignOffKind.objects.get(pk=kind.pk).code == "legal"
