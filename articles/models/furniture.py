from django.conf import settings
from django.db import models


class Furniture(models.Model):
    """What stands around every page of one paper, gathered from many tables when it changes: readers ask but once.

    `part` names who wrote it: “paper” with every edition, others when theirs changes.
    """

    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    part = models.CharField(max_length=20)
    data = models.JSONField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["language", "part"], name="a_part_of_the_furniture_stands_once_in_a_paper")
        ]

    def __str__(self):
        return f"{self.language}: {self.part}"
