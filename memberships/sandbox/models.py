"""What a payment provider remembers. Amounts are in the currency's smallest unit."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone


def number(kind):
    return f"{kind}_{secrets.token_hex(10)}"


def session_number():
    return number("session")


def subscription_number():
    return number("subscription")


def payment_number():
    return number("payment")


def refund_number():
    return number("refund")


def notice_number():
    return number("notice")


class Payer(models.Model):
    """What is known of whoever pays, and where to tell of it."""

    email = models.EmailField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    checkout_token = models.CharField(max_length=80, blank=True)
    amount_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    webhook_url = models.URLField(max_length=500)

    class Meta:
        abstract = True


class Session(Payer):
    ref = models.CharField(max_length=60, unique=True, default=session_number)
    interval = models.CharField(max_length=5)
    label = models.CharField(max_length=200)
    language = models.CharField(max_length=8, default="en")
    success_url = models.URLField(max_length=1000)
    cancel_url = models.URLField(max_length=1000)
    created_at = models.DateTimeField(auto_now_add=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.ref


class Subscription(Payer):
    ref = models.CharField(max_length=60, unique=True, default=subscription_number)
    customer_ref = models.CharField(max_length=60)
    interval = models.CharField(max_length=5)
    status = models.CharField(max_length=10, default="active")  # active, past_due, cancelled
    cancel_at_period_end = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    current_period_end = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.ref


class Payment(Payer):
    ref = models.CharField(max_length=60, unique=True, default=payment_number)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, null=True, related_name="payments")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.ref


class Refund(models.Model):
    ref = models.CharField(max_length=60, unique=True, default=refund_number)
    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="refunds")
    amount_minor = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.ref


class NoticeQuerySet(models.QuerySet):
    def free(self, now=None):
        """Owed, and neither in somebody's hands nor resting after a failure."""
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now or timezone.now())
        return self.filter(free, delivered_at__isnull=True).order_by("pk")


class Notice(models.Model):
    """A webhook that is owed: delivered at least once, in no promised order."""

    ref = models.CharField(max_length=60, unique=True, default=notice_number)
    type = models.CharField(max_length=40)
    about = models.CharField(max_length=20)  # subscription or payment
    subject = models.CharField(max_length=60)
    webhook_url = models.URLField(max_length=500)
    at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.type} {self.subject}"
