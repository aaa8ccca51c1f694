"""Where stories happen: world regions, and below them countries. It ships as data and is edited in the desk."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode

from articles.models.named import NamedInEveryLanguage


class Region(NamedInEveryLanguage, TreeNode):
    slug = models.SlugField(_("slug"), max_length=80, unique=True, help_text=_("Its address: /regions/<slug>/"))
    iso = models.CharField(
        _("country code"), max_length=2, blank=True, help_text=_("ISO 3166, like NE. Empty for a world region.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            models.UniqueConstraint(
                fields=["iso"], condition=~models.Q(iso=""), name="a_country_stands_below_one_region"
            )
        ]
