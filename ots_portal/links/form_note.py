"""What the worklist says of the links in a record, on its form."""

from typing import NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode

from ots_portal.links.finding import addresses_in
from ots_portal.links.models import Address
from ots_portal.links.worklist import MEND
from ots_portal.publishing.problems import anchor
from ots_portal.publishing.words import Reader

MOST = 10


class Row(NamedTuple):
    label: str
    anchor: str
    address: Address


def note(desk):
    """Of the words as the form shows them: what the draft has mended already is not named."""
    rows = list(to_mend(desk))
    if not rows:
        return ""
    query = urlencode({"result": MEND, "type": desk.model._meta.label_lower})
    worklist = f"{reverse('admin:links_address_changelist')}?{query}"
    shown = {"rows": rows[:MOST], "number": len(rows), "more": len(rows[MOST:]), "worklist": worklist}
    return render_to_string("admin/links/_to_mend.html", shown)


def to_mend(desk):
    """In one query, however many links there are."""
    places = list(dict.fromkeys(addresses_in(desk.model, desk.working)))
    known = {each.url: each for each in Address.objects.to_mend().filter(url__in={url for _path, url in places})}
    if not known:
        return
    reader, built = Reader(desk.model, {}, (desk.live, desk.working)), desk.built()
    for path, url in places:
        if url in known:
            yield Row(reader.label(path), anchor(desk.model, built, path), known[url])
