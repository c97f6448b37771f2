"""Where a record is used, to be read before it is withdrawn."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperation.models import Area
from meetings.models import Outcome
from ots_portal.publishing.publishable import Publishable
from ots_portal.publishing.uses import uses_of
from tests.admin_pages import registered_models
from tests.factories import make_area, make_document, make_meeting, make_page, make_topic, make_user

pytestmark = pytest.mark.django_db


def uses_page(client, record):
    address = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_uses", args=[record.pk])
    return client.get(address.replace("/tr/", "/en/", 1)).content.decode()


def listed(html):
    return re.findall(r"<h2>([^<]+)</h2>", html), re.findall(r'<li><a href="[^"]+/change/">([^<]+)</a></li>', html)


def test_records_that_name_it_and_those_whose_parts_name_it_are_listed(admin_client):
    area = make_area()
    make_topic(area=area, name_en="Roads")
    document = make_document(title_en="Report")
    document.areas.add(area)
    meeting = make_meeting(title_en="Summit")
    for text in ("Bir", "İki"):
        Outcome.objects.create(meeting=meeting, kind="decision", text_tr=text, document=document)

    assert listed(uses_page(admin_client, area)) == (["Documents: 1", "Topics: 1"], ["Report", "Roads"])
    assert listed(uses_page(admin_client, document)) == (["Meetings: 1"], ["Summit"])


def test_nothing_refers_to_a_page_of_its_own(admin_client):
    assert "Nothing refers to it." in uses_page(admin_client, make_page())


def test_what_a_person_may_not_see_is_only_counted(client):
    area = make_area()
    make_topic(area=area, name_en="Roads")
    client.force_login(make_user(role="editor", types=[Area]))

    assert listed(uses_page(client, area)) == (["Topics: 1"], [])
    assert "Roads" not in uses_page(client, area)


def test_the_step_of_withdrawing_leads_there(admin_client):
    area = make_area()

    html = admin_client.get(reverse("admin:cooperation_area_change", args=[area.pk])).content.decode()

    assert html.count(f'href="{reverse("admin:cooperation_area_uses", args=[area.pk])}"') == 2


def test_as_many_queries_are_needed_for_three_records_as_for_one():
    area = make_area()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            uses_of(area)
        return len(captured)

    make_topic(area=area)
    once = queries()
    for _number in range(2):
        make_topic(area=area)

    assert queries() == once


@pytest.mark.usefixtures("starter_content")
def test_every_record_of_the_starter_content_can_be_asked():
    for model in registered_models():
        if issubclass(model, Publishable):
            for record in model.objects.all()[:3]:
                assert isinstance(uses_of(record), dict)
