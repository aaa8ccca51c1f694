"""One archive with everything a newsroom needs to stand again: every row and every file of the private store.

The archive is a tar.gz: `tables/<model>.jsonl` (a line with the column names, then a line per row), `files/<name>`,
and last `manifest.json` with counts, hashes and the migrations. It depends on no database's own tools, so what one
database wrote the other can read. Restoring looks at all of it before it touches anything, and is one transaction.
"""

import base64
import hashlib
import json
import shutil
import tarfile
import tempfile
import zlib
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.utils import validate_file_name
from django.core.management.color import no_style
from django.db import IntegrityError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.duration import duration_iso_string

from articles import publishing
from articles.models import Edition

FORMAT = 1
MANIFEST = "manifest.json"
LEFT_OUT = {
    "sessions.session",  # whoever is signed in signs in again
    "articles.furniture",  # gathered again from other tables
}
DAMAGE = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, KeyError, TypeError, SuspiciousFileOperation)


class BackupError(Exception):
    """Its text is a sentence for the operator."""


@dataclass
class Manifest:
    """What an archive holds. `tables` is {model label: {"rows", "sha256"}}, `files` is {name: {"bytes", "sha256"}}."""

    migrations: list
    made_at: str = ""
    format: int = FORMAT
    tables: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)

    @property
    def row_count(self) -> int:
        return sum(table["rows"] for table in self.tables.values())


# Writing -----------------------------------------------------------------------------------------


def write(path: Path) -> Manifest:
    """Write an archive to `path`, readable by its owner alone. The newsroom may go on working meanwhile."""
    if path.exists():
        raise BackupError(f"{path} exists already; choose another name.")
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tarfile.open(unfinished, "w:gz", compresslevel=6) as archive:
            unfinished.chmod(0o600)
            manifest = Manifest(migrations=applied_migrations(), made_at=timezone.now().isoformat())
            with snapshot():
                for model in models():
                    manifest.tables[model._meta.label_lower] = _write_table(archive, model)
            for name in file_names():
                manifest.files[name] = _write_file(archive, name)
            _add(archive, MANIFEST, BytesIO(json.dumps(asdict(manifest), indent=1).encode()))
        unfinished.rename(path)
    except OSError as error:
        raise BackupError(f"The backup could not be written to {path}: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):  # a folder that cannot be made holds nothing to remove
            unfinished.unlink()
    return manifest


@contextmanager
def snapshot():
    """Every query inside sees the database as it was at the first one, and keeps nobody from writing."""
    isolation = " ISOLATION LEVEL REPEATABLE READ READ ONLY" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"BEGIN{isolation}")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def models() -> list:
    """Every table that belongs to a model, with those that join two of them."""
    every = apps.get_models(include_auto_created=True)
    return [m for m in every if m._meta.managed and not m._meta.proxy and m._meta.label_lower not in LEFT_OUT]


def columns(model) -> list:
    return [column for column in model._meta.local_concrete_fields if not column.generated]


def applied_migrations() -> list:
    return sorted(map(list, MigrationRecorder(connection).applied_migrations()))


def file_names(folder: str = "") -> list[str]:
    """The names of all files in the private store, below `folder`."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    below = [name for inner in sorted(folders) for name in file_names(f"{folder}{inner}/")]
    return [folder + name for name in sorted(names)] + below


def _write_table(archive, model) -> dict:
    names = [column.attname for column in columns(model)]
    rows = model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=2000)
    with tempfile.TemporaryFile() as table:
        table.write(_line(names))
        count = sum(1 for row in rows if table.write(_line(row)))
        return {"rows": count, "sha256": _add(archive, table_member(model), table)}


def _write_file(archive, name: str) -> dict:
    with default_storage.open(name) as source, tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(source, copy)  # its length must be known before it goes into the archive
        return {"bytes": copy.tell(), "sha256": _add(archive, f"files/{name}", copy)}


def _add(archive, name: str, content) -> str:
    """Put a file into the archive from its beginning; returns its SHA-256."""
    member = tarfile.TarInfo(name)
    member.size = content.seek(0, 2)
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()
    content.seek(0)
    archive.addfile(member, content)
    return digest


def table_member(model) -> str:
    return f"tables/{model._meta.label_lower}.jsonl"


def _line(row) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_as_json).encode() + b"\n"


def _as_json(value):
    """Such that the field's own `to_python()` gives exactly the value back."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case Decimal() | UUID():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
    raise TypeError(f"A backup cannot hold a {type(value).__name__}.")


