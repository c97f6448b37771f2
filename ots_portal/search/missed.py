"""Keeping count of what was sought in vain: the folded words and their number, and nothing about who sought."""

import re

from django.db.models import F
from django.utils import timezone

from ots_portal.search.models import MissedQuery
from ots_portal.turkish import fold

LONGEST = MissedQuery._meta.get_field("text").max_length
MOST_ROWS = 2000  # who sends nonsense by the thousand fills no table

# An address of mail, or figures as long as a telephone's: whoever typed these sought a person, perhaps themselves.
PERSONAL = re.compile(r"\S@\S|(?:\d[ ./()-]?){7,}")


def remember_missed(text, language):
    key = fold(text)
    if not key or len(key) > LONGEST or PERSONAL.search(text):
        return
    today = timezone.localdate()
    known = MissedQuery.objects.filter(text=key, language=language)
    if not known.update(count=F("count") + 1, last_on=today) and MissedQuery.objects.count() < MOST_ROWS:
        MissedQuery.objects.bulk_create(
            [MissedQuery(text=key, language=language, last_on=today)], ignore_conflicts=True
        )
