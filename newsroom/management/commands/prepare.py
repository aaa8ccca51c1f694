"""`manage.py prepare`: everything between new code and a running newsroom, doing only what is not done yet."""

import hashlib
import subprocess
import sys
from contextlib import contextmanager
from io import StringIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from articles import furniture


class Command(BaseCommand):
    help = "Brings the database and the static files up to the code; run it before each start."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--sample", action="store_true", help="load the sample newsroom into a local newsroom that is still empty"
        )

    def handle(self, *, sample, **options):
        with self._static_files():  # built beside the rest: on a bare machine that is a fifth of the first start
            try:
                call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
                if sample and settings.LOCAL and not get_user_model().objects.exists():
                    self.stdout.write("Loading the sample newsroom…")
                    call_command("sample", stdout=StringIO())
                furniture.keep()
            except OperationalError as error:
                raise CommandError(f"The database cannot be used: {str(error).strip()}") from error

    @contextmanager
    def _static_files(self):
        stamp = settings.STATIC_ROOT / "sources.sha256"
        today = fingerprint_of_static_files()
        if stamp.exists() and stamp.read_text() == today:
            yield
            return
        self.stdout.write("Building the static files…")
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0", "--skip-checks"]
        with subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True) as building:
            try:
                yield
            except BaseException:
                building.terminate()
                raise
        if building.returncode:
            raise CommandError("The static files could not be built; the reason stands above.")
        stamp.write_text(today)


def fingerprint_of_static_files() -> str:
    """SHA-256 over the names and contents of every static file, and over how they are stored."""
    digest = hashlib.sha256(repr((settings.STORAGES["staticfiles"], settings.STATIC_URL)).encode())
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            with storage.open(name) as file:
                digest.update(name.encode() + b"\0" + hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
