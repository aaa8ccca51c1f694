"""A secret address that shows one revision to people without an account, until it expires or is revoked."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.published import PublishedArticle
from articles.models.restriction import Restriction
from articles.states import PaperState


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class PreviewLinkQuerySet(models.QuerySet):
    def open(self):
        """Those that show something now. A story in the bin shows nothing, nor does a link made before a withdrawal.

        One that only named people know of is shown by their links alone.
        """
        taken_down = PublishedArticle.objects.filter(
            article_id=OuterRef("revision__article_id"),
            state=PaperState.WITHDRAWN,
            withdrawn_at__gte=OuterRef("made_at"),
        )
        restriction = Restriction.objects.filter(article=OuterRef("revision__article_id"))
        return self.filter(
            ~Exists(restriction) | Exists(restriction.filter(named=OuterRef("made_by"))),
            ~Exists(taken_down),
            revoked_at__isnull=True,
            expires_at__gt=timezone.now(),
            made_by__is_active=True,
            revision__article__binned_at__isnull=True,
        )

    def of_story(self, article):
        return self.filter(revision__article=article)

    def with_names(self):
        return self.select_related("revision__named", "made_by", "revoked_by")


class PreviewLink(models.Model):
    """Keeps the token's hash alone: whoever reads the database cannot open what it names."""

    revision = models.ForeignKey("articles.Revision", on_delete=models.PROTECT, related_name="preview_links")
    token_sha256 = models.CharField(max_length=64, unique=True)
    for_whom = models.CharField(_("for whom"), max_length=120)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_by__isnull=True, revoked_at__isnull=True)
                | Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="a_revoked_link_says_by_whom_and_when",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="a_link_ends_after_it_began"),
        ]
        indexes = [models.Index(fields=["made_by"], name="links_of_a_maker")]

    def __str__(self):
        return f"{self.pk}: {self.for_whom}"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()
