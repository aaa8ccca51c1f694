"""A change to a story that readers can read, of which they are told nothing; and who decided that."""

from django.conf import settings
from django.db import models


class SilentChange(models.Model):
    """The decision holds for exactly the text of `sha256`, as a change of what readers saw then: `live`."""

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey("articles.Revision", on_delete=models.PROTECT, related_name="silent_changes")
    sha256 = models.CharField(max_length=64)
    live = models.ForeignKey("articles.Revision", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article", "sha256", "live"], name="it_is_decided_once_that_readers_are_told_nothing"
            )
        ]

    def __str__(self):
        return f"{self.live_id} → {self.revision_id}"