# Reading -----------------------------------------------------------------------------------------


def verify(path: Path) -> Manifest:
    """Read the whole archive against its manifest. Raises BackupError unless it is whole and fits this program."""
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    try:
        manifest, found = _read_through(path)
    except DAMAGE as error:
        raise BackupError(f"{path} is no backup of a newsroom, or it is damaged ({error}).") from error
    tables = {f"tables/{label}.jsonl": table["sha256"] for label, table in manifest.tables.items()}
    files = {f"files/{name}": file["sha256"] for name, file in manifest.files.items()}
    if found != tables | files:
        raise BackupError(f"{path} is damaged: what is in it differs from what its manifest says.")
    _refuse_another_program(path, manifest)
    return manifest


def _read_through(path: Path) -> tuple[Manifest, dict[str, str]]:
    found, manifest = {}, None
    with tarfile.open(path, "r:gz") as archive:
        for member in archive:
            content = archive.extractfile(member)
            if member.name == MANIFEST:
                manifest = Manifest(**json.load(content))
                continue
            validate_file_name(member.name, allow_relative_path=True)
            found[member.name] = hashlib.file_digest(content, "sha256").hexdigest()
    if manifest is None:
        raise ValueError("it has no manifest")
    return manifest, found


def _refuse_another_program(path: Path, manifest: Manifest) -> None:
    if manifest.format != FORMAT:
        raise BackupError(f"{path} was written in format {manifest.format}; this program reads format {FORMAT}.")
    here = applied_migrations()
    if not here:
        raise BackupError("This database has no tables yet. Run `manage.py migrate` first, then restore.")
    different = [entry for entry in manifest.migrations + here if (entry in manifest.migrations) != (entry in here)]
    if different or manifest.tables.keys() != {model._meta.label_lower for model in models()}:
        example = f" (for example {'.'.join(different[0])})" if different else ""
        raise BackupError(
            f"{path} was made by another version of the program{example}. Restore it with that version, then upgrade."
        )


def restore(path: Path, replace: bool = False) -> Manifest:
    """Put back what the archive at `path` holds, all or nothing; `replace` lets it take the place of other work."""
    manifest = verify(path)
    if not replace and get_user_model().objects.exists():
        raise BackupError("This newsroom is not empty. Restore with --replace to lose what is in it now.")
    edition_before = Edition.current()
    with transaction.atomic(), tarfile.open(path, "r:gz") as archive:
        _empty_every_table()
        by_member = {table_member(model): model for model in models()}
        for member in archive:
            if model := by_member.get(member.name):
                _read_table(model, archive.extractfile(member))
            elif member.name.startswith("files/"):
                _read_file(member.name.removeprefix("files/"), archive.extractfile(member))
        _refuse_loose_ends(path)
        _number_new_rows_behind_the_old()
        _begin_a_new_edition(edition_before)
    return manifest


def _empty_every_table() -> None:
    tables = [model._meta.db_table for model in [*models(), *map(apps.get_model, LEFT_OUT)]]
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), tables, reset_sequences=True):
            cursor.execute(statement)


def _read_table(model, lines) -> None:
    names = json.loads(next(lines))
    to_python = [model._meta.get_field(name).to_python for name in names]
    for line in lines:
        values = [convert(value) for convert, value in zip(to_python, json.loads(line), strict=True)]
        row = model(**dict(zip(names, values, strict=True)))
        row.save_base(raw=True, force_insert=True)  # exactly as it was: no `auto_now`, nothing that saving would add


def _read_file(name: str, content) -> None:
    if default_storage.exists(name):
        default_storage.delete(name)
    default_storage.save(name, File(content))


def _refuse_loose_ends(path: Path) -> None:
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise BackupError(f"{path} does not fit together, so nothing was changed: {error}") from error


def _number_new_rows_behind_the_old() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models()):
            cursor.execute(statement)


def _begin_a_new_edition(before: int) -> None:
    """No page that was kept before the restoring may be taken for one of the restored paper."""
    if Edition.current() < before:
        Edition.objects.update_or_create(pk=1, defaults={"number": before})
    publishing.new_edition("restored from a backup", publishing.EVERYTHING)
