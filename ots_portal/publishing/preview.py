"""A version that is not published, on the page that readers will get; nothing is stored and nobody keeps a copy."""

import copy

from django.http import Http404, QueryDict
from django.urls import resolve
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES
from ots_portal.publishing.documents import build
from ots_portal.publishing.parts import known
from ots_portal.publishing.shared_previews import found_by


def preview(request, desk, language, document=None, **bar):
    """The public page of a record with its draft, or another document, as if the language were published now."""
    return shown(request, desk.built(document), language, **bar)


@require_safe
def shared_preview(request, token):
    """The version that somebody shared, for whoever has the address."""
    shared = found_by(token)
    record = shared and shared.record
    if not record or not record.has_page:
        raise Http404
    version = build(record, known(type(record), shared.document))
    response = shown(request, version, shared.language, shared=shared)
    response["Referrer-Policy"] = "no-referrer"  # or sites linked from the page would learn the address
    return response


def shown(request, record, language, **bar):
    """The answer of the record's public view, marked as a preview by the bar in base.html."""
    with translation.override(language):
        record = as_published(record, language)
        address = record.get_absolute_url()
        view = resolve(address).func.__wrapped__  # without what finds the record by its address
        response = view(as_reader(request, record, address, language, bar), record)
    response["Content-Language"] = language
    response["X-Robots-Tag"] = "noindex, nofollow"
    add_never_cache_headers(response)
    return response


def as_reader(request, record, address, language, bar):
    """The request as if it had come to the page's own address."""
    reading = copy.copy(request)
    reading.path = reading.path_info = address
    reading.GET, reading.record, reading.LANGUAGE_CODE = QueryDict(), record, language
    reading.preview = {"language": language, "addresses": {}, "card": card_templates(record), **bar}
    return reading


def card_templates(record):
    """The template of a record as it stands in lists: its type's own, or else that of all records."""
    options = record._meta
    return [f"{options.app_label}/_{options.model_name}_card.html", "shared/_record_card.html"]


def as_published(record, language):
    """The record in memory with the state and address that it would have if this language were published now."""
    for code in {FIRST_LANGUAGE, language}:
        published = f"published_at_{code}"
        setattr(record, published, getattr(record, published) or timezone.now())
        setattr(record, f"changed_at_{code}", timezone.now())
        setattr(record, f"withdrawn_at_{code}", None)
    give_address(record)
    return record


def give_address(record):
    """A record that was never published may lack one, also the record that its address leads through."""
    record.fill_keys()
    for code in LANGUAGES:
        setattr(record, f"slug_{code}", record.slug_in(code) or str(record.pk))
    parent = getattr(record, record.lies_within) if record.lies_within else None
    if parent is not None and not parent.slug_in(FIRST_LANGUAGE):
        give_address(parent)
