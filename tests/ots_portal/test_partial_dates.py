from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ots_portal.partial_dates import PartialDate, Precision, machine_span, read, span_in_words

partial_dates = st.one_of(
    st.integers(1, 9999).map(PartialDate),
    st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12)),
    st.dates().map(lambda day: PartialDate(day.year, day.month, day.day)),
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2019", (2019,)),
        ("2019-10", (2019, 10)),
        ("2019-10-14", (2019, 10, 14)),
        ("0009-01-02", (9, 1, 2)),
    ],
)
def test_iso_text_is_read_and_written_back(text, parts):
    partial_date = PartialDate.from_iso(text)

    assert partial_date == PartialDate(*parts)
    assert str(partial_date) == text


@pytest.mark.parametrize(
    "text",
    ["", "19", "2019-", "2019-1", "2019-13", "2019-00", "2019-02-30", "2019-10-14 ", "20191014", "0000"],
)
def test_other_text_is_not_iso(text):
    with pytest.raises(ValueError, match=r"."):
        PartialDate.from_iso(text)


@pytest.mark.parametrize("parts", [(0,), (10000,), (2019, 0), (2019, 13), (2019, 2, 29), (2019, None, 1)])
def test_impossible_dates_cannot_be_made(parts):
    with pytest.raises(ValueError, match=r"."):
        PartialDate(*parts)


@pytest.mark.parametrize(
    ("text", "precision", "first_day", "last_day"),
    [
        ("2019", Precision.YEAR, date(2019, 1, 1), date(2019, 12, 31)),
        ("2020-02", Precision.MONTH, date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-10-14", Precision.DAY, date(2019, 10, 14), date(2019, 10, 14)),
    ],
)
def test_a_partial_date_knows_its_precision_and_its_days(text, precision, first_day, last_day):
    partial_date = PartialDate.from_iso(text)

    assert partial_date.precision == precision
    assert (partial_date.first_day, partial_date.last_day) == (first_day, last_day)


@pytest.mark.parametrize("text", ["2019", "2019-10", "2019-10-14"])
def test_a_day_at_a_precision_is_a_partial_date(text):
    expected = PartialDate.from_iso(text)

    assert PartialDate.of(date(2019, 10, 14), expected.precision) == expected


def test_the_vaguer_date_stands_first():
    texts = ["2019-10-14", "2020", "2019-10", "2018-12-31", "2019", "2019-09-30"]

    in_order = [str(partial_date) for partial_date in sorted(map(PartialDate.from_iso, texts))]

    assert in_order == ["2018-12-31", "2019", "2019-09-30", "2019-10", "2019-10-14", "2020"]


@given(partial_dates, partial_dates)
def test_dates_stand_in_the_order_of_their_iso_text(one, other):
    assert (one < other, one <= other, one == other) == (
        str(one) < str(other),
        str(one) <= str(other),
        str(one) == str(other),
    )


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("2019", "tr", "2019"),
        ("2019", "en", "2019"),
        ("2019-10", "tr", "Ekim 2019"),
        ("2019-10", "en", "October 2019"),
        ("2019-10-14", "tr", "14 Ekim 2019"),
        ("2019-10-14", "en", "14 October 2019"),
        ("2019-08-01", "tr", "1 Ağustos 2019"),
        ("2019-10", "ru", "октябрь 2019"),
        ("2019-10-14", "ru", "14 октября 2019"),
        ("2019-10-14", "az", "14 oktyabr 2019"),
    ],
)
def test_a_partial_date_is_written_in_words(text, language, words):
    assert PartialDate.from_iso(text).in_words(language) == words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2019", "2019"),
        (" 2019\n", "2019"),
        ("2019-10", "2019-10"),
        ("2019-10-14", "2019-10-14"),
        ("10.2019", "2019-10"),
        ("14.10.2019", "2019-10-14"),
        ("14. 10. 2019", "2019-10-14"),
        ("14/10/2019", "2019-10-14"),
        ("1.2.2019", "2019-02-01"),
        ("Ekim 2019", "2019-10"),
        ("ekim 2019", "2019-10"),
        ("EKİM 2019", "2019-10"),
        ("eki\u0307m 2019", "2019-10"),
        ("AĞUSTOS 2019", "2019-08"),
        ("agustos 2019", "2019-08"),
        ("KASIM 2019", "2019-11"),
        ("  14   Ekim  2019 ", "2019-10-14"),
        ("14\u00a0Ekim\u00a02019", "2019-10-14"),
        ("October 2019", "2019-10"),
        ("14 October 2019", "2019-10-14"),
        ("29 Şubat 2020", "2020-02-29"),
    ],
)
def test_what_a_person_types_is_read(typed, meant):
    assert str(read(typed)) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "dün",
        "19",
        "20190",
        "2019-13",
        "2019-02-30",
        "13.2019",
        "31.04.2019",
        "10/14/2019",
        "29 Şubat 2019",
        "Ekim",
        "14 Ekim",
        "14 2019",
        "14 Oktober 2019",
        "October 14, 2019",
        "0000",
        "Ekim 0000",
        "١٤.١٠.٢٠١٩",
        "2011–2012",
    ],
)
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValueError, match=r"."):
        read(typed)


