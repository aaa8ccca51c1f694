"""The inbox: what the payment provider told us, kept word for word until billing has acted on it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ProviderEventQuerySet(models.QuerySet):
    def owed(self):
        return self.filter(processed_at__isnull=True)

    def free(self, now=None):
        """Owed, and neither in somebody's hands nor resting after a failure."""
        now = now or timezone.now()
        return self.owed().filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)).order_by("pk")

    def failing(self):
        return self.owed().exclude(last_error="")


class ProviderEvent(models.Model):
    provider = models.CharField(_("provider"), max_length=20)
    event_id = models.CharField(_("provider's number"), max_length=120)
    type = models.CharField(_("type"), max_length=80)
    payload = models.TextField(_("message"), help_text=_("Exactly as it came."))
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    processed_at = models.DateTimeField(_("done"), null=True)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, help_text=_("Nobody else takes it up before."))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    objects = ProviderEventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("message from the provider")
        verbose_name_plural = _("messages from the provider")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="a_message_is_kept_once"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(processed_at__isnull=True), name="provider_events_owed"),
        ]

    def __str__(self):
        return f"{self.type} {self.event_id}"
