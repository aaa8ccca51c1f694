from django.core.management.base import BaseCommand

from articles import publishing
from articles.models import PublishedArticle


class Command(BaseCommand):
    help = "Rebuild the published stories whose references have changed. The clock runs it every two seconds."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="rebuild every readable story")

    def handle(self, **options):
        stories = PublishedArticle.objects.readable() if options["all"] else publishing.owed()
        keys = list(stories.values_list("pk", flat=True))
        done = 0
        for number, key in enumerate(keys, 1):
            done += publishing.reproject(key)
            if number % 100 == 0:
                self.stdout.write(f"{number} of {len(keys)}")
        if done:
            self.stdout.write(f"{done} stories brought up to date")
