"""The payment providers this newsroom knows. Which one takes new payments is a setting."""

from django.conf import settings

from memberships.providers.base import Provider, ProviderError
from memberships.providers.sandbox import Sandbox
from memberships.providers.stripe import Stripe

KNOWN = {"sandbox": Sandbox, "stripe": Stripe}


def named(name: str) -> Provider:
    """The provider called `name`. Raises ProviderError when this newsroom does not deal with it."""
    if name not in KNOWN or (name == "sandbox" and not settings.LOCAL):
        raise ProviderError(f"This newsroom deals with no provider called “{name}”.")
    return KNOWN[name]()


def current() -> Provider:
    return named(settings.PAYMENT_PROVIDER)
