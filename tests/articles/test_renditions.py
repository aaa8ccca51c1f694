"""Which pictures may be uploaded, and what readers get of them."""

import io
import json
import resource
import shutil
import struct
import subprocess
import time
import zlib

import pytest
from PIL import Image, ImageCms, ImageDraw

from articles import renditions
from articles.renditions import PictureError, Rights

SECRETS = (
    b"SERIAL-4711",
    b"Owner Name",
    b"2020:02:28",
    b"secret comment",
    b"xmpmeta",
    b"Place of birth",
    b"sRGB built-in",
)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def drawing(width=900, height=600, mode="RGB"):
    """A landscape of four colours: red at the top left, then green, blue and white clockwise… and no noise."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2 - 1, height // 2 - 1), "#ff0000")
    draw.rectangle((width // 2, 0, width, height // 2 - 1), "#00ff00")
    draw.rectangle((width // 2, height // 2, width, height), "#0000ff")
    return image.convert(mode)


def saved(image, format="JPEG", **options):
    file = io.BytesIO()
    image.save(file, format, **options)
    file.seek(0)
    return file


def from_a_camera(format):
    """An original that tells too much: where, when, by which camera, with comment, XMP and colour profile."""
    exif = Image.Exif()
    exif.update({0x010F: "Canon", 0x0110: "EOS", 0x0132: "2020:02:28 10:00:00", 0x013B: "Owner Name"})
    exif.get_ifd(0x8769).update({0x9003: "2020:02:28 10:00:00", 0xA431: "SERIAL-4711", 0xA430: "Owner Name"})
    exif.get_ifd(0x8825).update({1: "N", 2: (15.0, 30.0, 0.0), 3: "E", 4: (32.0, 33.0, 0.0), 27: b"Place of birth"})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Place of birth</x:xmpmeta>"
    comment = {"comment": b"secret comment"} if format == "JPEG" else {}
    return saved(drawing(), format, exif=exif.tobytes(), icc_profile=SRGB, xmp=xmp, **comment)


def rendered(file, width=640, format="jpg", **options):
    data = renditions.render(renditions.load(file), width, format, **options)
    return Image.open(io.BytesIO(data))


def noise(width, height):
    return Image.merge("RGB", [Image.effect_noise((width, height), 150) for _band in range(3)])


def close_to(pixel, expected, tolerance=12):
    return all(abs(got - wanted) <= tolerance for got, wanted in zip(pixel[:3], expected, strict=True))


def png_that_claims(width, height):
    """A PNG of a few bytes whose header promises a picture of any size."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_the_usual_formats_are_accepted(format):
    file = saved(drawing(), format)
    picture = renditions.read_checked(file)
    assert (picture.width, picture.height, picture.format) == (900, 600, format)
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not a picture"),
        (b"Dear editor, here is the picture.", "not a picture"),
        (b"<?xml version='1.0'?>\n<!-- x -->\n<SVG xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"<svg onload='alert(1)'></svg>", "SVG"),
        (saved(drawing(), "GIF").getvalue(), "not a picture"),
        (saved(drawing(), "BMP").getvalue(), "not a picture"),
        (saved(drawing()).getvalue()[:4000], "damaged"),
        (saved(drawing(), "PNG").getvalue()[:900], "damaged"),
        (saved(drawing(), "WEBP").getvalue()[:300], "damaged|not a picture"),
        (saved(drawing(319, 600)).getvalue(), "319 pixels wide"),
        (png_that_claims(20_000, 10_000), "120 megapixels"),
        (png_that_claims(60_000, 60_000), "120 megapixels"),
        (png_that_claims(1000, 800), "damaged"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 500, "not a picture|damaged"),
    ],
)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_what_cannot_be_used_is_refused_with_a_reason(data, sentence):
    with pytest.raises(PictureError, match=sentence):
        renditions.read_checked(io.BytesIO(data))


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_picture_bomb_is_refused_before_it_takes_memory():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(PictureError):
        renditions.read_checked(io.BytesIO(png_that_claims(20_000, 10_000)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_a_file_of_more_than_fifty_megabytes_is_refused():
    file = saved(drawing())
    file.seek(50_000_001)
    file.write(b"x")
    with pytest.raises(PictureError, match="at most 50"):
        renditions.read_checked(file)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("end", [10, 100, 1000, 2000, 3000, -1])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_a_mangled_file_is_refused_or_read_but_never_crashes(format, end):
    data = bytearray(from_a_camera(format).getvalue())
    data[end // 2 : end] = b"\xff" * len(data[end // 2 : end])
    try:
        renditions.read_checked(io.BytesIO(bytes(data)))
    except PictureError as refusal:
        assert str(refusal).endswith(".")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_taken_sideways_stands_upright(orientation):
    turned_back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what undoes each of the eight, as PIL numbers them
    image = drawing()
    image = image.transpose(Image.Transpose(turned_back[orientation])) if orientation > 1 else image
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = saved(image, exif=exif.tobytes(), quality=95)
    assert (renditions.read_checked(file).width, renditions.read_checked(file).height) == (900, 600)
    upright = rendered(file)
    assert upright.size == (640, 427)
    assert close_to(upright.getpixel((30, 30)), (255, 0, 0))
    assert close_to(upright.getpixel((600, 400)), (0, 0, 255))


@pytest.mark.parametrize(
    ("mode", "format"),
    [("CMYK", "JPEG"), ("CMYK", "TIFF"), ("L", "JPEG"), ("P", "PNG"), ("RGBA", "PNG"), ("LA", "PNG"), ("1", "PNG")],
)
@pytest.mark.parametrize("wanted", renditions.FORMATS)
def test_every_way_of_keeping_colours_becomes_plain_colours(mode, format, wanted):
    picture = rendered(saved(drawing(mode=mode), format), 320, wanted)
    assert picture.mode == "RGB"
    assert close_to(picture.convert("RGB").getpixel((40, 180)), (255, 255, 255))
    if mode in ("P", "RGBA"):
        assert close_to(picture.convert("RGB").getpixel((280, 180)), (0, 0, 255), 40)


def test_deep_grey_is_not_cut_off():
    deep = Image.new("I;16", (400, 300), 32768)
    assert close_to(rendered(saved(deep, "PNG"), 320).getpixel((9, 9)), (128, 128, 128))


def test_colours_of_another_profile_are_brought_to_srgb():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    assert rendered(saved(drawing(), icc_profile=lab)).mode == "RGB"
    assert rendered(saved(drawing(), icc_profile=b"garbage")).mode == "RGB"


@pytest.mark.parametrize(("format", "corner"), [("webp", (0, 0)), ("avif", (0, 0)), ("jpg", (255, 255))])
def test_what_is_see_through_stays_so_or_turns_white(format, corner):
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    pixel = rendered(saved(image, "PNG"), 320, format).getpixel((5, 5))
    assert (pixel[-1], pixel[-1]) == corner


@pytest.mark.parametrize("format", renditions.FORMATS)
@pytest.mark.parametrize("original", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_a_rendition_tells_nothing_but_credit_and_rights(original, format):
    rights = Rights("أمل Müller/Agency", "© 2020 The Paper")
    data = renditions.render(renditions.load(from_a_camera(original)), 640, format, rights=rights)
    assert not [secret for secret in SECRETS if secret in data]
    picture = Image.open(io.BytesIO(data))
    assert set(picture.getexif()) == {0x013B, 0x8298}
    assert not picture.getexif().get_ifd(0x8825)
    assert "© 2020 The Paper".encode() in data
    assert rights.credit.encode() in data


@pytest.mark.parametrize("format", renditions.FORMATS)
@pytest.mark.skipif(not shutil.which("exiftool"), reason="needs exiftool")
def test_another_program_finds_nothing_else_either(format, tmp_path):
    path = tmp_path / f"picture.{format}"
    rights = Rights("A. Person", "The Paper")
    path.write_bytes(renditions.render(renditions.load(from_a_camera("JPEG")), 320, format, rights=rights))
    told = json.loads(subprocess.check_output(["exiftool", "-j", "-a", "-u", "-G1", str(path)]))[0]
    telling = {key: told[key] for key in told if key.split(":")[0] not in STRUCTURE}
    assert telling.pop("IFD0:Artist") == "A. Person"
    assert telling.pop("IFD0:Copyright") == "The Paper"
    assert telling == {}


STRUCTURE = ("SourceFile", "ExifTool", "System", "File", "JFIF", "RIFF", "QuickTime", "Meta", "Composite")


def test_without_credit_a_rendition_carries_no_words_at_all():
    assert len(rendered(from_a_camera("JPEG")).getexif()) == 0


@pytest.mark.parametrize("width", [320, 960])
@pytest.mark.parametrize("format", renditions.FORMATS)
def test_every_rendition_keeps_to_its_budget_even_of_sand(width, format):
    sand = noise(640, 300).resize((1920, 900))
    assert len(renditions.render(sand, width, format)) <= renditions.budget(width, format)


@pytest.mark.parametrize("size", [(640, 640), (640, 2400), (2400, 640)])
def test_a_small_avif_has_forty_kilobytes_at_most(size):
    assert len(renditions.render(noise(*size), 640, "avif")) <= 40_000


@pytest.mark.parametrize("format", renditions.FORMATS)
def test_a_picture_is_never_made_wider_than_it_is(format):
    assert rendered(saved(drawing(500, 333)), 1920, format).size == (500, 333)


def test_only_widths_the_original_has_are_offered():
    assert renditions.widths(1000) == (320, 640, 960)
    assert renditions.widths(320) == (320,)
    assert renditions.fit(6000, 4000, 960) == (960, 640)


def test_a_large_avif_is_made_within_a_second():
    image = drawing(2400, 1600)
    start = time.thread_time()
    renditions.render(image, 1280, "avif")
    assert time.thread_time() - start < 1


def test_a_large_jpeg_is_not_decoded_larger_than_needed():
    image = renditions.load(saved(drawing(8000, 4000)))
    assert renditions.WIDTHS[-1] <= image.width < 8000


def test_the_space_of_a_picture_has_its_average_colour():
    assert renditions.read_checked(saved(Image.new("RGB", (400, 300), "#336699"), "PNG")).colour == "#336699"
    assert renditions.placeholder(Image.new("RGBA", (9, 9), (0, 0, 0, 0))) == "#ffffff"


@pytest.mark.parametrize(
    ("size", "ratio", "focus", "box"),
    [
        ((6000, 4000), 1.5, (0.9, 0.1), (0, 0, 6000, 4000)),
        ((6000, 4000), 1, (0.5, 0.5), (1000, 0, 5000, 4000)),
        ((6000, 4000), 1, (0.95, 0.5), (2000, 0, 6000, 4000)),
        ((6000, 4000), 1, (0, 0), (0, 0, 4000, 4000)),
        ((4000, 6000), 2, (0.5, 0.25), (0, 500, 4000, 2500)),
        ((3, 2), 16 / 9, (1, 1), (0, 0, 3, 2)),
    ],
)
def test_a_crop_keeps_the_focal_point_as_near_its_middle_as_it_can(size, ratio, focus, box):
    assert renditions.focal_box(*size, ratio, *focus) == box


def test_a_crop_is_rendered_from_its_box():
    picture = rendered(saved(drawing(), quality=95), 320, box=(0, 0, 450, 300))
    assert picture.size == (320, 213)
    assert close_to(picture.getpixel((300, 200)), (255, 0, 0))
