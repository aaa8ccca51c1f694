"""A member's account: it appears when they first ask for a sign-in code, and is theirs once the code came back."""

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from memberships.models import Member


def user_for_member(email: str):
    """The user with a member's e-mail address, made on the first call; None when nobody gives from there.

    Such a user has no password, is no staff, and has not proven the address yet: only a code sent there lets them in.
    """
    email = email.strip().lower()
    if not Member.objects.filter(email__iexact=email).exists():
        return None
    users = get_user_model().objects
    if found := users.filter(email__iexact=email).first():
        return found
    try:
        with transaction.atomic():
            user = users.create_user(email)
            EmailAddress.objects.create(user=user, email=email, verified=False, primary=True)
            return user
    except IntegrityError:  # they pressed twice
        return users.get(email__iexact=email)


def member_of(user) -> Member | None:
    """The member that a signed-in person is. Links the two the first time, once the address is proven theirs."""
    if member := Member.objects.filter(user=user).first():
        return member
    proven = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    for email in proven:
        if Member.objects.filter(email__iexact=email, user__isnull=True).update(user=user):
            return Member.objects.get(user=user)
    return None
