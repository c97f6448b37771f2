"""Images without their metadata, not a pixel changed: of each format the parts that make the picture are kept.

What is left out: EXIF with place and camera, XMP, IPTC, comments, embedded previews, whatever stands behind the end.
What is kept: the picture, its colour profile, and which side is up. Doing it again changes nothing.
"""

import re
import struct
import zlib

AS_TAKEN = 1  # the orientation that turns nothing

JPEG_MARKER, JPEG_START, JPEG_END, JPEG_SCAN = 0xFF, 0xD8, 0xD9, 0xDA
JPEG_PICTURE = {*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD, JPEG_SCAN} - {0xC8}
JPEG_PROFILE, JPEG_COLOURS, JFIF = (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"), (0xE0, b"JFIF\0")
NEXT_MARKER = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]")  # within a scan 0 and restarts follow, or nothing
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_PICTURE = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS"}
PNG_COLOURS = {b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD", b"pHYs"}
WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"}
WEBP_METADATA, WEBP_EXIF = 0x0C, 0x08


class Damaged(ValueError):
    """The file does not keep to its format."""


def only_orientation(turn: int) -> bytes:
    """EXIF that says which side is up, and nothing else."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, turn, 0, 0)


# ---- JPEG ----------------------------------------------------------------------------------------------------
def of_jpeg(content: bytes, turn: int) -> bytes:
    kept, head = [], []
    for marker, data, scan in jpeg_segments(content):
        if (marker, data[:5]) == JFIF:
            head = [jpeg_segment(marker, data[:12] + b"\0\0")]  # without its preview
        elif marker in JPEG_PICTURE or is_of_colours(marker, data):
            kept.append(jpeg_segment(marker, data) + scan)
    exif = [] if turn == AS_TAKEN else [jpeg_segment(0xE1, b"Exif\0\0" + only_orientation(turn))]
    return b"".join([bytes([JPEG_MARKER, JPEG_START]), *head, *exif, *kept, bytes([JPEG_MARKER, JPEG_END])])


def is_of_colours(marker: int, data: bytes) -> bool:
    return any(marker == known and data.startswith(name) for known, name in (JPEG_PROFILE, JPEG_COLOURS))


def jpeg_segments(content: bytes):
    """(marker, data, what is scanned behind it) up to the end of the first picture."""
    place = 2
    while True:
        if place >= len(content) or content[place] != JPEG_MARKER:
            raise Damaged
        while content[place + 1] == JPEG_MARKER:
            place += 1
        marker = content[place + 1]
        if marker == JPEG_END:
            return
        [length] = struct.unpack_from(">H", content, place + 2)
        data, place = content[place + 4 : place + 2 + length], place + 2 + length
        end = place
        if marker == JPEG_SCAN:
            following = NEXT_MARKER.search(content, place)
            if following is None:
                raise Damaged
            end = following.start()
        yield marker, data, content[place:end]
        place = end


def jpeg_segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", JPEG_MARKER, marker, len(data) + 2) + data


# ---- PNG -----------------------------------------------------------------------------------------------------
def of_png(content: bytes, turn: int) -> bytes:
    kept = [chunk for chunk in png_chunks(content) if chunk[4:8] in PNG_PICTURE | PNG_COLOURS]
    if turn != AS_TAKEN:
        kept.insert(1, png_chunk(b"eXIf", only_orientation(turn)))
    return PNG_SIGNATURE + b"".join(kept)


def png_chunks(content: bytes):
    place = len(PNG_SIGNATURE)
    while True:
        [length] = struct.unpack_from(">I", content, place)
        chunk = content[place : place + length + 12]
        yield chunk
        if chunk[4:8] == b"IEND":
            return
        place += length + 12


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


# ---- WebP ----------------------------------------------------------------------------------------------------
def of_webp(content: bytes, turn: int) -> bytes:
    exif = [] if turn == AS_TAKEN else [(b"EXIF", only_orientation(turn))]
    chunks = [*((name, data) for name, data in webp_chunks(content) if name in WEBP_KEPT), *exif]
    body = b"".join(webp_chunk(name, flagged(name, data, has_exif=bool(exif))) for name, data in chunks)
    return struct.pack("<4sI4s", b"RIFF", len(body) + 4, b"WEBP") + body


def flagged(name: bytes, data: bytes, *, has_exif: bool) -> bytes:
    """The head of an extended file says which other parts there are."""
    if name != b"VP8X":
        return data
    return bytes([data[0] & ~WEBP_METADATA | (WEBP_EXIF if has_exif else 0)]) + data[1:]


def webp_chunks(content: bytes):
    [size] = struct.unpack_from("<I", content, 4)
    place, end = 12, size + 8
    if end > len(content):
        raise Damaged
    while place < end:
        name, length = struct.unpack_from("<4sI", content, place)
        yield name, content[place + 8 : place + 8 + length]
        place += 8 + length + length % 2


def webp_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack("<4sI", name, len(data)) + data + b"\0" * (len(data) % 2)


STRIPPED = {"JPEG": of_jpeg, "PNG": of_png, "WEBP": of_webp}
