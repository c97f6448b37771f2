"""Ten tasks with the keyboard alone; wherever it stops, the focus is seen and not covered."""

import re

import pytest
from playwright.sync_api import expect

from meetings.models import Meeting
from tests.admin_pages import admin_address
from tests.factories import make_admin, make_city, make_meeting
from tests.journeys.focus import tab_to

PASSWORD = "a long enough password"


@pytest.fixture
def meeting(transactional_db):
    return make_meeting(
        title_tr="İstanbul Toplantısı", title_en="Istanbul Meeting", city=make_city(), body_tr="<p>Eski.</p>"
    )


@pytest.fixture
def walk(page, live_server, meeting):
    """A function that opens a page, its focus at the beginning."""
    page.set_viewport_size({"width": 1280, "height": 800})
    return lambda address: page.goto(f"{live_server.url}{address}")


def press_at(page, selector, key="Enter"):
    tab_to(page, selector)
    page.keyboard.press(key)


def test_the_first_stop_leads_past_the_menu_to_the_content(page, walk):
    walk("/tr/toplantilar/")

    assert tab_to(page, ".skip-link") == []
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def test_the_menu_leads_to_a_list_and_its_filter_narrows_it(page, walk):
    walk("/tr/")

    press_at(page, ".nav-link[href='/tr/toplantilar/']")
    expect(page.locator(".meeting-row")).to_have_count(1)
    tab_to(page, "select[name=kind]")
    page.keyboard.press("ArrowDown")
    press_at(page, "main form button")

    expect(page).to_have_url(re.compile("kind="))


def test_a_mark_of_the_timeline_opens_its_meeting_which_is_read_and_seen_in_english(page, walk, meeting):
    walk("/tr/toplantilar/?view=timeline")

    press_at(page, f"svg a[data-reference='{meeting.reference}']")
    expect(page.locator("h1")).to_have_text("İstanbul Toplantısı")
    press_at(page, ".nav-language")

    expect(page.locator("h1")).to_have_text("Istanbul Meeting")


def test_a_meeting_is_found_rewritten_saved_and_published(page, walk, meeting):
    make_admin(username="aygul", password=PASSWORD)
    walk("/tr/yonetim/meetings/meeting/")

    tab_to(page, "[name=login]")
    page.keyboard.type("aygul")
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#result_list")).to_be_visible()
    press_at(page, f"#result_list a[href*='/meeting/{meeting.pk}/change/']")
    expect(page.locator(".ProseMirror[contenteditable]")).to_have_count(2)
    tab_to(page, ".ProseMirror[lang=tr]")
    page.keyboard.press("Control+A")
    page.keyboard.type("Yeni.")
    press_at(page, "input[name=_continue], input[name=_save]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    walk(admin_address(meeting, "change"))
    press_at(page, "button[value='publish:tr']")

    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Meeting.objects.get(pk=meeting.pk).body_tr == "<p>Yeni.</p>"
