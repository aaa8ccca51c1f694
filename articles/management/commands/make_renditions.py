from django.core.management.base import BaseCommand

from articles import pictures


class Command(BaseCommand):
    help = "Make the sizes and formats of pictures that are still owed. The clock runs it all the time."

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=2, help="how many at the most; few, so that a clock can stop")

    def handle(self, **options):
        made = pictures.make_owed(options["limit"])
        if made:
            self.stdout.write(f"{made} renditions made")
