"""Who may enter the desk, and who may not."""

import json
from urllib.parse import urlsplit

import pytest
from allauth.account import urls as allauth_account
from allauth.account.models import EmailAddress
from allauth.mfa import urls as allauth_factors
from allauth.mfa.models import Authenticator
from django.conf import settings as house
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from memberships.models import Member
from newsroom import roles, sealing
from newsroom.accounts import client_address
from newsroom.desk import desk_required, may_enter_desk
from tests.newsroom import door
from tests.sessions import session_of

pytestmark = pytest.mark.django_db
GETS = ["account_login", "account_request_login_code", "account_reset_password", "account_reset_password_done"]
NEWSROOM_GETS = ["account_logout", "account_change_password", "mfa_index", "mfa_list_webauthn"]


@pytest.fixture
def on_the_web(settings):
    reverse("account")  # the addresses are read once: as a local newsroom's, for the tests that follow
    settings.LOCAL = False


@pytest.fixture
def editor(make):
    return door.with_password(make.user(roles.EDITOR))


def sitting(user, *methods):
    client = Client()
    client.cookies[house.SESSION_COOKIE_NAME] = session_of(user, methods)
    return client


def is_in(client):
    return client.get("/admin/").status_code == 200


# What opens the desk --------------------------------------------------------------------------


@pytest.mark.parametrize("second", ["totp", "recovery_codes"])
def test_a_password_and_a_second_factor_open_the_desk(on_the_web, editor, second):
    assert is_in(sitting(editor, "password", second))


def test_a_passkey_alone_opens_the_desk_since_it_asks_for_a_finger_or_a_pin(on_the_web, editor):
    assert is_in(sitting(editor, "webauthn"))


@pytest.mark.parametrize(
    "methods", [(), ("code",), ("password",), ("password_reset",), ("code", "totp"), ("totp",), ("sign_in_link",)]
)
def test_less_than_that_does_not_open_the_desk_on_the_web(on_the_web, editor, methods):
    assert not is_in(sitting(editor, *methods))


def test_an_emailed_code_does_not_open_even_a_local_desk(editor):
    assert not is_in(sitting(editor, "code"))
    assert not is_in(sitting(editor, "code", "totp"))


def test_a_local_desk_opens_with_a_password_and_says_that_the_second_factor_is_missing(editor):
    client = sitting(editor, "password")
    assert client.get("/admin/").context["second_factor_missing"] is True
    assert sitting(editor, "password", "totp").get("/admin/").context["second_factor_missing"] is False


def test_what_another_person_proved_in_the_session_does_not_count(on_the_web, make, editor):
    client = sitting(make.editor(), "password", "totp")
    session = client.session
    session["_auth_user_id"], session["_auth_user_hash"] = str(editor.pk), editor.get_session_auth_hash()
    session.save()
    assert not is_in(client)


def test_neither_readers_nor_members_get_in_and_nobody_goes_round_in_circles(on_the_web, make):
    reader = sitting(make.user(role=None), "password", "totp")
    assert reader.get("/admin/", follow=True).status_code == 403
    assert reader.get("/admin/newsroom/user/", follow=True).status_code == 403


def test_somebody_who_was_deactivated_is_out_at_once(on_the_web, editor):
    client = sitting(editor, "password", "totp")
    assert is_in(client)
    editor.is_active = False
    editor.save()
    assert not is_in(client)


def test_a_view_outside_the_admin_has_the_same_door(on_the_web, rf, make, editor):
    asked = RequestFactory().get("/somewhere/?a=b")
    asked.user, asked.session = editor, sitting(editor, "password", "totp").session
    view = desk_required(lambda request: "inside")
    assert may_enter_desk(asked) and view(asked) == "inside"
    asked.session = sitting(editor, "code").session
    assert not may_enter_desk(asked)
    asked.user = AnonymousUser()
    assert view(asked).url == f"{reverse('account_login')}?next=%2Fsomewhere%2F%3Fa%3Db"


# Coming in through the pages -----------------------------------------------------------------


def test_an_editor_comes_in_with_password_and_authenticator_app(on_the_web, client, editor):
    secret = door.with_app(editor)
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith(reverse("account_login"))
    assert door.enter_password(client, editor).url == reverse("mfa_authenticate")
    assert not is_in(client)
    answer = client.post(reverse("mfa_authenticate"), {"code": door.digits(secret)})
    assert answer.url == "/admin/"
    assert is_in(client)


def test_a_wrong_password_leaves_the_newsrooms_form_before_the_members(client, editor):
    asked = client.get(reverse("account_login"), {"next": "/admin/"})
    refused = door.enter_password(client, editor, password="not this one")
    assert "not correct" in refused.text
    for page in (asked.text, refused.text):
        assert page.index("People of the newsroom") < page.index("Members</h2>")


def test_a_recovery_code_works_once(on_the_web, editor):
    door.with_app(editor)
    code = door.with_recovery_codes(editor)[0]
    for attempt, opens in ((Client(), True), (Client(), False)):
        door.enter_password(attempt, editor)
        attempt.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(attempt) is opens


