"""A page as it is kept: the same for everybody, compressed once."""

import gzip
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256

import brotli
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from ots_portal.page_cache.questions import Question

SHORTEST = 200  # bytes below which compressing makes an answer longer
BROTLI_QUALITY = 5  # what takes as long as gzip and is a tenth smaller
GZIP_LEVEL = 6
CONTENT = b'<main id="content" tabindex="-1">'  # of templates/base.html
OF_CACHES = {"cache-control", "cdn-cache-control", "surrogate-control", "cache-tag", "surrogate-key"}
NOT_KEPT = {"content-length", "content-encoding", "etag", "last-modified"}
OF_CONTENT = {"content-type", "content-language", "content-disposition"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True)
class Page:
    """`stamp` names what was public when it was rendered: while that is the same, so is the page."""

    headers: list[tuple[str, str]]
    body: bytes = field(repr=False)  # by gzip, which nearly every reader takes
    length: int
    etag: str
    modified: int | None
    stamp: str
    rendered: datetime

    @cached_property
    def by_brotli(self) -> bytes:
        return brotli.compress(self.plain, quality=BROTLI_QUALITY)

    @property
    def plain(self) -> bytes:
        return gzip.decompress(self.body)

    def out_of_date(self) -> "Page":
        """The same page, saying to people and programs that it may not be the latest."""
        content = self.plain.replace(CONTENT, CONTENT + out_of_date_line(self.language, self.rendered), 1)
        kept = [(name, value) for name, value in self.headers if name.lower() not in OF_CACHES]
        headers = [*kept, ("Cache-Control", "no-store"), ("X-Page-Cache", "out of date")]
        return page_of(headers, content, stamp="", since=None)

    @property
    def language(self) -> str:
        return dict(self.headers).get("Content-Language", settings.LANGUAGE_CODE)

    @property
    def size(self) -> int:
        """About as many bytes of memory as it takes."""
        return 2 * len(self.body) + 2_000

    def in_coding(self, coding: str) -> bytes:
        return {"br": lambda: self.by_brotli, "gzip": lambda: self.body}.get(coding, lambda: self.plain)()

    def answer(self, question: Question) -> Answer:
        """The page, or that it is what the reader has already."""
        if self.is_known_to(question):
            return Answer(304, [*self.validators, *self.of_any_answer], b"")
        coding = question.coding if self.length >= SHORTEST else ""
        body = self.in_coding(coding)
        length = [("Content-Length", str(len(body))), *([("Content-Encoding", coding)] if coding else [])]
        return Answer(200, [*self.headers, *self.validators, *length], body)

    @cached_property
    def validators(self) -> list[tuple[str, str]]:
        return [("ETag", self.etag), *([("Last-Modified", http_date(self.modified))] if self.modified else [])]

    @property
    def of_any_answer(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.headers if name.lower() not in OF_CONTENT]

    def is_known_to(self, question: Question) -> bool:
        if question.if_none_match:
            known = {tag.removeprefix("W/") for tag in parse_etags(question.if_none_match)}
            return bool(known & {"*", self.etag.removeprefix("W/")})
        since = question.if_modified_since and parse_http_date_safe(question.if_modified_since)
        return bool(since and self.modified and self.modified <= since)


def page_of(headers, content: bytes, *, stamp: str, since: float | None) -> Page:
    """`since`: when what is public changed last; within that very second no date tells versions apart."""
    now = timezone.now()
    return Page(
        headers=[(name, value) for name, value in headers if name.lower() not in NOT_KEPT],
        body=gzip.compress(content, GZIP_LEVEL, mtime=0),
        length=len(content),
        etag=f'W/"{sha256(content).hexdigest()[:32]}"',
        modified=int(since) if since and now.timestamp() - since > 1 else None,
        stamp=stamp,
        rendered=now,
    )


def out_of_date_line(language: str, rendered: datetime) -> bytes:
    with override(language):
        moment = date_format(timezone.localtime(rendered), "DATETIME_FORMAT")
        text = _("This page is as it stood on %(moment)s. What has changed since cannot be shown at the moment.")
        return format_html('<p class="wrap meta" role="note">{}</p>', text % {"moment": moment}).encode()


def compressed(content: bytes, coding: str) -> bytes:
    """What is sent once and not kept."""
    if coding == "br":
        return brotli.compress(content, quality=BROTLI_QUALITY)
    return gzip.compress(content, GZIP_LEVEL, mtime=0)
