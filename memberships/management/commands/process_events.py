from django.core.management.base import BaseCommand

from memberships import billing


class Command(BaseCommand):
    help = "Acts on every message of the payment provider that is owed. Run by the clock."

    def handle(self, **options):
        done = billing.process_owed()
        if options["verbosity"] > 1:
            self.stdout.write(f"{done} done")
