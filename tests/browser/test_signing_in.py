"""People come in by passkey and by authenticator app, in a real browser under the real policy."""

import pytest
from django.urls import reverse

from newsroom import roles
from tests.newsroom import door


@pytest.fixture
def editor(server, make):
    return door.with_password(make.user(roles.EDITOR, email="elena@example.org", name="Elena Rotaru"))


def with_authenticator(page):
    """A device that holds passkeys and whose owner always says yes."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    always = {"isUserVerified": True, "automaticPresenceSimulation": True}
    made = device.send("WebAuthn.addVirtualAuthenticator", {"options": options | always})
    return device, made["authenticatorId"]


def enter_password(page, user):
    page.goto("/admin/")
    page.get_by_label("Password").fill(door.PASSWORD)
    page.locator("[name=login]").fill(user.email)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_an_editor_adds_a_passkey_and_comes_back_with_it_alone(page, editor, server):
    with_authenticator(page)
    enter_password(page, editor)
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Password").fill(door.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    assert page.get_by_label("Let it sign me in without a password").is_checked()
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url(server + reverse("mfa_view_recovery_codes"))
    page.context.clear_cookies()
    page.goto("/admin/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(server + "/admin/")


def test_a_passkey_is_the_second_factor_after_a_password(page, editor, server):
    with_authenticator(page)
    enter_password(page, editor)
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Password").fill(door.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Let it sign me in without a password").uncheck()
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url(server + reverse("mfa_view_recovery_codes"))
    page.context.clear_cookies()
    enter_password(page, editor)
    page.wait_for_url(server + reverse("mfa_authenticate"))
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(server + "/admin/")


def test_a_passkey_that_is_refused_says_so_beside_its_button(page, editor):
    device, authenticator = with_authenticator(page)
    device.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": authenticator})
    no = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": no | {"isUserVerified": False}})
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("No passkey was used").wait_for()


def test_the_pages_of_second_factors_are_open_to_everybody(open_page, editor, server, axe):
    page = open_page(width=360)
    enter_password(page, editor)
    page.goto(reverse("mfa_add_webauthn"))
    _stands(page, page.url, axe)
    page.get_by_label("Password").fill(door.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    for name in ("mfa_add_webauthn", "mfa_activate_totp"):
        _stands(page, reverse(name), axe)
    secret = page.locator("code").inner_text()
    page.get_by_label("Authenticator code").fill("000000")
    page.get_by_role("button", name="Add the app").click()
    page.get_by_text("Incorrect code.").wait_for()
    page.get_by_label("Authenticator code").fill(door.digits(secret))
    page.get_by_role("button", name="Add the app").click()
    page.wait_for_url(server + reverse("mfa_view_recovery_codes"))
    _stands(page, page.url, axe)
    page.context.clear_cookies()
    enter_password(page, editor)
    _stands(page, server + reverse("mfa_authenticate"), axe)


def test_without_javascript_an_app_opens_the_desk(open_page, editor, server):
    page = open_page(java_script_enabled=False)
    secret = door.with_app(editor)
    enter_password(page, editor)
    page.get_by_label("Code").fill(door.digits(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(server + "/admin/")


@pytest.mark.parametrize(("prefix", "width", "scheme"), [("", 360, "light"), ("/ar", 1280, "dark")])
def test_the_pages_of_signing_in_stand_at_every_width(open_page, editor, sign_in_as, axe, prefix, width, scheme):
    page = open_page(width=width, colour_scheme=scheme)
    for name in ("account_login", "account_request_login_code", "account_reset_password"):
        _stands(page, prefix + reverse(name), axe)
    sign_in_as(page, editor)
    for name in ("account_change_password", "mfa_index", "mfa_list_webauthn", "account_logout"):
        _stands(page, prefix + reverse(name), axe)


def _stands(page, address, axe):
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    axe(page)
