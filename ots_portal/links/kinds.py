"""What an address in a text is, by its letters alone: ours, the previous site's, shortened, or somebody else's."""

import re
from enum import Enum
from urllib.parse import urlsplit

LONGEST = 2_000  # bytes: longer ones fit into no index, and nobody means them
LONGEST_HOST = 253
SHORTENERS = {
    *("bit.ly", "bitly.com", "buff.ly", "cutt.ly", "dlvr.it", "fb.me", "goo.gl", "ift.tt", "is.gd", "j.mp", "lnkd.in"),
    *("ow.ly", "qr.ae", "rb.gy", "rebrand.ly", "s.id", "shorturl.at", "surl.li", "t.co", "t.ly", "t2m.io", "tiny.cc"),
    *("tinyurl.com", "trib.al", "v.gd", "wp.me", "x.co", "zpr.io"),
}
PREVIOUS_HOSTS = {"turkkon.org", "turkicstates.org"}
# Pages of the previous site ended in their number, and its uploads lay in folders of its editor.
_PREVIOUS_SITE = re.compile(r"/(?:[^/]+/)*[\w-]+_\d+/?\Z|/assets/|/(?:.+/)?kcfinder/")


class Kind(Enum):
    NONE = "none"  # no address was given
    OURS = "ours"
    PREVIOUS = "previous"
    SHORT = "short"
    OTHER = "other"
    IGNORED = "ignored"  # mail, a place on the same page, or nothing that could be looked at


def kind_of(address: str) -> Kind:
    """The kind of an address that normal() has brought into shape."""
    if not address:
        return Kind.NONE
    host = host_of(address)
    if len(address.encode(errors="replace")) > LONGEST or len(host) > LONGEST_HOST:
        return Kind.IGNORED
    if address.startswith("/"):
        return Kind.PREVIOUS if _PREVIOUS_SITE.match(address) else Kind.OURS
    if not address.startswith(("http://", "https://")):
        return Kind.IGNORED
    return Kind.PREVIOUS if host in PREVIOUS_HOSTS else Kind.SHORT if host in SHORTENERS else Kind.OTHER


def normal(address: str, origin: str) -> str:
    """The address as all who use it share it: without a place on the page, and our own without our host."""
    address = address.strip().partition("#")[0]
    scheme, colon, rest = address.partition(":")
    if colon and scheme.lower() in {"http", "https"}:
        address = f"{scheme.lower()}:{rest}"
    is_ours = address == origin or address.startswith((f"{origin}/", f"{origin}?"))
    return (address[len(origin) :] or "/") if is_ours else address


def host_of(address: str) -> str:
    """The host of somebody else's address; "" where there is none that could be asked."""
    try:
        host = urlsplit(address).hostname if address.startswith(("http://", "https://")) else ""
    except ValueError:  # brackets that hold no IPv6 address
        return ""
    return (host or "").removeprefix("www.")
