"""A live meeting is corrected by three people: in Turkish at a set minute, in English later, and back again."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Meeting
from ots_portal.publishing import workflow
from ots_portal.publishing.documents import dump
from ots_portal.publishing.models import TwoPersonRule
from ots_portal.publishing.promises import publish_due
from tests.factories import make_admin, make_meeting
from tests.journeys.people import open_waiting, press, windows_of
from tests.public_pages import detail_page

PEOPLE = {
    "aygul": {"role": "editor"},
    "emre": {"role": "reviewer"},
    "ayse": {"role": "translator", "languages": ["en"]},
}


@pytest.fixture
def meeting(transactional_db):
    """A meeting whose type needs two persons, as it was first published."""
    meeting = make_meeting(languages=(), theme_tr="Ulaştırma koridorları", theme_en="Transport corridors")
    workflow.publish(meeting, ["tr", "en"], make_admin())
    TwoPersonRule.objects.create(content_type=ContentType.objects.get_for_model(Meeting))
    return Meeting.objects.get(pk=meeting.pk)


@pytest.fixture
def desk(browser, live_server, meeting):
    """A function that gives a person's own browser window."""
    with windows_of(browser, live_server, PEOPLE) as window_of:
        yield window_of


def open_form(page, live_server, meeting):
    page.goto(f"{live_server.url}/tr/yonetim/meetings/meeting/{meeting.pk}/change/")


def themes(client, meeting):
    """What readers see as the theme, in Turkish and in English."""
    pages = {code: detail_page(client, meeting, code) for code in THEMES}
    return [next(theme for theme in THEMES[code] if theme in pages[code]) for code in THEMES]


THEMES = {
    "tr": ["Ulaştırma koridorları", "Yeşil dönüşüm ve ulaştırma"],
    "en": ["Transport corridors", "Green transition and transport"],
}


def test_a_correction_goes_live_at_its_minute_english_follows_and_a_mistake_is_undone(
    desk, client, live_server, meeting
):
    before = dump(meeting)

    # The editor changes the Turkish theme and asks for a review; readers see nothing of it.
    editor = desk("aygul")
    open_form(editor, live_server, meeting)
    editor.fill("#id_theme_tr", "Yeşil dönüşüm ve ulaştırma")
    editor.fill("#note_tr", "Bakanlığın yazısına göre")
    press(editor, "submit:tr")
    assert themes(client, meeting) == ["Ulaştırma koridorları", "Transport corridors"]
    expect(editor.locator("button[value='publish:tr']")).to_have_count(0)

    # The reviewer finds it on the front page, approves it and gives it a minute.
    reviewer, minute = desk("emre"), timezone.localtime().replace(second=0, microsecond=0) + timedelta(hours=2)
    open_waiting(reviewer, live_server, "to-review")
    expect(reviewer.locator(".lanes")).to_contain_text("Bakanlığın yazısına göre")
    press(reviewer, "approve:tr")
    reviewer.fill("#at_tr", minute.strftime("%Y-%m-%dT%H:%M"))
    press(reviewer, "schedule:tr")

    # It appears at that minute, not before, and in Turkish only.
    publish_due(minute - timedelta(seconds=1))
    assert themes(client, meeting) == ["Ulaştırma koridorları", "Transport corridors"]
    publish_due(minute)
    assert themes(client, meeting) == ["Yeşil dönüşüm ve ulaştırma", "Transport corridors"]

    # English follows: the translator writes it, the reviewer publishes it.
    translator = desk("ayse")
    open_form(translator, live_server, meeting)
    expect(translator.locator("#id_theme_tr")).to_have_count(0)
    translator.fill("#id_theme_en", "Green transition and transport")
    press(translator, "submit:en")
    open_waiting(reviewer, live_server, "to-review")
    press(reviewer, "approve:en")
    press(reviewer, "publish:en")
    assert themes(client, meeting) == ["Yeşil dönüşüm ve ulaştırma", "Green transition and transport"]

    # The letter was about another meeting: the editor restores the first version, the reviewer publishes it.
    open_form(editor, live_server, meeting)
    editor.locator(".object-tools a.historylink").click()
    editor.locator("a[href*='/restore/']").last.click()
    editor.locator("#content-main input[type=submit]").click()
    press(editor, "submit:tr")
    press(editor, "submit:en")
    for code in ("tr", "en"):
        open_form(reviewer, live_server, meeting)
        press(reviewer, f"approve:{code}")
        press(reviewer, f"publish:{code}")
    assert themes(client, meeting) == ["Ulaştırma koridorları", "Transport corridors"]
    assert dump(Meeting.objects.get(pk=meeting.pk)) == before
