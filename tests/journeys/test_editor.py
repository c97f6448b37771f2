"""The secretariat enters, publishes and corrects a meeting in a real browser."""

from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cooperation.models import City
from meetings.models import Meeting
from ots_portal.publishing.models import Draft
from tests.factories import make_admin, make_city, make_country, make_meeting, make_series

PASSWORD = "a long enough password"
FORM = "#meeting_form"
SIZES = [(360, "light", "tr"), (768, "dark", "en"), (1280, "light", "tr")]


@pytest.fixture
def series(transactional_db):
    names = {"name_tr": "Dışişleri Bakanları Konseyi", "name_en": "Council of Foreign Ministers"}
    series = make_series(reference_prefix="cfm", abbreviation_tr="DBK", abbreviation_en="CFM", **names)
    make_meeting(series=series, kind="extraordinary", ordinal=4)
    make_city()
    return series


@pytest.fixture
def signed_in(page, live_server, series):
    """The page of a browser in which somebody of the secretariat has signed in."""
    make_admin(username="aygul", password=PASSWORD)
    page.goto(f"{live_server.url}/yonetim/")
    page.fill("[name=login]", "aygul")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page).to_have_url(f"{live_server.url}/tr/yonetim/")
    return page


def choose(page, field, text, wanted):
    """Choose a record by typing a part of its name."""
    page.locator(f"#id_{field} + .select2").click()
    page.locator(".select2-search__field").last.fill(text)
    page.locator(".select2-results__option", has_text=wanted).click()


def write(page, field, text):
    """Write into a rich text editor."""
    page.locator(f".prose-editor:has(#id_{field}) .ProseMirror[contenteditable]").fill(text)


def add_part(page, prefix, number, **values):
    page.locator(f"#{prefix}-group .add-row a").click()
    for name, value in values.items():
        page.fill(f"#id_{prefix}-{number}-{name}", value)


def save(page, message=".success"):
    page.locator("input[name=_save]").last.click()
    expect(page.locator(f".messagelist {message}")).to_be_visible()


def press(page, button):
    page.locator(f"button[value='{button}']").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def cited(page, live_server, language):
    """The public page of the new meeting."""
    page.set_extra_http_headers({"accept-language": language})
    page.goto(f"{live_server.url}/r/meeting/cfm-eo-5/")
    return page.locator("main")


def test_tomorrows_meeting_is_entered_published_and_corrected_in_both_languages(signed_in, live_server, series):
    page, tomorrow = signed_in, date.today() + timedelta(days=1)

    page.click("a[href='/tr/yonetim/meetings/series/']")
    page.click(f"a[href='/tr/yonetim/meetings/series/{series.pk}/change/']")
    page.click(".object-tools a[href*='kind=extraordinary']")
    page.fill("#id_start", tomorrow.isoformat())
    choose(page, "city", "istan", "İstanbul")
    write(page, "body_tr", "Bakanlar bölgedeki durumu görüşecek.")
    write(page, "body_en", "The ministers will discuss the situation in the region.")
    add_part(page, "agenda", 0, text_tr="Gündemin kabulü", text_en="Adoption of the agenda")
    add_part(page, "agenda", 1, text_tr="Bölgedeki durum", text_en="The situation in the region")
    save(page)
    press(page, "publish:tr+en")

    turkish = cited(page, live_server, "tr")
    expect(turkish).to_contain_text("DBK Beşinci Olağanüstü Toplantısı")
    expect(turkish).to_contain_text("Bölgedeki durum")
    expect(turkish).to_contain_text("Bakanlar bölgedeki durumu görüşecek.")
    english = cited(page, live_server, "en")
    expect(english).to_contain_text("Fifth Extraordinary Meeting of the CFM")
    expect(english).to_contain_text("Adoption of the agenda")
    expect(english).to_contain_text("The ministers will discuss the situation in the region.")

    before = Meeting.objects.get(reference="cfm-eo-5")
    page.click(f"a[href='/en/yonetim/meetings/meeting/{before.pk}/change/']")
    page.fill("#id_venue_en", "Çırağan Palace")
    press(page, "publish:en")

    after = Meeting.objects.get(reference="cfm-eo-5")
    assert (after.start, after.body_tr) == (tomorrow, "<p>Bakanlar bölgedeki durumu görüşecek.</p>")
    assert after.changed_at_en > before.changed_at_en
    assert after.changed_at_tr == before.changed_at_tr
    expect(cited(page, live_server, "en")).to_contain_text("Çırağan Palace")


