"""The house's own row, found as the user model is found: by a setting, since articles know nothing of the project."""

from django.apps import apps
from django.conf import settings


def publication():
    """The `Publication`: name, zone, languages. Its defaults when nothing was ever saved."""
    return apps.get_model(settings.PUBLICATION_MODEL).current()
