"""Finding a duplicate, comparing both records, and merging them from the form of one."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Participation
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.merging import merge
from tests.factories import make_admin, make_city, make_institution, make_meeting, make_person, make_user
from tests.public_pages import plain
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db


def find(client, record, **query):
    options = record._meta
    return client.get(reverse(f"admin:{options.app_label}_{options.model_name}_merge", args=[record.pk]), query)


def both(leaving, staying):
    options = leaving._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_merge_with", args=[leaving.pk, staying.pk])


def found(response):
    html = re.search(r'<ul class="merge-found">(.*?)</ul>', response.content.decode(), re.S)
    return [plain(item) for item in re.findall(r"<li>(.*?)</li>", html[1], re.S)] if html else []


def table(response):
    html = re.search(r'<table class="differences">(.*?)</table>', response.content.decode(), re.S)[1]
    return [plain(row) for row in re.findall(r"<tr>(.*?)</tr>", html, re.S)][1:]


def test_records_with_similar_names_are_offered_first(admin_client):
    person = make_person(name="Mevlüt Çavuşoğlu")
    make_person(name="Ayşe Kaya", reference="ayse-kaya")
    make_person(name="Mevlut Cavusoglu", reference="mevlut-cavusoglu-2")
    make_person(name="Mevlüt Demir", reference="mevlut-demir")

    response = find(admin_client, person)

    assert found(response) == ["Mevlut Cavusoglu mevlut-cavusoglu-2", "Mevlüt Demir mevlut-demir"]


def test_what_was_merged_away_is_no_longer_offered_where_one_chooses_records(admin_client):
    leaving, staying = make_person(name="Mevlüt Çavuşoğlu"), make_person(name="Mevlüt Çavuşoğlu")
    query = {"app_label": "meetings", "model_name": "participation", "field_name": "person", "term": "mevlut"}

    before = admin_client.get(reverse("admin:autocomplete"), query).json()["results"]
    merge(leaving, staying, None)
    after = admin_client.get(reverse("admin:autocomplete"), query).json()["results"]

    assert {each["id"] for each in before} == {str(leaving.pk), str(staying.pk)}
    assert [each["id"] for each in after] == [str(staying.pk)]


def test_any_other_record_is_found_by_its_name_or_reference(admin_client):
    city = make_city(name_tr="Bakü")
    make_city(name_tr="Şuşa", reference="shusha")

    assert found(find(admin_client, city, q="susa")) == ["Şuşa shusha"]
    assert found(find(admin_client, city, q="shush")) == ["Şuşa shusha"]
    assert found(find(admin_client, city, q="yok")) == []


def test_what_was_never_published_is_found_by_the_words_of_its_draft(admin_client):
    person = make_person(name="Ada", languages=(), reference="x1")
    draft(person, {"name": "Ayşe Kaya"})
    make_person(name="Ayse Kaya", reference="ayse")

    assert found(find(admin_client, person)) == ["Ayse Kaya ayse"]


def test_both_stand_side_by_side_with_their_drafts(admin_client):
    leaving = make_person(name="Ada", reference="ada", description_tr="Bakan", description_en=None, languages=["tr"])
    staying = make_person(name="Ada Kaya", reference="ada-kaya", languages=["tr"])
    draft(leaving, {"name": "Ada K."})

    response = admin_client.get(both(leaving, staying))

    assert table(response)[:2] == ["Ad Ada K. Ada Kaya", "Açıklama (Türkçe) Bakan"]
    assert f'href="{both(staying, leaving)}"' in response.content.decode()


def test_the_page_shows_what_refers_to_it_and_who_is_named_twice_and_changes_nothing(admin_client):
    leaving, staying, meeting = make_person(), make_person(), make_meeting(title_tr="Bakü Zirvesi")
    for person in (leaving, staying):
        Participation.objects.create(meeting=meeting, person=person)

    with CaptureQueriesContext(connection) as queries:
        html = admin_client.get(both(leaving, staying)).content.decode()

    assert html.count("Bakü Zirvesi") == 2
    assert [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "INSERT", "DELETE"))] == []


def test_merging_leads_to_the_record_that_stays_and_tells_what_is_named_twice(client):
    client.force_login(make_user(role="reviewer"))
    leaving, staying, meeting = make_person(name="Ada"), make_person(name="Eda"), make_meeting(title_tr="Bakü Zirvesi")
    for person in (leaving, staying):
        Participation.objects.create(meeting=meeting, person=person)

    response = client.post(both(leaving, staying), {"names": "1"}, follow=True)

    messages = [str(message) for message in response.context["messages"]]
    assert response.redirect_chain[-1][0] == f"/tr/yonetim/cooperation/person/{staying.pk}/change/"
    assert ["Ada" in messages[0], "Bakü Zirvesi" in messages[1], len(messages)] == [True, True, 2]
    assert Desk(staying).working["name_variants"] == "Ada"


def test_a_merger_that_is_refused_says_why_and_offers_no_button(admin_client):
    leaving, staying = make_institution(), make_institution(languages=())

    before = admin_client.get(both(leaving, staying)).content.decode()
    response = admin_client.post(both(leaving, staying))

    assert (before.count('class="errorlist"'), before.count('<form method="post">')) == (1, 0)
    assert response.status_code == 409
    assert response.content.decode().count('class="errorlist"') == 1


def test_cities_have_no_other_names(admin_client):
    leaving, staying = make_city(), make_city()

    assert 'name="names"' not in admin_client.get(both(leaving, staying)).content.decode()


@pytest.mark.parametrize("other", [0, 999_999_999, 10**25])
def test_a_record_that_is_not_there_is_not_found(admin_client, other):
    person = make_person()

    address = both(person, person).replace(f"/{person.pk}/merge/{person.pk}/", f"/{person.pk}/merge/{other}/")

    assert admin_client.get(address).status_code == 404
    assert admin_client.get(both(person, person)).status_code == 404


@pytest.mark.parametrize(("role", "is_offered"), [("reviewer", True), ("editor", False)])
def test_the_form_offers_it_to_who_may(client, role, is_offered):
    client.force_login(make_user(role=role))

    for record in (make_person(), make_city()):
        options = record._meta
        name = f"admin:{options.app_label}_{options.model_name}"
        form = client.get(reverse(f"{name}_change", args=[record.pk])).content.decode()
        assert (reverse(f"{name}_merge", args=[record.pk]) in form) == is_offered


def test_as_many_queries_find_three_as_one(client):
    client.force_login(make_admin())
    person = make_person(name="Ada Kaya")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            find(client, person)
        return len(captured)

    make_person(name="Ada Demir")
    find(client, person)
    once = queries()
    for _number in range(2):
        make_person(name="Ada Demir")

    assert queries() == once
