from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from newsroom import backups


class Command(BaseCommand):
    help = "Puts back what `backup` wrote, on either database. Stop the web server and the clock first."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="lose what is in this newsroom now")

    def handle(self, *, file, replace, **options):
        try:
            manifest = backups.restore(file, replace=replace)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{manifest.row_count} rows and {len(manifest.files)} files of {manifest.made_at} are back.")
