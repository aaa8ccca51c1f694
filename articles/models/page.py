from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _


class Page(models.Model):
    """A page of the house itself, like “About us”: live as soon as it is saved."""

    language = models.CharField(_("language"), max_length=8, default="en", choices=settings.LANGUAGES)
    slug = models.SlugField(_("slug"), max_length=80, help_text=_("Its address: /about/<slug>/"))
    heading = models.CharField(_("heading"), max_length=120)
    body = models.TextField(_("text"))
    in_footer = models.BooleanField(_("linked at the foot of every page"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    modified_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["language", "position", "heading"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            models.UniqueConstraint(
                fields=["language", "slug"],
                name="a_page_has_its_own_address",
                violation_error_message=_("Another page has this address."),
            )
        ]

    def __str__(self):
        return self.heading

    def get_absolute_url(self):
        with translation.override(self.language):
            return reverse("page_detail", kwargs={"slug": self.slug})
