from django.core.management.base import BaseCommand

from articles import notice_mail


class Command(BaseCommand):
    help = "Sends the newsroom's people what they chose to be told by e-mail. Run by the clock."

    def handle(self, **options):
        done = notice_mail.send_owed()
        if options["verbosity"] > 1:
            self.stdout.write(f"{done} sent")
