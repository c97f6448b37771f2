"""Every kind of page of the administration, as axe and a narrow window see it."""

from itertools import cycle

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from meetings.models import Meeting
from ots_portal.links.models import Address
from ots_portal.publishing.comments import comment
from ots_portal.publishing.workflow import publish
from tests.admin_pages import admin_address
from tests.factories import make_admin, make_institution, make_meeting

PASSWORD = "a long enough password"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WINDOWS = [(320, "light"), (1280, "dark")]
MEETING_PAGES = ["change", "history", "difference", "comments", "previews", "uses", "copy"]
OTHERS = ["", "ara/?q=istanbul", "publishing/draft/", "accounts/user/invite/", "accounts/user/", "accounts/auditentry/"]


@pytest.fixture
def pages(transactional_db):
    """Addresses of pages of every kind, of records with a comment, versions, a use and a draft."""
    admin = make_admin(username="aygul", password=PASSWORD)
    first, second = make_institution(name_tr="Türk Akademisi"), make_institution(name_tr="Türk Akademileri")
    body = '<p>Metin, <a href="https://bit.ly/x">video</a>.</p>'
    meeting = make_meeting(languages=(), title_tr="İstanbul Toplantısı", theme_tr="Ulaştırma", body_tr=body)
    publish(meeting, ["tr", "en"], admin)
    comment(meeting, admin, "Bu başlık doğru mu?", "title_tr")
    of_meeting = [admin_address(Meeting, "changelist"), *(admin_address(meeting, page) for page in MEETING_PAGES)]
    merging = f"{admin_address(first, 'merge')}{second.pk}/"
    of_link = [admin_address(Address, "changelist"), admin_address(Address.objects.get(), "change")]
    return [*of_meeting, *of_link, admin_address(first, "merge"), merging]


@pytest.fixture
def signed_in(page, live_server, pages):
    page.goto(f"{live_server.url}/tr/yonetim/")
    page.fill("[name=login]", "aygul")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page.locator("#waiting")).to_be_visible()
    return page


def test_axe_finds_nothing_on_pages_of_the_administration_and_none_is_wider_than_its_window(
    signed_in, complaints, live_server, pages
):
    addresses = [*pages, *(f"/en/yonetim/{address}" for address in OTHERS)]

    found = {
        address: barriers(signed_in, f"{live_server.url}{address}", *window)
        for address, window in zip(addresses, cycle(WINDOWS), strict=False)
    }

    complaints.clear()  # those of axe, which our policy hinders a little
    assert {address: each for address, each in found.items() if each} == {}


def test_the_list_of_a_chooser_has_a_name_and_stands_in_the_main_part(signed_in, complaints, live_server, pages):
    page = signed_in
    page.goto(f"{live_server.url}{pages[1]}")
    page.wait_for_load_state("networkidle")

    page.locator("#id_city + .select2").click()
    expect(page.locator("main .select2-results__option")).not_to_have_count(0)

    assert (
        page.locator("main .select2-dropdown .select2-search__field").get_attribute("aria-labelledby")
        == "id_city_label"
    )
    found = violations(page)
    complaints.clear()  # those of axe, as above
    assert found == []


def test_the_page_that_restores_a_version_can_be_read_in_the_other_language(signed_in, live_server, pages):
    signed_in.goto(f"{live_server.url}{pages[2]}")
    signed_in.locator("a[href*='/restore/']").first.click()

    signed_in.locator(".languages [lang=en]").click()

    expect(signed_in.locator("html")).to_have_attribute("lang", "en")


def barriers(page, address, width, scheme):
    """What axe finds, and whether the page is wider than its window."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    assert page.goto(address).status == 200
    page.wait_for_load_state("networkidle")
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*violations(page), *([("too wide", wide)] if wide > width else [])]


def violations(page):
    results = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(each["id"], node["target"]) for each in results for node in each["nodes"]]
