"""A picture in the library. Its original is private; readers only ever get renditions, through a live story."""

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

SHARE = [MinValueValidator(0), MaxValueValidator(1)]


def new_public_id() -> str:
    return secrets.token_urlsafe(12)


def original_path(image, name: str) -> str:
    """Originals lie under the random id, not under the name they came with: that name may tell too much."""
    return f"originals/{image.public_id}.{name.rpartition('.')[2].lower()[:5]}"


class Image(models.Model):
    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    original = models.FileField(_("picture"), upload_to=original_path, max_length=120)
    original_name = models.CharField(max_length=200, editable=False)
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    colour = models.CharField(max_length=7, default="#cccccc", editable=False)
    alt_text = models.CharField(
        _("alt text"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it. One or two sentences."),
    )
    decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("It adds nothing that the text does not say; it needs no alt text.")
    )
    caption = models.TextField(_("caption"), max_length=1000, blank=True, help_text=_("Who, what, where and when."))
    credit = models.CharField(_("credit"), max_length=200, help_text=_("Name/Agency, as printed behind the caption."))
    usage_terms = models.CharField(_("usage terms"), max_length=500, blank=True)
    rights_until = models.DateField(
        _("may be used until"), null=True, blank=True, help_text=_("The last day, if there is one. Empty: for ever.")
    )
    focal_x = models.FloatField(_("focal point, across"), default=0.5, validators=SHARE)
    focal_y = models.FloatField(_("focal point, down"), default=0.5, validators=SHARE)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(alt_text="") | models.Q(decorative=True),
                name="a_picture_is_described_or_decorative",
                violation_error_message=_("Describe the picture in the alt text, or say that it is decorative."),
            )
        ]

    def __str__(self):
        return self.caption[:80] or self.alt_text[:80] or self.original_name
