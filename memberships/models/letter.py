"""A letter that is owed to a member. It stays until a mail server has taken it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LetterQuerySet(models.QuerySet):
    def owed(self):
        return self.filter(sent_at__isnull=True)

    def free(self, now=None):
        """Owed, and neither in somebody's hands nor resting after a failure."""
        now = now or timezone.now()
        return self.owed().filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)).order_by("pk")


class Letter(models.Model):
    class Kind(models.TextChoices):
        WELCOME = "welcome", _("welcome")
        RECEIPT = "receipt", _("receipt")
        PAYMENT_FAILED = "payment_failed", _("payment failed")
        ENDING = "ending", _("membership ends")

    member = models.ForeignKey(
        "memberships.Member", on_delete=models.CASCADE, related_name="letters", verbose_name=_("member")
    )
    contribution = models.ForeignKey(
        "memberships.Contribution",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("contribution"),
    )
    subscription = models.ForeignKey(
        "memberships.Subscription",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("subscription"),
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    key = models.CharField(
        _("about"), max_length=160, unique=True, help_text=_("What the letter is about: the same is never told twice.")
    )
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    claimed_until = models.DateTimeField(_("claimed until"), null=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["id"], condition=Q(sent_at__isnull=True), name="letters_owed")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"
