from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newsroom import backups


class Command(BaseCommand):
    help = "Writes database and pictures into one archive. Keep it, and SECRET_KEY, where only you can read them."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="default: backups/newsroom-<date>.tar.gz in VAR_DIR")

    def handle(self, *, file, **options):
        path = file or settings.VAR_DIR / "backups" / f"newsroom-{timezone.now():%Y-%m-%d-%H%M%S}.tar.gz"
        try:
            manifest = backups.write(path)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        megabytes = path.stat().st_size / 1_000_000
        self.stdout.write(f"{manifest.row_count} rows and {len(manifest.files)} files, {megabytes:.1f} MB: {path}")
