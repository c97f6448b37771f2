"""The timeline places what is known and nothing else, and no mark ever covers another."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.timeline import LANE, NARROWEST, WIDTHS, Span, Years, lane, lanes_of, named_years, span_of, step_of
from ots_portal.partial_dates import Precision
from tests.factories import make_city, make_meeting, make_series
from tests.public_pages import LIST, SERIES, list_page, plain, queries_of, rows

edges = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda pair: Span(*sorted(pair)))
days = st.dates(date(1, 1, 1), date(9999, 12, 31))


@given(st.lists(st.tuples(edges, st.sampled_from(sorted(WIDTHS.values())))))
def test_no_two_marks_of_a_lane_touch_at_any_width(given_marks):
    spans = [span.at_least(pixels) for span, pixels in given_marks]

    lanes = lanes_of(spans)

    for number, (one, its_lane) in enumerate(zip(spans, lanes, strict=True)):
        for other, other_lane in zip(spans[:number], lanes, strict=False):
            assert its_lane != other_lane or one.left >= other.right or one.right <= other.left


@given(edges, st.sampled_from(sorted(WIDTHS.values())))
def test_every_mark_has_its_pixels_on_the_narrowest_screen(span, pixels):
    needed = span.at_least(pixels)

    assert (needed.right - needed.left) * NARROWEST >= pixels - 0.001
    assert needed.middle == pytest.approx(span.middle)


@given(st.lists(days, min_size=4, max_size=4).map(sorted))
def test_every_date_stands_within_its_years(given_days):
    first, start, end, last = given_days

    span = span_of(start, end, Years(first.year, last.year))

    assert 0 <= span.left < span.right <= 1 + 1e-9


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_no_more_years_are_named_than_fit(one, other):
    years = named_years(Years(min(one, other), max(one, other)))

    assert 1 <= len(years) <= 14
    assert years[0].name == f"{min(one, other):04}"


def test_a_whole_year_spans_exactly_its_share():
    span = span_of(date(2011, 1, 1), date(2011, 12, 31), Years(2010, 2013))

    assert span == pytest.approx((0.25, 0.5))


def test_many_years_are_named_in_round_steps():
    assert [step_of(number) for number in (1, 14, 15, 28, 29, 70, 71, 9999)] == [1, 1, 2, 2, 5, 5, 10, 1000]


@pytest.mark.django_db
def test_only_imprecise_dates_have_bars_and_undated_meetings_no_place():
    series = make_series()
    make_meeting(series=series, reference="year", precision="year", start=date(2011, 1, 1))
    make_meeting(series=series, reference="month", precision="month", start=date(2012, 10, 1))
    make_meeting(series=series, reference="day", start=date(2013, 7, 1))
    make_meeting(series=series, reference="undated", precision="none")

    drawn = lane(series, series.meetings.all())

    (row,) = drawn.rows
    assert {mark.meeting.reference: mark.bar and mark.bar.least_width for mark in row.marks} == {
        "year": WIDTHS[Precision.YEAR],
        "month": WIDTHS[Precision.MONTH],
        "day": None,
    }
    assert (row.marks[0].bar.x, row.marks[0].bar.width) == ("0.00%", "33.33%")
    assert row.height == LANE


@pytest.mark.django_db
def test_the_timeline_shows_each_meeting_in_the_row_of_its_series(client):
    summit = make_series(reference="summit", position=1, name_tr="Zirve")
    hidden = make_series(reference="hidden", languages=(), name_tr="Gizli dizi")
    make_meeting(reference="a", series=summit)
    make_meeting(reference="b", series=make_series(reference="cfm", position=2))
    make_meeting(reference="c", series=hidden)
    make_meeting(reference="undated", series=summit, precision="none")
    make_meeting(reference="draft", series=summit, languages=())

    html = list_page(client, "view=timeline", "en")

    pictures = re.findall(r'aria-labelledby="timeline-([^"]+)">(.*?)</svg></div>', html, re.S)
    assert [(row, re.findall(r'data-reference="([^"]+)"', marks)) for row, marks in pictures] == [
        ("summit", ["a"]),
        ("cfm", ["b"]),
        ("others", ["c"]),
    ]
    assert rows(html) == ["undated"]
    assert "Gizli dizi" not in html


@pytest.mark.django_db
def test_a_mark_says_everything_in_the_language_of_its_title(client):
    city = make_city(name_tr="Bakü", name_en="Baku")
    make_meeting(reference="both", title_en="Ninth Summit", city=city)
    make_meeting(reference="turkish", title_tr="Onuncu Zirve", city=city, languages=["tr"], status="planned")

    html = list_page(client, "view=timeline", "en")

    assert re.findall(r'data-reference="(?:both|turkish)" aria-label="([^"]+)"( lang="tr")?', html) == [
        ("17 October 2022: Ninth Summit (regular, Baku)", ""),
        ("17 Ekim 2022: Onuncu Zirve (olağan, planlandı, Bakü)", ' lang="tr"'),
    ]


@pytest.mark.django_db
def test_the_table_repeats_all_and_filters_hold(client):
    cfm = make_series(reference="cfm")
    make_meeting(series=cfm, title_en="Dated")
    make_meeting(series=cfm, title_en="Undated", precision="none")
    make_meeting(title_en="Other series")

    html = list_page(client, "view=timeline&series=cfm", "en")

    table = html[html.index("<tbody>") :]
    assert [plain(cell) for cell in re.findall(r'<th scope="row">(.*?)</th>', table)] == ["Dated", "Undated"]


@pytest.mark.django_db
def test_views_keep_the_selection_and_the_form_keeps_the_view(client):
    make_meeting(reference="m", series=make_series(reference="cfm"))

    html = list_page(client, "view=timeline&series=cfm&page=7", "en")

    nav = re.search(r'<nav class="views".*?</nav>', html)[0]
    assert re.findall(r'href="([^"]+)"( aria-current="page")?', nav) == [
        ("/en/meetings/?series=cfm", ""),
        ("/en/meetings/?series=cfm&amp;view=timeline", ' aria-current="page"'),
        ("/en/meetings/?series=cfm&amp;view=map", ""),
    ]
    assert '<input type="hidden" name="view" value="timeline">' in html
    assert re.search(r'rel="canonical" href="[^"]+/en/meetings/\?series=cfm&amp;view=timeline"', html)


@pytest.mark.django_db
def test_a_selection_without_dates_has_no_picture_and_still_its_table(client):
    make_meeting(reference="undated", precision="none")

    html = list_page(client, "view=timeline", "en")

    assert 'class="timeline"' not in html
    assert "1 meeting has no place on the timeline." in plain(html)


@pytest.mark.django_db
def test_a_series_shows_its_own_lane(client):
    series = make_series(reference="cfm")
    make_meeting(reference="own", series=series)
    make_meeting(reference="further").also_in.add(series)

    html = client.get(SERIES["en"] + f"{series.slug_in('en')}/").content.decode()

    picture = re.search(r'<svg class="timeline-picture".*?</svg></div>', html, re.S)[0]
    assert re.findall(r'data-reference="([^"]+)"', picture) == ["further", "own"]


@pytest.mark.django_db
def test_the_timeline_costs_the_same_whatever_it_holds(client):
    address = f"{LIST['en']}?view=timeline"
    make_meeting(city=make_city())
    with_one = queries_of(client, address)

    for _each in range(2):
        make_meeting(city=make_city())
        make_meeting(precision="none")

    assert queries_of(client, address) == with_one
    assert with_one <= 19  # nine of them once for each publication: the numbers of the choices
