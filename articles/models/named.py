"""Furniture has one name per paper: English first, and what stands in when a translation is missing."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class NamedInEveryLanguage(models.Model):
    name = models.CharField(_("name"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120, blank=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name_in(get_language() or "")

    def name_in(self, language: str) -> str:
        return getattr(self, f"name_{language}", "") or self.name
