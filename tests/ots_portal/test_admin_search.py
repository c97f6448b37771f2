"""The search at the top of the administration, and that drafted names are found wherever staff look for a record."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperation.models import Area
from meetings.models import Meeting
from tests.admin_pages import admin_address
from tests.factories import make_admin, make_area, make_city, make_country, make_meeting, make_person, make_user
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db


def found(client, text):
    """{type: names}."""
    groups = client.get(reverse("admin:search"), {"q": text}).context["groups"]
    return {group.name: [row.name for row in group.rows] for group in groups}


def make_begun(reference="yeni-alan", **words):
    """A record that was begun and never published: its words are in the draft only."""
    area = make_area(languages=(), reference=reference, name_tr="", name_en="")
    draft(area, words)
    return area


@pytest.mark.parametrize("text", ["zirvesinde", "zirveler istanbul'da", "summits", "İSTANBUL’DAKİ ZİRVENİN"])
def test_a_record_is_found_by_its_words_in_any_form(admin_client, text):
    make_meeting(reference="zirve-2021", title_tr="İstanbul Zirvesi", title_en="Istanbul Summit")
    make_city(name_tr="Bakü", name_en="Baku")

    assert found(admin_client, text) == {"Toplantılar": ["İstanbul Zirvesi"]}


@pytest.mark.parametrize("text", ["istanbul", "ISTANBUL", "İstanbul zirve", "zirvesi ist", "summit", "zirve-2021"])
def test_a_record_is_found_by_its_names_and_its_reference_whatever_the_letters(admin_client, text):
    make_meeting(reference="zirve-2021", title_tr="İstanbul Zirvesi", title_en="Istanbul Summit")
    make_meeting(title_tr="Bakü", title_en="Baku")

    assert found(admin_client, text) == {"Toplantılar": ["İstanbul Zirvesi"]}


def test_results_stand_by_type_with_the_state_of_each_language(admin_client):
    area = make_area(languages=["tr"], name_tr="İzmir alanı")
    draft(area, {"lead_en": "New"})
    make_city(name_tr="İzmir", name_en="Izmir")
    make_person(name="İzmirli Ayşe")

    html = admin_client.get(reverse("admin:search"), {"q": "izmir"}).content.decode()

    assert found(admin_client, "izmir") == {
        "İşbirliği alanları": ["İzmir alanı"],
        "Kişiler": ["İzmirli Ayşe"],
        "Şehirler": ["İzmir"],
    }
    states = re.findall(r'class="state state-(\w+)"', html)
    assert states == ["published", "never", "published", "published"]
    assert html.count("pending-draft") == 1


def test_a_record_begun_but_never_published_is_found_by_its_drafted_names(admin_client):
    make_begun(name_tr="Uzay Çalışmaları", name_en="Space")

    assert found(admin_client, "calismalari uzay") == {"İşbirliği alanları": ["Uzay Çalışmaları"]}
    assert found(admin_client, "uzayda çalışmaların") == {"İşbirliği alanları": ["Uzay Çalışmaları"]}
    assert found(admin_client, "space") == {"İşbirliği alanları": ["Uzay Çalışmaları"]}


def test_a_published_record_is_found_by_its_live_and_by_its_drafted_name(admin_client):
    area = make_area(name_tr="Ulaştırma")
    draft(area, {"name_tr": "Lojistik"})

    assert found(admin_client, "ulastirma") == found(admin_client, "lojistik") == {"İşbirliği alanları": ["Ulaştırma"]}


def test_readers_never_find_a_record_by_its_draft():
    area = make_area(name_tr="Ulaştırma")
    draft(area, {"name_tr": "Lojistik"})

    assert list(Area.objects.containing("lojistik")) == []
    assert list(Area.objects.containing("lojistik", drafted=True)) == [area]


def test_lists_and_choosers_find_a_drafted_name_and_show_it(admin_client):
    make_begun(name_tr="Uzay Çalışmaları")
    query = {"app_label": "meetings", "model_name": "meeting", "field_name": "areas", "term": "calisma"}

    listed = admin_client.get(admin_address(Area, "changelist"), {"q": "calisma"}).context["cl"].result_count
    drafts = admin_client.get(reverse("admin:publishing_draft_changelist"), {"q": "calisma"}).context["cl"].result_count
    chosen = admin_client.get(reverse("admin:autocomplete"), query).json()["results"]

    assert (listed, drafts, [each["text"] for each in chosen]) == (1, 1, ["Uzay Çalışmaları"])


@pytest.mark.parametrize(("query", "is_listed"), [({}, False), ({"rows": "1"}, True)])
def test_forms_name_what_was_chosen_or_can_be_by_its_draft(admin_client, query, is_listed):
    chosen, other = make_begun(name_tr="Uzay Çalışmaları"), make_begun(reference="deniz", name_tr="Deniz Çalışmaları")
    meeting = make_meeting()
    meeting.areas.add(chosen)

    html = admin_client.get(admin_address(meeting, "change"), query).content.decode()

    assert options_of(html, "areas") == {str(chosen.pk): "Uzay Çalışmaları"} | (
        {str(other.pk): "Deniz Çalışmaları"} if is_listed else {}
    )


def test_who_may_not_view_a_type_sees_no_drafted_name_in_forms(client):
    meeting = make_meeting()
    meeting.areas.add(make_begun(name_tr="Uzay Çalışmaları"))
    client.force_login(make_user(role="editor", types=[Meeting]))

    html = client.get(admin_address(meeting, "change")).content.decode()

    assert list(options_of(html, "areas").values()) == ["yeni-alan"]


def options_of(html, name):
    select = re.search(rf'<select name="{name}".*?</select>', html, re.S)[0]
    return dict(re.findall(r'<option value="([^"]+)"[^>]*>([^<]*)<', select))


def test_who_may_not_view_a_type_chooses_its_records_by_what_is_live_only(client):
    make_begun(name_tr="Uzay Çalışmaları")
    client.force_login(make_user(role="editor", types=[Meeting]))
    query = {"app_label": "meetings", "model_name": "meeting", "field_name": "areas", "term": "calisma"}

    assert client.get(reverse("admin:autocomplete"), query).json()["results"] == []
    assert [
        each["text"] for each in client.get(reverse("admin:autocomplete"), query | {"term": "yeni"}).json()["results"]
    ] == ["yeni-alan"]


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({"role": "editor", "types": [Meeting]}, {"Toplantılar"}),
        ({"role": "reader"}, {"Toplantılar", "Şehirler"}),
        ({"role": "administrator"}, {"Toplantılar", "Şehirler", "Kullanıcılar"}),
        ({"is_staff": True}, set()),
    ],
)
def test_only_types_that_the_user_may_view_are_searched(client, person, expected):
    make_meeting(title_tr="Bursa")
    make_city(name_tr="Bursa", name_en="Bursa")
    make_user(first_name="Bursa")
    client.force_login(make_user(**person))

    assert set(found(client, "bursa")) == expected


def test_of_each_type_a_few_are_shown_with_the_way_to_all(admin_client):
    for number in range(6):
        make_area(name_tr=f"Ortak ad {number}")

    html = admin_client.get(reverse("admin:search"), {"q": "ortak ad"}).content.decode()
    [link] = re.findall(rf'href="({admin_address(Area, "changelist")}\?q=[^"]+)"', html)

    assert found(admin_client, "ortak ad") == {"İşbirliği alanları": [f"Ortak ad {number}" for number in range(5)]}
    assert admin_client.get(link).context["cl"].result_count == 6


@pytest.mark.parametrize("text", ["", " ", "\x00", "%", "yokböylebirşey", "a" * 5000, "'", "\\", "😀", "( [ {"])
def test_nothing_found_helps_and_no_text_fails(admin_client, text):
    make_area()

    response = admin_client.get(reverse("admin:search"), {"q": text, "unknown": "x"})

    assert response.status_code == 200
    assert response.context["groups"] == []
    assert "istanbul" in response.content.decode()


def test_the_search_needs_as_many_queries_for_three_of_each_type_as_for_one(client):
    user = make_admin()
    client.force_login(user)

    def add(number):
        for record in (make_area(name_tr="Ortak"), make_meeting(title_tr="Ortak")):
            draft(record, {"internal_note": "X"}, user)
        make_city(name_tr="Ortak", name_en="Ortak", country=make_country(code=f"x{number}", name_tr="Ortak"))

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("admin:search"), {"q": "ortak"})
        return len(captured)

    add(1)
    queries()
    once = queries()
    add(2)
    add(3)

    assert queries() == once <= 40


def test_every_page_of_the_administration_has_the_box(client):
    client.force_login(make_user(role="reader"))
    box = f'<form class="search-all" role="search" action="{reverse("admin:search")}">'

    pages = [reverse("admin:index"), admin_address(Area, "changelist"), reverse("admin:search")]

    assert [client.get(page).content.decode().count(box) for page in pages] == [1, 1, 1]


def test_the_search_is_for_staff_only(client):
    client.force_login(make_user())

    answer = client.get(reverse("admin:search"), {"q": "x"})

    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/tr/yonetim/login/")
