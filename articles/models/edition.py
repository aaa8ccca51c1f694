"""The edition: one number that rises with every change to what readers see. Finished pages are kept under it."""

from django.db import models


class Edition(models.Model):
    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_edition")]

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 1


class EditionChange(models.Model):
    """Why an edition was made, and what it touched: “everything” or names like “story:12”."""

    number = models.PositiveBigIntegerField(unique=True)
    why = models.CharField(max_length=200)
    touches = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        default_permissions = ()

    def __str__(self):
        return f"{self.number}: {self.why}"
