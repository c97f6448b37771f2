from django.conf import settings
from django.http import FileResponse, Http404, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from ots_portal.library.models import File


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
    return answer(file, etag)


def is_offered(file):
    return any(each.document.is_readable for each in file.document_files.select_related("document"))


def is_asked_by_staff(request):
    """Readers' sessions are not touched: without a session cookie nobody is signed in."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_staff


def answer(file, etag):
    try:
        content = file.content.open("rb")
    except FileNotFoundError:
        raise Http404
    return FileResponse(
        content,
        as_attachment=True,
        filename=file.name,
        content_type=file.media_type,
        headers={"ETag": etag, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"},
    )
