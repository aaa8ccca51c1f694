"""Second factors rest encrypted: whoever gets hold of a database or a backup alone cannot make anybody's codes."""

import logging
from base64 import b32encode, urlsafe_b64encode
from functools import cache
from secrets import token_bytes

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac

log = logging.getLogger(__name__)
MARK = "sealed:"  # what was kept before there was encryption does not begin with it, and stays readable


def seal(text: str) -> str:
    return MARK + _fernet(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(kept: str) -> str:
    """What was sealed. Under another SECRET_KEY it is lost: a random secret then, which no code fits."""
    if not kept.startswith(MARK):
        return kept
    try:
        return _fernet(settings.SECRET_KEY).decrypt(kept.removeprefix(MARK)).decode()
    except InvalidToken:
        log.error("A second factor was sealed under another SECRET_KEY; its owner must be given a new one.")
        return b32encode(token_bytes(20)).decode()


@cache
def _fernet(key: str) -> Fernet:
    return Fernet(urlsafe_b64encode(salted_hmac("newsroom.sealing", "", secret=key, algorithm="sha256").digest()))
