"""Letters to members: composed in their language, sent once a mail server takes them."""

import logging
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from articles.publication import publication
from memberships import leases
from memberships.models import Letter, Subscription

log = logging.getLogger("memberships.emails")

SUBJECTS = {
    Letter.Kind.WELCOME: _("Welcome to %(newsroom)s"),
    Letter.Kind.RECEIPT: _("Your receipt from %(newsroom)s"),
    Letter.Kind.PAYMENT_FAILED: _("Your payment to %(newsroom)s did not go through"),
    Letter.Kind.ENDING: _("Your membership of %(newsroom)s will end"),
}

STATUS_TOLD = {
    Letter.Kind.PAYMENT_FAILED: Subscription.Status.PAST_DUE,
    Letter.Kind.ENDING: Subscription.Status.CANCELLING,
}


def compose(letter: Letter) -> EmailMultiAlternatives:
    """The letter in the member's language, as plain text with an HTML twin."""
    house = publication()
    with translation.override(letter.member.language):
        name = house.name_in(letter.member.language)
        context = {
            "letter": letter,
            "member": letter.member,
            "contribution": letter.contribution,
            "subscription": letter.subscription,
            "newsroom": name,
            "contact": house.contact_email,
            "account_url": settings.PUBLIC_URL + reverse("account"),
            "language": letter.member.language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
        }
        message = EmailMultiAlternatives(
            subject=SUBJECTS[letter.kind] % {"newsroom": name},
            body=render_to_string(f"memberships/letters/{letter.kind}.txt", context),
            from_email=formataddr((name, settings.DEFAULT_FROM_EMAIL)),
            to=[letter.member.email],
            reply_to=[house.contact_email],
            headers={"Message-ID": _message_id(letter), "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string(f"memberships/letters/{letter.kind}.html", context), "text/html")
    return message


def _message_id(letter):
    """The same each time, so that a letter sent again after a crash is shown once."""
    return f"<letter-{letter.pk}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def is_still_true(letter: Letter) -> bool:
    """Whoever stopped and went on again before the letter left need not read that they stopped."""
    status = STATUS_TOLD.get(letter.kind)
    return status is None or letter.subscription.status == status


def send(letter: Letter) -> bool:
    """Hand one letter to the mail server. True when it was taken; else it stays owed and rests a while."""
    if leases.claim(Letter.objects.free(), letter.pk) is None:
        return False
    if not is_still_true(letter):
        Letter.objects.owed().filter(pk=letter.pk).delete()
        return False
    try:
        compose(letter).send()
    except Exception as error:  # one address that a server refuses must not keep the others waiting
        log.warning("Letter %s stays owed: %s", letter.pk, type(error).__name__)
        leases.rest(letter, error)
        return False
    Letter.objects.owed().filter(pk=letter.pk).update(sent_at=timezone.now(), last_error="")
    return True


def send_owed() -> int:
    """Send every letter that is owed and free. Returns how many were taken."""
    owed = Letter.objects.free().select_related("member", "contribution__subscription", "subscription")
    return sum(send(letter) for letter in owed)
