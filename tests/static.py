from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class Unbuilt(StaticFilesStorage):
    """Static files as they lie in the project, so that a test need not build them; a name that does not exist fails."""

    def url(self, name):
        if name and not name.endswith("/") and not finders.find(name):
            raise ValueError(f"A page names the static file {name}, which does not exist.")
        return super().url(name)
