"""The house's own row, found as the user model is found: by a setting, since articles know nothing of the project."""

from django.apps import apps
from django.conf import settings


def publication():
    """The `Publication`: name, zone, languages. Its defaults when nothing was ever saved."""
    return publication_beside()


def publication_beside(*questions):
    """The same, and these querysets filled by the query that finds it."""
    return apps.get_model(settings.PUBLICATION_MODEL).current_beside(*questions)
