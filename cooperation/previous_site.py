"""Addresses of the previous site's pages, as areas and topics name them in `legacy_path`."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import override

from cooperation.models import Area, Topic
from cooperation.views import area_detail, topic_detail
from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES
from ots_portal.publishing.serving import named_in_any_language, with_query

# Every page of the previous site ended in its number; the folder before it and a language may be missing.
ADDRESS = (
    rf"^(?:(?P<language>{'|'.join(LANGUAGES)})/)?isbirligi-alanlari/(?:(?P<folder>[-\w]+)/)?(?P<path>[-\w]+_[0-9]+)/?$"
)


def previous_page(request, path, folder=None, language=None):
    """Lead to the page that took over; an address of ours that only looks like an old one is answered as ever."""
    model, view = (Topic, topic_detail) if folder else (Area, area_detail)
    record = None if model.objects.filter(named_in_any_language(path)).exists() else successor(path)
    if record is None and language is None:
        raise Http404
    if record is None:
        return view(request, slug=path)
    with override(language or FIRST_LANGUAGE):
        return redirect(with_query(record.get_absolute_url(), request), permanent=True)


def successor(path):
    """The area or topic that was once published and stood at this path."""
    areas = Area.objects.ever_published().filter(legacy_path=path)
    topics = Topic.objects.ever_published().filter(legacy_path=path, area__in=Area.objects.readable())
    return areas.first() or topics.select_related("area").first()
