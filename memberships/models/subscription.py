"""A promise to give again. What it says was read from the payment provider, who alone decides."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.enumeration import enumerated
from memberships import money
from memberships.models.plan import Interval


class SubscriptionQuerySet(models.QuerySet):
    def giving(self):
        return self.exclude(status=Subscription.Status.CANCELLED)


class Subscription(models.Model):
    class Status(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("of a subscription", "active")
        PAST_DUE = "past_due", _("payment failed")
        CANCELLING = "cancelling", _("ends soon")
        CANCELLED = "cancelled", _("ended")

    member = models.ForeignKey(
        "memberships.Member", on_delete=models.PROTECT, related_name="subscriptions", verbose_name=_("member")
    )
    provider = models.CharField(_("provider"), max_length=20)
    provider_ref = models.CharField(_("provider's number"), max_length=120)
    customer_ref = models.CharField(_("provider's customer"), max_length=120, blank=True)
    amount_minor = models.PositiveIntegerField(_("amount"), help_text=_("In the currency's smallest unit."))
    currency = models.CharField(_("currency"), max_length=3)
    interval = models.CharField(_("how often"), max_length=5, choices=Interval)
    status = models.CharField(_("state"), max_length=10, choices=Status)
    current_period_end = models.DateTimeField(_("paid until"), null=True)
    started_at = models.DateTimeField(_("started"))
    cancelled_at = models.DateTimeField(_("ended"), null=True)
    facts_at = models.DateTimeField(_("as of"), help_text=_("When the provider was asked for what stands here."))

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(fields=["provider", "provider_ref"], name="a_subscription_is_known_once"),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="a_subscription_has_an_amount"),
        ]

    def __str__(self):
        return enumerated([money.display(self.amount_minor, self.currency), self.get_interval_display()])

    @property
    def next_payment_at(self):
        """None when nothing more will be taken."""
        return self.current_period_end if self.status in {self.Status.ACTIVE, self.Status.PAST_DUE} else None

    @property
    def can_be_cancelled(self):
        return self.status in {self.Status.ACTIVE, self.Status.PAST_DUE}

    @property
    def can_be_resumed(self):
        return self.status == self.Status.CANCELLING
