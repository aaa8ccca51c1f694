"""What the newsroom does with its people: invite them, give them roles, let them go."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles import assignments, previewing, restrictions
from newsroom.accounts import absolute
from newsroom.models import SignInLink, User


class PeopleError(Exception):
    """Says in one sentence why it cannot be done."""


def may_manage(by, person) -> bool:
    """People with the right manage everybody but superusers, whom only superusers manage; nobody their own rights."""
    if by == person or not (by.is_active and by.has_perm("newsroom.change_user")):
        return False
    return by.is_superuser or not person.is_superuser


@transaction.atomic
def invite(person: User, by: User) -> User:
    """Save `person`, who is new, as one of the newsroom and send them a letter in which they choose a password."""
    if not (by.is_active and by.has_perm("newsroom.add_user")):
        raise PeopleError(_("You may not invite anybody."))
    if User.objects.filter(email__iexact=person.email).exists():
        raise PeopleError(_("Somebody has this e-mail address."))
    person.email, person.is_staff, person.is_superuser = person.email.lower(), True, False
    person.set_unusable_password()
    person.save()
    transaction.on_commit(lambda: _send_invitation(person, by))
    return person


@transaction.atomic
def deactivate(person: User, by: User, hand_over_to: User | None = None) -> int:
    """Close the desk to `person` at once; how many assignments went to `hand_over_to`, or back to the desk."""
    if not may_manage(by, person):
        raise PeopleError(_("You may not deactivate this person."))
    if hand_over_to and (hand_over_to == person or not (hand_over_to.is_active and hand_over_to.is_staff)):
        raise PeopleError(_("Hand the stories over to somebody who works here."))
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person)
    previewing.revoke_links_of(person, by)
    restrictions.pass_on(person, by)
    return assignments.hand_over(person, hand_over_to, by)


def reactivate(person: User, by: User) -> None:
    """Let `person` in again, with the roles they had."""
    if not may_manage(by, person):
        raise PeopleError(_("You may not let this person back in."))
    person.is_active = True
    person.save(update_fields=["is_active"])


def rights_changed(person: User, by: User) -> None:
    """Call it when `by` has given `person` other rights: what only they could do is left undone by nobody."""
    restrictions.pass_on(person, by)


def end_sessions(person: User) -> None:
    """Sign `person` out everywhere and void their sign-in links."""
    User.objects.filter(pk=person.pk).update(sessions_ended=F("sessions_ended") + 1)
    person.refresh_from_db(fields=["sessions_ended"])
    SignInLink.objects.filter(user=person).delete()


def forget_old_address(person: User) -> None:
    """After a change of e-mail address: the old one no longer signs in or receives anything."""
    EmailAddress.objects.filter(user=person).exclude(email__iexact=person.email).delete()
    end_sessions(person)


def _send_invitation(person, by):
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    adapter = get_adapter()
    with override(person.language):
        context = {
            "inviter": str(by),
            "password_reset_url": adapter.get_reset_password_from_key_url(key),
            "desk_url": absolute(reverse("admin:index")),
        }
        adapter.send_mail("account/email/invitation", person.email, context)
