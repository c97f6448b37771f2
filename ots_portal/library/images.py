"""Photographs and logos: stored as they came, pixel for pixel, without what cameras and programs wrote beside them."""

import struct
from io import BytesIO
from threading import Lock
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps

from ots_portal.library.image_metadata import AS_TAKEN, STRIPPED

FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
LARGEST = 20 * 1024 * 1024
# What takes up to 250 MB while it is looked at; only of a JPEG fewer pixels can be decoded than it has.
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 25_000_000, "WEBP": 16_000_000}
THUMBNAIL = (240, 240)
TURNS = range(1, 9)  # what EXIF knows
ON_ITS_SIDE = 5  # from here on width and height change places
DAMAGED = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS["JPEG"]  # Pillow's own stop, before anything is decoded
decoding = Lock()  # one at a time, so that several uploads do not add up


class Picture(NamedTuple):
    """What is stored of an image, and what is known of it."""

    content: bytes
    width: int
    height: int


def picture_of(content: bytes, extension: str) -> Picture:
    """The image without its metadata, but as upright and in the same colours; ValidationError where it cannot be taken."""
    kind = FORMATS[extension]
    refuse_other_kind(content, kind, extension)
    if len(content) > LARGEST:
        raise ValidationError(
            _("The image is larger than 20 MB. Save it with fewer pixels or more compression and upload it again.")
        )
    try:
        with opened(content, kind) as image:
            refuse_unfit(image, kind)
            turn = image.getexif().get(ExifTags.Base.Orientation)
        stored = STRIPPED[kind](content, turn if turn in TURNS else AS_TAKEN)
        return looked_at(stored, kind)
    except Image.DecompressionBombError:
        raise too_many_pixels(kind)
    except DAMAGED:
        raise ValidationError(
            _("The image is damaged or incomplete. Save it anew from the original and upload it again.")
        )


def opened(content: bytes, kind: str) -> Image.Image:
    """Its head is read, no pixel; a photograph of several pictures is its first one."""
    return Image.open(BytesIO(content), formats=[kind, "MPO"] if kind == "JPEG" else [kind])


def looked_at(stored: bytes, kind: str) -> Picture:
    """All of it is decoded once: what cannot be shown is not stored."""
    with decoding, opened(stored, kind) as image:
        turn = image.getexif().get(ExifTags.Base.Orientation, AS_TAKEN)
        width, height = image.size if turn < ON_ITS_SIDE else reversed(image.size)
        image.draft(None, THUMBNAIL)  # of a JPEG as few pixels as will do
        image.load()
    return Picture(stored, width, height)


def thumbnail_of(stored: bytes) -> bytes:
    """A small WebP, upright and in the image's colours."""
    with decoding, Image.open(BytesIO(stored), formats=list(ENDINGS)) as image:
        shown = image if image.mode in {"RGB", "RGBA", "L"} else image.convert("RGBA")
        shown.thumbnail(THUMBNAIL)
        ImageOps.exif_transpose(shown, in_place=True)
        profile = image.info.get("icc_profile") if image.mode.startswith("RGB") else None
        made = BytesIO()
        shown.save(made, "WEBP", quality=80, icc_profile=profile, exif=b"")
        return made.getvalue()


# ---- Refusals ------------------------------------------------------------------------------------------------
def refuse_other_kind(content: bytes, kind: str, extension: str) -> None:
    told = kind_of(content)
    if told == kind:
        return
    if told is None:
        raise ValidationError(
            _("By its content this is no JPEG, PNG or WebP image. Save it as one of these and upload it again.")
        )
    raise ValidationError(
        _("By its content this is a %(kind)s image, but its name ends in %(ending)s. Let the name end in %(right)s.")
        % {"kind": told, "ending": extension, "right": ENDINGS[told]}
    )


def kind_of(content: bytes) -> str | None:
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    return "WEBP" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def refuse_unfit(image: Image.Image, kind: str) -> None:
    if image.width * image.height > MOST_PIXELS[kind]:
        raise too_many_pixels(kind)
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise ValidationError(_("The image moves. Save one picture of it and upload that."))
    if image.mode == "CMYK":
        raise ValidationError(
            _(
                "The image has the colours of print (CMYK), which screens show wrongly. Save it in RGB and upload it again."
            )
        )


def too_many_pixels(kind: str) -> ValidationError:
    return ValidationError(
        _("The image has more than %(number)d million pixels. Save it smaller and upload it again.")
        % {"number": MOST_PIXELS[kind] // 1_000_000}
    )
