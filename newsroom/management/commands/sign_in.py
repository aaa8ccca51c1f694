"""Sign-in links for a local newsroom: one for somebody, or one for each person of the sample."""

from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from newsroom import roles
from newsroom.accounts import absolute
from newsroom.models import SignInLink, User


class Command(BaseCommand):
    help = "Print a link that signs somebody in once, at a local newsroom."

    def add_arguments(self, parser):
        parser.add_argument("email", nargs="?", help="whose link; it is good for 15 minutes")
        parser.add_argument("--sample", action="store_true", help="a line for each of the newsroom, good for 24 hours")

    def handle(self, email, sample, **options):
        if not settings.LOCAL:
            raise CommandError("Sign-in links are only for a local newsroom; this one is on https.")
        if sample:
            for person in User.objects.filter(is_staff=True, is_active=True).prefetch_related("groups"):
                self.stdout.write(f"{person} ({role_of(person)}): {new_link(person, timedelta(hours=24))}")
        elif email:
            self.stdout.write(new_link(find(email), timedelta(minutes=15)))
        else:
            raise CommandError("Say whose link: manage.py sign_in <e-mail>, or --sample for everybody's.")


def find(email: str) -> User:
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise CommandError(f"Nobody who may sign in has the address {email}.")
    return person


def role_of(person: User) -> str:
    names = [str(roles.LABELS.get(group.name, group.name)) for group in person.groups.all()]
    return ", ".join(names) or ("Superuser" if person.is_superuser else "no role")


def new_link(person: User, lasts: timedelta) -> str:
    return absolute(reverse("sign_in_link", args=[SignInLink.issue(person, lasts)]))
