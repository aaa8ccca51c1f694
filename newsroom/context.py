"""What every template may name without asking: the house itself."""

from django.conf import settings

from newsroom.models import Publication


def house(request):
    """`publication`, `public_url` and `local`. The publication is read once per request, when it is named."""
    return {"publication": _Lazily(Publication.current), "public_url": settings.PUBLIC_URL, "local": settings.LOCAL}


class _Lazily:
    """Called by the template engine the first time a template names it; remembers the answer."""

    def __init__(self, ask):
        self.ask = ask

    def __call__(self):
        if not hasattr(self, "answer"):
            self.answer = self.ask()
        return self.answer
