from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.named import NamedInEveryLanguage


class Author(NamedInEveryLanguage):
    """Somebody who signs stories. May have no account: a guest, an agency, a pen name."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Their own account at the desk. Leave it empty for a guest or a pen name."),
    )
    biography = models.TextField(_("biography"), max_length=600, blank=True, help_text=_("A sentence or two."))
    biography_fr = models.TextField(_("biography in French"), max_length=600, blank=True)
    biography_ar = models.TextField(_("biography in Arabic"), max_length=600, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def biography_in(self, language):
        return getattr(self, f"biography_{language}", "") or self.biography