@given(st.text())
def test_reading_any_text_gives_a_date_or_a_value_error(text):
    try:
        partial_date = read(text)
    except ValueError:
        return
    assert read(str(partial_date)) == partial_date


@given(partial_dates)
def test_what_is_written_is_read_back(partial_date):
    assert read(str(partial_date)) == partial_date
    assert read(partial_date.in_words("tr")) == partial_date
    assert read(partial_date.in_words("en")) == partial_date


@pytest.mark.parametrize(
    ("start", "end", "precision", "turkish", "english"),
    [
        (None, None, "day", "", ""),
        ("2019-01-01", "2019-12-31", "none", "", ""),
        ("2011-01-01", "2011-12-31", "year", "2011", "2011"),
        ("2011-01-01", "2012-12-31", "year", "2011–2012", "2011–2012"),
        ("2019-10-01", "2019-10-31", "month", "Ekim 2019", "October 2019"),
        ("2019-10-01", "2019-11-30", "month", "Ekim–Kasım 2019", "October–November 2019"),
        ("2019-12-01", "2020-01-31", "month", "Aralık 2019 – Ocak 2020", "December 2019 – January 2020"),
        ("2018-10-01", "2019-10-31", "month", "Ekim 2018 – Ekim 2019", "October 2018 – October 2019"),
        ("2022-01-11", "2022-01-11", "day", "11 Ocak 2022", "11 January 2022"),
        ("2022-01-11", None, "day", "11 Ocak 2022", "11 January 2022"),
        ("2019-05-12", "2019-05-26", "day", "12–26 Mayıs 2019", "12–26 May 2019"),
        ("2022-06-29", "2022-07-01", "day", "29 Haziran – 1 Temmuz 2022", "29 June – 1 July 2022"),
        ("2022-06-12", "2022-07-12", "day", "12 Haziran – 12 Temmuz 2022", "12 June – 12 July 2022"),
        (
            "2021-12-30",
            "2022-01-02",
            "day",
            "30 Aralık 2021 – 2 Ocak 2022",
            "30 December 2021 – 2 January 2022",
        ),
        ("2021-05-12", "2022-05-12", "day", "12 Mayıs 2021 – 12 Mayıs 2022", "12 May 2021 – 12 May 2022"),
    ],
)
def test_a_span_says_once_what_both_ends_share(start, end, precision, turkish, english):
    days = [day and date.fromisoformat(day) for day in (start, end)]

    assert span_in_words(*days, Precision(precision), "tr") == turkish
    assert span_in_words(*days, Precision(precision), "en") == english


@pytest.mark.parametrize(
    ("start", "precision", "machine"),
    [
        (date(2011, 1, 1), Precision.YEAR, "2011"),
        (date(2019, 10, 1), Precision.MONTH, "2019-10"),
        (date(2022, 1, 11), Precision.DAY, "2022-01-11"),
        (date(2022, 1, 11), Precision.NONE, ""),
        (None, Precision.DAY, ""),
    ],
)
def test_machines_read_the_start_of_a_span(start, precision, machine):
    assert machine_span(start, precision) == machine
