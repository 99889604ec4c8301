"""Pictures made safe: recognised by content, turned upright, shrunk, and written anew without hidden data."""

import io
import struct
from dataclasses import dataclass
from typing import IO

import pillow_heif
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, UnidentifiedImageError

pillow_heif.register_heif_opener(thumbnails=False)

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
LONGEST_SIDE = 2048
THUMBNAIL_SIDE = 480
MOST_PIXELS = 50_000_000
MOST_JPEG_PIXELS = 200_000_000
QUALITY = 82
_TURN = Image.Transpose
_TURNS = {
    2: _TURN.FLIP_LEFT_RIGHT,
    3: _TURN.ROTATE_180,
    4: _TURN.FLIP_TOP_BOTTOM,
    5: _TURN.TRANSPOSE,
    6: _TURN.ROTATE_270,
    7: _TURN.TRANSVERSE,
    8: _TURN.ROTATE_90,
}
"""What turns a picture upright, by its orientation in EXIF."""
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, OverflowError, RuntimeError, struct.error)
"""What Pillow raises when it reads damaged files."""


class UnusablePicture(ValueError):
    """The file is no picture that can be taken; the message is for the person who sent it."""


@dataclass(frozen=True)
class Picture:
    """A safe picture: JPEG bytes in two sizes, pixels, and the position (WGS 84) that the camera wrote, if any."""

    large: bytes
    small: bytes
    width: int
    height: int
    lat: float | None
    long: float | None


def read(file: IO[bytes], *, most_bytes: int) -> Picture:
    """Read an uploaded picture; raises UnusablePicture."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > most_bytes:
        raise UnusablePicture(
            _("The photo has %(size)d MB; at most %(most)d MB can be sent.")
            % {"size": size // 2**20, "most": most_bytes // 2**20}
        )
    try:
        with Image.open(file, formats=FORMATS) as image:
            _refuse_bombs(image)
            lat, long = _position(image)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            turn = _TURNS.get(_orientation(image))
            upright = _flat(image if turn is None else image.transpose(turn))
    except UnusablePicture:
        raise
    except Image.DecompressionBombError as error:
        raise UnusablePicture(_("The picture has too many pixels.")) from error
    except (UnidentifiedImageError, *_BROKEN) as error:
        raise UnusablePicture(
            _("This file is not a photo that we can open. Send a JPEG, PNG, WebP or HEIC picture.")
        ) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    width, height = upright.size
    large = _encoded(upright)
    upright.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Picture(large, _encoded(upright), width, height, lat, long)


def _refuse_bombs(image: Image.Image) -> None:
    pixels = image.width * image.height
    if not pixels or pixels > (MOST_JPEG_PIXELS if image.format == "JPEG" else MOST_PIXELS):
        raise UnusablePicture(_("The picture has too many pixels."))


def _position(image: Image.Image) -> tuple[float | None, float | None]:
    """The position in the EXIF block, or nothing when it is absent or nonsense."""
    try:
        gps = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef] in ("S", b"S"))
        long = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef] in ("W", b"W"))
    except (KeyError, ZeroDivisionError, *_BROKEN):
        return None, None
    on_earth = -90 <= lat <= 90 and -180 <= long <= 180 and (lat, long) != (0.0, 0.0)  # noqa: PLR2004 -- degrees
    return (lat, long) if on_earth else (None, None)


def _orientation(image: Image.Image) -> int:
    """How the camera was held (EXIF 2.3, 4.6.4 A); 1, upright, when that cannot be read."""
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except (KeyError, ZeroDivisionError, *_BROKEN):
        return 1


def _degrees(parts: tuple[float, float, float], negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if negative else value


def _flat(image: Image.Image) -> Image.Image:
    """The picture in RGB, transparent parts white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image).convert("RGB")
    return image.convert("RGB")


def _encoded(image: Image.Image) -> bytes:
    out = io.BytesIO()
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    clean.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