def test_a_stolen_database_holds_no_second_factor(on_the_web, client, editor, settings):
    secret = door.with_app(editor)
    door.with_recovery_codes(editor)
    kept = [str(value) for row in Authenticator.objects.all() for value in row.data.values()]
    assert all(secret not in value for value in kept)
    assert sum(value.startswith(sealing.MARK) for value in kept) == 2
    settings.SECRET_KEY = "another" * 10
    door.enter_password(client, editor)
    assert client.post(reverse("mfa_authenticate"), {"code": door.digits(secret)}).status_code == 200
    assert not is_in(client)


def test_an_app_added_before_secrets_were_sealed_still_opens_the_desk(on_the_web, client, editor):
    secret = door.with_app(editor)
    Authenticator.objects.update(data={"secret": secret})
    door.enter_password(client, editor)
    client.post(reverse("mfa_authenticate"), {"code": door.digits(secret)})
    assert is_in(client)


def test_somebody_without_a_second_factor_is_led_to_add_one_and_then_stands_at_the_desk(on_the_web, client, editor):
    door.enter_password(client, editor)
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == reverse("mfa_index")
    assert "The desk opens with a second factor" in page.content.decode()
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    assert page.redirect_chain[-1][0].startswith(reverse("account_reauthenticate"))
    page = client.post(page.redirect_chain[-1][0], {"password": door.PASSWORD}, follow=True)
    secret = page.context["form"].secret
    page = client.post(reverse("mfa_activate_totp"), {"code": door.digits(secret)}, follow=True)
    assert len(page.context["unused_codes"]) == 10
    assert is_in(client)


def test_a_stolen_password_cannot_add_a_factor_beside_the_owners(on_the_web, editor):
    thief = sitting(editor, "password")
    door.with_app(editor)
    for name in ("mfa_add_webauthn", "mfa_view_recovery_codes", "mfa_deactivate_totp"):
        assert thief.get(reverse(name)).url.startswith(reverse("mfa_reauthenticate"))


def test_a_reset_password_alone_does_not_open_the_desk_on_the_web(on_the_web, client, editor):
    door.with_app(editor)
    client.post(reverse("account_reset_password"), {"email": editor.email})
    form = client.get(urlsplit(door.link_in(mail.outbox[0])).path, follow=True)
    new = "another four words here"
    answer = client.post(form.context["action_url"], {"password1": new, "password2": new})
    assert answer.url == reverse("account_reset_password_from_key_done")
    assert not is_in(client)
    assert door.enter_password(client, editor, password=new).url == reverse("mfa_authenticate")
    assert not is_in(client)


def test_signing_out_of_the_desk(client, editor):
    client = sitting(editor, "password", "totp")
    client.post(reverse("admin:logout"))
    assert not is_in(client)


def test_a_next_address_on_another_host_is_not_followed(client, editor):
    assert door.enter_password(client, editor, "https://evil.example/").url == "/admin/"
    assert sitting(editor, "password").get("/admin/login/?next=//evil.example/").url == "/admin/"


# Codes by e-mail -------------------------------------------------------------------------------


def test_a_member_signs_in_with_a_code(client, make):
    member = make.user(role=None, email="ada@example.org")
    assert door.ask_for_code(client, "Ada@Example.org").url == reverse("account_confirm_login_code")
    assert "It is good for 15 minutes" in mail.outbox[0].body
    door.enter_code(client, mail.outbox[0])
    assert client.session["_auth_user_id"] == str(member.pk)
    assert client.get("/admin/", follow=True).status_code == 403


def test_asking_for_a_code_looks_the_same_for_members_staff_and_strangers(make):
    make.user(role=None, email="member@example.org")
    make.editor(email="editor@example.org")
    answers = {}
    for email in ("member@example.org", "editor@example.org", "nobody@example.org"):
        visitor = Client()
        answer = door.ask_for_code(visitor, email)
        page = visitor.get(answer.url).content.decode().replace(email, "…")
        answers[answer.status_code, answer.url, page.count("\n"), "code is on its way" in page] = email
    assert len(answers) == 1
    assert [letter.to for letter in mail.outbox] == [["member@example.org"]]


def test_a_letter_leaves_after_the_answer_so_that_time_tells_nothing(make):
    make.user(role=None, email="member@example.org")
    request = RequestFactory().post(reverse("account_request_login_code"), {"email": "member@example.org"})
    response = _through_the_house(request)
    assert mail.outbox == []
    response.close()
    assert len(mail.outbox) == 1


def _through_the_house(request):
    from django.core.handlers.wsgi import WSGIHandler

    request._dont_enforce_csrf_checks = True
    handler = WSGIHandler()
    return handler.get_response(request)


def test_a_mail_server_that_is_down_does_not_tell_who_has_an_account(make, settings, caplog):
    make.user(role=None, email="member@example.org")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert door.ask_for_code(Client(), "member@example.org").status_code == 302
    assert "A letter could not be sent" in caplog.text
    assert "member@example.org" not in caplog.records[-1].getMessage()


