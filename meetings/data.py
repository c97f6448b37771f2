"""A meeting as data: the fields that CSV and JSON share, and that the page on open data explains."""

import csv
import json
from collections.abc import Callable
from io import SEEK_END, StringIO
from typing import NamedTuple

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cooperation.models import Area, Document, Institution, Person, State, Topic
from meetings.models import Meeting, Outcome, Series
from ots_portal.languages import LANGUAGES
from ots_portal.partial_dates import PartialDate
from ots_portal.publishing.reading import words
from ots_portal.spreadsheets import harmless


class Field(NamedTuple):
    """One field: what it is called, what it tells, and how it is read from a meeting, per language or once."""

    name: str
    meaning: Promise
    read: Callable
    is_per_language: bool = False

    @property
    def columns(self):
        return [f"{self.name}_{language}" for language in LANGUAGES] if self.is_per_language else [self.name]

    def values(self, meeting):
        return (
            [self.read(meeting, language) for language in LANGUAGES] if self.is_per_language else [self.read(meeting)]
        )


def text_of(field):
    return lambda meeting, language: own_text(meeting, field, language)


def own_text(record, field, language):
    """A text that is published in this very language; None where there is none, or no record."""
    text, written_in = words(record, field, language) if record else ("", language)
    return text if text and written_in == language else None


def series_of(meeting):
    return meeting.series if meeting.series.is_readable else None


def address_of(meeting, language):
    if not meeting.is_published_in(language):
        return None
    with override(language):
        return settings.ORIGIN + meeting.get_absolute_url()


def day(name):
    return lambda meeting: dated(getattr(meeting, name), meeting.precision)


def dated(date, precision):
    return str(PartialDate.of(date, precision)) if date else None


def hour(name):
    return lambda meeting: f"{value:%H:%M}" if (value := getattr(meeting, name)) else None


def of_city(name):
    return lambda meeting: getattr(meeting.city, name) if meeting.city else None


def coordinate(name):
    return lambda meeting: float(getattr(meeting.city, name)) if meeting.city else None


def references(name):
    """Of readable records, as with_everything() brings them."""
    return lambda meeting: sorted({*getattr(meeting, f"{name}_references")})


def documents_of(meeting):
    return sorted({*meeting.document_references, *meeting.outcome_references})


def changed_in(meeting, language):
    return (
        f"{getattr(meeting, f'changed_at_{language}'):%Y-%m-%dT%H:%M:%SZ}"
        if meeting.is_published_in(language)
        else None
    )


FIELDS = [
    Field("reference", _("The permanent short name of the meeting."), lambda meeting: meeting.reference),
    Field(
        "citation",
        _("The address to cite; it never changes and leads to the page in the reader’s language."),
        lambda meeting: settings.ORIGIN + reverse("citation", args=["meeting", meeting.reference]),
    ),
    Field("address", _("The page of the meeting in this language."), address_of, is_per_language=True),
    Field("title", _("The title."), text_of("title"), is_per_language=True),
    Field(
        "series",
        _("The reference of the main series; the ordinal counts there."),
        lambda meeting: meeting.series.reference if series_of(meeting) else None,
    ),
    Field(
        "series_name",
        _("The name of the main series."),
        lambda meeting, language: own_text(series_of(meeting), "name", language),
        is_per_language=True,
    ),
    Field("also_in", _("The references of further series."), references("series")),
    Field("kind", _("The kind of meeting; the values stand below."), lambda meeting: meeting.kind),
    Field("ordinal", _("Its number among the meetings of its series and kind."), lambda meeting: meeting.ordinal),
    Field(
        "is_ordinal_stated",
        _("Whether a source gives the ordinal; otherwise it is inferred."),
        lambda meeting: meeting.is_ordinal_stated if meeting.ordinal else None,
    ),
    Field("status", _("What became of it; the values stand below."), lambda meeting: meeting.status),
    Field("format", _("In person or by video; the values stand below."), lambda meeting: meeting.format),
    Field(
        "precision", _("How precisely the date is known; the values stand below."), lambda meeting: meeting.precision
    ),
    Field("start", _("The first day, month or year, never more precise than it is known."), day("start")),
    Field("end", _("The last day, month or year."), day("end")),
    Field("start_time", _("The time at which it begins, local to the city."), hour("start_time")),
    Field("end_time", _("The time at which it ends, local to the city."), hour("end_time")),
    Field("time_zone", _("The time zone of the city."), of_city("time_zone")),
    Field("city", _("The reference of the city; none for a videoconference."), of_city("reference")),
    Field(
        "city_name",
        _("The name of the city."),
        lambda meeting, language: own_text(meeting.city, "name", language),
        is_per_language=True,
    ),
    Field("latitude", _("Where the city lies, in degrees north."), coordinate("latitude")),
    Field("longitude", _("Where the city lies, in degrees east."), coordinate("longitude")),
    Field("country", _("The two-letter code of the country, after ISO 3166."), lambda meeting: meeting.country_id),
    Field("venue", _("The venue."), text_of("venue"), is_per_language=True),
    Field("theme", _("The theme."), text_of("theme"), is_per_language=True),
    Field("areas", _("The references of its areas of cooperation."), references("area")),
    Field("topics", _("The references of its further topics."), references("topic")),
    Field("institutions", _("The references of the institutions that took part."), references("institution")),
    Field("people", _("The references of the people who took part."), references("person")),
    Field("states", _("The references of the states that took part."), references("state")),
    Field("documents", _("The references of the documents that came out of it or belong to it."), documents_of),
    Field("outcome_count", _("How many outcomes are recorded."), lambda meeting: meeting.outcome_count),
    Field("changed", _("When this language was last published, in UTC."), changed_in, is_per_language=True),
]


