"""What a story needs before it goes out, format by format: data that a managing editor edits."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    REQUIRED = "required", _("Required")
    ADVISED = "advised", _("Advice")
    OFF = "off", _("Off")


class ChecklistRule(models.Model):
    """How much one check, or one kind of sign-off, counts for stories of one format; no format: for every other.

    Where there is no row, what the program ships holds.
    """

    check_code = models.CharField(max_length=60)
    format = models.ForeignKey("articles.Format", null=True, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=10, choices=Level, blank=True)  # empty: as for every format
    limit = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklist")
        default_permissions = ("change", "view")
        constraints = [
            models.UniqueConstraint(fields=["check_code", "format"], name="a_check_has_one_rule_for_each_format"),
            models.UniqueConstraint(
                fields=["check_code"],
                condition=models.Q(format__isnull=True),
                name="a_check_has_one_rule_for_every_format",
            ),
        ]

    def __str__(self):
        return f"{self.check_code}: {self.level} {self.limit or ''}"


class ChecklistChange(models.Model):
    """Who changed which rule, from what to what. Empty: as shipped, or as for every format."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    check_code = models.CharField(max_length=60)
    format = models.ForeignKey("articles.Format", null=True, on_delete=models.SET_NULL, related_name="+")
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.check_code}: {self.before} → {self.after}"
