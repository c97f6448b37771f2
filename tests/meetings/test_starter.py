"""What the starter holds of series and meetings: the counts of the sources, and the readers' questions."""

from collections import Counter

import pytest
from django.contrib.contenttypes.models import ContentType

from meetings.models import AgendaItem, CountClaim, Meeting, Outcome, Participation, Series
from ots_portal.publishing.models import Link, SourceNote, Variant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_content")]


def counted(field):
    return Counter(Meeting.objects.values_list(field, flat=True))


def references(rows):
    return {row.reference for row in rows}


def test_every_record_and_part_is_there():
    models = [Series, Meeting, AgendaItem, Participation, Outcome, CountClaim]

    assert [model.objects.count() for model in models] == [22, 39, 17, 36, 31, 11]


def test_meetings_by_what_the_source_says():
    assert counted("status") == {"held": 32, "planned": 5, "external": 2}
    assert counted("format") == {"in-person": 24, "unknown": 11, "video": 4}
    assert counted("precision") == {"day": 24, "none": 7, "year": 5, "month": 3}
    assert counted("kind") == {
        "regular": 25,
        "extraordinary": 5,
        "conference": 3,
        "training": 2,
        "informal": 1,
        "side-event": 1,
        "forum": 1,
        "workshop": 1,
    }


def test_meetings_by_series_and_city():
    assert counted("series__reference") == {
        "summit": 10,
        "cfm-informal": 1,
        "cfm": 6,
        "nsc": 1,
        "jd": 2,
        "external": 2,
        "rc": 6,
        "conference": 2,
        "ppc": 1,
        "diaspora-ministers": 4,
        "diaspora-forum": 1,
        "health-ministers": 1,
        "health-sci": 2,
    }
    assert counted("city__reference") == {
        None: 14,
        "baku": 7,
        "istanbul": 6,
        "ankara": 3,
        "samarkand": 2,
        "almaty": 1,
        "astana": 1,
        "new-york": 1,
        "shusha": 1,
        "tashkent": 1,
        "turkistan": 1,
        "izmir": 1,
    }


@pytest.mark.parametrize(
    ("filters", "answer"),
    [
        ({"series__reference": "cfm", "kind": "extraordinary"}, ["cfm-eo-1", "cfm-eo-2", "cfm-eo-3", "cfm-eo-4"]),
        ({"city__reference": "istanbul"}, ["summit-8", "cfm-eo-2", "cfm-eo-4", "rc-7", "ppc-1", "hsg-4"]),
        (
            {"city__reference": "baku"},
            ["summit-7", "cfm-2019-10-14", "cfm-eo-1", "rc-1", "rc-5", "conf-nakhchivan-10", "dia-1"],
        ),
        ({"city__reference": "ankara"}, ["nsc-1", "dia-2", "dia-3"]),
        ({"format": "video"}, ["summit-extra-2020", "cfm-eo-3", "rc-6", "hm-1"]),
        ({"status": "planned"}, ["jd-7", "conf-shusha", "rc-9", "dia-4", "diaforum-2"]),
        ({"status": "held", "precision": "none"}, ["summit-2", "summit-4", "summit-5", "summit-6"]),
    ],
)
def test_readers_question_has_the_sources_answer(filters, answer):
    assert references(Meeting.objects.filter(**filters)) == set(answer)


def test_meetings_of_a_year():
    assert references(Meeting.objects.of_year(2022)) == {
        "summit-9",
        "cfm-eo-3",
        "cfm-eo-4",
        "cfm-2022-11-10",
        "nsc-1",
        "rc-8",
        "ppc-1",
    }
    assert references(Meeting.objects.of_year(2020)) == {
        "summit-extra-2020",
        "cfm-eo-1",
        "rc-6",
        "diaforum-2",
        "hm-1",
        "vaccine-ws-2020",
        "hsg-4",
    }


def test_undated_summits_stand_between_their_neighbours():
    summits = Meeting.objects.filter(series__reference="summit", kind="regular").order_by("sort_date")

    assert [meeting.ordinal for meeting in summits] == list(range(1, 10))


def test_inferred_ordinals_are_marked():
    assert references(Meeting.objects.filter(is_ordinal_stated=False)) == {"cfm-eo-3", "cfm-eo-4", "rc-9"}


