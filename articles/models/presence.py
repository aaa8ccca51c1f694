from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

FRESH = timedelta(seconds=45)  # a page says every twelve seconds that it is open; a slow line may lose two of these


class PresenceQuerySet(models.QuerySet):
    def fresh(self):
        return self.filter(seen_at__gt=timezone.now() - FRESH)


class Presence(models.Model):
    """One page in which somebody has a story open. It locks nothing."""

    page = models.UUIDField()
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    writing = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page"], name="an_open_page_is_of_one_person")]

    def __str__(self):
        return f"{self.user}, {self.seen_at:%H:%M}"
