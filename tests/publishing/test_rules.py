"""For which types of record two persons are needed is chosen in the admin."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cooperation.models import Area
from meetings.models import Meeting
from ots_portal.accounts.models import AuditEntry
from ots_portal.publishing import workflow
from ots_portal.publishing.models import TwoPersonRule
from tests.factories import make_admin, make_area, make_meeting, make_user
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db

ADD = reverse("admin:publishing_twopersonrule_add")


def demand_two_persons(client, model):
    return client.post(ADD, {"content_type": ContentType.objects.get_for_model(model).pk})


def test_the_rule_holds_for_the_types_that_an_administrator_chose(client):
    person = make_admin()
    client.force_login(person)

    response = demand_two_persons(client, Area)

    assert response.status_code == 302
    area, meeting = make_area(), make_meeting(title_tr="Eski")
    draft(area, {"lead_tr": "Yeni"}, person)
    draft(meeting, {"title_tr": "Yeni"}, person)
    with pytest.raises(PermissionDenied):
        workflow.publish(area, ["tr"], person)
    assert workflow.publish(meeting, ["tr"], person) == ["tr"]
    assert AuditEntry.objects.filter(event="add", user=person).count() == 1


def test_a_type_is_chosen_once_and_by_its_name(admin_client):
    demand_two_persons(admin_client, Meeting)

    again = demand_two_persons(admin_client, Meeting)

    assert (again.status_code, len(again.context["errors"])) == (200, 1)
    assert [str(rule) for rule in TwoPersonRule.objects.all()] == ["Toplantılar"]
    assert "İşbirliği alanları" in again.content.decode()


@pytest.mark.parametrize("role", ["reader", "translator", "editor", "reviewer"])
def test_nobody_but_administrators_chooses(client, role):
    client.force_login(make_user(role=role))

    assert demand_two_persons(client, Area).status_code == 403
    assert TwoPersonRule.objects.count() == 0
