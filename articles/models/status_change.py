from django.conf import settings
from django.db import models

BESIDE_THE_LINE = (
    "embargo", "plan", "ask_sign_off", "sign_off", "refuse_sign_off", "take_back_sign_off", "sign_off_lapsed",
    "restrict", "unrestrict", "follow", "operator_named", "operator_lifted",
)  # fmt: skip
BY_THE_OPERATOR = ("operator_named", "operator_lifted")


class StatusChangeQuerySet(models.QuerySet):
    def moves(self):
        """Those that moved the story on; plans, embargoes and sign-offs are remembered too, but move nothing."""
        return self.exclude(verb__in=BESIDE_THE_LINE)


class StatusChange(models.Model):
    """One move of a story: who, when, from where to where, on which text, and what they said.

    `by` empty: the clock, or whoever runs the server.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="status_changes")
    revision = models.ForeignKey("articles.Revision", null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=30)
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = StatusChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["article", "-id"], name="changes_of_a_story")]

    def __str__(self):
        return f"{self.verb}: {self.before} → {self.after}"

    @property
    def by_operator(self):
        return self.verb in BY_THE_OPERATOR
