"""Files on the disk of this machine: whole or not at all."""

import shutil
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

FOLDER_PERMISSIONS = 0o750


class FilesAway(OSError):
    """Where files are stored cannot be reached; it may be tried again."""


class WholeFiles(FileSystemStorage):
    """What could not be written to its end, as on a full disk, leaves no file behind."""

    def _save(self, name, content):
        try:
            return super()._save(name, content)
        except OSError:
            with suppress(OSError):
                self.delete(name)
            raise

    # ---- What backup, restore and /health/ ask of any storage -----------------------------------------------
    def every(self):
        """Name and size of each file."""
        root = Path(self.location)
        for path in sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink()):
            yield path.relative_to(root).as_posix(), path.stat().st_size

    def is_empty(self):
        root = Path(self.location)
        return not root.exists() or not any(root.iterdir())

    def adopt(self, folder):
        """Take over a folder of the same disk in one step; there must be no file yet."""
        for each in folder.rglob("*"):
            each.chmod(FOLDER_PERMISSIONS if each.is_dir() else settings.FILE_UPLOAD_PERMISSIONS)
        folder.chmod(FOLDER_PERMISSIONS)
        with suppress(FileNotFoundError):
            Path(self.location).rmdir()
        shutil.move(folder, self.location)

    def clear(self):
        shutil.rmtree(self.location, ignore_errors=True)

    def answers(self):
        return True

    def __str__(self):
        return str(self.location)
