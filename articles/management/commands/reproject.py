from django.core.management.base import BaseCommand

from articles import publishing
from articles.models import PublishedArticle


class Command(BaseCommand):
    help = "Rebuild the published stories whose references have changed. The clock runs it every two seconds."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="rebuild every readable story")
        parser.add_argument(
            "--limit", type=int, default=50, help="how many of those owed; few, so that no hour is missed"
        )

    def handle(self, **options):
        owed = publishing.owed().values_list("pk", flat=True)[: options["limit"]]
        keys = list(PublishedArticle.objects.readable().values_list("pk", flat=True) if options["all"] else owed)
        done = 0
        for number, key in enumerate(keys, 1):
            done += publishing.reproject(key)
            if number % 100 == 0:
                self.stdout.write(f"{number} of {len(keys)}")
        if done:
            self.stdout.write(f"{done} stories brought up to date")
