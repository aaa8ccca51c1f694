"""The stems of every story at the desk, drafts among them. Never in a reader's SQL: readers have `SearchEntry`."""

from django.db import models


class DeskEntry(models.Model):
    article = models.OneToOneField("articles.Article", on_delete=models.CASCADE, related_name="+")
    headline = models.TextField()  # of headline and slugline
    rest = models.TextField()  # of standfirst, text, dateline, topics and the names in the byline
    analyser_version = models.PositiveSmallIntegerField(db_index=True)  # 0: to be made again

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.article_id}"
