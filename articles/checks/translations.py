"""Checks of a translation beside its original."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.registry import check
from articles.models import Level


@check("translation", gettext_lazy("A translation that says what its original says"), Level.ADVISED)
def translation(story):
    if story.original_has_changed:
        yield "translation_of", _("The original has changed since. Bring this story up to date, or say that it is.")
