import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Autosave(models.Model):
    """What somebody typed into one open page and has not saved yet. Never part of a story, never in its history.

    `fields` holds the form's changed fields by name, each a list of texts; `seen` what the page showed, when it was
    opened, of those that are no part of the text. `turn` counts what the page sent, so that nothing long under way
    writes over what came later. A story that is only begun has no `article`.
    """

    page = models.UUIDField(default=uuid.uuid4)
    article = models.ForeignKey("articles.Article", null=True, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    base = models.ForeignKey("articles.Revision", null=True, on_delete=models.CASCADE, related_name="+")
    fields = models.JSONField(default=dict)
    seen = models.JSONField(default=dict)
    turn = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-saved_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page"], name="an_open_page_has_one_autosave"),
            models.CheckConstraint(
                condition=Q(article__isnull=True, base__isnull=True) | Q(article__isnull=False, base__isnull=False),
                name="an_autosave_of_a_story_knows_what_it_changes",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.saved_at:%H:%M}"
