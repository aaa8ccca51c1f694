"""What somebody of the newsroom is told about a story, at the desk and by e-mail; and how each wants to be told."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet):
    def of(self, person):
        """Those in the inbox of `person`."""
        return self.filter(person=person, in_inbox=True)

    def unread(self):
        return self.filter(read_at__isnull=True)

    def owed(self):
        """To be sent by e-mail. What was read at the desk meanwhile, or is for somebody who left, is not."""
        return self.filter(mail=Notice.Mail.OWED, read_at__isnull=True, person__is_active=True, person__is_staff=True)

    def free(self, now=None):
        """Owed, and neither in somebody's hands nor resting after a failure."""
        now = now or timezone.now()
        return self.owed().filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=now))


class Notice(models.Model):
    class Event(models.TextChoices):
        SUBMITTED = "submitted", _("Sent to an editor")
        CHANGES_REQUESTED = "changes_requested", _("Changes asked for")
        APPROVED = "approved", _("Approved")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")
        FAILED = "failed", _("Could not go out")
        WILL_FAIL = "will_fail", _("Will not be able to go out")
        LAPSED = "lapsed", _("Approval lapsed")
        ASSIGNED = "assigned", _("Assigned to you")
        HANDED_BACK = "handed_back", _("Nobody has it")
        MENTIONED = "mentioned", _("You are named in a note")
        REPLIED = "replied", _("An answer to a note")
        NOTED = "noted", _("A note on your story")
        SIGN_OFF_ASKED = "sign_off_asked", _("Your sign-off is asked for")
        SIGN_OFF_REFUSED = "sign_off_refused", _("A sign-off: not yet")
        SIGN_OFF_LAPSED = "sign_off_lapsed", _("Your sign-off lapsed")
        NAMED = "named", _("You may know of a restricted story")
        OPENED = "opened", _("A restricted story was opened from outside the desk")
        URGENT = "urgent", _("Waits for your countersignature")
        COUNTERSIGNED = "countersigned", _("Countersigned")

    class Mail(models.TextChoices):
        NONE = "", _("none")
        OWED = "owed", _("owed")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("not sent: no longer theirs to see, or taken back")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="+")
    note = models.ForeignKey("articles.Note", null=True, on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=20, choices=Event)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    in_inbox = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)
    mail = models.CharField(max_length=8, choices=Mail, default=Mail.NONE, blank=True)
    mailed_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("inbox")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(in_inbox=True) | ~Q(mail=""), name="a_notice_goes_somewhere"),
        ]
        indexes = [
            models.Index(fields=["person", "article", "-id"], name="notices_of_a_person"),
            models.Index(
                fields=["person"], condition=Q(read_at__isnull=True, in_inbox=True), name="notices_not_read_yet"
            ),
            models.Index(fields=["person"], condition=Q(mail="owed"), name="notices_owed_by_mail"),
        ]

    def __str__(self):
        return f"{self.get_event_display()} {self.pk}"


BY_MAIL = (
    "mentioned",
    "assigned",
    "changes_requested",
    "failed",
    "will_fail",
    "sign_off_asked",
    "sign_off_refused",
    "named",
    "opened",
    "urgent",
)
USUAL_WAYS = {event: ["inbox", "mail"] if event in BY_MAIL else ["inbox"] for event in Notice.Event.values}
"""How people are told of each event unless they choose otherwise."""


class NoticeChoices(models.Model):
    """How one person wants to be told, and the hours in which letters wait.

    `ways` has, for each event they chose about, the ways among "inbox" and "mail"; for any other the usual holds.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    ways = models.JSONField(default=dict)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.person)

    def ways_of(self, event: str) -> list[str]:
        return self.ways.get(event, USUAL_WAYS[event])

    def is_quiet_at(self, clock: time) -> bool:
        """Whether letters wait while the clock where this person works shows `clock`."""
        begins, ends = self.quiet_from, self.quiet_until
        if begins is None or ends is None or begins == ends:
            return False
        return begins <= clock < ends if begins < ends else clock >= begins or clock < ends
