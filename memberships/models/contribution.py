"""One payment that was made: a single gift, or one paid month or year of a subscription."""

from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from articles.enumeration import enumerated
from memberships import money


class Contribution(models.Model):
    member = models.ForeignKey(
        "memberships.Member", on_delete=models.PROTECT, related_name="contributions", verbose_name=_("member")
    )
    subscription = models.ForeignKey(
        "memberships.Subscription",
        on_delete=models.PROTECT,
        null=True,
        related_name="contributions",
        verbose_name=_("subscription"),
    )
    provider = models.CharField(_("provider"), max_length=20)
    provider_ref = models.CharField(_("provider's number"), max_length=120)
    amount_minor = models.PositiveIntegerField(_("amount"), help_text=_("In the currency's smallest unit."))
    currency = models.CharField(_("currency"), max_length=3)
    at = models.DateTimeField(_("paid"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.UniqueConstraint(fields=["provider", "provider_ref"], name="a_payment_is_counted_once"),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="a_contribution_has_an_amount"),
        ]

    def __str__(self):
        return enumerated([money.display(self.amount_minor, self.currency), date_format(localtime(self.at))])
