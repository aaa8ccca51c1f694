"""People come, work and go."""

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client
from django.urls import NoReverseMatch, reverse

from articles.models import Edition
from newsroom import people, roles
from newsroom.models import Publication, SignInLink, User
from tests.newsroom import door
from tests.newsroom.test_signing_in import is_in, sitting

pytestmark = pytest.mark.django_db
IN_FULL = ("password", "totp")


@pytest.fixture
def chief(make):
    return make.managing_editor(email="chief@example.org")


@pytest.fixture
def desk(chief):
    return sitting(chief, *IN_FULL)


def page_of(person):
    return reverse("admin:newsroom_user_change", args=[person.pk])


def saved(person, **changes):
    given = {"name": person.name, "email": person.email, "language": person.language, "zone": person.zone}
    return given | {"groups": [group.pk for group in person.groups.all()]} | changes


# Names and addresses --------------------------------------------------------------------------


def test_an_address_is_the_same_in_capitals():
    User.objects.create_user("Ada@Example.org")
    assert User.objects.get_by_natural_key("ADA@EXAMPLE.ORG").email == "ada@example.org"
    with pytest.raises(ValidationError, match="Somebody has this e-mail address"):
        User(email="ADA@example.org", password="!").full_clean()
    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="ADA@example.org")])


def test_the_first_superuser_is_made_on_the_command_line(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", door.PASSWORD)
    call_command("createsuperuser", interactive=False, email="First@Example.org", name="Amina", verbosity=0)
    first = User.objects.get()
    assert first.email == "first@example.org" and first.is_staff and first.is_superuser
    assert is_in(_signed_in(first))


def _signed_in(user):
    client = Client()
    door.enter_password(client, user)
    return client


# Leaving ------------------------------------------------------------------------------------------


def test_whoever_leaves_is_out_everywhere_at_once_and_their_stories_are_handed_over(make, chief):
    leaving, heir = make.journalist(), make.journalist()
    story = make.article(by=leaving, assigned_to=leaving)
    laptop, phone = sitting(leaving, *IN_FULL), sitting(leaving, *IN_FULL)
    SignInLink.issue(leaving, lasts=_an_hour())
    assert people.deactivate(leaving, by=chief, hand_over_to=heir) == 1
    story.refresh_from_db()
    assert story.assigned_to == heir
    assert story.created_by == leaving
    assert not is_in(laptop) and not is_in(phone)
    assert not SignInLink.objects.exists()


def test_whoever_is_let_back_in_signs_in_anew(make, chief):
    person = make.journalist()
    old = sitting(person, *IN_FULL)
    people.deactivate(person, by=chief)
    people.reactivate(person, by=chief)
    assert not is_in(old)
    assert is_in(sitting(person, *IN_FULL))


def test_who_may_not_deactivate_whom(make, chief):
    superuser = make.user(None, is_staff=True, is_superuser=True)
    for by, person in ((make.editor(), make.journalist()), (chief, chief), (chief, superuser)):
        with pytest.raises(people.PeopleError):
            people.deactivate(person, by=by)
        assert User.objects.get(pk=person.pk).is_active
    people.deactivate(chief, by=superuser)


def test_stories_are_only_handed_to_somebody_who_works_here(make, chief):
    leaving = make.journalist()
    for heir in (leaving, make.user(role=None), make.journalist(is_active=False)):
        with pytest.raises(people.PeopleError, match="somebody who works here"):
            people.deactivate(leaving, by=chief, hand_over_to=heir)
    assert User.objects.get(pk=leaving.pk).is_active


def test_a_managing_editor_deactivates_somebody_in_the_desk_and_lets_them_back_in(desk, make):
    leaving, heir = make.journalist(), make.journalist()
    address = reverse("admin:deactivate_person", args=[leaving.pk])
    assert address in desk.get(page_of(leaving)).content.decode()
    assert "Hand their stories over to" in desk.get(address).content.decode()
    desk.post(address, {"hand_over_to": heir.pk})
    assert not User.objects.get(pk=leaving.pk).is_active
    desk.post(reverse("admin:reactivate_person", args=[leaving.pk]))
    assert User.objects.get(pk=leaving.pk).is_active


def test_nobody_is_ever_deleted(make):
    superuser = make.user(None, is_staff=True, is_superuser=True)
    desk, person = sitting(superuser, *IN_FULL), make.journalist()
    assert desk.post(reverse("admin:newsroom_user_delete", args=[person.pk]), {"post": "yes"}).status_code == 403
    desk.post(reverse("admin:newsroom_user_changelist"), {"action": "delete_selected", "_selected_action": person.pk})
    assert User.objects.filter(pk=person.pk).exists()


# Coming -------------------------------------------------------------------------------------------


def test_an_invited_colleague_chooses_a_password_and_is_led_to_a_second_factor(
    desk, settings, django_capture_on_commit_callbacks
):
    editors = Group.objects.get(name=roles.EDITOR)
    new = {
        "name": "Noor",
        "email": "Noor@Example.org",
        "groups": [editors.pk],
        "language": "en",
        "zone": "Africa/Tunis",
    }
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("admin:newsroom_user_add"), new)
    noor = User.objects.get(email="noor@example.org")
    assert noor.is_staff and not noor.is_superuser and not noor.has_usable_password()
    assert [group.name for group in noor.groups.all()] == [roles.EDITOR]
    link = door.link_in(mail.outbox[0])
    assert link.startswith(settings.PUBLIC_URL)
    settings.LOCAL = False
    client = Client()
    form = client.get(urlsplit(link).path, follow=True)
    client.post(form.context["action_url"], {"password1": door.PASSWORD, "password2": door.PASSWORD})
    assert door.enter_password(client, noor).url == "/admin/"
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == reverse("mfa_index")


