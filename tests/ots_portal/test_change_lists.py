"""The admin answers senseless addresses with a message, never with an error."""

import os
import re

import pytest
from django.contrib import admin
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.models import Meeting
from ots_portal.publishing.admin import PartAdmin
from tests.admin_pages import admin_address, registered_models
from tests.factories import make_area, make_city, make_meeting, make_page, make_person

pytestmark = pytest.mark.django_db

MODELS = registered_models()
LISTED = [model for model in MODELS if not isinstance(admin.site._registry[model], PartAdmin)]
LOOKUPS = ["exact", "iexact", "in", "gt", "range", "isnull", "year", "date__year", "month", "regex", "contains", "len"]
LOOKUPS += ["search", "trigram_similar", "unaccent", "0", "has_key", "overlap", "contained_by", "nonsense", "week_day"]
POISON = ["", "%00", "\x00", "99999999999999999999", "-1", "1e999", "NaN", "(", "[", "İ", "😀", "'", ",", "0,0", "null"]
POISON += ["2026-13-45", "9999-12-31", "tr", "true", "{}", "9" * 400, "a" * 5000, "%", "\\", "٣", "../..", "\u202e"]
KEYS = ["\x00", "_00", "x", "99999999999999999999999", "-1", "İ", "..", "a" * 300]
OWN_NAMES = ["q", "p", "o", "all", "e", "_popup", "_to_field", "_changelist_filters", "_facets", "state_tr", "state_en"]


def field_names(model):
    return [field.name for field in model._meta.get_fields()] + ["pk", "password", "series__topic__area"]


def lookups(model):
    named = st.builds("{}__{}".format, st.sampled_from(field_names(model)), st.sampled_from(LOOKUPS))
    return st.one_of(st.sampled_from(field_names(model)), named, st.sampled_from(OWN_NAMES), st.text(max_size=8))


def queries(model):
    values = st.one_of(st.sampled_from(POISON), st.text(max_size=12), st.integers().map(str))
    return st.dictionaries(lookups(model), values, min_size=1, max_size=3)


EXAMPLES = int(os.environ.get("POISON_EXAMPLES", "6"))
some_examples = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
@some_examples
@given(data=st.data())
def test_no_list_fails_whatever_is_asked_for(admin_client, model, data):
    response = admin_client.get(admin_address(model, "changelist"), data.draw(queries(model)), follow=True)

    assert response.status_code in {200, 400}


@pytest.mark.parametrize("model", LISTED, ids=lambda model: model._meta.label_lower)
@some_examples
@given(data=st.data())
def test_no_empty_form_fails_whatever_it_is_filled_with(admin_client, model, data):
    response = admin_client.get(admin_address(model, "add"), data.draw(queries(model)))

    assert response.status_code in {200, 302, 400, 403}


@pytest.mark.parametrize(
    "query", ["slug__exact=%00", "start__year=99999999999999999999", "title_tr__regex=(", "ordinal=x"]
)
def test_the_addresses_on_which_stock_django_fails_show_the_whole_list(admin_client, query):
    make_meeting()

    response = admin_client.get(f"{admin_address(Meeting, 'changelist')}?{query}", follow=True)

    assert response.status_code == 200
    assert response.context["cl"].result_count == (0 if "slug" in query else 1)


def test_a_senseless_address_is_answered_with_a_message(admin_client):
    make_meeting()
    address = admin_address(Meeting, "changelist").replace("/tr/", "/en/", 1)

    html = admin_client.get(f"{address}?start__year=99999999999999999999&e=1", follow=True).content.decode()

    assert '<li class="warning">The address asked for something this list does not know. All rows are shown.' in html


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_no_page_of_a_record_fails_for_a_key_that_nobody_has(admin_client, model):
    options = model._meta
    name = f"admin:{options.app_label}_{options.model_name}"
    addresses = [reverse(f"{name}_{page}", args=[key]) for page in ("change", "history", "delete") for key in KEYS]

    assert {admin_client.get(address).status_code for address in addresses} <= {302, 403, 404}


def test_a_form_that_is_asked_for_by_no_field_is_found_by_its_key(admin_client):
    address = admin_address(make_area(), "change")

    assert admin_client.get(f"{address}?_to_field=").status_code == 200


@pytest.mark.parametrize("value", POISON)
def test_no_form_fails_for_a_choice_that_does_not_exist(admin_client, value):
    names = ["series", "city", "country", "also_in", "areas", "kind", "precision", "start", "start_time", "rows"]
    address = admin_address(Meeting, "add")

    assert admin_client.get(address, dict.fromkeys(names, value)).status_code == 200
    assert admin_client.post(address, dict.fromkeys(names, value)).status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("app_label=meetings&model_name=meeting&field_name=series&term=x", 200),
        ("app_label=meetings&model_name=meeting&field_name=series&term=x&page=99999999999999999999", 404),
        ("app_label=meetings&model_name=meeting&field_name=series&term=(%25&page=x", 404),
        ("app_label=meetings&model_name=series&field_name=meetings&term=x", 403),
        ("app_label=meetings&model_name=meeting&field_name=links", 403),
        ("app_label=meetings&model_name=meeting&field_name=title", 403),
        ("app_label=meetings&model_name=agendaitem&field_name=nothing", 403),
        ("app_label=publishing&model_name=link&field_name=record", 403),
        ("app_label=nothing&model_name=nothing&field_name=nothing", 403),
        ("", 403),
    ],
)
def test_no_autocomplete_fails(admin_client, query, expected):
    assert admin_client.get(f"{reverse('admin:autocomplete')}?{query}").status_code == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [("izmir", ["İzmir"]), ("IZMIR", ["İzmir"]), ("İzm", ["İzmir"]), ("xyz", []), ("tas", ["Taşkent"])],
)
def test_cities_are_found_whatever_the_letters(admin_client, term, expected):
    make_city(name_tr="İzmir", name_en="Izmir")
    make_city(name_tr="Taşkent", name_en="Tashkent")
    query = {"app_label": "meetings", "model_name": "meeting", "field_name": "city", "term": term}

    found = admin_client.get(reverse("admin:autocomplete"), query).json()["results"]

    assert [city["text"] for city in found] == expected


def test_persons_are_found_by_another_spelling(admin_client):
    make_person(name="Mevlüt Çavuşoğlu", name_variants="Mevlut Cavusoglu")
    query = {"app_label": "meetings", "model_name": "participation", "field_name": "person", "term": "cavusoğlu"}

    found = admin_client.get(reverse("admin:autocomplete"), query).json()["results"]

    assert [person["text"] for person in found] == ["Mevlüt Çavuşoğlu"]


def test_junk_in_the_filters_to_return_to_is_harmless(admin_client):
    page = make_page()

    for junk in ("%00", "&&&", "q=%ff%fe", "a" * 3000, "//host"):
        address = f"{admin_address(page, 'change')}?_changelist_filters={junk}"
        assert admin_client.get(address).status_code == 200
        assert admin_client.get(f"{address}&_popup=1&_to_field=password").status_code == 400


def test_no_link_leads_through_the_stock_redirect_to_a_public_page(admin_client):
    area = make_area()

    html = admin_client.get(admin_address(area, "change")).content.decode()

    assert re.findall(r'href="/../yonetim/r/', html) == []
    assert admin_client.get("/tr/yonetim/r/1/%00/").status_code == 404
