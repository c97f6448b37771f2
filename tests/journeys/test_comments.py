"""Commenting in a real browser, while words stand in the form that are not saved."""

import pytest
from playwright.sync_api import expect

from ots_portal.publishing.comments import comment
from tests.admin_pages import admin_address
from tests.factories import make_admin, make_area

PASSWORD = "a long enough password"


@pytest.fixture
def area(transactional_db):
    area = make_area()
    comment(area, make_admin(username="aygul", password=PASSWORD), "Bu ad eski mi?", "name_tr")
    return area


@pytest.fixture
def form(page, live_server, area):
    """The form of a record with an open comment, with words that nobody has saved."""
    page.goto(f"{live_server.url}{admin_address(area, 'change')}")
    page.fill("[name=login]", "aygul")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.fill("#id_name_en", "Not saved yet")
    return page


def test_resolving_in_the_form_loses_nothing_typed(form):
    with form.context.expect_page() as opened:
        form.locator("button[name=resolve]").click()

    expect(opened.value.locator(".messagelist .success")).to_be_visible()
    expect(form.locator("#id_name_en")).to_have_value("Not saved yet")


def test_the_sign_at_a_field_is_opened_with_the_keyboard_and_loses_nothing_typed(form):
    form.locator("#id_name_en").focus()
    form.keyboard.press("Tab")
    with form.context.expect_page() as opened:
        form.keyboard.press("Enter")

    opened.value.locator("#id_text").fill("Bir soru")
    opened.value.locator("#content-main input[type=submit]").click()
    expect(opened.value.locator(".comment-text").last).to_have_text("Bir soru")
    expect(form.locator("#id_name_en")).to_have_value("Not saved yet")
