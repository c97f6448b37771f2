"""A new meeting begun from an earlier one of its series: what usually stays the same, as a draft to be completed."""

import uuid

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from meetings.models import Meeting, Participation, Series
from meetings.proposals import free_reference, proposal
from ots_portal.accounts.roles import Act, may
from ots_portal.languages import LANGUAGES
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.documents import rows_in
from ots_portal.publishing.drafting import start
from ots_portal.publishing.parts import lane_of, language_of

Role = Participation.Role

KEPT = ("series", "kind", "format", "areas", "topics")
TITLES = [f"title_{code}" for code in LANGUAGES]
KEPT_OF_PARTICIPANTS = ("role", "institution", "state", "position")
KEPT_OF_AGENDA = ("position", *(f"text_{code}" for code in LANGUAGES))
ROLES_OF_THE_DAY = {Role.VISITED, Role.RECEIVED_BY}
HOSTS = {Role.HOST, Role.CO_HOST}


def copy(meeting, user, *, with_agenda):
    """Start the next meeting from one as its editors see it; words in languages of others are left to them."""
    wanted = next_document(Desk(meeting).working, with_agenda=with_agenda) | {"owner": user.pk}
    lanes = {path: language_of(lane_of(Meeting, path, wanted)) for path in wanted}
    written = {path: value for path, value in wanted.items() if may(user, Act.WRITE, Meeting, lanes[path])}
    return start(Meeting, user, written)


def next_document(document, *, with_agenda):
    wanted = {name: document.get(name) for name in KEPT}
    wanted |= {"status": Meeting.Status.PLANNED, "precision": Meeting.Precision.NONE}
    wanted |= named_as_next(document)
    rows = [("participations", row) for row in next_participants(document)]
    rows += [("agenda", row) for row in agenda(document)] if with_agenda else []
    for name, values in rows:
        place = f"{name}/{uuid.uuid4()}"
        wanted |= {place: True} | {f"{place}/{field}": value for field, value in values.items()}
    return wanted


def named_as_next(document):
    """Ordinal, reference and titles of the next one; where it has no known number, the titles of this one."""
    series, kind = Series.objects.filter(pk=document.get("series")).first(), document.get("kind")
    if series is None:
        raise ValidationError({"series": [_("What is chosen here no longer exists. Choose something else.")]})
    proposed = proposal(series, kind)
    if proposed["ordinal"]:
        return proposed
    titles = {name: document.get(name) for name in TITLES}
    unnumbered = Meeting(series=series, kind=kind, precision=Meeting.Precision.NONE)
    return titles | {"reference": free_reference(unnumbered)}


def next_participants(document):
    """Institutions and states; persons hold offices of the day, and who hosts the next one is not known."""
    for row in rows_in(document)["participations"].values():
        if (row.get("institution") or row.get("state")) and row.get("role") not in ROLES_OF_THE_DAY:
            role = Role.PARTICIPANT if row.get("role") in HOSTS else row.get("role")
            yield {name: row.get(name) for name in KEPT_OF_PARTICIPANTS} | {"role": role}


def agenda(document):
    for row in rows_in(document)["agenda"].values():
        yield {name: row.get(name) for name in KEPT_OF_AGENDA}
