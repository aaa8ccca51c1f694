from django.db import models


class SlugHistory(models.Model):
    """Every address a story ever had, the present one included. None is ever given to another story."""

    article_id = models.BigIntegerField(db_index=True)
    language = models.CharField(max_length=8)
    date = models.DateField()
    slug = models.CharField(max_length=120)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["language", "date", "slug"], name="an_address_belongs_to_one_story_for_ever"
            )
        ]

    def __str__(self):
        return f"{self.language} {self.date} {self.slug}"
