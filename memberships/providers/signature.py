"""A signed moment and body: `t=<seconds>,v1=<hex HMAC-SHA256 of "seconds.body">`."""

import hashlib
import hmac
import re
import time

from memberships.providers.base import WebhookRefused

TOLERANCE = 300  # seconds; a message kept back longer than that may be a replay


def sign(body: bytes, key: bytes, at: int | None = None) -> str:
    at = int(time.time()) if at is None else at
    return f"t={at},v1={_digest(body, key, at)}"


def check(body: bytes, header: str, key: bytes) -> None:
    """Raises WebhookRefused with a sentence unless `header` is a recent signature of `body`."""
    match = re.fullmatch(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})", header)
    if not match:
        raise WebhookRefused("The message carries no signature.")
    at = int(match[1])
    if not hmac.compare_digest(match[2], _digest(body, key, at)):
        raise WebhookRefused("The signature does not belong to this message.")
    if abs(time.time() - at) > TOLERANCE:
        raise WebhookRefused(f"The signature is more than {TOLERANCE} seconds away from our clock.")


def _digest(body, key, at):
    return hmac.new(key, b"%d.%s" % (at, body), hashlib.sha256).hexdigest()
