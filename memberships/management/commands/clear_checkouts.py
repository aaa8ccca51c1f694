from django.core.management.base import BaseCommand

from memberships import billing


class Command(BaseCommand):
    help = "Deletes payments that were begun a month ago and never made. Run by the clock."

    def handle(self, **options):
        gone = billing.forget_unfinished()
        if options["verbosity"] > 1:
            self.stdout.write(f"{gone} deleted")
