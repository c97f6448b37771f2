"""What readers do in a browser, on the starter content: on a phone, in another language, on paper."""

import re
from datetime import date

import icalendar
import pytest

from meetings.models import Meeting

pytestmark = pytest.mark.usefixtures("starter_site")

PHONE = {"width": 360, "height": 740}
PAPER = {"width": 658, "height": 900}  # what the margins leave of A4
EXTRAORDINARY = ["cfm-eo-4", "cfm-eo-3", "cfm-eo-2", "cfm-eo-1"]
THEIR_DAYS = [date(2022, 10, 17), date(2022, 1, 11), date(2021, 9, 27), date(2020, 2, 6)]


@pytest.fixture
def phone(page):
    page.set_viewport_size(PHONE)
    return page


def listed(page):
    return page.locator(".meeting-row").evaluate_all("rows => rows.map(row => row.dataset.reference)")


def hidden_on_paper(page, *selectors):
    return {selector: page.locator(selector).first.is_visible() for selector in selectors}


def test_a_phone_finds_the_extraordinary_meetings_and_subscribes_to_them(phone, live_server):
    phone.goto(f"{live_server.url}/tr/")

    phone.get_by_role("link", name="Toplantılar", exact=True).click()
    phone.get_by_label("Toplantı dizisi").select_option("cfm")
    phone.get_by_label("Tür", exact=True).select_option("extraordinary")
    phone.get_by_role("button", name="Listeyi daraltın").click()
    count = phone.get_by_role("heading", name="4 toplantı").bounding_box()
    subscription = phone.get_by_role("link", name="Takvime abone olun").get_attribute("href")
    calendar = phone.request.get(f"{live_server.url}{re.sub('^webcal://[^/]+', '', subscription)}")
    events = icalendar.Calendar.from_ical(calendar.body()).events

    assert listed(phone) == EXTRAORDINARY
    assert count["y"] + count["height"] < PHONE["height"] / 2
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert sorted(event.start for event in events) == sorted(THEIR_DAYS)


def test_which_meetings_were_held_in_istanbul(page, live_server):
    page.goto(f"{live_server.url}/en/meetings/")

    page.get_by_label("City").select_option("istanbul")
    page.get_by_role("button", name="Narrow the list").click()

    places = page.locator(".meeting-row .meta").all_inner_texts()
    assert page.get_by_role("heading", name="6 meetings").is_visible()
    assert [("Istanbul" in place, "Videoconference" in place) for place in places] == [(True, False)] * 6


def test_switching_the_language_stays_with_the_selection_and_the_record(page, live_server):
    page.goto(f"{live_server.url}/tr/toplantilar/?series=cfm&kind=extraordinary")

    page.get_by_role("link", name="English").click()
    english_list, english_address = listed(page), page.url
    page.locator(".meeting-row a").first.click()
    english_title = page.title()
    page.get_by_role("link", name="Türkçe").click()

    assert english_address == f"{live_server.url}/en/meetings/?series=cfm&kind=extraordinary"
    assert english_list == EXTRAORDINARY
    assert english_title.endswith("Organization of Turkic States")
    assert page.locator("html").get_attribute("lang") == "tr"
    assert page.locator("main [data-type=meeting]").first.get_attribute("data-reference") == "cfm-eo-4"


def test_a_reader_of_english_is_told_of_a_page_in_turkish(page, live_server):
    Meeting.objects.filter(reference="rc-7").update(published_at_en=None, changed_at_en=None)

    page.goto(f"{live_server.url}/en/meetings/?year=2021")
    row = page.locator("[data-reference=rc-7]")
    words_in_the_list = row.locator("h3 [lang=tr]").inner_text()
    row.get_by_role("link").click()
    turkish = page.get_by_role("note").get_by_role("link", name="Turkish page").get_attribute("href")

    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1 [lang=tr]").inner_text() == page.locator("h1").inner_text() == words_in_the_list
    assert page.get_by_role("note").inner_text().startswith("This record is published only in Turkish")
    assert page.locator("link[rel=canonical]").get_attribute("href").endswith(turkish)
    assert page.locator("[lang=tr]").locator("h1, h2, section, dl").count() == 0


def test_a_section_of_the_vision_on_paper(page, live_server):
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{live_server.url}/r/tr/section/2.4/")

    objectives = page.locator("article.objective")
    letterhead = page.locator(".site-header").inner_text()
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))

    assert [each.is_visible() for each in objectives.all()] == [True] * 7
    assert objectives.first.bounding_box()["y"] < PAPER["height"] / 2
    assert len(pages) == 2
    assert "Türk Devletleri Teşkilatı" in letterhead
    assert "/r/section/2.4/" in letterhead
    assert set(hidden_on_paper(page, ".site-nav", ".breadcrumb", ".band", ".site-footer", ".pillar-nav").values()) == {
        False
    }
    assert page.evaluate("document.documentElement.scrollWidth") == PAPER["width"]
    assert page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    ) == [
        "rgb(0, 0, 0)",
        "rgb(255, 255, 255)",
    ]


def test_a_list_on_paper_has_no_filters_but_says_what_was_chosen(page, live_server):
    page.emulate_media(media="print")

    page.goto(f"{live_server.url}/tr/toplantilar/?city=istanbul")

    assert hidden_on_paper(page, ".filter-form", ".views", "#data") == dict.fromkeys(
        [".filter-form", ".views", "#data"], False
    )
    assert "Şehir: İstanbul" in " ".join(page.locator(".chip-list").inner_text().split())
    assert len(listed(page)) == 6
