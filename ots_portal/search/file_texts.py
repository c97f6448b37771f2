"""What stored files say: asked for when a record is published, read in a process of its own, and kept."""

import json
import logging
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace

from django.db import transaction

from ots_portal.environment import PROJECT
from ots_portal.library.storage import FilesAway
from ots_portal.publishing.reading import Words
from ots_portal.search.extraction import PDF, READABLE
from ots_portal.search.models import FileText

logger = logging.getLogger(__name__)

AT_ONCE = 3  # seconds that a publication waits for a small file
LATER = 60
SMALL = 5 * 1024 * 1024


def pages_of(item, file, language):
    """An item for each page of a document's file; all of them are the document to those who search."""
    text = file and getattr(file, "text", None)
    if not text or text.state != FileText.State.READ:
        return
    for number, page in enumerate(text.pages, 1):
        if page.strip():
            yield replace(
                item,
                part=f"{file.pk}/{number}",
                thing=f"{item.kind}/{item.reference}",
                names=(),
                facts=(),
                text=Words(page, language),
                page=number if file.media_type == PDF else None,
            )


def ask_for(files):
    """See to it that what these files say is read, small ones as soon as the transaction is through."""
    wanted = {file.pk: file for file in files if file and file.media_type in READABLE}
    known = dict(FileText.objects.filter(file__in=wanted).values_list("file", "checksum"))
    new = [file for key, file in wanted.items() if known.get(key) != file.checksum]
    if new:
        FileText.objects.filter(file__in=new).delete()
        FileText.objects.bulk_create(FileText(file=file, checksum=file.checksum) for file in new)
        small = [file.pk for file in new if file.size <= SMALL]
        transaction.on_commit(lambda: read_waiting(small, seconds=AT_ONCE), robust=True)


def read_waiting(keys=None, *, seconds=LATER):
    """Read what nobody has read yet; what takes too long now is read by the next one who has more time."""
    waiting = FileText.objects.filter(state=FileText.State.WAITING)
    for text in waiting.filter(file__in=keys) if keys is not None else waiting:
        read_one(text.pk, seconds)


@transaction.atomic
def read_one(key, seconds):
    rows = FileText.objects.select_for_update(skip_locked=True, of=("self",)).select_related("file")
    text = rows.filter(pk=key, state=FileText.State.WAITING).first()
    if text is None:
        return
    try:
        text.pages = extracted(text.file, seconds)
        text.state = FileText.State.READ if any(text.pages) else FileText.State.EMPTY
    except subprocess.TimeoutExpired:
        if seconds < LATER:
            return
        text.state = FileText.State.FAILED
    except FilesAway as error:
        logger.warning("The file %s cannot be reached; it is read later: %s", key, error)
        return
    except (OSError, subprocess.CalledProcessError, ValueError) as error:
        logger.warning("The text of the file %s cannot be read: %s", key, error)
        text.state = FileText.State.FAILED
    text.save()  # the index follows (apps.py)


def extracted(file, seconds):
    """The pages of a file, read where neither hanging nor crashing does any harm."""
    with file.content.open("rb") as stored, tempfile.NamedTemporaryFile() as copy:
        shutil.copyfileobj(stored, copy)
        copy.flush()
        command = [sys.executable, "-m", "ots_portal.search.extraction", copy.name, file.media_type, str(seconds)]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, timeout=seconds, check=True)
    return json.loads(done.stdout)
