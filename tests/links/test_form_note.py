"""What a record's form says of the links in it that somebody should mend."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ots_portal.links.models import Address, Problem, Result
from tests.admin_pages import admin_address
from tests.factories import make_area
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db


def text(*numbers):
    return "".join(f'<p><a href="https://example.org/{number}">x</a></p>' for number in numbers)


def area_with(*numbers, result=Result.BROKEN, **values):
    """An area, and what the last night brought of the links in its published text."""
    area = make_area(body_tr="")
    draft(area, {"body_tr": text(*numbers)})
    Address.objects.filter(host="example.org").update(result=result, **values)
    return area


def note(client, area):
    """The note on its form, without marks; "" where there is none."""
    html = client.get(admin_address(area, "change")).content.decode()
    found = re.search(r'<details class="links-to-mend">(.*?)</details>', html, re.DOTALL)
    return found[1] if found else ""


def test_a_form_says_which_of_its_links_do_not_work_since_when_and_where(admin_client):
    area = area_with(1, 2, problem=Problem.STATUS, status=404, since=date(2026, 11, 3))
    Address.objects.filter(url__endswith="/2").update(result=Result.WORKS)

    found = note(admin_client, area)

    [broken] = Address.objects.filter(result=Result.BROKEN)
    assert re.findall(r'href="([^"]*)"', found) == [
        "#id_body_tr",
        reverse("admin:links_address_change", args=[broken.pk]),
        f"{reverse('admin:links_address_changelist')}?result=to-mend&amp;type=cooperation.area",
    ]
    assert (broken.url in found, "(404)" in found, "3 Kasım 2026" in found) == (True, True, True)


@pytest.mark.parametrize(
    ("result", "is_named"),
    [
        *[(Result.BROKEN, True), (Result.PREVIOUS, True), (Result.SHORTENED, True)],
        *[(Result.MOVED, False), (Result.UNCLEAR, False), (Result.UNCHECKED, False), (Result.WORKS, False)],
    ],
)
def test_what_the_worklist_wants_mended_and_nothing_else(admin_client, result, is_named):
    assert bool(note(admin_client, area_with(1, result=result))) is is_named


def test_what_was_called_fine_is_not_named(admin_client):
    assert note(admin_client, area_with(1, fine_because="Öyle olmalı.")) == ""


def test_nor_what_the_draft_has_mended(admin_client):
    area = area_with(1)
    assert note(admin_client, area) != ""

    draft(area, {"body_tr": text("mended")})

    assert note(admin_client, area) == ""


def test_a_record_that_is_being_added_has_no_note(admin_client):
    area_with(1)

    assert "links-to-mend" not in admin_client.get(admin_address(type(make_area()), "add")).content.decode()


def test_many_are_counted_and_the_first_ones_named(admin_client):
    found = note(admin_client, area_with(*range(13)))

    assert found.count("https://example.org/") == 10
    assert "13" in found.partition("</summary>")[0]


def test_three_links_cost_as_many_questions_as_one(admin_client):
    one, three = area_with(1), area_with(2, 3, 4)
    note(admin_client, one)
    asked = []

    for area in (one, three):
        with CaptureQueriesContext(connection) as queries:
            assert note(admin_client, area) != ""
        asked.append(len(queries))

    assert asked[0] == asked[1]
