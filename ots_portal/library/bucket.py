"""Files in a bucket of S3, or of what speaks like it, for more than one machine. Nobody but the portal reads them."""

import io
from contextlib import contextmanager
from functools import cached_property, partial, wraps

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from ots_portal.library.storage import FilesAway

LARGEST_PUT = 5 * 1024**3  # of what is sent as one request, which the bucket has whole or not at all
NOT_THERE = {"404", "NoSuchKey"}


@contextmanager
def telling():
    """Whatever the client reports is one of two things: the file is not there, or the bucket is out of reach."""
    try:
        yield
    except ClientError as error:
        is_missing = error.response["Error"].get("Code") in NOT_THERE
        raise (FileNotFoundError if is_missing else FilesAway)(str(error)) from error
    except (BotoCoreError, Boto3Error) as error:
        raise FilesAway(str(error)) from error


def tells(method):
    @wraps(method)
    def asking(*arguments, **named):
        with telling():
            return method(*arguments, **named)

    return asking


class Download(io.RawIOBase):
    """Asked for from where reading begins, and sent on as it comes: neither memory nor disk ever holds all of it."""

    def __init__(self, ask):
        self.ask, self.position = ask, 0
        self.body = ask(0)

    def seek(self, position, whence=io.SEEK_SET):
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation("from the beginning only")
        if position != self.position:
            self.body.close()
            self.body, self.position = self.ask(position), position
        return position

    def tell(self):
        return self.position

    def seekable(self):
        return True

    def readable(self):
        return True

    def read(self, size=-1):
        with telling():
            part = self.body.read(None if size is None or size < 0 else size)
        self.position += len(part)
        return part

    def close(self):
        self.body.close()
        super().close()


class Bucket(S3Storage):
    """No file of it has an address of its own: readers get them from library/views.py, by the rights they have."""

    file_overwrite = False
    transfer_config = TransferConfig(multipart_threshold=LARGEST_PUT, use_threads=False)
    client_config = Config(
        s3={"addressing_style": "path"},
        signature_version="s3v4",
        connect_timeout=2,
        read_timeout=10,
        retries={"total_max_attempts": 2, "mode": "standard"},
        request_checksum_calculation="when_required",  # what is not Amazon's may not know the newer ones
        response_checksum_validation="when_required",
    )

    _save = tells(S3Storage._save)
    delete = tells(S3Storage.delete)
    exists = tells(S3Storage.exists)
    size = tells(S3Storage.size)

    @cached_property
    def connection(self):
        """One for all threads: each of its own would take 10 MB."""
        return S3Storage.connection.fget(self)

    @property
    def client(self):
        return self.connection.meta.client

    def _open(self, name, mode="rb"):
        return File(Download(partial(self.body_of, name)), name)

    @tells
    def body_of(self, name, start):
        stretch = {"Range": f"bytes={start}-"} if start else {}
        return self.client.get_object(Bucket=self.bucket_name, Key=self._normalize_name(name), **stretch)["Body"]

    def url(self, name, *_arguments, **_named):
        raise ValueError("This file is not accessible via a URL.")

    # ---- What backup, restore and /health/ ask of any storage -----------------------------------------------
    @tells
    def every(self):
        folder = f"{self.location}/" if self.location else ""
        lists = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name, Prefix=folder)
        rows = [row for each in lists for row in each.get("Contents", ())]
        return [(row["Key"].removeprefix(folder), row["Size"]) for row in rows if not row["Key"].endswith("/")]

    def is_empty(self):
        return not self.every()

    def adopt(self, folder):
        """Take over all files of a folder; there must be none yet."""
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            with path.open("rb") as content:
                self._save(path.relative_to(folder).as_posix(), File(content))

    def clear(self):
        for name, _size in self.every():
            self.delete(name)

    @tells
    def answers(self):
        return bool(self.client.head_bucket(Bucket=self.bucket_name))

    def __str__(self):
        return f"{self.endpoint_url}/{self.bucket_name}/{self.location}".rstrip("/")
