"""A picture as it was uploaded, checked, and as readers get it: smaller, in sRGB, without a trace of its camera.

`read_checked()` judges an upload, `load()` opens an accepted original for `render()`. A file is anything that can be
read and sought in bytes. What is wrong with a picture is told in a sentence the person who uploads it can act on.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFilter

Image.init()  # otherwise Image.open(formats=…) does not know the plugins it has not met yet

WIDTHS = (320, 640, 960, 1280, 1920)
FORMATS = ("avif", "webp", "jpg")
MIME_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}

ACCEPTED = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF")
MAX_BYTES = 50_000_000
MAX_PIXELS = 120_000_000
MIN_WIDTH = WIDTHS[0]
MAX_RATIO = 10  # of the longer side to the shorter one
Image.MAX_IMAGE_PIXELS = MAX_PIXELS  # Pillow itself refuses twice as many, before it sets any memory aside

BUDGETS = {"avif": 40_000, "webp": 60_000, "jpg": 80_000}  # bytes at 640 pixels
QUALITIES = {"avif": (1, 60), "webp": (1, 80), "jpg": (5, 82)}
GOOD_ENOUGH = 4  # quality steps nobody sees; the search stops there
BLURS = (0, 1, 2, 4, 8)  # pixels; only noise does not fit without

ORIENTATION, ARTIST, COPYRIGHT = 0x0112, 0x013B, 0x8298  # EXIF tags
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = (5, 6, 7, 8)
_SRGB = ImageCms.createProfile("sRGB")


class PictureError(ValueError):
    """An upload that cannot be used; its text is for the person who uploaded it."""


class Rights(NamedTuple):
    """The only words that travel inside a rendition."""

    credit: str = ""
    copyright: str = ""


NO_RIGHTS = Rights()


@dataclass(frozen=True)
class Picture:
    """What is known of an accepted upload: its upright size in pixels, its format, its average colour."""

    width: int
    height: int
    format: str
    colour: str


def read_checked(file: BinaryIO) -> Picture:
    """Look at an upload, whole; PictureError when it cannot be used. Leaves the file at its beginning."""
    _check_bytes(file)
    try:
        image = _open(file)
        size = image.size  # a JPEG's shrinks when it is decoded small
        colour = placeholder(_decoded(image, 640))
        width, height = size[::-1] if _orientation(image) in SIDEWAYS else size
        if width < MIN_WIDTH:
            raise PictureError(
                _("This picture is %(width)d pixels wide. It needs at least %(least)d.")
                % {"width": width, "least": MIN_WIDTH}
            )
        if max(width, height) > MAX_RATIO * min(width, height):
            raise PictureError(_("This picture is too long and narrow to be shown. Cut it to what matters."))
        return Picture(width, height, "JPEG" if image.format == "MPO" else image.format, colour)
    finally:
        file.seek(0)


def load(file: BinaryIO) -> Image.Image:
    """An accepted original, upright and in sRGB (RGB or RGBA).

    A large JPEG comes smaller than it is, though wide enough for every rendition: boxes are counted in `image.size`.
    """
    return _decoded(_open(file), 2 * WIDTHS[-1])


def widths(original: int) -> tuple[int, ...]:
    """The renditions a picture of that width gets: none is wider than the original."""
    return tuple(width for width in WIDTHS if width <= original) or WIDTHS[:1]


def fit(width: int, height: int, wanted: int) -> tuple[int, int]:
    """Width and height of a rendition; never wider than the original."""
    narrower = min(wanted, width)
    return narrower, max(1, round(height * narrower / width))


def focal_box(width: int, height: int, ratio: float, fx: float, fy: float) -> tuple[int, int, int, int]:
    """The largest box of that ratio (width / height) whose centre is as near the focal point as the edges allow.

    The focal point is given in shares of width and height, the box as left, top, right, bottom in pixels.
    """
    box_width = min(width, max(1, round(height * ratio)))
    box_height = min(height, max(1, round(width / ratio)))
    left = min(max(round(fx * width - box_width / 2), 0), width - box_width)
    top = min(max(round(fy * height - box_height / 2), 0), height - box_height)
    return left, top, left + box_width, top + box_height


def budget(width: int, format: str) -> int:
    """The most bytes a rendition may have. It grows a little more slowly than the area does."""
    return round(BUDGETS[format] * (width / 640) ** 1.6)


def render(
    image: Image.Image,
    width: int,
    format: str,
    *,
    box: tuple[int, int, int, int] | None = None,
    rights: Rights = NO_RIGHTS,
) -> bytes:
    """One rendition of what `load()` gave: as good as fits its budget, with no metadata but credit and rights."""
    box = box or (0, 0, *image.size)
    size = fit(box[2] - box[0], box[3] - box[1], width)
    small = image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    small.info = {}
    if format == "jpg":
        small = _on_white(small)
    exif = _exif(rights)
    most = budget(size[0], format)
    for blur in BLURS:
        smooth = small.filter(ImageFilter.GaussianBlur(blur)) if blur else small
        encoded = _best_within(
            lambda quality, picture=smooth: _encode(picture, format, quality, exif), most, *QUALITIES[format]
        )
        if len(encoded) <= most:
            break
    return encoded


def placeholder(image: Image.Image) -> str:
    """The average colour as #rrggbb, for the space a picture will fill."""
    red, green, blue = _on_white(image).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _check_bytes(file):
    length = file.seek(0, io.SEEK_END)
    file.seek(0)
    if length > MAX_BYTES:
        raise PictureError(
            _("This file has %(size)d megabytes. A picture may have at most %(most)d.")
            % {"size": round(length / 1e6), "most": MAX_BYTES // 1_000_000}
        )
    if b"<svg" in file.read(4096).lower():
        raise PictureError(_("SVG drawings are not accepted, since they can carry programs. Export it as PNG."))
    file.seek(0)


def _open(file):
    """The picture with its header read and nothing decoded."""
    try:
        image = Image.open(file, formats=ACCEPTED)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Exception:  # plugins fail on hostile files in every way there is
        raise PictureError(
            _("This is not a picture that can be used here. Save it as JPEG, PNG, WebP, AVIF or TIFF.")
        ) from None
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    return image


def _too_many_pixels():
    most = MAX_PIXELS // 1_000_000
    return PictureError(_("This picture has more than %(most)d megapixels. Export it smaller.") % {"most": most})


def _decoded(image, enough):
    """Upright and in sRGB. A JPEG wider than `enough` pixels is decoded smaller, which saves time and memory."""
    try:
        if image.format in ("JPEG", "MPO"):
            image.draft(image.mode, (1, enough) if _orientation(image) in SIDEWAYS else (enough, 1))
        image.load()
    except Exception:
        raise PictureError(_("This file is damaged: the picture in it is not complete. Upload it again.")) from None
    return _in_srgb(_upright(image))


def _orientation(image):
    try:
        return image.getexif().get(ORIENTATION, 1)
    except Exception:  # a camera's notes may be garbage; the picture is still good
        return 1


def _upright(image):
    turn = TURNS.get(_orientation(image))
    return image.transpose(turn) if turn is not None else image


def _in_srgb(image):
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bit(image).convert("RGB")
    if image.mode in ("P", "PA", "1") or "transparency" in image.info:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    alpha = image.getchannel("A") if "A" in image.getbands() and image.mode != "LAB" else None
    colours = _converted(_without_alpha(image), profile)
    if alpha and alpha.getextrema()[0] < 255:
        colours.putalpha(alpha)
    return colours


def _eight_bit(image):
    """Sixteen-bit grey scaled down; Pillow would cut it off at 255."""
    most = 65535 if image.mode.startswith("I;16") or image.getextrema()[1] > 255 else 255
    return image.convert("F").point(lambda value: value * (255 / most)).convert("L")


def _without_alpha(image):
    return image.convert({"RGBA": "RGB", "RGBa": "RGB", "LA": "L", "La": "L"}.get(image.mode, image.mode))


def _converted(image, profile):
    """RGB in sRGB by the picture's own profile, or by Pillow's own rules when it has none that can be used."""
    if profile and image.mode in ("RGB", "CMYK", "L", "LAB"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    if image.mode == "LAB":
        return ImageCms.profileToProfile(image, ImageCms.createProfile("LAB"), _SRGB, outputMode="RGB")
    return image.convert("RGB")


def _on_white(image):
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _exif(rights):
    """EXIF with credit and rights alone. Pillow would turn other letters than ASCII into question marks."""
    exif = Image.Exif()
    for tag, words in ((ARTIST, rights.credit), (COPYRIGHT, rights.copyright)):
        if words:
            exif[tag] = words.replace("\0", "").encode("utf-8", "ignore")
    return exif.tobytes() if len(exif) else b""


def _encode(image, format, quality, exif):
    options = {
        "avif": {"speed": 8, "max_threads": 1, "subsampling": "4:2:0"},
        "webp": {"method": 4},
        "jpg": {"progressive": True, "optimize": True},
    }[format]
    out = io.BytesIO()
    image.save(out, {"jpg": "JPEG"}.get(format, format.upper()), quality=quality, exif=exif, **options)
    return out.getvalue()


def _best_within(encode: Callable[[int], bytes], most: int, low: int, high: int) -> bytes:
    """The encoding of the highest quality that fits; the lowest one when none does."""
    encoded = encode(high)
    if len(encoded) <= most:
        return encoded
    best = b""
    while high - low > GOOD_ENOUGH:
        quality = (low + high) // 2
        encoded = encode(quality)
        if len(encoded) <= most:
            low, best = quality, encoded
        else:
            high = quality
    return best or encode(low)