def test_an_address_that_somebody_has_cannot_be_invited(desk, make):
    make.user(role=None, email="member@example.org")
    answer = desk.post(
        reverse("admin:newsroom_user_add"), {"email": "Member@example.org", "language": "en", "zone": "UTC"}
    )
    assert "Somebody has this e-mail address." in answer.content.decode()
    assert not User.objects.get(email="member@example.org").is_staff


@pytest.mark.parametrize("role", [roles.JOURNALIST, roles.EDITOR, roles.PICTURE_EDITOR, roles.MEMBERSHIP_MANAGER])
def test_only_managing_editors_manage_people(make, role):
    person, other = make.user(role), make.journalist()
    client = sitting(person, *IN_FULL)
    addresses = [reverse("admin:newsroom_user_changelist"), reverse("admin:newsroom_user_add")]
    more = [reverse(f"admin:{name}_person", args=[other.pk]) for name in ("deactivate", "reactivate")]
    for address in addresses + more:
        assert client.get(address).status_code == 403
    assert client.post(page_of(other), saved(other, name="Changed")).status_code in {302, 403}
    assert User.objects.get(pk=other.pk).name == other.name


def test_everybody_edits_their_own_name_language_and_zone_and_nothing_else(make):
    person = make.journalist()
    editors = Group.objects.get_or_create(name=roles.EDITOR)[0]
    forged = saved(person, name="Ana", language="fr", email="x@example.org", groups=[editors.pk], is_superuser="on")
    assert sitting(person, *IN_FULL).post(page_of(person), forged).status_code == 302
    after = User.objects.get(pk=person.pk)
    assert (after.name, after.language, after.email) == ("Ana", "fr", person.email)
    assert [group.name for group in after.groups.all()] == [roles.JOURNALIST]
    assert not after.is_superuser


# Rights ---------------------------------------------------------------------------------------------


def test_a_managing_editor_gives_roles_but_makes_no_superuser(desk, make):
    person = make.journalist()
    editors = Group.objects.get_or_create(name=roles.EDITOR)[0]
    desk.post(page_of(person), saved(person, groups=[editors.pk], is_superuser="on", is_staff="", user_permissions=[1]))
    after = User.objects.get(pk=person.pk)
    assert [group.name for group in after.groups.all()] == [roles.EDITOR]
    assert after.is_staff and not after.is_superuser and not after.user_permissions.exists()


def test_nobody_raises_their_own_rights(desk, chief):
    managers = Group.objects.get_or_create(name=roles.MEMBERSHIP_MANAGER)[0]
    desk.post(page_of(chief), saved(chief, groups=[managers.pk], is_superuser="on"))
    after = User.objects.get(pk=chief.pk)
    assert [group.name for group in after.groups.all()] == [roles.MANAGING_EDITOR]
    assert not after.is_superuser


def test_a_managing_editor_touches_neither_superusers_nor_members(desk, make):
    superuser = make.user(None, is_staff=True, is_superuser=True)
    member = make.user(role=None)
    desk.post(page_of(superuser), saved(superuser, email="taken@example.org"))
    assert User.objects.get(pk=superuser.pk).email == superuser.email
    assert desk.get(page_of(member), follow=True).redirect_chain[-1][0] == reverse("admin:index")


def test_only_roles_can_be_chosen(desk, make):
    other = Group.objects.create(name="Something else")
    person = make.journalist()
    assert "Something else" not in desk.get(page_of(person)).content.decode()
    answer = desk.post(page_of(person), saved(person, groups=[other.pk]))
    assert answer.status_code == 200
    assert other not in person.groups.all()


