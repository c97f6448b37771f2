"""Asks a virus scanner, clamd, about bytes before they are stored (its command INSTREAM)."""

import logging
import socket
from contextlib import suppress
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

QUICK = 2  # seconds to say that it is there
PATIENCE = 30  # seconds for each step: to connect, to send a stretch, to look at the whole
STRETCH = 64 * 1024
LONGEST_ANSWER = 4096
logger = logging.getLogger(__name__)


class ScannerAway(Exception):
    """There is no verdict: the scanner does not answer, or not as it should."""


def refuse_infected(content: BinaryIO) -> None:
    """ValidationError where a virus is found, or where the scanner that should look for one cannot."""
    if not settings.CLAMD_URL:
        return
    try:
        virus = virus_in(content, settings.CLAMD_URL)
    except ScannerAway as error:
        logger.error("An upload was refused, because the virus scanner gives no verdict: %s", error)
        raise ValidationError(
            _("The virus scanner does not answer, so nothing was stored. Try again later, or tell the administrator.")
        ) from None
    if virus:
        logger.warning("An upload was refused: %r was found in it.", virus)
        raise ValidationError(
            _("A virus was found in the file (%(virus)s); it was not stored. Have your computer checked.")
            % {"virus": virus}
        )


def scanner_answers() -> bool:
    """Whether the scanner is there, if there is to be one; OSError where it cannot be reached."""
    if not settings.CLAMD_URL:
        return True
    with connected(settings.CLAMD_URL, QUICK) as connection:
        connection.sendall(b"zPING\0")
        return read_answer(connection) == "PONG"


def virus_in(content: BinaryIO, url: str) -> str:
    """The name of what the scanner finds, empty where it finds nothing."""
    try:
        with connected(url, PATIENCE) as connection:
            with suppress(BrokenPipeError, ConnectionResetError):  # it says why it stopped listening
                send(connection, content)
            answer = read_answer(connection)
    except OSError as error:
        raise ScannerAway(error) from error
    finally:
        content.seek(0)
    verdict = answer.removeprefix("stream: ")
    if verdict == "OK":
        return ""
    if not verdict.endswith(" FOUND"):
        raise ScannerAway(answer or "an empty answer")
    return verdict.removesuffix(" FOUND")


def connected(url: str, patience: float) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname, parts.port), timeout=patience)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(patience)
    try:
        connection.connect(parts.path)
    except OSError:
        connection.close()
        raise
    return connection


def send(connection: socket.socket, content: BinaryIO) -> None:
    """Stretches, each after its length; one without length ends them."""
    connection.sendall(b"zINSTREAM\0")
    content.seek(0)
    while stretch := content.read(STRETCH):
        connection.sendall(len(stretch).to_bytes(4) + stretch)
    connection.sendall(bytes(4))


def read_answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER and (part := connection.recv(LONGEST_ANSWER)):
        answer += part
    return answer.rstrip(b"\0").decode(errors="replace").strip()
