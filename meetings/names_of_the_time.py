"""What the organisation was called when a meeting was held."""

from meetings.models import Meeting
from ots_portal.publishing.reading import words


def names_then(meeting, names):
    """The names that were valid at a meeting, each spelling once, where today’s was not; none without a date."""
    if not meeting.start or meeting.status == Meeting.Status.EXTERNAL:
        return []
    valid = [name for name in names if was_valid(name, meeting.start, meeting.end)]
    if any(is_of_today(name) for name in valid):
        return []
    return list({words(name, "name"): name for name in valid}.values())


def was_valid(name, start, end):
    """Was it the name on any of these days? Of a year only named as such every day counts."""
    begins = name.valid_from is None or name.valid_from.first_day <= end
    ends = name.valid_until is None or name.valid_until.last_day >= start
    return begins and ends


def is_of_today(name):
    return name.valid_until is None
