"""What the page on accessibility says was tested: axe, a width of 320 pixels, the keyboard, in both languages."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils.translation import override

from ots_portal.navigation import cited_address

WINDOWS = {"tr": [(360, "light"), (1280, "dark")], "en": [(360, "dark"), (1280, "light")]}
LISTS = (
    ("home", ""),
    ("meetings:meeting_list", "?city=istanbul&status=unknown"),
    ("meetings:meeting_list", "?view=timeline"),
    ("meetings:meeting_list", "?view=map"),
    ("cooperation:institution_list", ""),
    ("open_data", ""),
    ("search:result_list", "?q=istanbul+2021"),
    ("search:result_list", "?q=enerji&type=objective&year=1999"),
)
RECORDS = (
    ("area", "political"),
    ("meeting", "dia-3"),
    ("declaration", "vision-2040"),
    ("series", "summit"),
    ("pillar", "2"),
    ("section", "2.4"),
    ("document", "doc-mfa-protocol-2013"),
    ("page", "accessibility"),
)


@pytest.mark.parametrize("language", WINDOWS)
def test_axe_finds_nothing_on_pages_of_every_kind(page, live_server, starter_site, language):
    found = [
        violation
        for address in addresses(language)
        for violation in violations(page, f"{live_server.url}{address}", WINDOWS[language])
    ]

    assert found == []


def test_nothing_needs_sideways_scrolling_at_320_pixels(page, live_server, starter_site):
    page.set_viewport_size({"width": 320, "height": 640})

    widths = {}
    for address in [*addresses("tr"), *addresses("en")]:
        page.goto(f"{live_server.url}{address}")
        widths[address] = page.evaluate("document.documentElement.scrollWidth")

    assert set(widths.values()) == {320}, widths


def test_the_keyboard_reaches_the_content_first_and_then_everything_in_order(page, live_server, starter_site):
    page.goto(f"{live_server.url}/en/meetings/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    names = []
    for _field in range(7):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"

    assert names == ["A", "series", "kind", "year", "city", "BUTTON", "SUMMARY"]


def addresses(language):
    with override(language):
        records = [cited_address(kind, reference) for kind, reference in RECORDS]
        return [reverse(name) + query for name, query in LISTS] + records


def violations(page, address, windows):
    assert page.goto(address).status == 200
    for width, scheme in windows:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # or colours would be on their way
        for violation in Axe().run(page).response["violations"]:
            yield address, width, scheme, violation["id"], [node["target"] for node in violation["nodes"]]
