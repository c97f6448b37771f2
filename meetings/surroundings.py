"""What stands around a meeting: the one before it and after it in its series, and what was held on the same days."""

from typing import NamedTuple

from django.db.models import Q

from meetings.models import Meeting

MOST_ON_SAME_DAYS = 25


class Surroundings(NamedTuple):
    before: Meeting | None
    after: Meeting | None
    same_days: list


def surroundings(meeting):
    """Only what readers may see; the same three questions however long the series is."""
    shown = Meeting.objects.readable().exclude(pk=meeting.pk).as_rows()
    of_series = shown.filter(series=meeting.series_id, sort_date__isnull=False)
    before, after = (nearest(meeting, of_series, is_later=is_later) for is_later in (False, True))
    return Surroundings(before, after, on_same_days(meeting, shown))


def nearest(meeting, of_series, *, is_later):
    """The one before or after in the order of the lists; what has neither date nor ordinal stands nowhere."""
    if not meeting.sort_date:
        return None
    side, order = ("gt", ["sort_date", "reference"]) if is_later else ("lt", ["-sort_date", "-reference"])
    on_this_side = of_series.filter(**{f"sort_date__{side}e": meeting.sort_date})
    is_further, is_beside = {f"sort_date__{side}": meeting.sort_date}, {f"reference__{side}": meeting.reference}
    return on_this_side.filter(Q(**is_further) | Q(**is_beside)).order_by(*order).first()


def on_same_days(meeting, shown):
    """Where the days are known, and not just the month."""
    if meeting.precision != Meeting.Precision.DAY:
        return []
    of_a_day = shown.filter(precision=Meeting.Precision.DAY).on_days(meeting.start, meeting.end)
    return list(of_a_day.newest_first()[:MOST_ON_SAME_DAYS])
