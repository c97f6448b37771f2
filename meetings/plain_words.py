"""A meeting in plain words, for calendars and feeds; they speak one language throughout, whatever is translated."""

import re

from django.utils.text import Truncator
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from meetings.models import Meeting
from ots_portal import richtext
from ots_portal.labels import capitalized
from ots_portal.languages import FIRST_LANGUAGE
from ots_portal.publishing.reading import words

LONGEST_EXCERPT = 60

# XML cannot hold them, calendar programs stumble over them, and no text means anything by them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def language_of(meeting):
    """The language in which readers of the active one get a meeting."""
    language = get_language()
    return language if meeting.is_published_in(language) else FIRST_LANGUAGE


def plain(record, field):
    """A translated text as others' programs can read it."""
    return _CONTROLS.sub("", words(record, field).text)


def place(meeting):
    """Venue, city and country as far as they are known."""
    is_video = meeting.format == Meeting.Format.VIDEO
    places = [_("Videoconference") if is_video else "", plain(meeting, "venue")]
    places += [plain(record, "name") for record in (meeting.city, meeting.country) if record]
    return ", ".join(filter(None, places))


def remarks(meeting):
    """What a calendar has no field for: the status, the theme, and how the text begins."""
    status = "" if meeting.status == Meeting.Status.HELD else capitalized(meeting.get_status_display())
    theme = plain(meeting, "theme")
    theme = f"{pgettext('of a meeting', 'Theme')}: {theme}" if theme else ""
    text = Truncator(richtext.as_text(plain(meeting, "body"))).words(LONGEST_EXCERPT, truncate="…")
    return [line for line in (status, theme, text) if line]
