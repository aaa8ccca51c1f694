from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from articles.models.published import PublishedArticle


class TranslationQuerySet(models.QuerySet):
    def stale(self):
        """Those whose original says something else since: what readers see of it, or its newest text."""
        live = PublishedArticle.objects.readable().filter(article_id=OuterRef("article__translation_of_id"))
        says = Coalesce(Subquery(live.values("sha256")[:1]), F("article__translation_of__head__sha256"))
        return self.filter(article__translation_of__isnull=False).exclude(made_from__sha256=says)

    def without_originals(self, hidden):
        """Without those whose original is one of `hidden`: nobody hears that it exists."""
        return self.exclude(article__translation_of__in=hidden.order_by().values("pk"))


class Translation(models.Model):
    """Which text of the original a translation says. Without such a row nobody remembers."""

    article = models.OneToOneField("articles.Article", on_delete=models.CASCADE, related_name="translation")
    made_from = models.ForeignKey("articles.Revision", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.article_id} ← {self.made_from_id}"
