"""The public page of what changed of late: only what readers of a language may know, with what they are told of it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext

from ots_portal.publishing import workflow
from ots_portal.publishing.drafts import Revision
from tests.factories import make_area, make_meeting, make_page, make_person, make_topic
from tests.public_pages import page_at, plain, queries_of
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db

ADDRESS = {"tr": "/tr/son-degisiklikler/", "en": "/en/recent-changes/"}
ITEM = re.compile(r'<li data-type="(\w+)" data-reference="([^"]+)" data-change="(\w+)">(.*?)</li>', re.S)


def listed(client, language="tr", query=""):
    """[(type, reference, kind of change)]."""
    return [found[:3] for found in ITEM.findall(page_at(client, ADDRESS[language] + query))]


def item(client, record, language="tr"):
    """The first entry about a record, as it is marked up."""
    found = ITEM.findall(page_at(client, ADDRESS[language]))
    return next(html for _type, reference, _kind, html in found if reference == record.reference)


def new(make=make_area, languages=("tr", "en"), **values):
    """A record that was first published just now, as people publish."""
    record = make(languages=(), **values)
    workflow.publish(record, list(languages), None)
    record.refresh_from_db()
    return record


def change(record, told=None, languages=("tr",), **values):
    draft(record, values)
    workflow.publish(record, list(languages), None, "yalnızca görevlilere", public_notes=told)


# ---- What stands there ---------------------------------------------------------------------------------------
def test_first_publications_and_changes_stand_there_the_newest_first_with_what_readers_are_told(client):
    area = new(name_tr="Spor", reference="sports")
    new(make_meeting, title_tr="Zirve", reference="summit")
    change(area, {"tr": "Tanıtım düzeltildi."}, lead_tr="Yeni")

    assert listed(client) == [
        ("area", "sports", "updated"),
        ("meeting", "summit", "new"),
        ("area", "sports", "new"),
    ]
    assert '<h3><a href="/tr/isbirligi-alanlari/spor/">Spor</a></h3>' in item(client, area)
    assert "<p>Tanıtım düzeltildi.</p>" in item(client, area)


def test_the_staffs_own_note_is_not_for_readers(client):
    area = new()
    change(area, lead_tr="Yeni")

    assert Revision.objects.first().note == "yalnızca görevlilere"
    assert "yalnızca görevlilere" not in page_at(client, ADDRESS["tr"])


def test_changes_of_one_day_stand_under_its_date(client):
    area = make_area(languages=())
    workflow.publish(area, ["tr"], None, at=datetime(2026, 10, 28, 22, tzinfo=UTC))  # past midnight in Ankara

    assert '<time datetime="2026-10-29">29 Ekim 2026</time></h2>' in page_at(client, ADDRESS["tr"])


def test_each_language_has_its_own_changes_and_notes(client):
    area = new(name_tr="Spor", name_en="Sports", languages=["tr"])
    change(area, {"en": "Translated."}, languages=["en"], lead_en="New")
    change(area, {"tr": "Düzeltildi."}, lead_tr="Yeni")

    assert listed(client, "tr") == [("area", area.reference, "updated"), ("area", area.reference, "new")]
    assert listed(client, "en") == [("area", area.reference, "new")]
    assert "Translated." in item(client, area, "en")


def test_what_is_published_only_in_turkish_stands_on_the_english_page_in_turkish(client):
    area = new(name_tr="Spor", name_en="Sports", languages=["tr"])
    change(area, {"tr": "Düzeltildi."}, lead_tr="Yeni")

    english = item(client, area, "en")

    assert listed(client, "en") == [("area", area.reference, "updated"), ("area", area.reference, "new")]
    assert '<span lang="tr">Spor</span>' in english
    assert '<p><span lang="tr">Düzeltildi.</span></p>' in english
    assert "in Turkish" in plain(english)


# ---- What is withdrawn ---------------------------------------------------------------------------------------
def test_what_is_withdrawn_stands_there_once_with_its_notice_and_nothing_else(client):
    area = new(name_tr="Spor", name_en="Sports")
    change(area, {"tr": "Ara not"}, lead_tr="Yeni")
    workflow.withdraw(area, "tr", None, "Başka bir alana taşındı.")

    assert listed(client) == listed(client, "en") == [("area", area.reference, "withdrawn")]
    assert '<a href="/tr/isbirligi-alanlari/spor/">Spor</a>' in item(client, area)
    assert "<p>Başka bir alana taşındı.</p>" in item(client, area)
    assert '<p><span lang="tr">Başka bir alana taşındı.</span></p>' in item(client, area, "en")
    assert client.get("/tr/isbirligi-alanlari/spor/").status_code == 410


def test_only_the_last_withdrawal_counts_and_none_once_the_record_is_back(client):
    area = new()
    workflow.withdraw(area, "tr", None, "Birinci")
    workflow.publish(area, ["tr", "en"], None)
    back = listed(client)
    workflow.withdraw(area, "tr", None, "İkinci")
    workflow.change_notice(area, "tr", None, "Üçüncü")

    assert [kind for _type, _reference, kind in back] == ["updated", "new"]
    assert listed(client) == [("area", area.reference, "withdrawn")]
    assert "<p>Üçüncü</p>" in item(client, area)


def test_a_withdrawn_translation_is_told_to_its_readers_only(client):
    area = new(name_tr="Spor", name_en="Sports")
    workflow.withdraw(area, "en", None, "Being translated anew.")

    english = item(client, area, "en")

    assert listed(client, "tr") == [("area", area.reference, "new")]
    assert listed(client, "en") == [("area", area.reference, "withdrawn"), ("area", area.reference, "new")]
    assert "<p>Being translated anew.</p>" in english
    assert ('<span lang="tr">Spor</span>' in english, "Sports" in english) == (True, False)


# ---- What does not -------------------------------------------------------------------------------------------
def test_drafts_and_what_was_never_published_are_not_told(client):
    hidden = make_area(languages=(), name_tr="Gizli")
    area = new(name_tr="Spor")
    draft(hidden, {"lead_tr": "Gizli"})
    draft(area, {"name_tr": "Gizli spor"})
    workflow.schedule(hidden, ["tr"], timezone.now() + timedelta(days=1), None, public_notes={"tr": "Gizli not"})

    assert listed(client) == [("area", area.reference, "new")]
    assert "Gizli" not in page_at(client, ADDRESS["tr"])


@pytest.mark.parametrize("state", ["published", "withdrawn"])
def test_a_topic_of_an_area_that_readers_may_not_see_is_not_told(client, state):
    area = new(name_tr="Alan")
    topic = new(make_topic, area=area, name_tr="Gizli konu")
    if state == "withdrawn":
        workflow.withdraw(topic, "tr", None, "Gizli neden")
    workflow.withdraw(area, "tr", None, "Kaldırıldı")

    assert listed(client) == [("area", area.reference, "withdrawn")]


def test_what_changes_nothing_that_readers_see_is_not_told(client):
    area = new()
    change(area, {"tr": "Gizli"}, internal_note="sorulacak", review_on="2027-01-01")

    assert Revision.objects.count() == 2
    assert listed(client) == [("area", area.reference, "new")]


# ---- The page itself -----------------------------------------------------------------------------------------
def test_an_empty_portal_says_so(client):
    assert gettext("Nothing has been published yet.") in page_at(client, ADDRESS["tr"])


def test_it_has_pages_and_no_query_breaks_it(client):
    areas = [new() for _number in range(27)]

    first, second = listed(client), listed(client, query="?page=2")

    assert [reference for _type, reference, _kind in first + second] == [each.reference for each in reversed(areas)]
    assert len(second) == 2
    for query in ("?page=x", "?page=99999999999", "?page=-1", "?q=%00&page=2"):
        assert client.get(ADDRESS["tr"] + query).status_code == 200


def test_it_needs_as_many_queries_for_three_of_each_as_for_one(client):
    def one_more():
        for make in (make_area, make_topic, make_person, make_page):
            change(new(make), {"tr": "Not"}, slug_tr=f"yeni-{Revision.objects.count()}")
        workflow.withdraw(new(), "tr", None, "Neden")

    one_more()
    once = queries_of(client, ADDRESS["tr"])
    one_more()
    one_more()

    assert queries_of(client, ADDRESS["tr"]) == once <= 8


def test_the_foot_of_every_page_leads_there(client):
    home = page_at(client, "/en/")

    assert '<li><a href="/en/recent-changes/">Recently changed</a></li>' in home


# ---- On the page of a record ---------------------------------------------------------------------------------
def foot(client, record, language="tr"):
    address = {"tr": "/tr/isbirligi-alanlari/", "en": "/en/areas-of-cooperation/"}[language]
    html = page_at(client, f"{address}{record.slug_in(language)}/")
    return re.search(r'<p class="record-foot"><span>[^<]*<time[^>]*>[^<]*</time>(.*?)</span><span>', html)[1]


def test_the_last_note_of_the_language_stands_at_the_foot_of_the_page(client):
    area = new(name_tr="Spor", name_en="Sports")
    change(area, {"tr": "Birinci", "en": "First"}, ("tr", "en"), lead_tr="Bir", lead_en="One")
    change(area, {"tr": "İkinci"}, lead_tr="İki")

    assert (foot(client, area), foot(client, area, "en")) == (": İkinci", ": First")


def test_a_publication_without_a_note_leaves_the_old_one_behind(client):
    area = new(name_tr="Spor")
    change(area, {"tr": "Birinci"}, lead_tr="Bir")
    change(area, lead_tr="İki")

    assert foot(client, area) == ""


def test_a_note_in_turkish_is_marked_on_the_english_page(client):
    area = new(name_tr="Spor", languages=["tr"])
    change(area, {"tr": "Düzeltildi <b>"}, lead_tr="Bir")

    assert foot(client, area, "en") == ': <span lang="tr">Düzeltildi &lt;b&gt;</span>'


@pytest.mark.parametrize("language", ["tr", "en"])
def test_what_lies_within_a_withdrawn_record_is_not_told_of(client, language):
    area = new(reference="sports")
    new(make_topic, reference="games", area=area)
    before = listed(client, language)

    workflow.withdraw(area, "tr", None, "Taşındı.")

    assert before == [("topic", "games", "new"), ("area", "sports", "new")]
    assert listed(client, language) == [("area", "sports", "withdrawn")]
