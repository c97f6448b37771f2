"""axe finds nothing on pages of every kind: on a phone and a wide screen, light and dark, in both languages."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils.translation import override

from ots_portal.navigation import cited_address
from ots_portal.publishing import starter

WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
LISTS = (("home", ""), ("meetings:meeting_list", "?city=istanbul&status=unknown"), ("cooperation:institution_list", ""))
RECORDS = (
    ("area", "political"),
    ("meeting", "dia-3"),
    ("declaration", "vision-2040"),
    ("section", "2.4"),
    ("document", "doc-mfa-protocol-2013"),
)


@pytest.fixture
def starter_content(transactional_db):
    """The starter content where the live server sees it."""
    return starter.load()


@pytest.mark.parametrize("language", ["tr", "en"])
def test_axe_finds_nothing_on_pages_of_every_kind(page, live_server, starter_content, language):
    found = [
        violation
        for address in addresses(language)
        for width in WIDTHS
        for scheme in SCHEMES
        for violation in violations(page, f"{live_server.url}{address}", width, scheme)
    ]

    assert found == []


def addresses(language):
    with override(language):
        records = [cited_address(kind, reference) for kind, reference in RECORDS]
        return [reverse(name) + query for name, query in LISTS] + records


def violations(page, address, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    assert page.goto(address).status == 200
    return [
        (address, width, scheme, violation["id"], [node["target"] for node in violation["nodes"]])
        for violation in Axe().run(page).response["violations"]
    ]