def test_a_new_address_ends_sessions_and_the_old_one_signs_in_no_more(desk, make):
    person = door.with_password(make.journalist(email="old@example.org"))
    session = _signed_in(person)
    desk.post(page_of(person), saved(person, email="New@example.org"))
    assert User.objects.get(pk=person.pk).email == "new@example.org"
    assert not is_in(session)
    person.email = "old@example.org"
    assert not is_in(_signed_in(person))


@pytest.mark.parametrize("model", ["auth_group", "account_emailaddress", "mfa_authenticator", "taggit_tag"])
def test_the_desk_shows_no_codes_secrets_or_rights_in_the_raw(model):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{model}_changelist")


# Sign-in links ----------------------------------------------------------------------------------------


def _an_hour():
    from datetime import timedelta

    return timedelta(hours=1)


def _path(printed):
    return urlsplit(re.search(r"http://\S+", printed)[0]).path


def test_a_printed_link_opens_the_local_desk_once(make, capsys):
    make.editor(email="ed@example.org")
    call_command("sign_in", "ED@example.org")
    path, client = _path(capsys.readouterr().out), Client()
    assert client.get(path).status_code == 200
    assert not is_in(client)
    assert client.post(path).url == reverse("admin:index")
    assert is_in(client)
    assert client.get("/admin/").context["second_factor_missing"] is True
    assert Client().get(path).status_code == Client().post(path).status_code == 410


def test_a_link_is_good_for_a_quarter_of_an_hour(make, capsys):
    make.editor(email="ed@example.org")
    call_command("sign_in", "ed@example.org")
    SignInLink.objects.update(expires_at="2020-01-01T00:00Z")
    assert Client().get(_path(capsys.readouterr().out)).status_code == 410


def test_on_the_web_there_are_no_links(make, capsys, settings):
    make.editor(email="ed@example.org")
    call_command("sign_in", "ed@example.org")
    path, client = _path(capsys.readouterr().out), Client()
    settings.LOCAL = False
    assert client.get(path).status_code == client.post(path).status_code == 404
    with pytest.raises(CommandError, match="only for a local newsroom"):
        call_command("sign_in", "ed@example.org")


def test_a_link_for_nobody_is_refused_in_one_sentence(db):
    with pytest.raises(CommandError, match="Nobody who may sign in has the address x@"):
        call_command("sign_in", "x@example.org")
    with pytest.raises(CommandError, match="Say whose link"):
        call_command("sign_in")


def test_the_sample_prints_one_line_for_each_of_the_newsroom(make, capsys):
    make.editor(name="Elena Rotaru")
    make.user(role=None)
    call_command("sign_in", "--sample")
    assert re.fullmatch(r"Elena Rotaru \(Editor\): http://\S+/membership/account/link/\S+/\n", capsys.readouterr().out)


def test_the_token_itself_is_kept_nowhere(make):
    token = SignInLink.issue(make.editor(), lasts=_an_hour())
    assert token not in str(SignInLink.objects.values_list())


# The publication ----------------------------------------------------------------------------------------


def test_the_publication_is_one_row_whose_saving_makes_a_new_edition(desk):
    page = reverse("admin:newsroom_publication_change", args=[1])
    assert desk.get(reverse("admin:newsroom_publication_changelist")).url == page
    before = Edition.current()
    words = {"name": "The Valley", "zone": "Africa/Niamey", "languages": ["en", "ar"], "currency": "EUR"}
    assert desk.post(page, words | {"contact_email": "c@example.org"}).status_code == 302
    assert Publication.current().name == "The Valley"
    assert Edition.current() == before + 1


def test_a_zone_that_does_not_exist_is_refused_beside_its_field(desk):
    page = reverse("admin:newsroom_publication_change", args=[1])
    answer = desk.post(page, {"name": "X", "zone": "Mars/Olympus", "languages": [], "currency": "USD"})
    errors = answer.context["adminform"].form.errors
    assert "Mars/Olympus" in errors["zone"][0] and "languages" in errors


def test_nobody_adds_or_deletes_a_publication(make):
    desk = sitting(make.user(None, is_staff=True, is_superuser=True), *IN_FULL)
    Publication(pk=1).save()
    assert desk.get(reverse("admin:newsroom_publication_add")).status_code == 403
    assert desk.post(reverse("admin:newsroom_publication_delete", args=[1]), {"post": "yes"}).status_code == 403


def test_an_editor_does_not_edit_the_publication(make):
    client = sitting(make.editor(), *IN_FULL)
    assert client.get(reverse("admin:newsroom_publication_changelist")).status_code == 403
