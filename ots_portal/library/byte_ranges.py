"""Which bytes of a file a request asks for (RFC 9110, section 14): all of them, or one stretch."""

import re
from collections.abc import Mapping

STRETCH = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def asked_range(headers: Mapping[str, str], size: int, etag: str) -> range | None:
    """None where nothing of what is asked exists; all bytes where what is asked makes no sense or is outdated."""
    whole = range(size)
    stretch = STRETCH.fullmatch(headers.get("Range", "").replace(" ", ""))
    if not stretch or headers.get("If-Range", etag) != etag:
        return whole
    first, last = stretch.groups()
    if (not first and not last) or (first and last and int(first) > int(last)):
        return whole
    if not first:
        return whole[-int(last) :] if int(last) and size else None
    return whole[int(first) : int(last) + 1 if last else size] or None
