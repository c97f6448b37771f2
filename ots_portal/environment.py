"""Reads every environment variable of the portal, typed, and says clearly what is wrong with a value."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ots_portal.servers import bucket, header, web_server

HIGHEST_PORT = 65_535
MOST = 1_000
LONGEST_WAIT = 60_000
ROLES = ("reader", "translator", "editor", "reviewer", "administrator")
PROJECT = Path(__file__).resolve().parent.parent


class UnusableVariable(Exception):
    """A variable holds a value that cannot be used; the message says which and what to write."""


def boolean(text: str) -> bool:
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    if text.lower() not in words:
        raise ValueError("write 1 or 0")
    return words[text.lower()]


def port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= HIGHEST_PORT:
        raise ValueError(f"write a whole number from 1 to {HIGHEST_PORT}, for example 8000")
    return int(text)


def count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST:
        raise ValueError(f"write a whole number from 1 to {MOST}")
    return int(text)


def megabytes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MOST:
        raise ValueError(f"write a whole number from 0 to {MOST}")
    return int(text)


def milliseconds(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > LONGEST_WAIT:
        raise ValueError(f"write a whole number from 0 to {LONGEST_WAIT}")
    return int(text)


def proxies(text: str) -> int:
    return 0 if text == "0" else count(text)


def everybody_or_roles(text: str) -> bool | frozenset[str]:
    """True, False, or the roles that are meant."""
    roles = frozenset(words(text))
    if roles <= set(ROLES):
        return roles
    try:
        return boolean(text)
    except ValueError:
        raise ValueError(f"write 1, 0, or roles separated by commas: {', '.join(ROLES)}") from None


def host(text: str) -> str:
    if not text or any(letter.isspace() or letter in "/@" for letter in text):
        raise ValueError("write a host name or an address, for example 127.0.0.1")
    return text


def words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("write scheme and host only, for example https://www.example.org")
    return text.rstrip("/")


def database(text: str) -> str:
    if urlsplit(text).scheme not in {"postgres", "postgresql"}:
        raise ValueError("write postgres://user:password@host:5432/name (PostgreSQL 15 or newer)")
    return text


def shared_cache(text: str) -> str:
    if urlsplit(text).scheme not in {"redis", "rediss"} or not urlsplit(text).hostname:
        raise ValueError("write redis://:password@host:6379/0 (Valkey or Redis; rediss:// with TLS)")
    return text


def virus_scanner(text: str) -> str:
    try:
        parts = urlsplit(text)
        usable = {"unix": parts.path and not parts.netloc, "tcp": parts.hostname and parts.port}
    except ValueError:  # a port that is none
        usable = {}
    if not usable.get(text.partition(":")[0]):
        raise ValueError("write unix:///run/clamav/clamd.ctl or tcp://host:3310")
    return text


def token(text: str) -> str:
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("write letters and digits without spaces, for example what `openssl rand -hex 32` prints")
    return text


def error_reports(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not (parts.hostname and parts.username and parts.path.strip("/")):
        raise ValueError("write https://key@host/number, as the server for error reports shows it")
    return text


def mail_server(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("write smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465")
    return text


def mail_settings(url: str) -> dict[str, object]:
    """Django's EMAIL_… settings for a mail server's URL."""
    parts = urlsplit(url)
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
    }


def secure_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname or parts.query:
        raise ValueError("write the address of a server, for example https://login.example.org/realms/ots")
    return text.rstrip("/")


def address(text: str) -> str:
    if "@" not in text or text.strip() != text:
        raise ValueError("write a mail address, for example portal@example.org")
    return text


def folder(text: str) -> Path:
    if "\0" in text:
        raise ValueError("write the path of a folder")
    return Path(text).expanduser().resolve()


def level(text: str) -> str:
    if text.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("write DEBUG, INFO, WARNING or ERROR")
    return text.upper()


def log_format(text: str) -> str:
    if text.lower() not in {"text", "json"}:
        raise ValueError("write text or json")
    return text.lower()


@dataclass(frozen=True)
class Variable:
    """One variable: how its text is read, what holds without it, and the line of help in .env.example."""

    read: Callable[[str], object]
    default: object
    help: str


VARIABLES = {
    "PORTAL_TRYOUT": Variable(
        boolean, False, "1 only for trying out and tests: built-in database, plain HTTP, mail on the console"
    ),
    "PORTAL_VAR": Variable(
        folder, PROJECT / "var", "the folder of all state: uploads, static files, the built-in database"
    ),
    "PORTAL_ADMIN_PASSWORD": Variable(
        str,
        "",
        "password of the user 'admin' that `make run` makes; without it one is made up and shown once",
    ),
    "PORTAL_ORIGIN": Variable(origin, "", "public scheme and host, used in absolute links; needed in production"),
    "HOST": Variable(host, "127.0.0.1", "address that the web server listens on"),
    "PORT": Variable(port, 8000, "port that the web server listens on"),
    "WEB_WORKERS": Variable(count, 2, "processes of the web server"),
    "WEB_THREADS": Variable(count, 4, "threads of each process"),
    "SECRET_KEY": Variable(
        str, "", "at least 50 random characters; needed in production, made by itself when trying out"
    ),
    "ALLOWED_HOSTS": Variable(
        words, [], "host names answered, separated by commas; without it the host of PORTAL_ORIGIN"
    ),
    "DATABASE_URL": Variable(
        database, "", "PostgreSQL 15 or newer; may stay empty when trying out (the built-in server is used)"
    ),
    "REPLICA_URL": Variable(
        database, "", "a streaming replica of that PostgreSQL, from which pages are read while it is up to date"
    ),
    "CACHE_URL": Variable(
        shared_cache, "", "Valkey or Redis for more than one machine; without it pages are kept in memory"
    ),
    "PAGE_CACHE_MEGABYTES": Variable(
        megabytes, 32, "memory for public pages in each process of the web server; 0 keeps none"
    ),
    "PURGE_URL": Variable(
        web_server, "", "where a CDN is told at each publication to forget pages; without it none may keep any"
    ),
    "PURGE_HEADER": Variable(header, "", "header that lets the portal do so, for example Authorization: Bearer TOKEN"),
    "S3_URL": Variable(
        bucket,
        "",
        "bucket for uploads, for more than one machine; without it they are on the disk, in PORTAL_VAR/media",
    ),
    "CLAMD_URL": Variable(
        virus_scanner,
        "",
        "clamd, which looks for viruses in uploads; without it nobody does, with it none is stored unseen",
    ),
    "CHECK_LINKS": Variable(boolean, True, "0: links to other sites are never followed, neither by night nor by hand"),
    "MAIL_URL": Variable(mail_server, "", "mail server; without it mail is written to the console"),
    "MAIL_FROM": Variable(address, "portal@localhost.localdomain", "sender of the portal's mail"),
    "PORTAL_CONTACT_EMAIL": Variable(address, "", "where readers report mistakes; without it no page offers to"),
    "REQUIRE_MFA": Variable(
        everybody_or_roles,
        None,
        "who must sign in with a second factor: 1 all staff (so without it, except when trying out), 0 nobody, or roles",
    ),
    "OIDC_SERVER": Variable(secure_address, "", "issuer of OpenID Connect; without it there is no single sign-on"),
    "OIDC_CLIENT": Variable(str, "", "the portal's client id at that server"),
    "OIDC_SECRET": Variable(str, "", "the portal's client secret at that server"),
    "OIDC_NAME": Variable(str, "OpenID Connect", "what the button on the sign-in page calls the server"),
    "PROXY_COUNT": Variable(
        proxies,
        None,
        "proxies before the portal that add to X-Forwarded-For; 1 without it, 0 when trying out",
    ),
    "LOG_LEVEL": Variable(level, "INFO", "least importance of what is logged"),
    "LOG_FORMAT": Variable(log_format, "text", "json: one line of JSON for each message, and for each request"),
    "METRICS_TOKEN": Variable(
        token,
        "",
        "what Prometheus sends as bearer token to /metrics, at least 32 characters; without it there is no such page",
    ),
    "SENTRY_DSN": Variable(
        error_reports, "", "where errors are reported to (Sentry, GlitchTip); without it nowhere, they stand in the log"
    ),
    "SENTRY_ENVIRONMENT": Variable(str, "production", "what the reports call this installation"),
    "SLOW_QUERY_MS": Variable(milliseconds, 0, "log database queries that take longer, in milliseconds; 0 logs none"),
}


def read(name: str, variables: Mapping[str, str] | None = None, *, default: object = None):
    """The value of a variable in its type; unset or empty gives the default."""
    text = (os.environ if variables is None else variables).get(name, "")
    variable = VARIABLES[name]
    if text == "":
        return variable.default if default is None else default
    try:
        return variable.read(text)
    except ValueError as error:
        raise UnusableVariable(f"{name}={text!r} cannot be used: {error}.") from None


def console_language() -> str:
    """Turkish on a Turkish console, English on every other."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "tr" if locale.startswith("tr") else "en"
