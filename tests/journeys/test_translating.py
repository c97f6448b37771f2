"""A meeting is published in Turkish, translated at the desk without a mouse, reviewed, and then changes by a sentence."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from meetings.models import Meeting
from ots_portal.accounts.models import User
from ots_portal.publishing import workflow
from ots_portal.publishing.comments import comment
from ots_portal.publishing.desk import Desk
from ots_portal.translating.models import ImportedFile, Task
from tests.admin_pages import admin_address
from tests.factories import make_admin, make_city, make_meeting
from tests.journeys.focus import tab_to
from tests.journeys.people import PASSWORD, open_waiting, press, sign_in, windows_of
from tests.public_pages import detail_page
from tests.publishing.drafting_acts import draft, new_outcome
from tests.translating.states import refreshed, states
from tests.translating.xliff.files import exported, imported_from, units, uploaded
from tests.translating.xliff.files import translated as translated_file

PEOPLE = {
    "aygul": {"role": "editor"},
    "emre": {"role": "reviewer"},
    "ayse": {"role": "translator", "languages": ["en"]},
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BODY = "<p>Bakanlar Ankara’da bir araya geldi.</p><p>Sonraki toplantı Bakü’de yapılacak.</p>"


@pytest.fixture
def meeting(transactional_db):
    """Written, with an outcome, but not published in any language."""
    meeting = make_meeting(languages=(), title_tr="Ulaştırma Bakanları Toplantısı", title_en=None, body_tr=BODY)
    draft(meeting, new_outcome(text_tr="Bir eylem planı kabul edildi."))
    return meeting


@pytest.fixture
def window_of(browser, live_server, meeting):
    with windows_of(browser, live_server, PEOPLE) as of:
        yield of


def type_and_go_on(page, words):
    """Into the field that has the focus; then the keys for “save and next”."""
    expect(page.locator(":focus")).to_have_attribute("lang", "en")
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".messagelist .success").first).to_be_visible()


def test_a_meeting_is_translated_with_the_keyboard_and_one_changed_sentence_makes_one_text_stale(
    window_of, client, live_server, meeting
):
    # The editor publishes the Turkish page.
    editor = window_of("aygul")
    editor.goto(f"{live_server.url}{admin_address(meeting, 'change')}")
    press(editor, "publish:tr")

    # The translator finds it on the front page, in the worklist, and opens the desk.
    translator = window_of("ayse")
    translator.goto(f"{live_server.url}/tr/yonetim/")
    translator.locator(".waiting-translations a").click()
    expect(translator.locator("#changelist")).to_be_visible()
    tab_to(translator, "#result_list .field-desk_column a")
    translator.keyboard.press("Enter")
    expect(translator.locator(".desk-text")).to_have_count(3)

    # Half of it is translated here, from field to field; what was typed into the text is only a beginning.
    tab_to(translator, "[name=title_en]")
    type_and_go_on(translator, "Meeting of Ministers of Transport")
    type_and_go_on(translator, "The ministers met in Ankara.\nThe next meeting")

    # The other half goes through a file: downloaded, translated elsewhere, uploaded, its report read and confirmed.
    file = downloaded(
        translator, f"{live_server.url}{admin_address(Task.objects.of(meeting).get(language='en'), 'change')}"
    )
    outcome = next(key for key in units(file) if key.startswith("outcomes/"))
    words = {"body.2": "The next meeting will be held in Baku.", outcome: "A plan of action was adopted."}
    upload(translator, live_server, translated_file(file, words))
    expect(translator.locator(".exchange-counts .exchange-change .number")).to_have_text("2")
    tab_to(translator, "button[value=confirm]")
    translator.keyboard.press("Enter")
    expect(translator.locator(".messagelist .success")).to_be_visible()

    # Nothing is left to do; the translator goes back to the desk and submits what is drafted.
    translator.goto(f"{live_server.url}{desk(meeting)}")
    expect(translator.locator(".desk-done")).to_be_visible()
    tab_to(translator, "button[value='submit:en']")
    translator.keyboard.press("Enter")
    expect(translator.locator(".pending-in-review")).to_be_visible()

    # The reviewer publishes it, and readers have it in English.
    reviewer = window_of("emre")
    open_waiting(reviewer, live_server, "to-review")
    press(reviewer, "publish:en")
    english = detail_page(client, Meeting.objects.get(pk=meeting.pk), "en")
    assert "Meeting of Ministers of Transport" in english
    assert "<p>The next meeting will be held in Baku.</p>" in english
    assert "A plan of action was adopted." in english

    # One Turkish sentence changes: of all texts this one is out of date, and of its blocks the second.
    draft(meeting, {"body_tr": BODY.replace("Sonraki", "Gelecek")})
    editor.goto(f"{live_server.url}{admin_address(meeting, 'change')}")
    press(editor, "publish:tr")
    translator.goto(f"{live_server.url}{desk(meeting)}")
    expect(translator.locator(".desk-text")).to_have_count(1)
    expect(translator.locator(".desk-source .difference")).to_contain_text("Ankara’da bir araya geldi.")
    expect(translator.locator(".desk-source :is(del, ins)")).to_have_text(["Sonraki", "Gelecek"])
    expect(translator.locator(".ProseMirror[role=textbox]")).to_contain_text("held in Baku")


def downloaded(page, address):
    """The file of a task, as the browser saves it."""
    page.goto(address)
    with page.expect_download() as download:
        page.locator(".exchange-tools button").click()
    assert download.value.suggested_filename.endswith(".en.xlf")
    return Path(download.value.path()).read_bytes()


def upload(page, live_server, content):
    page.goto(f"{live_server.url}{reverse('admin:translating_importedfile_add')}")
    page.locator("[name=file]").set_input_files({"name": "ceviri.xlf", "mimeType": "text/xml", "buffer": content})
    page.locator(".exchange form button").click()


# ---- The page itself -----------------------------------------------------------------------------------------
@pytest.fixture
def translated(transactional_db):
    """A record with a text that is out of date, one that is missing, a question, and a city without a name."""
    admin = make_admin(username="admin", password=PASSWORD)
    meeting = make_meeting(body_tr=BODY, body_en="<p>Text.</p>", city=make_city(name_en=None))
    refreshed(meeting)
    draft(meeting, {"body_tr": f"{BODY}<p>Yeni.</p>", **new_outcome(text_tr="Karar")})
    workflow.publish(meeting, ["tr"], admin)
    comment(meeting, admin, "Hangi bakanlar?", "body_tr")
    return meeting


def test_axe_finds_nothing_and_no_window_is_too_narrow(browser, live_server, translated):
    page = sign_in(browser, live_server, "admin")
    names = "/tr/yonetim/translating/task/names/?show=all"
    found = {}

    for address in (desk(translated), f"{desk(translated)}?show=all", names, "/tr/yonetim/translating/task/"):
        for width, scheme in ((360, "light"), (768, "dark"), (1280, "light")):
            found[address, width] = barriers(page, f"{live_server.url}{address}", width, scheme)

    page.context.close()
    assert {place: each for place, each in found.items() if each} == {}


def barriers(page, address, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    results = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = [(each["id"], node["target"]) for each in results for node in each["nodes"]]
    return [*found, *([("too wide", wide)] if wide > width else [])]


def test_axe_finds_nothing_on_the_pages_of_files_and_no_window_is_too_narrow(browser, live_server, translated):
    page = sign_in(browser, live_server, "admin")
    admin = User.objects.get(username="admin")
    done = imported_from(translated_file(exported(translated), {"title": "A better title"}), admin)
    damaged = translated_file(exported(translated), {"title": "Another title", "body": "Without tags"})
    waiting = uploaded(damaged.replace(b"</xliff>", damaged_copy(damaged)), admin)
    addresses = [admin_address(ImportedFile, "add"), admin_address(ImportedFile, "changelist")]
    addresses += [admin_address(each, "change") for each in (done, waiting)]
    found = {}

    for address in [*addresses, *(each.replace("/tr/", "/en/") for each in addresses)]:
        for width, scheme in ((360, "light"), (768, "dark"), (1280, "light")):
            found[address, width] = barriers(page, f"{live_server.url}{address}", width, scheme)

    page.context.close()
    assert {place: each for place, each in found.items() if each} == {}


def damaged_copy(content):
    """The file's record once more, under a reference that is nobody's."""
    return content[content.index(b"<file") :].replace(b'original="', b'original="x')


def test_without_scripts_a_file_goes_out_comes_in_and_is_undone(browser, live_server, translated):
    page = sign_in(browser, live_server, "admin", java_script_enabled=False)
    file = downloaded(page, f"{live_server.url}{reverse('admin:translating_task_changelist')}?q=kay%C4%B1t&language=en")

    upload(page, live_server, translated_file(file, {"title": "A better title"}))
    page.locator("button[value=confirm]").click()
    brought = Desk(translated).working["title_en"]
    page.locator("button[value=undo]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()

    page.context.close()
    assert (brought, Desk(translated).working["title_en"]) == ("A better title", translated.title_en)


def test_on_a_phone_the_field_stands_below_its_source(browser, live_server, translated):
    page = sign_in(browser, live_server, "admin")
    page.goto(f"{live_server.url}{desk(translated)}")
    source, target = page.locator(".desk-source").first, page.locator(".desk-target").first

    boxes = {}
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        boxes[width] = source.bounding_box(), target.bounding_box()

    page.context.close()
    assert boxes[360][1]["y"] >= boxes[360][0]["y"] + boxes[360][0]["height"]
    assert boxes[1280][1]["x"] >= boxes[1280][0]["x"] + boxes[1280][0]["width"]


def test_without_scripts_a_text_is_translated_in_plain_fields(browser, live_server, translated):
    page = sign_in(browser, live_server, "admin", java_script_enabled=False)
    page.goto(f"{live_server.url}{desk(translated)}")

    expect(page.locator("[data-desk-keys]")).to_be_hidden()
    page.locator("[name^='outcomes/'][name$='/text_en']").fill("A decision")
    page.locator("[name=body_en]").fill("<p>New text.</p>")
    page.locator("[name=_next][value=body_en]").click()
    expect(page.locator(".messagelist .success").first).to_be_visible()

    page.context.close()
    assert set(states(translated).values()) == {"in-step"}


def test_every_stop_of_the_keyboard_is_seen_and_the_keys_move_between_fields(browser, live_server, translated):
    page = sign_in(browser, live_server, "admin")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_server.url}{desk(translated)}")
    page.wait_for_selector(".ProseMirror[role=textbox]")

    tab_to(page, "[name=_save].default")
    page.keyboard.press("Alt+ArrowDown")
    first = page.evaluate("document.activeElement.className")
    page.keyboard.press("Alt+ArrowDown")
    second = page.evaluate("document.activeElement.name")
    page.keyboard.type("A decision")
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist .success")).to_be_visible()

    page.context.close()
    assert ("ProseMirror" in first, second.endswith("/text_en")) == (True, True)
    assert sorted(states(translated).values()) == ["in-step", "in-step", "stale"]


def desk(record):
    return f"/tr/yonetim/translating/task/{Task.objects.of(record).get(language='en').pk}/desk/"
