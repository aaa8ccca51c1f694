"""What people say to each other about a story. Never part of it: not in its content, its hash, or the paper."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class NoteQuerySet(models.QuerySet):
    def threads(self):
        """Those that begin a conversation."""
        return self.filter(parent__isnull=True)

    def open(self):
        """Conversations that nobody has settled or taken back."""
        return self.threads().filter(resolved_at__isnull=True, struck_at__isnull=True)


class Note(models.Model):
    """A remark on the story or, with a `quote`, on a passage; with a `parent`, an answer.

    Nobody rewrites or deletes one: it is struck, with who and when. `by` is empty for a visitor, whose name is
    `visitor`. `block` is where in the text the passage began, only a hint: the words find it again.
    `field` is the part of the story that it stands in; empty: the body.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="notes")
    revision = models.ForeignKey("articles.Revision", null=True, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    visitor = models.CharField(max_length=120, blank=True)
    text = models.TextField(max_length=4000)
    quote = models.TextField(blank=True)
    prefix = models.TextField(blank=True)
    suffix = models.TextField(blank=True)
    block = models.PositiveIntegerField(default=0)
    field = models.CharField(max_length=20, blank=True)
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=False, visitor="") | (Q(by__isnull=True) & ~Q(visitor="")),
                name="a_note_is_by_a_colleague_or_by_a_visitor",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(quote="", resolved_at__isnull=True),
                name="an_answer_has_no_passage_and_no_end_of_its_own",
            ),
        ]
        indexes = [models.Index(fields=["article", "id"], name="notes_of_a_story")]

    def __str__(self):
        return f"{self.pk}: {self.author}"

    @property
    def author(self) -> str:
        return str(self.by) if self.by else self.visitor
