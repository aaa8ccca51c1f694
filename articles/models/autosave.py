from django.conf import settings
from django.db import models


class Autosave(models.Model):
    """What somebody typed and has not saved yet. Never part of a story, never in its history."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    base = models.ForeignKey("articles.Revision", null=True, on_delete=models.CASCADE, related_name="+")
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="a_writer_has_one_autosave_of_a_story")]

    def __str__(self):
        return f"{self.user}, {self.saved_at:%H:%M}"
