"""The one place that decides what stands at a record's address: the page, a redirect, a notice of withdrawal, or nothing."""

from functools import wraps

from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES
from ots_portal.postgresql.preparing import preparing
from ots_portal.publishing.columns import with_links
from ots_portal.publishing.drafts import Revision
from ots_portal.publishing.mergers import standing_for
from ots_portal.publishing.old_addresses import record_once_at
from ots_portal.publishing.publishable import State
from ots_portal.publishing.reading import Words


def serves(model, *related, address=None):
    """Make a view of (request, record) from an address whose `slug` names a record of the model.

    The view is reached only at the record's own address: another language's address, or one under a wrong parent,
    leads there. `related` names foreign keys that are read together with the record. `address` gives the record's own
    address where the view shows something else than its page.
    """
    address = address or model.get_absolute_url

    def decorate(view):
        @wraps(view)
        @preparing()
        def page(request, slug=None, **_parents):
            record = found(model, related, slug)
            if record is None or is_hidden(record):
                return to_current_address(request, model, slug, address)
            request.record = record
            if record.state_in(FIRST_LANGUAGE) == State.WITHDRAWN:
                return in_place_of_withdrawn(request, record, address)
            if request.path != address(record):
                return redirect(with_query(address(record), request), permanent=True)
            record.public_note = SimpleLazyObject(lambda: public_note(record))
            return view(request, record)

        return page

    return decorate


def in_place_of_withdrawn(request, record, address):
    """The notice; what was merged with another record leads to that one."""
    if other := standing_for(record):
        return redirect(with_query(address(other), request), permanent=True)
    return render(request, "410.html", {"record": record}, status=410)


def found(model, related, slug):
    """The record at a slug, of whatever language; without a slug, the model's only one."""
    records = with_links(model.objects.all(), *related).prefetch_related("links", "source_notes", "variants")
    if slug is not None:
        records = records.filter(named_in_any_language(slug))
    record = min(records.order_by(), key=lambda each: rank(each, slug), default=None)
    if record is not None:
        know_their_record(record)
    return record


def to_current_address(request, model, slug, address):
    """Where an address leads that no record has now but one had before."""
    record = record_once_at(model, slug) if slug else None
    if record is None or is_hidden(record):
        raise Http404
    return redirect(with_query(address(record), request), permanent=True)


def is_hidden(record):
    """Never published, or its address leads through a record that readers may not see."""
    parent = getattr(record, record.lies_within) if record.lies_within else None
    return record.state_in(FIRST_LANGUAGE) == State.NEVER or (parent is not None and not parent.is_readable)


def named_in_any_language(slug):
    condition = Q()
    for language in LANGUAGES:
        condition |= Q(**{f"slug_{language}": slug})
    return condition


def rank(record, slug):
    """Records in order of how well they answer: readable first, then by whose address in this language it is."""
    states = [State.PUBLISHED, State.WITHDRAWN, State.NEVER]
    return states.index(record.state_in(FIRST_LANGUAGE)), record.slug_in(get_language()) != slug, record.pk


def public_note(record):
    """What readers were told of the last publication in the language that they get."""
    language = get_language() if record.is_published_in(get_language()) else FIRST_LANGUAGE
    seen = Revision.objects.of(record).filter(act=Revision.Act.PUBLISHED, news_in__contains=[language])
    notes = seen.values_list("public_notes", flat=True).first() or {}
    return Words(notes.get(language, ""), language)


def know_their_record(record):
    """Give the generic parts their record, which they would otherwise fetch again one by one."""
    for parts in (record.links, record.source_notes, record.variants):
        for part in parts.all():
            part.record = record


def with_query(address, request):
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address
