"""What is public now, as a number that changes with every write: one small file for all processes of this machine."""

import os
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from django.conf import settings


class Generation(NamedTuple):
    name: str
    since: float | None  # when it began, where that is known


def folder() -> Path:
    return settings.VAR / "page-cache"


def current() -> Generation | None:
    """One `stat`; None until a first write or start has made the file."""
    try:
        status = os.stat(folder() / "generation")
    except OSError:
        return None
    return Generation(f"{status.st_ino}-{status.st_mtime_ns}", status.st_mtime)


def renew() -> None:
    """A new file takes the old one's place at once; its time is set by us, as file systems count in coarser steps."""
    folder().mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder())
    os.close(handle)
    now = time.time_ns()
    os.utime(name, ns=(now, now))
    os.replace(name, folder() / "generation")


def noted(name: str) -> str:
    """What any process of this machine noted last, as of a generation."""
    try:
        return (folder() / name).read_text()
    except OSError:
        return ""


def note(name: str, text: str) -> None:
    folder().mkdir(parents=True, exist_ok=True)
    (folder() / name).write_text(text)


def forget(name: str) -> None:
    (folder() / name).unlink(missing_ok=True)
