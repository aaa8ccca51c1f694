"""Being signed in, without filling in the form."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

PASSWORD_AND_CODE = ("password", "totp")


def session_of(user, methods=PASSWORD_AND_CODE) -> str:
    """The key of a new session in which `user` came in by `methods`: password, totp, webauthn or code."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [_record(method) for method in methods]
    session.save()
    return session.session_key


def _record(method: str) -> dict:
    now = time.time()
    if method in {"totp", "webauthn", "recovery_codes"}:
        return {"method": "mfa", "type": method, "at": now, "id": 1}
    return {"method": method, "at": now}
