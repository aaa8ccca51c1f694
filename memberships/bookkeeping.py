"""From what the provider says is true to our own rows: member, subscription, contributions, ledger, letters owed.

Writing the same facts again changes nothing, and older facts never overwrite newer ones, whoever comes first.
"""

from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from memberships.models import Checkout, Consent, Contribution, LedgerEntry, Letter, Member, ProviderEvent, Subscription
from memberships.providers.base import Facts


class FactsIncomplete(Exception):
    """The provider tells of a payment, but not of whom."""

    may_be_told = True


@transaction.atomic
def record(
    provider: str, facts: Facts, asked_at: datetime, event: ProviderEvent | None = None, tell: bool = True
) -> Member:
    """Write down `facts`, which the provider was asked for at `asked_at`. With `tell`, letters become owed."""
    checkout = Checkout.objects.filter(token=facts.checkout_token).first() if facts.checkout_token else None
    member, is_new = _member(provider, facts, checkout)
    subscription = _subscription(provider, facts, asked_at, member)
    fresh = _contributions(provider, facts, member, subscription)
    _ledger(provider, facts, event)
    if checkout:
        _complete(checkout, member)
    if tell:
        _owe_letters(member, is_new, subscription, fresh)
    return member


def _member(provider, facts, checkout):
    """Whoever gave before under the same subscription, else under the same address, else somebody new."""
    known = (
        facts.subscription
        and Subscription.objects.filter(provider=provider, provider_ref=facts.subscription.ref)
        .select_related("member")
        .first()
    )
    if known:
        return known.member, False
    email = facts.email.strip().lower()
    if not email:
        raise FactsIncomplete("The provider names no e-mail address for this payment.")
    if found := Member.objects.filter(email__iexact=email).first():
        return found, False
    began = [facts.subscription.started_at] if facts.subscription else [payment.at for payment in facts.payments]
    member = Member(
        email=email,
        name=facts.name[:200],
        language=checkout.language if checkout else settings.LANGUAGE_CODE,
        came_from=checkout.came_from if checkout else None,
        created_at=min(began, default=timezone.now()),
    )
    Member.objects.bulk_create([member], ignore_conflicts=True)
    return Member.objects.get(email__iexact=email), True


def _subscription(provider, facts, asked_at, member):
    if not facts.subscription:
        return None
    told = {**asdict(facts.subscription), "facts_at": asked_at}
    ref = told.pop("ref")
    new = Subscription(provider=provider, provider_ref=ref, member=member, **told)
    Subscription.objects.bulk_create([new], ignore_conflicts=True)
    same = Subscription.objects.filter(provider=provider, provider_ref=ref)
    same.filter(facts_at__lt=asked_at).update(**told)
    return same.get()


def _contributions(provider, facts, member, subscription) -> list[Contribution]:
    """Those that were not known before."""
    refs = {payment.ref for payment in facts.payments}
    of_provider = Contribution.objects.filter(provider=provider)
    known = set(of_provider.filter(provider_ref__in=refs).values_list("provider_ref", flat=True))
    new = [
        Contribution(
            member=member,
            subscription=subscription,
            provider=provider,
            provider_ref=payment.ref,
            amount_minor=payment.amount_minor,
            currency=payment.currency,
            at=payment.at,
        )
        for payment in facts.payments
        if payment.ref not in known
    ]
    Contribution.objects.bulk_create(new, ignore_conflicts=True)
    return list(of_provider.filter(provider_ref__in=refs - known))


def _ledger(provider, facts, event):
    refs = [payment.ref for payment in facts.payments]
    contributions = {
        row.provider_ref: row for row in Contribution.objects.filter(provider=provider, provider_ref__in=refs)
    }
    written = set(
        LedgerEntry.objects.filter(contribution__in=contributions.values()).values_list(
            "contribution_id", "kind", "provider_ref"
        )
    )
    lines = [line for payment in facts.payments for line in _lines(payment, contributions[payment.ref], event)]
    missing = [line for line in lines if (line.contribution_id, line.kind, line.provider_ref) not in written]
    LedgerEntry.objects.bulk_create(missing, ignore_conflicts=True)


def _lines(payment, contribution, event):
    moved = [(LedgerEntry.Kind.PAYMENT, payment.ref, payment.amount_minor, payment.at)]
    moved += [(LedgerEntry.Kind.REFUND, back.ref, -back.amount_minor, back.at) for back in payment.refunds]
    for kind, ref, amount_minor, at in moved:
        yield LedgerEntry(
            contribution=contribution,
            event=event,
            kind=kind,
            provider_ref=ref,
            amount_minor=amount_minor,
            currency=payment.currency,
            at=at,
        )


def _complete(checkout, member):
    consent = Consent(
        member=member,
        checkout=checkout,
        kind=Consent.Kind.GIVING,
        wording=checkout.agreed_to,
        language=checkout.language,
        at=checkout.created_at,
    )
    Consent.objects.bulk_create([consent], ignore_conflicts=True)
    Checkout.objects.filter(pk=checkout.pk, completed_at__isnull=True).update(completed_at=timezone.now())


def _owe_letters(member, is_new, subscription, fresh):
    kind = Letter.Kind
    letters = [Letter(member=member, kind=kind.WELCOME, key=f"welcome:{member.pk}")] if is_new else []
    letters += [
        Letter(
            member=member, kind=kind.RECEIPT, contribution=row, subscription=row.subscription, key=f"receipt:{row.pk}"
        )
        for row in fresh
    ]
    told = {Subscription.Status.PAST_DUE: kind.PAYMENT_FAILED, Subscription.Status.CANCELLING: kind.ENDING}
    if subscription and subscription.status in told:
        key = f"{told[subscription.status]}:{subscription.pk}:{subscription.current_period_end:%Y-%m-%d}"
        letters.append(Letter(member=member, kind=told[subscription.status], subscription=subscription, key=key))
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
