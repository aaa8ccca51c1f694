"""The edition: one number that rises with every change to what readers see. Finished pages are kept under it."""

from django.db import connection, models


class Edition(models.Model):
    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_edition")]

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """The present number. Every request asks it first: composing this query takes longer than answering it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM articles_edition WHERE id = 1")
            row = cursor.fetchone()
        return row[0] if row else 1

    @classmethod
    def hold(cls) -> None:
        """Let nobody else change the paper before this transaction ends: stories touch their neighbours' rows."""
        list(cls.objects.select_for_update().filter(pk=1))


class EditionChange(models.Model):
    """Why an edition was made, and what it touched: “everything” or names like “story:12”."""

    number = models.PositiveBigIntegerField(unique=True)
    why = models.CharField(max_length=200)
    touches = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        default_permissions = ()

    def __str__(self):
        return f"{self.number}: {self.why}"
