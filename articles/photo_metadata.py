"""What a photographer or an agency wrote into a picture file: words, rights and the hour, never the place.

Fields are those of the IPTC Photo Metadata Standard 2023.1, from XMP first, then IPTC-IIM, then EXIF. Files come
from anywhere, so whatever cannot be read counts as not written.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from defusedxml import ElementTree
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from PIL import Image, IptcImagePlugin

from .renditions import ACCEPTED, MAX_PIXELS

MAX_XMP_BYTES = 1_000_000
LONGEST = {"caption": 1000, "credit": 200, "alt_text": 500, "copyright": 500, "usage_terms": 500, "headline": 250}
MOST_KEYWORDS = 50
WRITTEN_BY_CAMERAS = re.compile(
    r"(?:OLYMPUS|SONY|KONICA|MINOLTA|SAMSUNG|DCIM|DIGITAL)[\w ]*(?:CAMERA|DSC)|DCIM|SONY DSC", re.I
)

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC, _PHOTOSHOP = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/photoshop/1.0/}"
_XMP_FIELDS = {
    "caption": f"{_DC}description",
    "creator": f"{_DC}creator",
    "copyright": f"{_DC}rights",
    "keywords": f"{_DC}subject",
    "agency": f"{_PHOTOSHOP}Credit",
    "headline": f"{_PHOTOSHOP}Headline",
    "taken": f"{_PHOTOSHOP}DateCreated",
    "usage_terms": "{http://ns.adobe.com/xap/1.0/rights/}UsageTerms",
    "alt_text": "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}AltTextAccessibility",
}
_IIM_FIELDS = {
    "caption": (2, 120),
    "creator": (2, 80),
    "agency": (2, 110),
    "copyright": (2, 116),
    "usage_terms": (2, 40),
    "headline": (2, 105),
    "keywords": (2, 25),
    "date": (2, 55),
    "time": (2, 60),
}
_EXIF_FIELDS = {"caption": 0x010E, "creator": 0x013B, "copyright": 0x8298}
_EXIF_IFD, _TAKEN, _TAKEN_OFFSET = 0x8769, 0x9003, 0x9011

Facts = dict[str, list[str]]  # every value that stands in a field, as clean text


@dataclass(frozen=True)
class PhotoMetadata:
    """Empty where the file says nothing. `taken_at` is aware; a camera's hour without zone is the newsroom's."""

    caption: str = ""
    credit: str = ""
    alt_text: str = ""
    copyright: str = ""
    usage_terms: str = ""
    taken_at: datetime | None = None
    headline: str = ""
    keywords: tuple[str, ...] = ()


def read(file: BinaryIO) -> PhotoMetadata:
    """What the file tells. Never fails, and leaves the file at its beginning."""
    try:
        file.seek(0)
        with Image.open(file, formats=ACCEPTED) as image:
            if image.width * image.height > MAX_PIXELS:
                return PhotoMetadata()
            return _merged([_quietly(source, image) for source in (_xmp, _iim, _exif)])
    except Exception:  # a broken file has nothing to say; that it is broken is told elsewhere
        return PhotoMetadata()
    finally:
        file.seek(0)


def _quietly(source, image) -> Facts:
    try:
        return source(image)
    except Exception:  # garbage in one of the three must not hide what the other two say
        return {}


def _merged(sources: list[Facts]) -> PhotoMetadata:
    def first(name):
        return next((words for facts in sources if (words := " · ".join(facts.get(name, [])))), "")

    texts = {name: _shortened(first(name), most) for name, most in LONGEST.items()}
    texts["credit"] = _shortened(_credit(first("creator"), first("agency")), LONGEST["credit"])
    texts["caption"] = "" if WRITTEN_BY_CAMERAS.fullmatch(texts["caption"]) else texts["caption"]
    moments = (_moment(words) for facts in sources for words in facts.get("taken", []))
    keywords = next((facts["keywords"] for facts in sources if facts.get("keywords")), [])
    return PhotoMetadata(
        **texts,
        taken_at=next((moment for moment in moments if moment), None),
        keywords=tuple(dict.fromkeys(_shortened(word, 100) for word in keywords[:MOST_KEYWORDS])),
    )


def _credit(creator, agency):
    """Name/Agency, as it is printed; one of them alone when the other is missing or already says it."""
    if not creator or not agency or creator in agency or agency in creator:
        return max(creator, agency, key=len)
    return f"{creator.replace(' · ', ', ')}/{agency}"


def _shortened(words, most):
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _clean(value) -> str:
    """A value of any kind as one line of text; bytes are UTF-8 or else Latin, as the older programs wrote them."""
    if isinstance(value, bytes):
        try:
            value = value.decode()
        except UnicodeDecodeError:
            value = value.decode("cp1252", "replace")
    printable = "".join(letter if letter.isprintable() else " " for letter in str(value))
    return " ".join(printable.split())


def _facts(values) -> Facts:
    """From (field, value) pairs, without what is empty."""
    facts: Facts = {}
    for name, value in values:
        if text := _clean(value):
            facts.setdefault(name, []).append(text)
    return facts


def _xmp(image) -> Facts:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    if not packet or len(packet) > MAX_XMP_BYTES:
        return {}
    root = ElementTree.fromstring(packet.strip(b"\0 \r\n\t"), forbid_dtd=True)
    descriptions = [found for rdf in root.iter(f"{_RDF}RDF") for found in rdf.findall(f"{_RDF}Description")]
    names = {tag: name for name, tag in _XMP_FIELDS.items()}
    pairs = [(names[tag], value) for found in descriptions for tag, value in found.attrib.items() if tag in names]
    for child in (child for found in descriptions for child in found if child.tag in names):
        pairs += [(names[child.tag], value) for value in _xmp_values(child)]
    return _facts(pairs)


def _xmp_values(field):
    """All items of a list, the default of several languages, or the plain text."""
    items = list(field.iter(f"{_RDF}li"))
    if field.find(f"{_RDF}Alt") is not None and items:
        language = "{http://www.w3.org/XML/1998/namespace}lang"
        items = [next((item for item in items if item.get(language) == "x-default"), items[0])]
    return [item.text or "" for item in items] if items else [field.text or ""]


def _iim(image) -> Facts:
    written = IptcImagePlugin.getiptcinfo(image) or {}
    pairs = []
    for name, key in _IIM_FIELDS.items():
        values = written.get(key) or []
        pairs += [(name, value) for value in (values if isinstance(values, list) else [values]) if value]
    facts = _facts(pairs)
    day, hour = facts.pop("date", [""])[0], facts.pop("time", ["000000"])[0]
    if match := re.fullmatch(r"(\d{4})(\d\d)(\d\d) (\d\d)(\d\d)(\d\d)([+-]\d{4})?", f"{day} {hour}", re.ASCII):
        year, month, date, hours, minutes, seconds, zone = match.groups(default="")
        facts["taken"] = [f"{year}-{month}-{date}T{hours}:{minutes}:{seconds}{zone}"]
    return facts


def _exif(image) -> Facts:
    written = image.getexif()
    # Pillow reads every EXIF string as Latin-1; most are UTF-8 today.
    facts = _facts((name, _as_written(written.get(tag, ""))) for name, tag in _EXIF_FIELDS.items())
    camera = written.get_ifd(_EXIF_IFD)
    taken, offset = _clean(camera.get(_TAKEN, "")), _clean(camera.get(_TAKEN_OFFSET, ""))
    if match := re.fullmatch(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)", taken, re.ASCII):
        facts["taken"] = ["{}-{}-{}T{}".format(*match.groups()) + offset]
    return facts


def _as_written(value):
    try:
        return value.encode("latin-1") if isinstance(value, str) else value
    except UnicodeEncodeError:
        return value


def _moment(words) -> datetime | None:
    """An aware moment from ISO 8601, if it is one that a camera can have seen."""
    try:
        moment = parse_datetime(words)
        if moment is None:
            return None
        moment = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year >= 1826 and moment <= timezone.now() + timedelta(days=1) else None
