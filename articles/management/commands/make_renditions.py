from django.core.management.base import BaseCommand

from articles import pictures


class Command(BaseCommand):
    help = "Make the sizes and formats of pictures that are still owed. The clock runs it every two seconds."

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=20, help="how many at the most (20)")

    def handle(self, **options):
        made = pictures.make_owed(options["limit"])
        if made:
            self.stdout.write(f"{made} renditions made")
