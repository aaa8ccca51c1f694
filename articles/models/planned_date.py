"""When the newsroom means to have a story: a note to itself that binds nobody and promises nothing."""

from django.db import models
from django.db.models import Q


class PlannedDate(models.Model):
    """Either a day, or a moment with the zone it was typed in."""

    article = models.OneToOneField("articles.Article", on_delete=models.CASCADE, related_name="planned")
    day = models.DateField(null=True)
    at = models.DateTimeField(null=True)
    zone = models.CharField(max_length=60, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(day__isnull=False, at__isnull=True, zone="")
                | (Q(day__isnull=True, at__isnull=False) & ~Q(zone="")),
                name="a_plan_is_a_day_or_a_moment_in_a_zone",
            )
        ]
        indexes = [
            models.Index(fields=["day"], name="plans_by_day"),
            models.Index(fields=["at"], name="plans_by_moment"),
        ]

    def __str__(self):
        return str(self.day or f"{self.at:%Y-%m-%d %H:%M} UTC")
