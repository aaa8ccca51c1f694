"""The stems of each live story, for both databases. PostgreSQL and SQLite each index them their own way."""

from django.db import models


class SearchEntry(models.Model):
    published = models.OneToOneField("articles.PublishedArticle", on_delete=models.CASCADE, related_name="+")
    headline = models.TextField()
    standfirst = models.TextField()
    body = models.TextField()
    analyser_version = models.PositiveSmallIntegerField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.published_id}"
