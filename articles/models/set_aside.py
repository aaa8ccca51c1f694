"""A text that waits beside the working copy while the live page is mended."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from articles.models.published import PublishedArticle
from articles.states import Status


class SetAsideQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_at__isnull=True)

    def apart(self):
        """Those whose live page is no longer the one that both texts came from."""
        paper = PublishedArticle.objects.filter(article_id=OuterRef("article_id"))
        live = self.open().annotate(live_id=Subquery(paper.values("revision_id")[:1]))
        return live.exclude(live_id=models.F("base_id"))


class SetAside(models.Model):
    """`revision` was the newest text when the fix branched off from `base`, which readers saw then."""

    class Outcome(models.TextChoices):
        MERGED = "merged"
        FIX_DROPPED = "fix_dropped"
        TEXT_LEFT = "text_left"

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="set_asides")
    revision = models.ForeignKey("articles.Revision", on_delete=models.PROTECT, related_name="+")
    base = models.ForeignKey("articles.Revision", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status)  # what the story's state is when this text is back
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(ended_at__isnull=True), name="a_story_has_one_text_set_aside"
            )
        ]

    def __str__(self):
        return f"{self.revision_id} beside {self.base_id}"