def test_a_local_newsroom_prints_the_code_and_one_on_the_web_does_not(make, settings, caplog):
    make.user(role=None, email="member@example.org")
    caplog.set_level("INFO", "newsroom")
    door.ask_for_code(Client(), "member@example.org")
    assert door.code_in(mail.outbox[0]) in caplog.text
    caplog.clear()
    settings.LOCAL = False
    door.ask_for_code(Client(), "member@example.org")
    assert caplog.text == ""


def test_somebody_who_gives_but_never_signed_in_gets_a_code_and_proves_the_address_with_it(client, make):
    Member.objects.create(email="giver@example.org", created_at=timezone.now())
    door.ask_for_code(client, "Giver@example.org")
    door.enter_code(client, mail.outbox[0])
    proven = EmailAddress.objects.get(email="giver@example.org", verified=True)
    assert client.session["_auth_user_id"] == str(proven.user_id)
    assert not proven.user.is_staff


def test_a_member_who_works_in_the_newsroom_gets_no_code(make):
    make.editor(email="both@example.org")
    Member.objects.create(email="both@example.org", created_at=timezone.now())
    door.ask_for_code(Client(), "both@example.org")
    assert mail.outbox == []


def test_a_deactivated_member_gets_no_code(make):
    make.user(role=None, email="gone@example.org", is_active=False)
    door.ask_for_code(Client(), "gone@example.org")
    assert mail.outbox == []


# Doors that do not exist --------------------------------------------------------------------------


def test_nobody_signs_up():
    for path in ("signup/", "signup/passkey/"):
        assert Client().get(f"/membership/account/{path}").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_of_allauths_own_addresses_only_ours_answer():
    theirs = {pattern.name for pattern in allauth_account.urlpatterns} | {"mfa_trust", "mfa_signup_webauthn"}
    assert allauth_factors.urlpatterns
    for name in theirs & {"account_signup", "account_email", "account_email_verification_sent"} | {"mfa_trust"}:
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("/accounts/login/", "/membership/account/email/", "/membership/account/2fa/"):
        assert Client().get(path).status_code == 404


@pytest.mark.parametrize("prefix", ["", "/fr", "/ar"])
def test_every_page_of_signing_in_answers_in_each_language(prefix, editor):
    anybody, editor_there = Client(), sitting(editor, "password", "totp")
    for client, names in ((anybody, GETS), (editor_there, NEWSROOM_GETS)):
        for name in names:
            assert client.get(prefix + reverse(name)).status_code == 200, name


def test_their_html_is_sound(check_html, editor):
    anybody, there = Client(), sitting(editor, "password", "totp")
    pages = {name: anybody.get(reverse(name)).content.decode() for name in GETS}
    pages |= {name: there.get(reverse(name)).content.decode() for name in NEWSROOM_GETS}
    wrong = door.enter_password(Client(), editor, password="not it at all")
    check_html(pages | {"a wrong password": wrong.content.decode()})


# Rates and errors -----------------------------------------------------------------------------------


def test_a_wrong_password_and_an_unknown_address_get_the_same_sentence(editor):
    wrong = door.enter_password(Client(), editor, password="not it at all").context["form"].non_field_errors()
    editor.email = "nobody@example.org"
    unknown = door.enter_password(Client(), editor, password="not it at all").context["form"].non_field_errors()
    assert wrong == unknown
    assert len(wrong) == 1


def test_guessing_a_password_is_slowed_down_for_the_address_whoever_guesses(editor):
    for _ in range(5):
        door.enter_password(Client(), editor, password="not it at all")
    page = door.enter_password(Client(), editor)
    assert "Too many failed login attempts" in page.content.decode()


def test_the_count_of_tries_is_shared_by_all_workers_and_only_one_wins_a_lock():
    from concurrent.futures import ThreadPoolExecutor

    assert "LOCATION" in house.CACHES["default"]
    for number in range(20):
        with ThreadPoolExecutor(8) as workers:
            won = list(workers.map(lambda _, key=f"lock-{number}": cache.add(key, True), range(8)))
        assert won.count(True) == 1


def test_too_many_requests_get_a_page_of_ours():
    for _ in range(25):
        answer = door.ask_for_code(Client(), f"somebody{_}@example.org")
    assert answer.status_code == 429 or "Too many" in answer.content.decode()


@pytest.mark.parametrize(
    ("forwarded", "remote", "address"),
    [
        ("203.0.113.9", "10.0.0.1", "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
        ("203.0.113.9, 10.0.0.2", "10.0.0.1", "203.0.113.9"),
        ("6.6.6.6", "203.0.113.9", "203.0.113.9"),
        ("", "10.0.0.1", "10.0.0.1"),
    ],
)
def test_a_forwarded_address_is_believed_only_from_our_own_proxies(settings, rf, forwarded, remote, address):
    from ipaddress import ip_network

    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/24")]
    assert client_address(rf.get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)) == address


def test_a_passkey_is_asked_for_with_our_own_name_and_address(client, make):
    options = json.loads(client.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json").content)
    assert options["request_options"]["publicKey"]["rpId"] == "localhost"
    assert options["request_options"]["publicKey"]["userVerification"] == "required"
