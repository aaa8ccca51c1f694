"""The clock's pulse. When it stops, every page of the desk says so."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

STALE_AFTER = timedelta(seconds=30)


class Beat(models.Model):
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_clock_face")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S} UTC"

    @classmethod
    def strike(cls):
        """Say that a clock is alive now. Several clocks may strike."""
        cls.objects.update_or_create(pk=1, defaults={"at": timezone.now()})

    @classmethod
    def last(cls):
        return cls.objects.filter(pk=1).values_list("at", flat=True).first()

    @staticmethod
    def is_stale(last):
        return last is None or timezone.now() - last > STALE_AFTER
