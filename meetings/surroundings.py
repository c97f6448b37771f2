"""What stands around a meeting: the one before it and after it in its series, and what was held on the same days."""

from typing import NamedTuple

from django.db.models import Q

from meetings.models import Meeting


class Surroundings(NamedTuple):
    before: Meeting | None
    after: Meeting | None
    same_days: list


def surroundings(meeting):
    """Only what readers may see, and the meeting itself in any state; one query, whatever there is."""
    of_series, same_days = Q(series=meeting.series_id), days_of(meeting)
    shown = Meeting.objects.readable() | Meeting.objects.filter(pk=meeting.pk)
    rows = shown.filter(of_series | same_days).select_related("city", "country")
    newest_first = list(rows.newest_first())
    before, after = neighbours(meeting, [each for each in newest_first if each.series_id == meeting.series_id])
    return Surroundings(before, after, [each for each in newest_first if each != meeting and overlap(each, meeting)])


def neighbours(meeting, newest_first):
    """The meetings before and after one; what has neither date nor ordinal stands nowhere in its series."""
    placed = [each for each in newest_first if each.sort_date]
    if meeting not in placed:
        return None, None
    place = placed.index(meeting)
    return next(iter(placed[place + 1 :]), None), placed[place - 1] if place else None


def days_of(meeting):
    """The condition that a meeting was held on the same days, where the days are known."""
    if meeting.precision != Meeting.Precision.DAY:
        return Q(pk=meeting.pk)
    return Q(precision=Meeting.Precision.DAY, start__lte=meeting.end, end__gte=meeting.start)


def overlap(one, other):
    are_days_known = {one.precision, other.precision} == {Meeting.Precision.DAY}
    return are_days_known and one.start <= other.end and one.end >= other.start
