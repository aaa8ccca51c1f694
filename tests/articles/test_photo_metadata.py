"""What the desk learns from a picture file, and what it must not learn."""

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from articles import photo_metadata
from articles.photo_metadata import PhotoMetadata

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 photoshop:Headline="Floods" photoshop:Credit="Agency" photoshop:DateCreated="2020-02-28T10:00:00+03:00"
 photoshop:City="Khartoum" exif:GPSLatitude="15,30N">
<dc:description><rdf:Alt><rdf:li xml:lang="ar">قارب</rdf:li><rdf:li xml:lang="x-default">A boat &amp; a river</rdf:li>
</rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>Amal Müller</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© Amal Müller</rdf:li></rdf:Alt></dc:rights>
<dc:subject><rdf:Bag><rdf:li>flood</rdf:li><rdf:li>Sudan</rdf:li></rdf:Bag></dc:subject>
<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Editorial only</rdf:li></rdf:Alt></xmpRights:UsageTerms>
<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">A wooden boat</rdf:li></rdf:Alt>
</Iptc4xmpCore:AltTextAccessibility></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def picture(format="JPEG", **options):
    file = io.BytesIO()
    Image.new("RGB", (400, 300)).save(file, format, **options)
    return file


def iim(*fields):
    """A JPEG with IPTC-IIM fields, each (number in record 2, bytes), as a wire service's program writes them."""
    data = b"".join(b"\x1c\x02" + bytes([number]) + len(value).to_bytes(2, "big") + value for number, value in fields)
    resource = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + len(data).to_bytes(4, "big") + data + b"\0" * (len(data) % 2)
    jpeg = picture().getvalue()
    return io.BytesIO(jpeg[:2] + b"\xff\xed" + (len(resource) + 2).to_bytes(2, "big") + resource + jpeg[2:])


def with_exif(main, camera=(), place=()):
    exif = Image.Exif()
    exif.update(main)
    exif.get_ifd(0x8769).update(camera)
    exif.get_ifd(0x8825).update(place)
    return picture(exif=exif.tobytes())


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_everything_an_agency_writes_today_is_read(format):
    options = {"tiffinfo": {700: XMP}} if format == "TIFF" else {"xmp": XMP}
    if format == "PNG":
        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options = {"pnginfo": info}
    assert photo_metadata.read(picture(format, **options)) == PhotoMetadata(
        caption="A boat & a river",
        credit="Amal Müller/Agency",
        alt_text="A wooden boat",
        copyright="© Amal Müller",
        usage_terms="Editorial only",
        taken_at=datetime(2020, 2, 28, 7, tzinfo=UTC),
        headline="Floods",
        keywords=("flood", "Sudan"),
    )


def test_what_wire_services_wrote_for_thirty_years_is_read():
    file = iim(
        (120, b"A boat on the Nile"),
        (80, b"A. Person"),
        (110, b"Wire"),
        (116, "© Wire".encode("latin-1")),
        (40, b"No sales"),
        (105, b"Floods"),
        (25, b"flood"),
        (25, "crue à Paris".encode("latin-1")),
        (55, b"20200228"),
        (60, b"100000+0300"),
    )
    assert photo_metadata.read(file) == PhotoMetadata(
        caption="A boat on the Nile",
        credit="A. Person/Wire",
        copyright="© Wire",
        usage_terms="No sales",
        headline="Floods",
        keywords=("flood", "crue à Paris"),
        taken_at=datetime(2020, 2, 28, 7, tzinfo=UTC),
    )


def test_what_a_camera_knows_is_read_but_not_where_it_was():
    file = with_exif(
        {0x010E: "Un café".encode(), 0x013B: "أمل".encode(), 0x8298: b"Amal"},
        {0x9003: "2020:02:28 10:00:00", 0x9011: "+03:00"},
        {1: "N", 2: (15.0, 30.0, 0.0), 3: "E", 4: (32.0, 33.0, 0.0)},
    )
    assert photo_metadata.read(file) == PhotoMetadata(
        caption="Un café", credit="أمل", copyright="Amal", taken_at=datetime(2020, 2, 28, 7, tzinfo=UTC)
    )


def test_an_hour_without_a_zone_is_the_newsrooms(settings):
    settings.TIME_ZONE = "Asia/Amman"
    taken = photo_metadata.read(with_exif({}, {0x9003: "2020:02:28 10:00:00"})).taken_at
    assert taken == datetime(2020, 2, 28, 8, tzinfo=UTC)


@pytest.mark.parametrize("written", ["0000:00:00 00:00:00", "2020:13:45 99:00:00", "9999:01:01 00:00:00", "yesterday"])
def test_an_hour_that_cannot_be_is_not_believed(written):
    assert photo_metadata.read(with_exif({}, {0x9003: written})).taken_at is None


@pytest.mark.parametrize("noise", ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "DCIM"])
def test_a_cameras_own_advertisement_is_no_caption(noise):
    assert photo_metadata.read(with_exif({0x010E: noise})).caption == ""


@pytest.mark.parametrize(
    ("creator", "agency", "printed"),
    [("A. Person", "", "A. Person"), ("", "Wire", "Wire"), ("Wire", "Wire", "Wire"), ("A", "A/Wire", "A/Wire")],
)
def test_a_credit_names_nobody_twice(creator, agency, printed):
    assert photo_metadata.read(iim((80, creator.encode()), (110, agency.encode()))).credit == printed


def test_words_too_long_for_the_library_are_cut_with_a_sign():
    caption = photo_metadata.read(iim((120, b"word " * 400))).caption
    assert len(caption) <= 1000
    assert caption.endswith("…")


def test_an_xmp_bomb_is_not_unfolded():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a11;</x>'.encode()
    assert photo_metadata.read(picture(xmp=bomb)) == PhotoMetadata()


def test_an_xmp_that_reads_files_reads_none():
    xmp = XMP.replace(b"<x:xmpmeta", b"<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><x:xmpmeta").replace(
        b"A boat &amp; a river", b"&f;"
    )
    assert photo_metadata.read(picture(xmp=xmp)) == PhotoMetadata()


def test_broken_xmp_does_not_hide_the_other_words():
    jpeg = iim((120, b"A boat")).getvalue()
    packet = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta"
    file = io.BytesIO(jpeg[:2] + b"\xff\xe1" + (len(packet) + 2).to_bytes(2, "big") + packet + jpeg[2:])
    assert photo_metadata.read(file).caption == "A boat"


@pytest.mark.parametrize("data", [b"", b"words", b"<svg/>", b"\xff\xd8\xff", picture("GIF").getvalue()])
def test_what_is_no_picture_tells_nothing(data):
    file = io.BytesIO(data)
    assert photo_metadata.read(file) == PhotoMetadata()
    assert file.tell() == 0


@given(st.binary(max_size=200), st.integers(0, 1500))
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_garbage_anywhere_in_a_file_never_stops_an_upload(garbage, place):
    data = picture(xmp=XMP, exif=b"Exif\0\0MM\0*\0\0\0\x08").getvalue()
    photo_metadata.read(io.BytesIO(data[:place] + garbage + data[place + len(garbage) :]))


@given(st.binary(max_size=120))
def test_garbage_in_a_field_becomes_words_or_nothing(garbage):
    told = photo_metadata.read(iim((120, garbage), (25, garbage), (55, garbage)))
    assert "\0" not in told.caption
    assert told.caption == told.caption.strip()
