"""What somebody set out to give, before the provider has said that they did."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from memberships.models.plan import Interval


def new_token():
    return secrets.token_urlsafe(24)


class Checkout(models.Model):
    token = models.CharField(max_length=40, unique=True, default=new_token)
    provider = models.CharField(max_length=20)
    session_ref = models.CharField(max_length=255, blank=True)
    interval = models.CharField(max_length=5, choices=Interval)
    amount_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    came_from = models.BigIntegerField(null=True)
    agreed_to = models.TextField(blank=True, help_text=_("What the page told them, word for word."))
    created_at = models.DateTimeField(auto_now_add=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.token[:6]}…"
