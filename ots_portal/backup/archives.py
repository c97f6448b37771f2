"""The one file of a backup: a tar of the dump, the uploads and, last, the manifest; may be encrypted with age."""

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

import pyrage
from django.utils.translation import gettext as _

from ots_portal.backup.manifest import FORMAT, Manifest
from ots_portal.backup.programs import BackupError

DUMP, MEDIA, MANIFEST = "database.dump", "media", "manifest.json"
NAMES = "ots-portal-????-??-??T??????Z.tar*"
AGE_HEADER = b"age-encryption.org/"
CHUNK = 1 << 20
PRIVATE = 0o600
Progress = Callable[[int, int], None]


class Source(NamedTuple):
    """What goes into a backup, wherever it lies."""

    size: int
    open: Callable[[], BinaryIO]


def on_disk(path: Path) -> Source:
    return Source(path.stat().st_size, partial(path.open, "rb"))


# ---- Writing -------------------------------------------------------------------------------------------------
def write(
    target: Path, manifest: Manifest, sources: dict[str, Source], recipients: list, progress: Progress
) -> Manifest:
    """Write the archive whole or not at all; `sources` are the files by their names in it."""
    part = target.with_name(f"{target.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as file:
            manifest = write_tar(file, manifest, sources, progress)
            os.fsync(file.fileno())
        if recipients:
            encrypt(part, recipients)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def write_tar(file: io.BufferedIOBase, manifest: Manifest, sources: dict[str, Source], progress: Progress) -> Manifest:
    total, done, members = sum(source.size for source in sources.values()), 0, {}
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, source in sources.items():
            with source.open() as content:
                members[name] = add(tar, name, content, source.size)
            done += members[name][0]
            progress(done, total)
        manifest = replace(manifest, members=members)
        text = manifest.as_json().encode()
        add(tar, MANIFEST, io.BytesIO(text), len(text))
    return manifest


def add(tar: tarfile.TarFile, name: str, source: io.BufferedIOBase, size: int) -> list:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, PRIVATE
    hashing = Hashing(source)
    tar.addfile(info, hashing)
    return [size, hashing.digest]


class Hashing:
    """A file that knows the SHA-256 of what was read from it."""

    def __init__(self, file: io.BufferedIOBase) -> None:
        self.file, self.sha256 = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(size)
        self.sha256.update(chunk)
        return chunk

    @property
    def digest(self) -> str:
        return self.sha256.hexdigest()


# ---- Keys ----------------------------------------------------------------------------------------------------
def recipients_of(texts: list[str]) -> list:
    """age or SSH public keys; BackupError names the one that is none."""
    return [key_of(text, pyrage.x25519.Recipient, pyrage.ssh.Recipient) for text in texts]


def key_of(text: str, *kinds: type) -> object:
    for kind in kinds:
        with suppress(pyrage.RecipientError):
            return kind.from_str(text)
    raise BackupError(_("“%(key)s” is no public key of age (age1…) or SSH (ssh-ed25519 …).") % {"key": text})


def identity_of(path: Path) -> object:
    """The secret key in a file as age-keygen or ssh-keygen writes it."""
    text = path.read_bytes()
    with suppress(pyrage.IdentityError):
        return pyrage.ssh.Identity.from_buffer(text)
    lines = text.decode(errors="replace").split()
    with suppress(pyrage.IdentityError, StopIteration):
        return pyrage.x25519.Identity.from_str(next(line for line in lines if line.startswith("AGE-SECRET-KEY-")))
    raise BackupError(_("%(file)s holds no secret key of age or SSH.") % {"file": path})


def encrypt(path: Path, recipients: list) -> None:
    encrypted = path.with_name(f"{path.name}.age")
    try:
        pyrage.encrypt_file(str(path), str(encrypted), recipients)
        encrypted.chmod(PRIVATE)
        encrypted.rename(path)
    finally:
        encrypted.unlink(missing_ok=True)


# ---- Finding -------------------------------------------------------------------------------------------------
def backups_in(folder: Path) -> list[Path]:
    """The oldest first, since their names say when they were made."""
    return sorted(each for each in folder.glob(NAMES) if not each.name.endswith(".part"))


def newest(path: Path) -> Path:
    """A backup itself, or the newest one in a folder."""
    if not path.is_dir():
        return path
    if found := backups_in(path):
        return found[-1]
    raise BackupError(_("There is no backup in %(folder)s.") % {"folder": path})


# ---- Reading -------------------------------------------------------------------------------------------------
class Archive:
    """An opened backup; nothing in it is believed before `unpack` has compared every checksum."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.manifest = self._read_manifest()

    def _read_manifest(self) -> Manifest:
        try:
            manifest = Manifest.from_json(self.tar.extractfile(MANIFEST).read())
        except (KeyError, TypeError, ValueError):
            raise damaged()
        if manifest.format != FORMAT:
            raise BackupError(_("This backup has another format. Restore it with the version that made it."))
        return manifest

    def unpack(self, folder: Path, progress: Progress) -> None:
        """Write every file of the backup below a folder."""
        expected = dict(self.manifest.members)
        total, done = sum(size for size, _digest in expected.values()), 0
        for info in self.tar:
            if info.name == MANIFEST:
                continue
            if [info.size, self._unpack_one(info, folder)] != expected.pop(info.name, None):
                raise damaged()
            done += info.size
            progress(done, total)
        if expected:
            raise damaged()

    def _unpack_one(self, info: tarfile.TarInfo, folder: Path) -> str:
        if not info.isfile() or not is_safe(info.name):
            raise damaged()
        target = folder / info.name
        target.parent.mkdir(parents=True, exist_ok=True)
        source = Hashing(self.tar.extractfile(info))
        with target.open("xb") as file:
            while chunk := source.read(CHUNK):
                file.write(chunk)
        return source.digest


def is_safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name == DUMP or (len(parts) > 1 and parts[0] == MEDIA and ".." not in parts)


@contextmanager
def opened(path: Path, identity: Path | None) -> Iterator[Archive]:
    """The archive in a file, decrypted beside it for as long as it is open."""
    with ready(path, identity) as plain:
        try:
            with tarfile.open(plain, mode="r:") as tar:
                yield Archive(tar)
        except (tarfile.TarError, EOFError):
            raise damaged()


@contextmanager
def ready(path: Path, identity: Path | None) -> Iterator[Path]:
    if not is_encrypted(path):
        yield path
        return
    if identity is None:
        raise BackupError(_("This backup is encrypted. Name the file of the secret key with --identity."))
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".restoring-") as folder:
        plain = Path(folder, "plain.tar")
        try:
            pyrage.decrypt_file(str(path), str(plain), [identity_of(identity)])
        except pyrage.DecryptError:
            raise BackupError(_("This key does not open the backup, or the file is damaged."))
        yield plain


def is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(AGE_HEADER)) == AGE_HEADER


def damaged() -> BackupError:
    return BackupError(_("The file is damaged, or it is no backup of the portal. Nothing was written."))