# The closed sets of values that fields refer to.
VOCABULARIES = {
    "kind": Meeting.Kind,
    "status": Meeting.Status,
    "format": Meeting.Format,
    "precision": Meeting.Precision,
}


def explained(meeting):
    """The meaning of each field, with its columns and what JSON holds in them for a meeting, if there is one."""
    examples = {column: json_text(value) for column, value in as_data(meeting).items()} if meeting else {}
    return [(field.meaning, [(column, examples.get(column, "")) for column in field.columns]) for field in FIELDS]


def json_text(data, **layout):
    return json.dumps(data, ensure_ascii=False, **layout)


def columns():
    return [column for field in FIELDS for column in field.columns]


def as_data(meeting):
    return dict(pair for field in FIELDS for pair in zip(field.columns, field.values(meeting), strict=True))


def with_everything(meetings):
    """With what the fields read, by one question: rows of their own would take most of the time."""
    outcomes = Outcome.objects.order_by().filter(meeting=OuterRef("pk")).values("meeting")
    return meetings.select_related("series", "city").annotate(
        series_references=referred(Series, further_meetings=OuterRef("pk")),
        area_references=referred(Area, meetings=OuterRef("pk")),
        topic_references=referred(Topic, meetings=OuterRef("pk")),
        institution_references=referred(Institution, participations__meeting=OuterRef("pk")),
        person_references=referred(Person, participations__meeting=OuterRef("pk")),
        state_references=referred(State, participations__meeting=OuterRef("pk")),
        document_references=referred(Document, meetings=OuterRef("pk")),
        outcome_references=referred(Document, outcomes__meeting=OuterRef("pk")),
        outcome_count=Coalesce(Subquery(outcomes.annotate(number=Count("pk")).values("number")), 0),
    )


def referred(model, **condition):
    return ArraySubquery(model.objects.readable().order_by().filter(**condition).values("reference"))


def json_parts(meetings, *, about):
    """One meeting a line."""
    yield f'{json_text(about, indent=1).removesuffix("}").rstrip()},\n "meetings": ['.encode()
    separator = "\n"
    for part in filter(None, meetings.read(with_everything)):
        yield (separator + ",\n".join(json_text(as_data(meeting)) for meeting in part)).encode()
        separator = ",\n"
    yield b"\n]}\n"


def csv_parts(meetings):
    """RFC 4180, with the mark by which Excel knows UTF-8."""
    yield csv_text([columns()], mark="\ufeff")
    for part in meetings.read(with_everything):
        yield csv_text([cell(value) for value in as_data(meeting).values()] for meeting in part)


def csv_text(rows, mark=""):
    text = StringIO(mark, newline="")
    text.seek(0, SEEK_END)
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def cell(value):
    """References of a list stand side by side."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return " ".join(value)
    return harmless(value) if isinstance(value, str) else value
