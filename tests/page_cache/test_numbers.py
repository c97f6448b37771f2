"""The numbers beside the choices, found once for each publication, are what one counts by hand after any acts."""

from datetime import date

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from meetings.filters import BRINGING_OTHERS, MeetingFilter
from meetings.models import Meeting, Participation
from ots_portal.page_cache import writes
from tests import factories

pytestmark = pytest.mark.django_db

NAMES = ("a", "b", "c")
OWN = {
    "kind": ["regular", "informal"],
    "status": ["held", "planned", "external"],
    "format": ["in-person", "video"],
    "year": ["2021", "2022"],
}
VALUES = [*NAMES, *(value for values in OWN.values() for value in values)]
TOLD = {
    "series": lambda meeting: {each.reference for each in (meeting.series, *meeting.also_in.all())},
    "kind": lambda meeting: {meeting.kind},
    "status": lambda meeting: {meeting.status},
    "format": lambda meeting: {meeting.format},
    "year": lambda meeting: {str(year) for year in years_of(meeting)},
    "city": lambda meeting: {meeting.city.reference} if meeting.city else set(),
    "area": lambda meeting: {each.reference for each in meeting.areas.all()},
    "institution": lambda meeting: {each.institution.reference for each in meeting.participations.all()},
}

places = st.sampled_from(NAMES)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("add"), places, st.fixed_dictionaries({name: st.sampled_from(OWN[name]) for name in OWN})),
        st.tuples(st.sampled_from(["belong", "area", "take part", "city"]), places, st.integers(0, 9)),
        st.tuples(st.sampled_from(["withdraw", "delete", "undate", "last long"]), places, st.integers(0, 9)),
    ),
    min_size=4,
    max_size=14,
)
chosen = st.dictionaries(st.sampled_from(list(TOLD)), st.lists(st.sampled_from(VALUES)))


def years_of(meeting):
    return range(meeting.start.year, meeting.end.year + 1) if meeting.start else ()


def carry_out(act, name, detail, there):
    meetings = Meeting.objects.order_by("pk")
    if act == "add":
        values = detail | {"start": date(int(detail["year"]), 12, 31)}
        factories.make_meeting(series=there["series"][name], **{key: values[key] for key in values if key != "year"})
    elif meeting := meetings[detail % len(meetings)] if meetings else None:
        change(meeting, act, {kind: records[name] for kind, records in there.items()})


def change(meeting, act, there):
    if act == "belong":
        meeting.also_in.add(there["series"])
    elif act == "area":
        meeting.areas.add(there["area"])
    elif act == "take part":
        for role in ("host", "organiser"):
            Participation.objects.create(meeting=meeting, role=role, institution=there["institution"])
    elif act == "delete":
        meeting.delete()
    else:
        Meeting.objects.filter(pk=meeting.pk).update(**changed(meeting, act, there))


def changed(meeting, act, there):
    return {
        "city": {"city": there["city"], "format": "in-person"},
        "withdraw": {"withdrawn_at_tr": timezone.now(), "withdrawn_at_en": timezone.now()},
        "undate": {"start": None, "end": None, "precision": "none"},
        "last long": {"start": date(2021, 5, 1), "end": date(2022, 5, 1), "precision": "day"},
    }[act]


def by_hand(query, readable):
    """{name: {value: number}}, counted one by one."""
    wanted = {name: set(query.getlist(name)) & values_of(name) for name in TOLD}
    return {name: told_within(name, wanted, readable) for name in TOLD}


def values_of(name):
    return set(OWN.get(name, NAMES))


def told_within(name, wanted, readable):
    found = {}
    is_own = not any(wanted[each] for each in BRINGING_OTHERS) and name not in BRINGING_OTHERS
    for meeting in readable:
        fits = all(not values or TOLD[each](meeting) & values for each, values in wanted.items() if each != name)
        if fits and not (is_own and meeting.status == "external"):
            for value in TOLD[name](meeting):
                found[value] = found.get(value, 0) + 1
    return found


def told_by_the_form(query):
    meeting_filter = MeetingFilter(query, queryset=Meeting.objects.readable())
    fields = {bound.name: bound.field for bound in meeting_filter.counted_fields}
    numbers = {name: {each.choice.value: each.number for each in fields[name].options if each.number} for name in TOLD}
    return numbers, meeting_filter.total, len(meeting_filter.qs)


def addressed(values):
    query = QueryDict(mutable=True)
    for name, each in values.items():
        query.setlist(name, each)
    return query


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=acts, values=chosen)
def test_numbers_are_those_of_the_content_after_any_acts(
    keeping_pages, django_capture_on_commit_callbacks, acts, values
):
    queries = [QueryDict(), addressed(values)]
    with transaction.atomic():
        there = {
            kind: {name: getattr(factories, f"make_{kind}")(reference=name) for name in NAMES}
            for kind in ("series", "area", "institution", "city")
        }
        writes.renew()  # what was rolled back after the example before had not been announced
        for act in acts:
            with django_capture_on_commit_callbacks(execute=True):
                carry_out(*act, there)
            readable = list(Meeting.objects.readable())

            for query in queries:
                numbers, total, shown = told_by_the_form(query)

                assert numbers == by_hand(query, readable)
                assert total == shown
        transaction.set_rollback(True)
