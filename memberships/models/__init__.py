from memberships.models.appeal import Appeal
from memberships.models.checkout import Checkout
from memberships.models.consent import Consent
from memberships.models.contribution import Contribution
from memberships.models.ledger_entry import LedgerEntry, LedgerIsAppendOnly
from memberships.models.letter import Letter
from memberships.models.member import Member
from memberships.models.plan import Interval, Plan
from memberships.models.provider_event import ProviderEvent
from memberships.models.subscription import Subscription

__all__ = [
    "Appeal",
    "Checkout",
    "Consent",
    "Contribution",
    "Interval",
    "LedgerEntry",
    "LedgerIsAppendOnly",
    "Letter",
    "Member",
    "Plan",
    "ProviderEvent",
    "Subscription",
]
