"""The secret key: from the environment in production, kept in the state folder when trying out."""

import contextlib
import os
import secrets
from pathlib import Path

from ots_portal.environment import UnusableVariable

SHORTEST = 50


def secret_key(given: str, var: Path, *, tryout: bool) -> str:
    if given:
        if len(given) < SHORTEST and not tryout:
            raise UnusableVariable(f"SECRET_KEY is too short: write at least {SHORTEST} random characters.")
        return given
    if not tryout:
        raise UnusableVariable(f"SECRET_KEY is missing: write at least {SHORTEST} random characters.")
    return _kept_key(var / "secret-key")


def _kept_key(file: Path) -> str:
    """The key in the file; written once, readable by its owner only, also when two processes start at once."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"secret-key.{os.getpid()}")
        with open(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text()
