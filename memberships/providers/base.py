"""What billing may ask of a payment provider, and the plain values it answers with.

Amounts are in the currency's smallest unit, currencies are three capital letters, moments are aware UTC.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

LONGEST_ID = 120  # characters


class ProviderError(Exception):
    """The provider refused, or answered what we do not understand. Asking again will not help by itself."""

    may_be_told = True  # our own sentence: it names no person


class ProviderUnavailable(ProviderError):
    """The provider could not be reached in time. Nothing is lost: ask again later."""


class WebhookRefused(ProviderError):
    """A message without the provider's own, recent signature, or one that nobody can read.

    The text is a sentence for its sender.
    """


@dataclass(frozen=True)
class Order:
    """What somebody wants to give. `interval` is month, year or once."""

    token: str
    interval: str
    amount_minor: int
    currency: str
    language: str
    label: str  # what the provider prints beside the amount
    success_url: str
    cancel_url: str


@dataclass(frozen=True)
class Session:
    """A payment page that waits for them."""

    ref: str
    url: str


@dataclass(frozen=True)
class Event:
    """A message that was proven to be the provider's. Only `subject` is believed, the rest is asked for again."""

    id: str
    type: str

    @classmethod
    def read(cls, body: bytes) -> "Event":
        """From a JSON object with an `id` and a `type`. Raises WebhookRefused when it is none."""
        try:
            message = json.loads(body.decode())
            event = cls(id=message["id"], type=message["type"])
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise WebhookRefused("The message is no JSON object with an id and a type.") from error
        if not all(isinstance(text, str) and text.isprintable() for text in (event.id, event.type)):
            raise WebhookRefused("The message’s id and type must be plain text.")
        if not 0 < len(event.id) <= LONGEST_ID:
            raise WebhookRefused(f"The message’s id must have 1 to {LONGEST_ID} characters.")
        return event


@dataclass(frozen=True)
class Subject:
    """What a message is about. `kind` is subscription or payment."""

    kind: str
    ref: str


@dataclass(frozen=True)
class Refund:
    ref: str
    amount_minor: int
    at: datetime


@dataclass(frozen=True)
class Payment:
    """Money that was taken, and all that went back of it since."""

    ref: str
    amount_minor: int
    currency: str
    at: datetime
    refunds: list[Refund] = field(default_factory=list)


@dataclass(frozen=True)
class SubscriptionFacts:
    """`status` is active, past_due, cancelling or cancelled."""

    ref: str
    customer_ref: str
    status: str
    amount_minor: int
    currency: str
    interval: str
    started_at: datetime
    current_period_end: datetime | None
    cancelled_at: datetime | None


@dataclass(frozen=True)
class Facts:
    """All the provider knows now about one subject: a whole subscription with its payments, or one single payment."""

    email: str
    name: str
    checkout_token: str
    payments: list[Payment]
    subscription: SubscriptionFacts | None = None


class Provider(Protocol):
    name: str
    has_portal: bool  # whether people change their card on a page of the provider's own

    def origins(self) -> list[str]:
        """The origins our forms lead to, for the page's form-action."""

    def create_checkout(self, order: Order) -> Session: ...

    def verify(self, body: bytes, headers) -> Event:
        """Raises WebhookRefused unless the provider signed `body`, and did so lately."""

    def subject(self, payload: str) -> Subject | None:
        """What a kept message is about; None when it concerns nothing of ours."""

    def facts(self, subject: Subject) -> Facts | None:
        """What is true now; None when there is nothing to write down."""

    def cancel_at_period_end(self, subscription_ref: str) -> None: ...

    def resume(self, subscription_ref: str) -> None:
        """Take a cancellation back before its time has come."""

    def portal(self, customer_ref: str, return_url: str) -> str:
        """The address where they change their card. Only with `has_portal`."""
