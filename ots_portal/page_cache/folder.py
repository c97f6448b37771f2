"""Pages as files, for the other processes of this machine, and for times without a database."""

import pickle
import random
import tempfile
from contextlib import suppress
from pathlib import Path

from ots_portal.page_cache import generation

MOST_FILES = 5_000
SWEEPS = 500  # one of so many pages that are written looks whether there are too many


def place() -> Path:
    return generation.folder() / "pages"


def read(name: str):
    """None where it is not there or another version of the portal wrote it."""
    try:
        return pickle.loads((place() / name).read_bytes())  # noqa: S301 - nobody but the portal writes there
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, TypeError):
        return None


def write(name: str, page) -> None:
    """Whole or not at all; where there is no room, not."""
    with suppress(OSError):
        place().mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place(), prefix="new-", delete=False) as file:
            draft = Path(file.name)
            try:
                pickle.dump(page, file)
                file.flush()
                draft.replace(place() / name)
            except OSError:
                draft.unlink()
        if random.randrange(SWEEPS) == 0:  # noqa: S311 - no secret
            sweep()


def sweep() -> None:
    """The oldest go, and what was left half-written."""
    files = sorted(place().iterdir(), key=lambda file: file.stat().st_mtime)
    for file in files[: max(0, len(files) - MOST_FILES)]:
        file.unlink(missing_ok=True)
