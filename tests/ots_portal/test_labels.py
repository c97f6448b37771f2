import pytest

from ots_portal.labels import ordinal_in_figures


@pytest.mark.parametrize(
    ("number", "language", "expected"),
    [
        *((number, "en", text) for number, text in [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (8, "8th")]),
        *((number, "en", text) for number, text in [(11, "11th"), (12, "12th"), (13, "13th"), (21, "21st")]),
        *((number, "en", text) for number, text in [(102, "102nd"), (111, "111th")]),
        (8, "tr", "8."),
        (21, "az", "21."),
    ],
)
def test_ordinals_in_figures(number, language, expected):
    assert ordinal_in_figures(number, language) == expected
