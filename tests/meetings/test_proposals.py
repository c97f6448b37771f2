"""What the portal proposes for the next meeting of a series."""

import pytest

from meetings.models import CountClaim
from meetings.proposals import english_title, next_ordinal, proposal, turkish_title
from ots_portal.partial_dates import PartialDate
from tests.factories import make_meeting, make_series

CFM = {"abbreviation_tr": "DBK", "abbreviation_en": "CFM", "reference_prefix": "cfm"}


@pytest.mark.parametrize(
    ("name", "kind", "ordinal", "expected"),
    [
        ("DBK", "extraordinary", 5, "DBK Beşinci Olağanüstü Toplantısı"),
        ("DBK", "regular", 21, "DBK 21. Toplantısı"),
        ("DBK", "informal", 12, "DBK On İkinci Gayriresmi Toplantısı"),
        ("Sağlık Bakanları Toplantısı", "regular", 2, "Sağlık Bakanları İkinci Toplantısı"),
        ("Devlet Başkanları Zirvesi", "regular", 10, "Devlet Başkanları Onuncu Zirvesi"),
        ("Devlet Başkanları Zirvesi", "extraordinary", 1, "Devlet Başkanları Birinci Olağanüstü Zirvesi"),
        ("Diaspora Forumu", "forum", 3, "Üçüncü Diaspora Forumu"),
        ("Politika Planlama İstişareleri", "regular", 2, "İkinci Politika Planlama İstişareleri"),
        ("Kıdemli Memurlar Komitesi", "regular", 20, "Kıdemli Memurlar Komitesi Yirminci Toplantısı"),
        ("Zirvesi", "regular", 1, "Zirvesi Birinci Toplantısı"),
        ("", "regular", 1, ""),
    ],
)
def test_turkish_titles(name, kind, ordinal, expected):
    assert turkish_title(name, kind, ordinal) == expected


@pytest.mark.parametrize(
    ("name", "kind", "ordinal", "expected"),
    [
        ("CFM", "extraordinary", 5, "Fifth Extraordinary Meeting of the CFM"),
        ("CFM", "regular", 21, "21st Meeting of the CFM"),
        ("CFM", "regular", 112, "112th Meeting of the CFM"),
        ("CFM", "informal", 12, "Twelfth Informal Meeting of the CFM"),
        ("Meeting of the Ministers of Health", "regular", 2, "Second Meeting of the Ministers of Health"),
        ("Summit of the Heads of State", "extraordinary", 1, "First Extraordinary Summit of the Heads of State"),
        ("Diaspora Forum", "forum", 3, "Third Diaspora Forum"),
        ("Policy Planning Consultations", "regular", 2, "Second Policy Planning Consultations"),
        ("Senior Officials Committee", "regular", 20, "Twentieth Meeting of the Senior Officials Committee"),
        ("", "regular", 1, ""),
    ],
)
def test_english_titles(name, kind, ordinal, expected):
    assert english_title(name, kind, ordinal) == expected


@pytest.mark.django_db
def test_the_next_meeting_follows_the_last_of_its_kind():
    series = make_series(**CFM)
    make_meeting(series=series, kind="extraordinary", ordinal=4)
    make_meeting(series=series, kind="regular", ordinal=9)

    assert proposal(series, "extraordinary") == {
        "ordinal": 5,
        "reference": "cfm-eo-5",
        "title_tr": "DBK Beşinci Olağanüstü Toplantısı",
        "title_en": "Fifth Extraordinary Meeting of the CFM",
    }


@pytest.mark.django_db
def test_a_reference_that_is_taken_is_numbered_on():
    series = make_series(**CFM)
    make_meeting(reference="cfm-1")
    make_meeting(reference="cfm-1-2")

    assert proposal(series, "regular")["reference"] == "cfm-1-3"


@pytest.mark.django_db
def test_nothing_is_proposed_where_earlier_meetings_are_not_counted():
    unnumbered, claimed, external = make_series(), make_series(), make_series(is_external=True)
    make_meeting(series=unnumbered, kind="regular", ordinal=None)
    CountClaim.objects.create(series=claimed, count=8, as_of=PartialDate(2022))

    assert [next_ordinal(series, "regular") for series in (unnumbered, claimed, external)] == [None, None, None]
    assert proposal(unnumbered, "regular") == {"ordinal": None, "reference": "", "title_tr": "", "title_en": ""}


@pytest.mark.django_db
def test_only_kinds_that_are_counted_begin_with_one():
    series = make_series()

    assert [next_ordinal(series, kind) for kind in ("regular", "extraordinary", "workshop")] == [1, 1, None]
