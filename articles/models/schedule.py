"""What is to happen to a story at a moment: a row that stays until it is done or taken back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.states import Reason


class ScheduleQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(done_at__isnull=True, cancelled_at__isnull=True)

    def texts(self):
        """Those that put a text before readers."""
        return self.exclude(action=Schedule.Action.WITHDRAW)

    def withdrawals(self):
        return self.filter(action=Schedule.Action.WITHDRAW)

    def of_stories_seen_by(self, user):
        seen = Article.objects.visible_to(user).kept()
        return self.filter(article__in=seen.order_by().values("pk"))

    def due(self, now=None):
        """Waiting, its moment here; one that failed is due again after a while."""
        now = now or timezone.now()
        rested = Q(retry_at__isnull=True) | Q(retry_at__lte=now)
        return self.waiting().filter(rested, at__lte=now).order_by("at", "pk")

    def soon(self, within, now=None):
        """Waiting, its moment not further away than that."""
        return self.waiting().filter(at__lte=(now or timezone.now()) + within)

    def failing(self):
        """Those that could not go out, or will not if nobody mends them."""
        return self.waiting().exclude(last_error="", warning="")


class Schedule(models.Model):
    class Action(models.TextChoices):
        PUBLISH = "publish", _("publish")
        UPDATE = "update", _("update")
        WITHDRAW = "withdraw", _("withdraw")

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="schedules")
    revision = models.ForeignKey("articles.Revision", on_delete=models.PROTECT, related_name="+")
    action = models.CharField(_("what"), max_length=10, choices=Action)
    at = models.DateTimeField(_("when"), help_text=_("In UTC."))
    zone = models.CharField(_("zone"), max_length=60, help_text=_("The one it was typed in."))
    reason = models.CharField(max_length=12, choices=Reason, blank=True)  # of a withdrawal, as told to readers
    note = models.TextField(blank=True)  # of a withdrawal, for the desk
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    warning = models.TextField(blank=True)  # what would stop it, found before its moment

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article", "action"],
                condition=Q(done_at__isnull=True, cancelled_at__isnull=True),
                name="a_story_waits_once_for_each_action",
            ),
            models.CheckConstraint(
                condition=(Q(action="withdraw") & ~Q(reason="")) | (~Q(action="withdraw") & Q(reason="")),
                name="a_scheduled_withdrawal_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["at"], condition=Q(done_at__isnull=True, cancelled_at__isnull=True), name="schedules_waiting"
            )
        ]

    def __str__(self):
        return f"{self.get_action_display()} {self.at:%Y-%m-%d %H:%M} UTC"

    @property
    def is_failing(self) -> bool:
        return bool(self.last_error or self.warning)
