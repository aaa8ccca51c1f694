"""The table of roles and the groups in the database are one thing."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from newsroom import roles

pytestmark = pytest.mark.django_db
STORY = "articles.{}_article"


def permissions_of(role):
    pairs = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in pairs}


@pytest.mark.parametrize("role", roles.PERMISSIONS)
def test_every_role_has_in_the_database_exactly_what_the_table_says(role):
    assert permissions_of(role) == roles.PERMISSIONS[role]


def test_every_right_in_the_table_exists():
    every = {f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.select_related("content_type")}
    assert set().union(*roles.PERMISSIONS.values()) <= every


def test_a_right_given_by_hand_goes_with_the_next_migration():
    journalists = Group.objects.get(name=roles.JOURNALIST)
    journalists.permissions.add(Permission.objects.get(codename="publish_article"))
    journalists.permissions.remove(Permission.objects.get(codename="submit_article"))
    call_command("migrate", verbosity=0)
    assert permissions_of(roles.JOURNALIST) == roles.PERMISSIONS[roles.JOURNALIST]


def test_every_role_has_a_name_in_words():
    assert set(roles.LABELS) == set(roles.PERMISSIONS)


@pytest.mark.parametrize(
    ("verb", "who"),
    [
        ("submit", {roles.JOURNALIST, roles.EDITOR, roles.MANAGING_EDITOR}),
        ("agree", {roles.JOURNALIST, roles.EDITOR, roles.MANAGING_EDITOR}),
        ("approve", {roles.EDITOR, roles.MANAGING_EDITOR}),
        ("publish", {roles.EDITOR, roles.MANAGING_EDITOR}),
        ("publish_urgently", {roles.MANAGING_EDITOR}),
        ("countersign", {roles.MANAGING_EDITOR}),
        ("reinstate", {roles.MANAGING_EDITOR}),
        ("view", {roles.JOURNALIST, roles.EDITOR, roles.MANAGING_EDITOR, roles.PICTURE_EDITOR}),
        ("change", {roles.JOURNALIST, roles.EDITOR, roles.MANAGING_EDITOR}),
        ("delete", set()),
    ],
)
def test_who_may_do_what_with_a_story(verb, who):
    assert {role for role, may in roles.PERMISSIONS.items() if STORY.format(verb) in may} == who


def test_members_and_money_are_for_membership_managers_and_people_for_managing_editors():
    assert _with("memberships.") == {roles.MEMBERSHIP_MANAGER}
    assert _with("newsroom.") == {roles.MANAGING_EDITOR}
    assert not any(name.startswith("articles.") for name in roles.PERMISSIONS[roles.MEMBERSHIP_MANAGER])


def _with(prefix):
    return {role for role, may in roles.PERMISSIONS.items() if any(name.startswith(prefix) for name in may)}


def test_no_role_deletes_people_stories_or_money():
    deletes = {name for may in roles.PERMISSIONS.values() for name in may if ".delete_" in name}
    kept = {"newsroom.delete_user", "articles.delete_article", "memberships.delete_member"}
    assert not deletes & kept
    assert not any(name.startswith("memberships.") for name in deletes)


def test_no_role_reaches_djangos_own_rights_or_secrets():
    ours = {"articles", "memberships", "newsroom"}
    assert {name.partition(".")[0] for may in roles.PERMISSIONS.values() for name in may} <= ours
    assert ours <= {app.label for app in apps.get_app_configs()}
