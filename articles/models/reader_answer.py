"""Somebody's answer to what readers learn of a change to a story that they can read."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ReaderAnswer(models.Model):
    """The answer holds for exactly the text of `sha256`, as a change of what readers saw then: `live`.

    `silent`: the change is not worth a note; else the notes in that text say it. `seconded_by` is somebody else who
    agreed to that text or approved it with this answer. It ends when changes are asked of the text.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey("articles.Revision", on_delete=models.PROTECT, related_name="answers")
    sha256 = models.CharField(max_length=64)
    live = models.ForeignKey("articles.Revision", on_delete=models.PROTECT, related_name="+")
    silent = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    seconded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article", "sha256", "live"],
                condition=Q(ended_at__isnull=True),
                name="it_is_answered_once_what_readers_learn_of_a_text",
            )
        ]

    def __str__(self):
        return f"{self.live_id} → {self.revision_id}"
