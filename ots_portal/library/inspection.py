"""What a file really is: its type by content, never by what the sender says."""

import hashlib
from pathlib import PurePath
from typing import BinaryIO, NamedTuple

import puremagic
from django.core.exceptions import ValidationError
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

LARGEST = 50 * 1024 * 1024
TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
}


class Inspection(NamedTuple):
    name: str
    media_type: str
    size: int
    checksum: str


def inspect(stream: BinaryIO, name: str) -> Inspection:
    """Name, media type, size in bytes and SHA-256 of a file; ValidationError when it may not be stored."""
    stream.seek(0)
    content = stream.read(LARGEST + 1)
    stream.seek(0)
    if len(content) > LARGEST:
        raise ValidationError(_("The file is larger than 50 MB. Make it smaller and upload it again."))
    extension = PurePath(name).suffix.lower()
    if extension not in TYPES or extension not in _extensions(content):
        raise ValidationError(
            _("This is not a %(types)s file by its content. Save it in one of these formats and upload it again.")
            % {"types": ", ".join(sorted(TYPES))}
        )
    return Inspection(
        get_valid_filename(PurePath(name).name),
        TYPES[extension],
        len(content),
        hashlib.sha256(content).hexdigest(),
    )


def _extensions(content: bytes) -> set[str]:
    try:
        return {match.extension.lower() for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return set()
