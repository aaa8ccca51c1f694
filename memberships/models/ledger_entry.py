"""The book: what came in and what went back. Lines are added and never changed; the database itself refuses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from memberships import money


class LedgerIsAppendOnly(Exception):
    """Somebody tried to change a line of the book. A mistake is mended by another line."""


class LedgerQuerySet(models.QuerySet):
    def update(self, **values):
        raise LedgerIsAppendOnly("A line of the ledger is never changed; add another that mends it.")

    def delete(self):
        raise LedgerIsAppendOnly("A line of the ledger is never deleted; add another that mends it.")

    delete.alters_data = True
    delete.queryset_only = True


class LedgerEntry(models.Model):
    class Kind(models.TextChoices):
        PAYMENT = "payment", _("payment")
        REFUND = "refund", _("refund")
        FEE = "fee", _("fee")

    contribution = models.ForeignKey(
        "memberships.Contribution", on_delete=models.PROTECT, related_name="ledger", verbose_name=_("contribution")
    )
    event = models.ForeignKey(
        "memberships.ProviderEvent",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("message from the provider"),
        help_text=_("What the provider sent that led to this line."),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    provider_ref = models.CharField(_("provider's number"), max_length=120)
    amount_minor = models.IntegerField(_("amount"), help_text=_("Signed: what went back stands below zero."))
    currency = models.CharField(_("currency"), max_length=3)
    at = models.DateTimeField(_("when"), help_text=_("When the money moved, as the provider tells it."))
    written_at = models.DateTimeField(_("written"), auto_now_add=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("line of the ledger")
        verbose_name_plural = _("ledger")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "kind", "provider_ref"], name="money_that_moved_is_written_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="payment", amount_minor__gt=0)
                | models.Q(kind__in=["refund", "fee"], amount_minor__lt=0),
                name="payments_add_and_refunds_take",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {money.display(self.amount_minor, self.currency)}"

    def delete(self, *args, **kwargs):
        raise LedgerIsAppendOnly("A line of the ledger is never deleted; add another that mends it.")
