"""The invitation under every story. It may be for one region, one language, one season."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles import markup


class AppealQuerySet(models.QuerySet):
    def current(self, now=None):
        now = now or timezone.now()
        begun = Q(begins_at__isnull=True) | Q(begins_at__lte=now)
        not_over = Q(ends_at__isnull=True) | Q(ends_at__gt=now)
        return self.filter(begun, not_over, active=True)

    def turning(self, now):
        """Those whose beginning or end has passed since it was last turned into an edition."""
        since = models.F("turned_at")
        begins = Q(begins_at__lte=now, begins_at__gt=since)
        ends = Q(ends_at__lte=now, ends_at__gt=since)
        return self.filter(begins | ends, active=True)


class Appeal(models.Model):
    heading = models.CharField(_("heading"), max_length=160, blank=True)
    text = models.TextField(_("text"), help_text=_("Paragraphs, emphasis and links."))
    button = models.CharField(
        _("button"), max_length=60, help_text=_("What a reader presses, like “Support us today”.")
    )
    member_heading = models.CharField(
        _("second heading"),
        max_length=160,
        blank=True,
        help_text=_("Of the block below, which invites to become a member."),
    )
    member_text = models.TextField(_("second text"), blank=True, help_text=_("Plain text of the block below."))
    language = models.CharField(
        _("language"),
        max_length=8,
        default="en",
        choices=settings.LANGUAGES,
        help_text=_("Of the stories it stands under."),
    )
    region = models.ForeignKey(
        "articles.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
        help_text=_("Only under stories from here. The most specific appeal wins; empty: under all others."),
    )
    begins_at = models.DateTimeField(_("from"), null=True, blank=True, help_text=_("In UTC. Empty: at once."))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("In UTC. Empty: until you end it."))
    active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    turned_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("begins_at")),
                name="an_appeal_ends_after_it_begins",
                violation_error_message=_("It must end after it begins."),
            )
        ]

    def __str__(self):
        return self.heading or Truncator(markup.plain_text(self.text)).chars(60)

    def clean(self):
        self.text = markup.without_story_nodes(self.text or "")
        if markup.is_empty(self.text):
            raise ValidationError({"text": _("Write what readers are asked for, and why.")})
