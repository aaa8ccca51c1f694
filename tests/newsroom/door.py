"""Coming in through the real pages, as people do."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

PASSWORD = "four words in a row"


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def with_app(user):
    """`user` with an authenticator app; returns its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def with_recovery_codes(user):
    return RecoveryCodes.activate(user).get_unused_codes()


def digits(secret):
    """What the app shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def enter_password(client, user, next_url="/admin/", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password, "next": next_url})


def ask_for_code(client, email):
    return client.post(reverse("account_request_login_code"), {"email": email})


def code_in(letter):
    return re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", letter.body, re.MULTILINE)[1]


def enter_code(client, letter):
    return client.post(reverse("account_confirm_login_code"), {"code": code_in(letter)})


def link_in(letter):
    return re.search(r"https?://\S+/password/reset/\S+", letter.body)[0]


def factors_of(user):
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
