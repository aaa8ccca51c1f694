from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AssignmentQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody has replaced or ended."""
        return self.filter(ended_at__isnull=True)

    def overdue(self, now=None):
        return self.standing().filter(due_at__lt=now or timezone.now())


class Assignment(models.Model):
    """Who is to work on a story, until when and how urgently. The newest row stands, the others are its trail."""

    class Priority(models.IntegerChoices):
        LOW = 1, _("Low")
        NORMAL = 2, _("Normal")
        HIGH = 3, _("High")
        URGENT = 4, _("Urgent")

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="assignments")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    due_zone = models.CharField(max_length=60, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    words = models.TextField(max_length=1000, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(ended_at__isnull=True), name="a_story_has_one_standing_assignment"
            )
        ]
        indexes = [
            models.Index(fields=["to", "due_at"], condition=Q(ended_at__isnull=True), name="assignments_by_due_time")
        ]

    def __str__(self):
        return f"{self.to or '–'} ({self.get_priority_display()})"

    @property
    def is_overdue(self) -> bool:
        return self.ended_at is None and self.due_at is not None and self.due_at < timezone.now()
