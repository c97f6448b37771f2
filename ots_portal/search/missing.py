"""What readers sought in vain, for the staff: the text and how often, nothing about who it was, and never too much."""

import re

from django.db.models import F
from django.utils import timezone

from ots_portal.search.models import MissedQuery

LONGEST = 100
MOST = 2_000
MOST_DIGITS = 6
_PRIVATE = re.compile(r"@|https?:|www\.")


def note(query):
    """Count a text that was not found; not one that may hold an address or a number of somebody."""
    text = query.key
    if not text or len(text) > LONGEST or _PRIVATE.search(query.text) or sum(map(str.isdigit, text)) > MOST_DIGITS:
        return
    missed = MissedQuery.objects.filter(text=text, language=query.language)
    if not missed.update(count=F("count") + 1, last_on=timezone.localdate()):
        make_room()
        rows = [MissedQuery(text=text, language=query.language, last_on=timezone.localdate())]
        MissedQuery.objects.bulk_create(rows, ignore_conflicts=True)


def make_room():
    """The least and longest ago sought go first."""
    keys = MissedQuery.objects.order_by("-count", "-last_on", "-pk").values_list("pk", flat=True)[MOST - 1 :]
    MissedQuery.objects.filter(pk__in=list(keys)).delete()
