"""A link that opens the desk once, for a local newsroom only: `manage.py sign_in` prints it."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone


class SignInLinkQuerySet(models.QuerySet):
    def usable(self):
        return self.filter(used_at__isnull=True, expires_at__gt=timezone.now(), user__is_active=True)


class SignInLink(models.Model):
    """Keeps the token's hash alone: whoever reads the database cannot sign in with it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = SignInLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.user_id} until {self.expires_at:%Y-%m-%d %H:%M} UTC"

    @classmethod
    def issue(cls, user, lasts: timedelta) -> str:
        """A new link for `user`; returns its token, which is kept nowhere."""
        token = secrets.token_urlsafe(32)
        cls.objects.create(user=user, token_sha256=digest(token), expires_at=timezone.now() + lasts)
        return token

    @classmethod
    def find(cls, token: str) -> "SignInLink | None":
        return cls.objects.usable().select_related("user").filter(token_sha256=digest(token)).first()

    def use(self) -> bool:
        """True for the one who used it first."""
        return bool(type(self).objects.usable().filter(pk=self.pk).update(used_at=timezone.now()))


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
