"""A note to readers on what was wrong. It stands inside the approved text and goes live with it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.states import CorrectionKind


class Correction(models.Model):
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="corrections")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=15, choices=CorrectionKind, default=CorrectionKind.CORRECTION)
    text = models.TextField(
        _("text"), max_length=1000, help_text=_("What was wrong and what is right, in a sentence or two.")
    )
    from_revision = models.ForeignKey(
        "articles.Revision", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    to_revision = models.ForeignKey(
        "articles.Revision", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, to_revision__isnull=True)
                | Q(published_at__isnull=False, to_revision__isnull=False),
                name="a_published_correction_knows_its_revision",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"
