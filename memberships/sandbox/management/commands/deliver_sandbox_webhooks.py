from django.core.management.base import BaseCommand

from memberships.sandbox import bank, post


class Command(BaseCommand):
    help = "Lets the sandbox's time pass: renews what is due, and delivers the webhooks it owes. Run by the clock."

    def handle(self, **options):
        renewed, delivered = bank.turn(), post.deliver()
        if options["verbosity"] > 1:
            self.stdout.write(f"{renewed} renewed, {delivered} delivered")
