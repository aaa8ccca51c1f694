"""What people call a revision: “as sent to the lawyer”. The revision itself stays as it was saved."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST = 80


class VersionName(models.Model):
    revision = models.OneToOneField("articles.Revision", on_delete=models.PROTECT, related_name="named")
    name = models.CharField(_("name"), max_length=LONGEST)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("name of a version")
        verbose_name_plural = _("names of versions")

    def __str__(self):
        return self.name
