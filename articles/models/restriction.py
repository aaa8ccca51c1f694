from django.conf import settings
from django.db import models


class Restriction(models.Model):
    """While this row stands, only the people it names may know at the desk that the story exists."""

    article = models.OneToOneField("articles.Article", on_delete=models.CASCADE, related_name="restriction")
    named = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.article_id}, {self.at:%Y-%m-%d}"
