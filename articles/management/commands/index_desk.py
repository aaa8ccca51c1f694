"""Index the desk's stories that are not found by their words yet, or by words of an older analyser."""

from django.core.management.base import BaseCommand
from django.db import transaction

from articles import desk_search
from articles.models import Article

AT_ONCE = 200


class Command(BaseCommand):
    help = "Index the stories of the desk that wait for it. Safe to stop and to repeat."

    def handle(self, *args, **options):
        for pk in list(desk_search.outdated().values_list("pk", flat=True)[:AT_ONCE]):
            with transaction.atomic():
                desk_search.index(Article.objects.held().get(pk=pk))
