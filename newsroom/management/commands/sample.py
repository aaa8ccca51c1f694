from django.core.management.base import BaseCommand, CommandError

from articles.models import Article
from newsroom.sample import loader


class Command(BaseCommand):
    help = "Load the sample newsroom: people, stories, pictures, members."

    def add_arguments(self, parser):
        parser.add_argument("--add", action="store_true", help="load it although the database holds stories already")

    def handle(self, **options):
        if not options["add"] and Article.objects.exists():
            raise CommandError(
                "The database holds stories already. Give --add to load the sample newsroom beside them."
            )
        try:
            counted = loader.load(say=self.stdout.write)
        except loader.NotLocal as error:
            raise CommandError(str(error)) from error
        except loader.LoadedAlready as error:
            raise CommandError(str(error)) from error
        self.stdout.write(", ".join(f"{number} {what}" for what, number in counted.items()))
