from django.core.management.base import BaseCommand

from articles.workflow import remind_to_countersign


class Command(BaseCommand):
    help = "Remind those who may countersign of what was published without approval an hour ago."

    def handle(self, **options):
        if told := remind_to_countersign():
            self.stdout.write(f"{told} still without a countersignature")
