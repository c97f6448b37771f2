from http import HTTPStatus

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from whitenoise.responders import SlicedFile

from ots_portal.accounts.roles import Act, may
from ots_portal.library.byte_ranges import asked_range
from ots_portal.library.inspection import TYPES
from ots_portal.library.models import File

# No browser may show or run what it is given, whatever the row says it is.
SAFETY = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


@require_safe
def library_file(request, pk, name):
    """The stored bytes, to be saved and never shown in place; only what a readable document offers, unless to staff."""
    file = get_object_or_404(File, pk=pk)
    if not (is_offered(file) or is_asked_by_staff(request)):
        raise Http404
    if name != file.name:
        return redirect(file, permanent=True)
    etag = quote_etag(file.checksum)
    unchanged = get_conditional_response(request, etag=etag)
    if isinstance(unchanged, HttpResponseNotModified):
        return unchanged
    return answer(request, file, etag)


def is_offered(file):
    return any(each.document.is_readable for each in file.document_files.select_related("document"))


def is_asked_by_staff(request):
    """Readers' sessions are not touched: without a session cookie nobody is signed in."""
    is_staff = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_staff
    return is_staff and may(request.user, Act.VIEW)


def answer(request, file, etag):
    """The whole file, or the part of it that a download which broke off lacks; of HEAD the headers alone."""
    part = asked_range(request.headers if request.method == "GET" else {}, file.size, etag)
    if part is None:
        return HttpResponse(
            status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{file.size}"}
        )
    try:
        content = file.content.open("rb")
    except FileNotFoundError:
        raise Http404
    headers = SAFETY | {"ETag": etag, "Accept-Ranges": "bytes", "Content-Length": str(len(part))}
    if len(part) < file.size:
        headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{file.size}"
    return FileResponse(
        SlicedFile(content, part.start, part.start - 1 if request.method == "HEAD" else part.stop - 1),
        status=HTTPStatus.PARTIAL_CONTENT if "Content-Range" in headers else HTTPStatus.OK,
        as_attachment=True,
        filename=file.name,
        content_type=harmless(file.media_type),
        headers=headers,
    )


def harmless(media_type):
    return media_type if media_type in TYPES.values() else "application/octet-stream"
