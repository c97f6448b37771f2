"""Servers beside the portal's own that it may use: how their addresses are written, and the settings they make."""

from urllib.parse import parse_qs, unquote, urlsplit


def bucket(text: str) -> str:
    """S3 or what speaks like it; without key and secret they are found as AWS's own tools find them."""
    try:
        parts = urlsplit(text)
        is_usable = parts.scheme in {"http", "https"} and parts.hostname and parts.path.strip("/")
        is_usable = is_usable and bool(parts.username) == bool(parts.password) and parts.port != 0
        is_usable = is_usable and set(parse_qs(parts.query, keep_blank_values=True)) <= {"region"}
    except ValueError:  # a port that is none, as where a secret has a slash
        is_usable = False
    if not is_usable:
        raise ValueError(
            "write https://KEY:SECRET@host/bucket?region=eu-central-1 (in the secret %2F for /, %2B for +)"
        )
    return text


def bucket_options(url: str) -> dict[str, object]:
    """What STORAGES needs; a further part of the path is a folder within the bucket."""
    parts = urlsplit(url)
    name, _slash, folder = parts.path.strip("/").partition("/")
    return {
        "endpoint_url": f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "region_name": parse_qs(parts.query).get("region", ["us-east-1"])[0],
        "bucket_name": name,
        "location": folder,
    }


def web_server(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("write an address, for example https://api.cloudflare.com/client/v4/zones/ZONE/purge_cache")
    return text


def header(text: str) -> str:
    name, _colon, value = text.partition(":")
    if not name or name != name.strip() or not value.strip() or not (text.isascii() and text.isprintable()):
        raise ValueError("write name and value, for example Authorization: Bearer TOKEN")
    return text
