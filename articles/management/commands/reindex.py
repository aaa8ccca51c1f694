"""Give every live story the stems of today's analyser."""

from django.core.management.base import BaseCommand
from django.db import transaction

from articles import search
from articles.models import PublishedArticle, SearchEntry
from articles.states import PaperState

BATCH = 100


class Command(BaseCommand):
    help = "Index again what an older analyser indexed, or with --all every live story. Safe to stop and to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="index every live story, whatever made its stems")

    def handle(self, *args, **options):
        SearchEntry.objects.exclude(published__state=PaperState.LIVE).delete()
        stories = PublishedArticle.objects.live() if options["all"] else search.outdated()
        keys = list(stories.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            self._index(keys[start : start + BATCH])
            self.stdout.write(f"{min(start + BATCH, len(keys))} of {len(keys)} stories")
        self.stdout.write(self.style.SUCCESS("The search is up to date."))

    def _index(self, keys):
        with transaction.atomic():
            for published in PublishedArticle.objects.live().filter(pk__in=keys).select_for_update(of=("self",)):
                search.index(published)
