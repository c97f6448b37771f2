"""Where a record is used, to be read before it is withdrawn."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from cooperation.models import Area, Document
from meetings.models import Outcome
from ots_portal.publishing import workflow
from ots_portal.publishing.publishable import Publishable
from ots_portal.publishing.uses import drafted_by, used_by
from tests.admin_pages import registered_models
from tests.factories import make_area, make_document, make_meeting, make_page, make_topic, make_user
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db


def uses_page(client, record):
    address = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_uses", args=[record.pk])
    html = client.get(address.replace("/tr/", "/en/", 1)).content.decode()
    return html.partition('id="content-main"')[2]


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


def test_drafts_and_promises_elsewhere_count_too_and_only_once(admin_client):
    area, drafted, promised = make_area(), make_document(title_en="Report"), make_document(title_en="Plan")
    both = make_document(title_en="Treaty")
    both.areas.add(area)
    for document in (drafted, promised):
        draft(document, {"areas": [area.pk]})
    draft(both, {"title_en": "Another"})
    workflow.schedule(promised, ["tr"], timezone.now() + timedelta(hours=1), None)
    draft(promised, {"areas": []})

    html = uses_page(admin_client, area)

    assert used_by(area) == {Document: {both.pk}}
    assert drafted_by(area, used_by(area)) == {Document: {drafted.pk, promised.pk}}
    assert listed(html)[0] == ["Documents: 1", "In drafts"]
    assert listed(html)[1] == ["Treaty", "Plan", "Report"]


def test_before_withdrawing_the_form_says_how_many_records_refer_to_it(admin_client):
    area = make_area()
    make_topic(area=area)
    draft(make_document(), {"areas": [area.pk]})

    html = admin_client.get(reverse("admin:cooperation_area_change", args=[area.pk])).content.decode()
    sentence = ngettext("%(number)s record refers to this one.", "%(number)s records refer to this one.", 2)

    assert html.count(sentence % {"number": 2}) == 2


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
            used_by(area)
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
                assert isinstance(used_by(record), dict)
