from django.core.management.base import BaseCommand

from memberships import emails


class Command(BaseCommand):
    help = "Sends every letter that is owed to a member. Run by the clock."

    def handle(self, **options):
        done = emails.send_owed()
        if options["verbosity"] > 1:
            self.stdout.write(f"{done} sent")
