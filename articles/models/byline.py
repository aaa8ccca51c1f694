from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    AUTHOR = "author", _("By")
    WITH = "with", _("With reporting by")
    PHOTOGRAPHS = "photographs", _("Photographs by")
    ILLUSTRATION = "illustration", _("Illustrations by")
    TRANSLATOR = "translator", _("Translated by")


class Byline(models.Model):
    """One name under one story, in order."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey("articles.Author", verbose_name=_("author"), on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.AUTHOR)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author", "role"],
                name="an_author_signs_once_in_each_role",
                violation_error_message=_("This author already stands in the byline in that role."),
            )
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.author}"
