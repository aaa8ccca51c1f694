"""What a story was at one save: the exact text that was hashed, never changed afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.content import Content


class Revision(models.Model):
    """`page` is the open page that saved it, so that a save sent twice is known again; `page_turn` its turn then."""

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="revisions")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    schema = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")  # the second parent
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(_("why"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    page = models.UUIDField(null=True, db_index=True, editable=False)
    page_turn = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        default_permissions = ()
        indexes = [models.Index(fields=["article", "-id"], name="revisions_of_a_story")]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=Q(parent__isnull=True), name="an_open_page_begins_one_story"
            )
        ]

    def __str__(self):
        return f"{self.pk} ({self.sha256[:8]})"

    @property
    def name(self) -> str:
        """What people call it; empty for most. Fetch it along with `select_related("named")`."""
        named = getattr(self, "named", None)
        return named.name if named else ""

    @property
    def called(self) -> str:
        """Its number and its name, for a sentence."""
        return f"{self.pk} “{self.name}”" if self.name else str(self.pk)

    @cached_property
    def parsed(self) -> Content:
        return Content.from_text(self.content, self.schema)
