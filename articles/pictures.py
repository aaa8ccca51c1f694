"""A picture's way: private original, facts read from it, renditions made at once or owed to the clock."""

import hashlib
import logging
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles import photo_metadata, publishing, renditions
from articles.models import Image, PublishedArticle, PublishedPicture, Rendition

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)


def add(file, by, **texts) -> Image:
    """Put an uploaded picture into the library: `texts` are the model's own, what the file says fills the gaps.

    Raises `renditions.PictureError` with a sentence for what is not a picture, or too large a one. JPEGs of every
    width are made before it returns, so that the desk sees it and a story can go out with it; the rest is owed.
    """
    picture = renditions.read_checked(file)
    facts = photo_metadata.read(file)
    image = Image(
        original_name=str(getattr(file, "name", "") or "")[-200:],
        sha256=_digest(file),
        width=picture.width,
        height=picture.height,
        colour=picture.colour,
        uploaded_by=by,
        **_with_facts(texts, facts),
    )
    pixels = renditions.load(file)
    jpegs = {
        width: renditions.render(pixels, width, "jpg", rights=_rights(image))
        for width in renditions.widths(picture.width)
    }
    for width, content in jpegs.items():
        _store(Rendition(image=image, width=width, format="jpg").path, content)
    file.seek(0)
    with transaction.atomic():
        image.original.save(image.original_name or "picture", file, save=False)
        image.save()
        _owe(image, {width: len(content) for width, content in jpegs.items()})
    return image


def _with_facts(texts, facts):
    """The words that were typed, and those the photographer wrote into the file where none were typed."""
    filled = {
        "caption": texts.get("caption") or facts.caption,
        "credit": texts.get("credit") or facts.credit,
        "usage_terms": texts.get("usage_terms") or facts.usage_terms,
        "taken_at": texts.get("taken_at") or facts.taken_at,
    }
    if not texts.get("decorative"):
        filled["alt_text"] = texts.get("alt_text") or facts.alt_text
    return {**texts, **filled}


def _rights(image):
    return renditions.Rights(image.credit, image.usage_terms)


def _digest(file):
    file.seek(0)
    sha256 = hashlib.sha256()
    for chunk in iter(lambda: file.read(1 << 20), b""):
        sha256.update(chunk)
    file.seek(0)
    return sha256.hexdigest()


def _owe(image, made_jpegs):
    now = timezone.now()
    Rendition.objects.bulk_create(
        Rendition(
            image=image,
            width=width,
            format=kind,
            made_at=now if kind == "jpg" else None,
            byte_count=byte_count if kind == "jpg" else None,
        )
        for width, byte_count in made_jpegs.items()
        for kind in renditions.FORMATS
    )


def rights_changed(image: Image) -> None:
    """Credit or usage terms were changed: every rendition carries them, so each is made again."""
    Rendition.objects.filter(image=image).update(outdated=True, attempts=0, claimed_until=None)


def make_owed(limit: int = 20) -> int:
    """Make up to `limit` renditions that are owed, WebP before AVIF; how many were made. Several may do it at once."""
    rows = Rendition.objects.owed().select_related("image").order_by("-format", "width", "pk")[:limit]
    return sum(_make(row) for row in rows)


def _make(row) -> bool:
    """Claim, work outside any transaction, finish; both ends are guarded, so that two makers make it once."""
    lease = timezone.now() + LEASE
    claimed = Rendition.objects.owed().filter(pk=row.pk).update(claimed_until=lease, attempts=F("attempts") + 1)
    if not claimed:
        return False
    held = Rendition.objects.filter(pk=row.pk, claimed_until=lease)
    try:
        with row.image.original.open("rb") as original:
            content = renditions.render(renditions.load(original), row.width, row.format, rights=_rights(row.image))
        _store(row.path, content)
    except (OSError, renditions.PictureError) as error:
        log.warning("Rendition %s of picture %s: %s", row, row.image_id, error)
        held.update(claimed_until=timezone.now() + timedelta(seconds=30), last_error=str(error))
        return False
    done = {"made_at": timezone.now(), "byte_count": len(content), "outdated": False, "attempts": 0}
    if not held.update(**done, claimed_until=None, last_error=""):
        return False
    if row.made_at is None or (row.format == "jpg" and row.byte_count != len(content)):
        _offer_to_stories(row)
    return True


def _offer_to_stories(row):
    """Once a format is whole, the stories that show the picture are owed a projection that knows it."""
    if Rendition.objects.filter(image=row.image, format=row.format, made_at__isnull=True).exists():
        return
    using = PublishedPicture.objects.filter(image_id=row.image_id)
    publishing.owe(PublishedArticle.objects.filter(pk__in=using.values("published_id")))


def _store(path, content):
    """Write a rendition under exactly that name, in place of what may be there."""
    default_storage.save(path, ContentFile(content))
