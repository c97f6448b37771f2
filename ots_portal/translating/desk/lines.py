"""What the page of a desk shows of each text: its field, and what was said about it."""

from typing import NamedTuple

from django.forms import BoundField
from django.utils.http import urlencode

from ots_portal.publishing.comments import Comment
from ots_portal.publishing.form_comments import Place, threads_of
from ots_portal.publishing.record_pages import address_of
from ots_portal.translating.desk.beside import Beside, besides
from ots_portal.translating.desk.side_by_side import SideText


class Line(NamedTuple):
    """A text that is gone in the draft has no field."""

    text: SideText
    field: BoundField | None
    wording: BoundField | None
    place: Place
    beside: Beside
    reason: str = ""


def grouped_lines(side, form, texts, sent):
    """The lines of these texts, in the groups of their parts; `sent` is what was written on the page before."""
    threads, beside = open_threads(side), besides(side, texts)
    for group in side.groups(texts):
        lines = [line(side, form, text, threads, beside[text.path]) for text in group.texts]
        yield group, [each._replace(reason=sent.get(f"_reason:{each.text.path}", "")) for each in lines]


def line(side, form, text, threads, beside):
    """A question to the author stands at the source; what was said about the translation stands with it."""
    said = [thread for path in (text.source_path, text.path) for thread in threads.get(path, ())]
    address = f"{address_of(side.record, 'comments')}?{urlencode({'path': text.source_path})}"
    fields = [form[path] if path in form.fields else None for path in (text.path, text.wording)]
    return Line(text, *fields, Place(said, address), beside)


def open_threads(side):
    """The open comments of the record by their paths."""
    threads = {}
    for thread in threads_of(Comment.objects.of(side.record).open(), side.places):
        threads.setdefault(thread.comment.path, []).append(thread)
    return threads
