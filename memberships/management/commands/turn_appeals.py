from django.core.management.base import BaseCommand

from memberships import appeals


class Command(BaseCommand):
    help = "Makes an edition when an appeal begins or ends. Run by the clock."

    def handle(self, **options):
        done = appeals.turn()
        if options["verbosity"] > 1:
            self.stdout.write(f"{done} turned")
