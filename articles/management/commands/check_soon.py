from django.core.management.base import BaseCommand

from articles.scheduling import check_soon


class Command(BaseCommand):
    help = "Look again at every story that goes out within 15 minutes, and say what would stop it."

    def handle(self, **options):
        looked, told = check_soon()
        if told:
            self.stdout.write(f"{looked} looked at, {told} would fail")