def test_a_series_chosen_in_the_form_fills_ordinal_reference_and_titles(signed_in, live_server):
    page = signed_in
    page.goto(f"{live_server.url}/tr/yonetim/meetings/meeting/add/")
    page.fill("#id_title_en", "My own title")

    page.select_option("#id_kind", "extraordinary")
    choose(page, "series", "disisleri", "Dışişleri Bakanları Konseyi")

    expect(page.locator("#id_title_tr")).to_have_value("DBK Beşinci Olağanüstü Toplantısı")
    expect(page.locator("#id_title_en")).to_have_value("My own title")
    assert (page.input_value("#id_ordinal"), page.input_value("#id_reference")) == ("5", "cfm-eo-5")

    page.select_option("#id_kind", "regular")
    expect(page.locator("#id_title_tr")).to_have_value("DBK Birinci Toplantısı")


def test_a_city_that_is_missing_is_added_in_a_window_of_its_own(signed_in, live_server):
    page = signed_in
    make_country()
    page.goto(f"{live_server.url}/tr/yonetim/meetings/meeting/add/")

    with page.expect_popup() as window:
        page.click("#add_id_city")
    popup = window.value
    popup.fill("#id_name_tr", "İzmir")
    popup.fill("#id_name_en", "Izmir")
    choose(popup, "country", "turk", "Türkiye")
    for name, value in {
        "time_zone": "Europe/Istanbul",
        "latitude": "38.4",
        "longitude": "27.1",
        "reference": "izmir",
    }.items():
        popup.fill(f"#id_{name}", value)
    popup.locator("input[name=_save]").click()

    expect(page.locator("#id_city + .select2")).to_contain_text("İzmir")
    assert page.input_value("#id_city") == str(City.objects.get(reference="izmir").pk)


def test_saving_what_the_editor_shows_is_no_change(signed_in, live_server):
    page = signed_in
    text = "<p>Birinci <strong>satır</strong>.</p>\n<h2>Başlık</h2>\n<ul><li>bir</li><li>iki</li></ul>"
    meeting = make_meeting(body_tr=text, body_en="<p>One.</p>")
    page.goto(f"{live_server.url}/tr/yonetim/meetings/meeting/{meeting.pk}/change/")
    expect(page.locator(".ProseMirror[contenteditable]")).to_have_count(2)
    expect(page.locator(".prose-menubar [data-name=bold]").first).to_have_attribute("title", "kalın")
    assert page.locator(".ProseMirror[contenteditable]").evaluate_all("all => all.map(each => each.lang)") == [
        "tr",
        "en",
    ]

    save(page, message=".info")

    assert not Draft.objects.exists()
    after = Meeting.objects.get(pk=meeting.pk)
    assert (after.body_tr, after.changed_at_tr, after.changed_at_en) == (
        text,
        meeting.changed_at_tr,
        meeting.changed_at_en,
    )


@pytest.mark.parametrize("window", SIZES, ids=str)
def test_no_page_of_the_admin_is_wider_than_its_window_or_closed_to_anybody(signed_in, complaints, live_server, window):
    page, (width, scheme, language) = signed_in, window
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    pages = ["", "meetings/meeting/", "meetings/meeting/add/", "library/file/add/", "accounts/user/add/"]

    for address in pages:
        page.goto(f"{live_server.url}/{language}/yonetim/{address}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert complaints == [], address
        found = barriers(page)
        complaints.clear()  # those of axe, which our policy hinders a little
        assert found == [], address


def barriers(page):
    """What axe finds serious, by rule and place."""
    results = Axe().run(page)
    return [
        (each["id"], node["target"])
        for each in results.response["violations"]
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]
