from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.named import NamedInEveryLanguage


class Series(NamedInEveryLanguage):
    """Stories that belong together. Its name is the kicker of each of them unless the story has its own."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)
    description = models.TextField(_("description"), max_length=600, blank=True)
    description_fr = models.TextField(_("description in French"), max_length=600, blank=True)
    description_ar = models.TextField(_("description in Arabic"), max_length=600, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("several of them", "series")

    def description_in(self, language: str) -> str:
        return getattr(self, f"description_{language}", "") or self.description