def test_next_meetings_continue_the_references():
    proposed = [
        Meeting(series=series, kind=kind, ordinal=series.next_ordinal(kind)).proposed_reference()
        for series, kind in (
            (Series.objects.get(reference="cfm"), "extraordinary"),
            (Series.objects.get(reference="summit"), "regular"),
            (Series.objects.get(reference="diaspora-ministers"), "regular"),
            (Series.objects.get(reference="health-ministers"), "regular"),
        )
    ]

    assert proposed == ["cfm-eo-5", "summit-10", "dia-5", "hm-2"]


def test_first_extraordinary_meeting_keeps_the_other_date():
    meeting = Meeting.objects.get(reference="cfm-eo-1")
    variant = meeting.variants.get()

    assert (str(meeting.start), variant.path, variant.value, variant.is_settled) == (
        "2020-02-06",
        "start",
        "2020-02-20",
        False,
    )
    assert Variant.objects.filter(is_settled=False).count() == 1


def test_ankara_2018_had_nine_persons_in_their_offices():
    meeting = Meeting.objects.get(reference="dia-3")
    roles = Counter(participation.role for participation in meeting.participations.all())

    assert roles == {"participant": 6, "host": 2, "received-by": 1}
    assert all(participation.office_tr and participation.office_en for participation in meeting.participations.all())


def test_participations_are_persons_institutions_and_one_state():
    assert [
        Participation.objects.filter(person__isnull=False).count(),
        Participation.objects.filter(institution__isnull=False).count(),
        Participation.objects.filter(state__isnull=False).count(),
    ] == [12, 23, 1]


def test_hosts_that_only_the_decisions_name():
    hosts = {
        reference: Meeting.objects.get(reference=reference).participations.get().participant.reference
        for reference in ("summit-4", "jd-6", "ppc-1", "vaccine-ws-2020")
    }

    assert hosts == {"summit-4": "tr", "jd-6": "ada", "ppc-1": "mfa-tr", "vaccine-ws-2020": "moh-tr"}


def test_outcomes_by_kind_document_and_follow_up():
    assert Counter(Outcome.objects.values_list("kind", flat=True)) == {
        "decision": 6,
        "document-signed": 6,
        "agreement": 5,
        "document-adopted": 4,
        "publication-presented": 4,
        "statement": 1,
        "document-approved": 1,
        "body-established": 1,
        "call": 1,
        "proposal": 1,
        "recommendation": 1,
    }
    assert Outcome.objects.filter(document__isnull=False).count() == 14
    assert Counter(Outcome.objects.exclude(follow_up="").values_list("meeting__reference", "follow_up")) == {
        ("dia-3", "open"): 4,
        ("rc-7", "open"): 1,
        ("rc-8", "open"): 1,
        ("hsg-4", "open"): 1,
        ("summit-5", "done"): 1,
    }


def test_eighth_summit_decided_the_observership():
    outcome = Outcome.objects.get(membership__isnull=False)

    assert (outcome.meeting.reference, outcome.membership.state.reference, outcome.membership.kind) == (
        "summit-8",
        "tm",
        "observer",
    )


def test_health_board_met_with_the_ministers():
    meeting = Meeting.objects.get(reference="hsg-4")

    assert (meeting.series.reference, list(meeting.also_in.values_list("reference", flat=True))) == (
        "health-sci",
        ["health-ministers"],
    )


def test_counts_as_the_source_claims_them():
    claims = {c.series.reference: (c.count, c.is_more_than, str(c.as_of)) for c in CountClaim.objects.all()}

    assert claims == {
        "security": (3, False, "2022-11"),
        "rc": (8, False, "2022-11"),
        "election": (25, True, "2022-11"),
        "customs-heads": (8, False, "2022-11"),
        "customs-wg": (11, False, "2022-11"),
        "youth-ministers": (6, False, "2022-11"),
        "youth-wg": (6, False, "2022-11"),
        "diaspora-ministers": (3, False, "2021-01-28"),
        "diaspora-contact": (4, False, "2021-01-28"),
        "health-sci": (8, False, "2022-11"),
        "supply-chain": (4, False, "2022-11"),
    }


def test_series_by_level():
    assert Counter(Series.objects.values_list("level", flat=True)) == {
        "ministers": 5,
        "experts": 6,
        "officials": 6,
        "heads": 1,
        "": 4,
    }


def test_shortened_address_is_kept_and_not_shown():
    link = Link.objects.exclude(address="").get()

    assert (link.record.reference, link.kind, link.result, link.is_shown) == ("dia-3", "video", "shortened", False)


def test_sources_of_meetings():
    notes = SourceNote.objects.filter(content_type=ContentType.objects.get_for_model(Meeting))

    assert Counter(notes.values_list("basis", flat=True)) == {"stated": 64, "inferred": 29}
