"""A picture in one width and format: made, or still owed. The clock makes what is owed."""

from django.db import models
from django.utils import timezone


class RenditionQuerySet(models.QuerySet):
    def made(self):
        return self.filter(made_at__isnull=False)

    def owed(self):
        """Those that wait for a maker and that nobody holds just now."""
        now = timezone.now()
        wanted = models.Q(made_at__isnull=True) | models.Q(outdated=True)
        free = models.Q(claimed_until__isnull=True) | models.Q(claimed_until__lt=now)
        return self.filter(wanted, free, attempts__lt=5)


class Rendition(models.Model):
    image = models.ForeignKey("articles.Image", on_delete=models.CASCADE, related_name="renditions")
    width = models.PositiveSmallIntegerField()
    format = models.CharField(max_length=4, choices=[("jpg", "JPEG"), ("webp", "WebP"), ("avif", "AVIF")])
    byte_count = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField(null=True)
    outdated = models.BooleanField(default=False)  # made before its credit or rights changed; readers keep it meanwhile
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    objects = RenditionQuerySet.as_manager()

    class Meta:
        ordering = ["image", "width", "format"]
        constraints = [
            models.UniqueConstraint(
                fields=["image", "width", "format"], name="a_picture_has_one_rendition_of_each_kind"
            )
        ]

    def __str__(self):
        return f"{self.width}.{self.format}"

    @property
    def path(self) -> str:
        return rendition_path(self.image.public_id, self.width, self.format)


def rendition_path(public_id: str, width: int, extension: str) -> str:
    """Where a rendition lies in the private store."""
    return f"renditions/{public_id}/{width}.{extension}"
