"""The pictures as a reader meets them: by keyboard, and with marks that a finger hits on the smallest screen."""

from datetime import date

import pytest

from tests.factories import make_meeting, make_series

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowded_series():
    series = make_series(name_en="Council")
    for month in range(1, 13):
        make_meeting(series=series, title_en=f"Meeting {month}", start=date(2022, month, 1))
    make_meeting(series=series, precision="year", start=date(1992, 1, 1))
    make_meeting(series=series, precision="month", start=date(2022, 5, 1))
    return series


def test_the_keyboard_reaches_a_mark_and_follows_it(page, live_server, crowded_series):
    page.goto(f"{live_server.url}/en/meetings/?view=timeline")

    page.get_by_role("link", name="Council").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.get_by_role("heading", level=1).inner_text() == "Meeting 1"


def test_marks_of_a_crowded_year_keep_24_pixels_each_on_the_smallest_screen(page, live_server, crowded_series):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/en/meetings/?view=timeline")

    boxes = [each.bounding_box() for each in page.locator(".timeline-target").all()]

    assert len(boxes) == 14
    assert all(round(box["width"], 2) >= 24 and round(box["height"], 2) >= 24 for box in boxes)
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 320 for box in boxes)
    assert not any(touch(one, other) for number, one in enumerate(boxes) for other in boxes[:number])


def touch(one, other):
    return all(
        one[edge] < other[edge] + other[length] - 0.1 and other[edge] < one[edge] + one[length] - 0.1
        for edge, length in (("x", "width"), ("y", "height"))
    )
