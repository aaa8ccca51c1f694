"""What a member agreed to, in the words they saw, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Consent(models.Model):
    class Kind(models.TextChoices):
        GIVING = "giving", _("giving")
        NEWSLETTER = "newsletter", _("newsletter")

    member = models.ForeignKey("memberships.Member", on_delete=models.CASCADE, related_name="consents")
    checkout = models.OneToOneField("memberships.Checkout", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("to what"), max_length=12, choices=Kind)
    wording = models.TextField(_("in these words"))
    language = models.CharField(_("language"), max_length=8)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"
