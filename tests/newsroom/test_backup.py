"""A backup holds everything, and restoring it gives everything back or touches nothing."""

import contextlib
import gzip
import hashlib
import io
import json
import subprocess
import sys
import tarfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from articles.models import Edition, Image, Region
from newsroom import backups
from newsroom.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def picture():
    amina = User.objects.create_user("amina@example.org", name="Amina “Mina” Sow\nتجربة")
    return Image.objects.create(
        original=ContentFile(b"\xff\xd8 a picture", name="river.jpg"),
        original_name="river.jpg",
        width=3, height=2, credit="Amina Sow", alt_text="A river", uploaded_by=amina,
        taken_at=timezone.now() - timedelta(microseconds=123_457),
    )  # fmt: skip


@pytest.fixture
def archive(picture, tmp_path):
    path = tmp_path / "newsroom.tar.gz"
    call_command("backup", path)
    return path


def everything():
    """All rows of all tables, as they would be read."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in backups.models()
        if model._meta.model_name not in {"edition", "editionchange"}
    }


def test_a_restored_newsroom_is_the_one_that_was_backed_up(archive, picture):
    before = everything()
    original = picture.original.name
    picture.delete()
    default_storage.delete(original)
    User.objects.all().delete()
    call_command("restore", archive)
    assert everything() == before
    assert default_storage.open(original).read() == b"\xff\xd8 a picture"


def test_new_rows_follow_the_restored_ones(archive, picture):
    call_command("restore", archive, replace=True)
    assert User.objects.create_user("new@example.org").pk > picture.uploaded_by_id
    assert Region.objects.create(name="Atlantis", slug="atlantis").pk


def test_a_restored_paper_is_a_new_edition(archive):
    Edition.objects.update_or_create(pk=1, defaults={"number": 500})
    call_command("restore", archive, replace=True)
    assert Edition.current() == 501


def test_a_newsroom_with_people_is_not_replaced_by_accident(archive):
    before = everything()
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", archive)
    assert everything() == before


def test_a_backup_never_overwrites_another(archive):
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", archive)


def test_a_folder_that_cannot_be_made_is_said(archive):
    with pytest.raises(CommandError, match="could not be written"):
        call_command("backup", archive / "inside-a-file" / "newsroom.tar.gz")


def test_a_database_without_tables_is_told_how_to_get_them(archive, product_environment, tmp_path):
    environment = product_environment | {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    command = [sys.executable, "manage.py", "restore", str(archive), "--replace"]
    said = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    assert said.returncode != 0
    assert "manage.py migrate" in said.stderr
    assert "Traceback" not in said.stderr


def test_only_its_owner_can_read_a_backup(archive):
    assert archive.stat().st_mode & 0o077 == 0


def cut_in_the_middle(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def with_one_letter_changed(path):
    content = gzip.decompress(path.read_bytes())
    path.write_bytes(gzip.compress(content.replace(b"amina@example.org", b"amino@example.org", 1)))


def a_letter_instead(path):
    path.write_text("Dear readers,")


def an_archive_of_something_else(path):
    with tarfile.open(path, "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("holiday.jpg"))


def with_a_file_outside(path):
    with tarfile.open(path, "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("files/../../outside"))


@pytest.mark.parametrize(
    "harm",
    [cut_in_the_middle, with_one_letter_changed, a_letter_instead, an_archive_of_something_else, with_a_file_outside],
)
def test_a_damaged_or_foreign_archive_is_refused_before_anything_is_touched(archive, harm):
    before = everything()
    harm(archive)
    with pytest.raises(CommandError, match=r"is no backup of a newsroom|is damaged"):
        call_command("restore", archive, replace=True)
    assert everything() == before


def test_an_archive_of_another_version_names_a_migration_that_differs(archive):
    rewrite_manifest(archive, lambda manifest: manifest["migrations"].append(["articles", "0999_from_the_future"]))
    with pytest.raises(CommandError, match=r"another version of the program .*articles\.0999_from_the_future"):
        call_command("restore", archive, replace=True)


def test_a_restore_that_fails_half_way_changes_nothing(archive):
    before = everything()
    point_a_picture_at_nobody(archive)
    with pytest.raises(CommandError, match="does not fit together"):
        call_command("restore", archive, replace=True)
    assert everything() == before


def test_a_backup_of_one_database_is_restored_into_the_other(archive, other_database):
    """The archive of this run's database goes into a fresh SQLite, or a fresh PostgreSQL where there is one."""
    other_database("restore", str(archive))
    back = archive.with_name("back.tar.gz")
    other_database("backup", str(back))
    assert tables_in(back) == tables_in(archive)


# Taking archives apart ---------------------------------------------------------------------------


@pytest.fixture
def other_database(product_environment, tmp_path):
    """Runs `manage.py` on a migrated, empty database of the other kind."""
    from tests import postgres

    with contextlib.ExitStack() as stack:
        url = f"sqlite:///{tmp_path}/other.sqlite3"
        if connection.vendor == "sqlite" and postgres.programs():
            url = stack.enter_context(postgres.server())
        environment = product_environment | {"DATABASE_URL": url, "VAR_DIR": str(tmp_path / "other")}

        def manage(*arguments):
            subprocess.run([sys.executable, "manage.py", *arguments], env=environment, check=True, capture_output=True)

        manage("migrate")
        yield manage


def members(path):
    with tarfile.open(path) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive}


def tables_in(path):
    found = members(path)
    return {name: rows for name, rows in found.items() if "edition" not in name and name != backups.MANIFEST}


def rewrite(path, content):
    with tarfile.open(path, "w:gz") as archive:
        for name, data in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))


def rewrite_manifest(path, change):
    content = members(path)
    manifest = json.loads(content[backups.MANIFEST])
    change(manifest)
    rewrite(path, content | {backups.MANIFEST: json.dumps(manifest).encode()})


def point_a_picture_at_nobody(path):
    content = members(path)
    name = "tables/articles.image.jsonl"
    heading, row = content[name].splitlines()
    values = dict(zip(json.loads(heading), json.loads(row), strict=True)) | {"uploaded_by_id": 987_654}
    content[name] = heading + b"\n" + json.dumps(list(values.values())).encode() + b"\n"
    digest = hashlib.sha256(content[name]).hexdigest()
    rewrite(path, content)
    rewrite_manifest(path, lambda manifest: manifest["tables"]["articles.image"].update(sha256=digest))
