"""The secretariat corrects and publishes a meeting in a browser that runs no scripts."""

import pytest
from playwright.sync_api import expect

from meetings.models import Meeting
from tests.admin_pages import admin_address
from tests.factories import make_admin, make_city, make_meeting

PASSWORD = "a long enough password"


@pytest.fixture
def page(browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def test_a_meeting_is_corrected_given_an_agenda_and_a_city_and_published(page, live_server, transactional_db):
    meeting, city = make_meeting(body_tr="<p>Eski.</p>"), make_city()
    make_admin(username="aygul", password=PASSWORD)

    page.goto(f"{live_server.url}{admin_address(meeting, 'change')}")
    page.fill("[name=login]", "aygul")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.click("noscript a, a[href='?rows=3']")
    page.fill("#id_title_tr", "Yeni başlık")
    page.fill("#id_body_tr", "<p>Yeni metin.</p>")
    page.select_option("#id_city", label=str(city))
    page.fill("#id_agenda-0-text_tr", "Gündemin kabulü")
    page.click("input[name=_save]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(f"{live_server.url}{admin_address(meeting, 'change')}")
    page.click("button[value='publish:tr']")
    expect(page.locator(".messagelist .success")).to_be_visible()

    after = Meeting.objects.get(pk=meeting.pk)
    assert (after.title_tr, after.body_tr, after.city) == ("Yeni başlık", "<p>Yeni metin.</p>", city)
    assert [item.text_tr for item in after.agenda.all()] == ["Gündemin kabulü"]
