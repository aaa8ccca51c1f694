"""What is said before the start when the pieces do not fit."""

from django.conf import settings
from django.core.checks import Error, register


@register(deploy=True)
def money_has_a_provider(app_configs, **kwargs):
    """The sandbox only plays, and the real provider needs both its keys."""
    if settings.LOCAL:
        return []
    hint = "Set PAYMENT_PROVIDER=stripe, STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET."
    if settings.PAYMENT_PROVIDER == "sandbox":
        return [Error("The sandbox moves no money and is only for a local newsroom.", hint=hint, id="newsroom.E001")]
    if not (settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET):
        return [
            Error(
                "The payment provider's keys are missing: nobody could become a member.", hint=hint, id="newsroom.E002"
            )
        ]
    return []


@register(deploy=True)
def letters_have_a_server(app_configs, **kwargs):
    """Without one nobody gets a sign-in code, an invitation or a receipt."""
    if settings.LOCAL or settings.MAIL_SERVER:
        return []
    hint = "Set EMAIL_URL, for example to smtps://user:password@mail.example.org:465."
    return [Error("No mail server is named: no letter could be sent.", hint=hint, id="newsroom.E003")]
