from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ApprovalQuerySet(models.QuerySet):
    def agreements(self):
        """Those that stand."""
        return self.filter(kind=Approval.Kind.AGREE, ended_at__isnull=True)


class Approval(models.Model):
    """Somebody's word on exactly one text."""

    class Kind(models.TextChoices):
        APPROVE = "approve", _("approved")
        AGREE = "agree", _("agreed")
        URGENT = "urgent", _("published urgently")
        COUNTERSIGN = "countersign", _("countersigned")

    STANDS_BEHIND = (Kind.APPROVE, Kind.COUNTERSIGN)

    revision = models.ForeignKey("articles.Revision", on_delete=models.PROTECT, related_name="approvals")
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)  # of an agreement: changes were asked for, or readers' part was decided
    reminded_at = models.DateTimeField(null=True)  # of an urgent publication: others were asked again to countersign

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "by"],
                condition=models.Q(kind="agree", ended_at__isnull=True),
                name="nobody_agrees_twice_with_a_text",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.by}"
