"""What is too large to be made and kept whole: sent in parts, each of them made when the one before has left.

Any thread may make the next part. So a part asks the database for itself, and its language is set for it alone.
"""

import zlib
from hashlib import sha256

import brotli
from django.http import StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language, override

from ots_portal.page_cache.pages import BROTLI_QUALITY, GZIP_LEVEL
from ots_portal.page_cache.questions import question_of
from ots_portal.page_cache.stores import pages, stamp_of

FOR_EVERYBODY = "public, max-age=0, stale-if-error=86400"
GZIP = 31  # zlib's number for the largest window and a header of gzip


def streamed(request, parts, content_type):
    """Never kept here; its tag names what is public, so that whoever keeps it need not get it again."""
    question = question_of(request.META)
    coding = question.coding if question else ""
    parts = () if request.method == "HEAD" else in_coding(in_language(parts, get_language()), coding)
    response = StreamingHttpResponse(parts, content_type=content_type)
    if coding:
        response["Content-Encoding"] = coding
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    if question is None:
        patch_cache_control(response, private=True, no_cache=True)
        return response
    response["Cache-Control"] = FOR_EVERYBODY
    if tag := tag_of(question):
        response["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response)


def tag_of(question):
    """None where nobody says what is public."""
    kept = pages()
    stamp = kept and stamp_of(kept.fetch(question.key)[0])
    return f'W/"{sha256(repr((stamp, question.key)).encode()).hexdigest()[:32]}"' if stamp else None


def in_language(parts, language):
    parts = iter(parts)
    while True:
        with override(language):
            part = next(parts, None)
        if part is None:
            return
        yield part


def in_coding(parts, coding):
    """Compressed as one, and never an empty part, which would be the end."""
    if not coding:
        yield from filter(None, parts)
        return
    press = Brotli() if coding == "br" else zlib.compressobj(GZIP_LEVEL, wbits=GZIP)
    for part in parts:
        if pressed := press.compress(part):
            yield pressed
    yield press.flush()


class Brotli:
    """With zlib's words; each part leaves at once, as a reader would else see nothing for seconds."""

    def __init__(self):
        self.press = brotli.Compressor(quality=BROTLI_QUALITY)

    def compress(self, part):
        return self.press.process(part) + self.press.flush()

    def flush(self):
        return self.press.finish()
