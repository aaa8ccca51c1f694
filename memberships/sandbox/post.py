"""Delivers what the sandbox owes to tell: signed, at least once, with longer and longer pauses."""

import hashlib
import hmac
import json
import time
import urllib.request
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from memberships.sandbox.models import Notice

TIMEOUT = 10  # seconds
LEASE = timedelta(minutes=1)
LONGEST_PAUSE = 3600  # seconds


def key(purpose: str) -> bytes:
    """A key both sides know, since both live in one house: `api` to be asked, `webhook` to sign."""
    return hashlib.sha256(f"sandbox.{purpose}.{settings.SECRET_KEY}".encode()).digest()


def deliver(subject: str = "") -> int:
    """Try every notice that is owed and free, or only those about `subject`. Returns how many arrived."""
    owed = Notice.objects.free()
    return sum(_try(notice) for notice in (owed.filter(subject=subject) if subject else owed))


def _try(notice) -> bool:
    now = timezone.now()
    free = Notice.objects.free(now).filter(pk=notice.pk)
    if not free.order_by().update(claimed_until=now + LEASE, attempts=F("attempts") + 1):
        return False
    try:
        _send(notice)
    except (OSError, ValueError) as error:
        pause = timedelta(seconds=min(2 ** (notice.attempts + 1), LONGEST_PAUSE))
        told = f"{type(error).__name__} {getattr(error, 'code', '')}".strip()
        Notice.objects.filter(pk=notice.pk).update(claimed_until=timezone.now() + pause, last_error=told[:200])
        return False
    Notice.objects.filter(pk=notice.pk).update(delivered_at=timezone.now(), last_error="")
    return True


def message(notice: Notice) -> bytes:
    told = {"id": notice.ref, "type": notice.type, "about": notice.about, "ref": notice.subject}
    return json.dumps({**told, "at": notice.at.isoformat()}).encode()


def signed(body: bytes, at: int | None = None) -> str:
    """The header that proves a message ours: `t=<seconds>,v1=<hex HMAC-SHA256 of "seconds.body">`."""
    at = int(time.time()) if at is None else at
    return f"t={at},v1={hmac.new(key('webhook'), b'%d.%s' % (at, body), hashlib.sha256).hexdigest()}"


def _send(notice):
    body = message(notice)
    request = urllib.request.Request(  # noqa: S310  the newsroom's own address, given with its key
        notice.webhook_url,
        data=body,
        headers={"Content-Type": "application/json", "Sandbox-Signature": signed(body)},
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310  as above
        pass
