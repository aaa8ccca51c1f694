"""Somebody who gives. A member needs no account: one appears when they first ask for a sign-in code."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Member(models.Model):
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), help_text=_("Receipts and sign-in codes go here."))
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("account"),
    )
    language = models.CharField(
        _("language"), max_length=8, default="en", choices=settings.LANGUAGES, help_text=_("Of the letters they get.")
    )
    came_from = models.BigIntegerField(
        _("came from story"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The number of the story they joined from."),
    )
    created_at = models.DateTimeField(_("joined"))

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="a_member_has_their_own_email_address",
                violation_error_message=_("Another member has this e-mail address."),
            )
        ]

    def __str__(self):
        return self.name or self.email
