"""`manage.py restriction`: the way to a restricted story when nobody who is named can be reached."""

import sys

from django.core.management.base import BaseCommand, CommandError

from articles import colleagues, restrictions
from articles.models import Article, Restriction
from articles.workflow import WorkflowError

MOST_DIGITS = 18


class Command(BaseCommand):
    help = (
        "List the restricted stories, or open one: to a colleague with --name, to everybody at the desk with --lift. "
        "The reason stands in the story's history, and everybody who is named is told."
    )

    def add_arguments(self, parser):
        parser.add_argument("story", nargs="?", help="its number or its slugline; without one, all are listed")
        parser.add_argument(
            "--name", action="append", default=[], metavar="E-MAIL", help="who may know of it, too; may be repeated"
        )
        parser.add_argument("--lift", action="store_true", help="let everybody at the desk know of it")
        parser.add_argument("--reason", help="why, in a sentence; it is asked for when it is not given")

    def handle(self, story, name, lift, reason, **options):
        if story:
            self._open(story, name, lift, reason)
        else:
            self._list()

    def _open(self, story, name, lift, reason):
        if lift == bool(name):
            raise CommandError("Say either --name <e-mail> or --lift.")
        article = _restricted(story)
        people = [_colleague(address) for address in name]
        reason = _asked_for() if reason is None else reason
        try:
            if lift:
                restrictions.lift_from_outside(article, reason)
            else:
                restrictions.name_from_outside(article, people, reason)
        except WorkflowError as refusal:
            raise CommandError(str(refusal)) from refusal
        whom = "Everybody at the desk" if lift else ", ".join(map(str, people))
        self.stdout.write(f"{whom} may know of story {article.pk} now. It is set down in its history.")

    def _list(self):
        """Numbers and people alone: what a story is about is no business of a terminal's."""
        for row in Restriction.objects.order_by("article").prefetch_related("named"):
            known = (str(one) if one.is_active and one.is_staff else f"{one} (left)" for one in row.named.all())
            self.stdout.write(f"{row.article_id}: since {row.at:%Y-%m-%d}, known to {', '.join(known)}")


def _restricted(story: str) -> Article:
    """The restricted story of that number or slugline."""
    stories = Article.objects.filter(restriction__isnull=False)
    by_number = story.isascii() and story.isdecimal() and len(story) <= MOST_DIGITS
    found = list(stories.filter(pk=int(story)) if by_number else stories.filter(slugline=story))
    if not found:
        raise CommandError(f"No restricted story has the number or the slugline “{story}”.")
    if len(found) > 1:
        numbers = ", ".join(str(one.pk) for one in found)
        raise CommandError(f"Several restricted stories have that slugline. Say which by its number: {numbers}.")
    return found[0]


def _colleague(address: str):
    person = colleagues.with_right("view_article").filter(email__iexact=address).first()
    if person is None:
        raise CommandError(f"Nobody who may see stories has the address {address}.")
    return person


def _asked_for() -> str:
    if not sys.stdin.isatty():
        raise CommandError("Say why with --reason “…”: it stands in the story's history.")
    try:
        return input("Why? This stands in the story's history: ")
    except EOFError:
        return ""
