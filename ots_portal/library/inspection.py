"""What a file really is: its type by content, never by what the sender says."""

import hashlib
import re
from io import BytesIO
from pathlib import PureWindowsPath
from typing import BinaryIO, NamedTuple
from unicodedata import normalize
from zipfile import BadZipFile, ZipFile

import puremagic
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from ots_portal.library.images import FORMATS, Picture, picture_of

LARGEST = 50 * 1024 * 1024
TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
# All of these are ZIP archives: only the main part inside tells one from another. Some programs number it.
MAIN_PARTS = {
    ".docx": re.compile(r"word/document\d*\.xml"),
    ".xlsx": re.compile(r"xl/workbook\d*\.xml"),
    ".pptx": re.compile(r"ppt/presentation\d*\.xml"),
    ".odt": re.compile(r"content\.xml"),
}
MACROS = ("vbaproject.bin", "basic/script-lc.xml")


class Inspection(NamedTuple):
    """What is known of a file as it is to be stored; of an image that is not what was sent."""

    name: str
    media_type: str
    content: bytes
    picture: Picture | None = None

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def inspect(stream: BinaryIO, name: str) -> Inspection:
    """Name, media type and content of a file; ValidationError when it may not be stored."""
    stream.seek(0)
    content = stream.read(LARGEST + 1)
    stream.seek(0)
    if len(content) > LARGEST:
        raise ValidationError(_("The file is larger than 50 MB. Make it smaller and upload it again."))
    name = safe_name(name)
    extension = extension_of(name)
    if extension in FORMATS:
        picture = picture_of(content, extension)
        return Inspection(name, TYPES[extension], picture.content, picture)
    members = _members(content) if extension in MAIN_PARTS else set()
    has_main_part = extension not in MAIN_PARTS or any(map(MAIN_PARTS[extension].fullmatch, members))
    if extension not in TYPES or extension not in _extensions(content) or not has_main_part:
        raise ValidationError(
            _("This is not a %(types)s file by its content. Save it in one of these formats and upload it again.")
            % {"types": ", ".join(sorted(TYPES))}
        )
    if any(member.lower().endswith(MACROS) for member in members):
        raise ValidationError(_("The file contains macros. Save it without them and upload it again."))
    return Inspection(name, TYPES[extension], content)


def safe_name(name: str) -> str:
    """The name alone, without folders or what no file system takes; letters in one piece, as Macs do not send them."""
    try:
        return get_valid_filename(normalize("NFC", PureWindowsPath(name).name))
    except SuspiciousFileOperation:  # nothing is left of it
        return ""


def extension_of(name: str) -> str:
    return PureWindowsPath(name).suffix.lower()


def _extensions(content: bytes) -> set[str]:
    try:
        return {match.extension.lower() for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return set()


def _members(content: bytes) -> set[str]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return set(archive.namelist())
    except (BadZipFile, NotImplementedError, ValueError, OverflowError):
        return set()
