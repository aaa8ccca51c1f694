from django.core.management.base import BaseCommand

from articles.scheduling import publish_due


class Command(BaseCommand):
    help = "Publish every story whose scheduled moment has come. The clock runs it every second."

    def handle(self, **options):
        done, failed = publish_due()
        if done or failed:
            self.stdout.write(f"{done} published, {failed} could not go out")
