"""What is said before the start when the pieces do not fit."""

from django.conf import settings
from django.core.checks import Error, register


@register(deploy=True)
def money_has_a_provider(app_configs, **kwargs):
    if settings.LOCAL or settings.PAYMENT_PROVIDER != "sandbox":
        return []
    return [
        Error(
            "The sandbox moves no money and is only for a local newsroom.",
            hint="Set PAYMENT_PROVIDER=stripe and its keys.",
            id="newsroom.E001",
        )
    ]
