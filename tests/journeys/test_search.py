"""A reader searches: with the keyboard and suggestions, and in a browser that runs no scripts."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from ots_portal.search import indexing
from tests.factories import make_city, make_document, make_meeting

pytestmark = pytest.mark.usefixtures("found_things")


@pytest.fixture
def found_things(transactional_db):
    istanbul = make_city(reference="istanbul", name_tr="İstanbul", name_en="Istanbul")
    make_meeting(reference="zirve-8", title_tr="Sekizinci Zirve", city=istanbul, start=date(2021, 11, 12))
    make_meeting(reference="zirve-9", title_tr="Dokuzuncu Zirve", start=date(2022, 11, 11))
    make_meeting(reference="calistay", title_tr="Aşı Çalıştayı", city=istanbul, start=date(2021, 9, 27))
    make_document(reference="bildiri", title_tr="Zirve Bildirisi", date="2021")
    indexing.refresh_all()


@pytest.fixture
def plain_page(browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def shown(page):
    return page.locator("article.result").evaluate_all("rows => rows.map(row => row.dataset.reference)")


def test_suggestions_are_walked_with_the_keyboard_and_lead_to_the_record(page, live_server):
    page.goto(f"{live_server.url}/tr/")
    box = page.get_by_role("combobox")

    box.focus()
    page.keyboard.type("zirvesı", delay=20)
    options = page.get_by_role("option")
    expect(options).to_have_count(3)
    expect(box).to_have_attribute("aria-expanded", "true")
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.input_value() == "zirvesı"
    page.keyboard.press("ArrowDown")
    expect(options).to_have_count(3)
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    name = options.first.locator(".suggestion-title").inner_text()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_enter_without_a_choice_searches_for_what_was_typed(page, live_server):
    page.goto(f"{live_server.url}/tr/")

    page.get_by_role("combobox").press_sequentially("zirve")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("zirve")
    assert sorted(shown(page)) == ["bildiri", "zirve-8", "zirve-9"]


def test_a_reader_without_scripts_searches_narrows_and_takes_back(plain_page, live_server):
    plain_page.goto(f"{live_server.url}/tr/")

    plain_page.fill("#search-text", "İstanbul’daki toplantılar 2021")
    plain_page.press("#search-text", "Enter")
    understood = shown(plain_page)
    plain_page.locator(".chip", has_text="İstanbul").click()
    without_place = shown(plain_page)
    plain_page.fill("#search-text", "zirve")
    plain_page.click(".search-form button")
    plain_page.locator(".facet", has_text="Belge").click()
    documents = shown(plain_page)
    plain_page.locator(".facet[aria-current]").click()
    everything = shown(plain_page)

    assert sorted(understood) == ["calistay", "zirve-8"]
    assert sorted(without_place) == ["calistay", "zirve-8"]
    assert documents == ["bildiri"]
    assert sorted(everything) == ["bildiri", "zirve-8", "zirve-9"]


def test_a_mistyped_word_is_understood_and_said(plain_page, live_server):
    plain_page.goto(f"{live_server.url}/tr/ara/?q=çalıştaı aşı")

    assert shown(plain_page) == ["calistay"]
    assert "“çalıştayı aşı”" in plain_page.locator(".page-head p").first.inner_text()

    plain_page.get_by_role("link", name="“çalıştaı aşı”").click()

    assert "çalıştayı" not in plain_page.locator(".page-head").inner_text()
    assert "literal=1" in plain_page.url


def test_the_page_of_results_has_no_violations_and_fits_a_phone(page, live_server):
    for width, scheme in ((360, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        for query in ("q=zirve", "q=istanbul 2021 toplantıları", "q=zirve&type=meeting&year=2021", "q=kuşkonmaz", ""):
            page.goto(f"{live_server.url}/tr/ara/?{query}")
            assert Axe().run(page).response["violations"] == [], query
            assert page.evaluate("document.documentElement.scrollWidth") == width
