"""Every act on what readers see, or may come to see, stands in the log."""

import pytest
from django.db import transaction

from cooperation.models import City
from ots_portal.accounts.models import AuditEntry
from ots_portal.publishing.documents import dump
from ots_portal.publishing.drafting import discard, save_draft
from ots_portal.publishing.workflow import publish, send_back, submit, withdraw
from tests.admin_pages import admin_address, sent_values
from tests.factories import make_admin, make_area, make_city, make_user

pytestmark = pytest.mark.django_db


def log():
    return list(AuditEntry.objects.exclude(event="sign_in").order_by("pk").values_list("event", "lane", "user_name"))


def write(area, user, **words):
    live = dump(area)
    save_draft(area, user, live, live | words)


def test_the_way_of_a_draft_is_logged_per_language():
    area, ayse = make_area(name_tr="Eğitim"), make_admin(username="ayse")

    write(area, ayse, name_tr="Eğitim ve bilim", lead_en="Lead")
    submit(area, "tr", ayse, "Bitti")
    send_back(area, "tr", ayse, "Kısaltın")
    discard(area, ["en"], ayse)
    publish(area, ["tr"], ayse)
    withdraw(area, "tr", ayse, "Taşındı")

    acts = [("write", "en"), ("write", "tr"), ("submit", "tr"), ("send_back", "tr"), ("discard", "en")]
    acts += [("publish", "tr"), ("withdraw", "tr"), ("withdraw", "en")]
    assert log() == [(event, lane, "ayse") for event, lane in acts]
    assert AuditEntry.objects.get(event="send_back").after == {"note": "Kısaltın"}
    assert "name_tr" in AuditEntry.objects.get(event="publish").after["paths"]


def test_an_emergency_is_flagged():
    area, ayse = make_area(), make_admin(username="ayse")
    write(area, ayse, name_tr="Yeni ad")

    publish(area, ["tr"], ayse, emergency=True)

    assert log()[-1] == ("emergency", "tr", "ayse")


def test_an_act_that_fails_leaves_nothing():
    area, ayse = make_area(), make_admin()

    with transaction.atomic():
        write(area, ayse, name_tr="Yeni ad")
        transaction.set_rollback(True)

    assert log() == []


def test_the_command_line_is_named():
    area = make_area()

    write(area, None, name_tr="Yeni ad")

    assert log() == [("write", "tr", "manage.py")]


def test_plain_tables_are_logged_with_before_and_after(client):
    city = make_city(name_tr="Bakü")
    client.force_login(make_user(role="editor", username="ayse"))
    address = admin_address(city, "change")

    client.post(address, sent_values(client.get(address)) | {"name_tr": "Bakı"})
    client.post(address, sent_values(client.get(address)))
    client.post(admin_address(city, "delete"), {"post": "yes"})

    assert log() == [("write", "", "ayse"), ("delete", "", "ayse")]
    entry = AuditEntry.objects.get(event="write")
    assert (entry.before, entry.after) == ({"name_tr": "Bakü"}, {"name_tr": "Bakı"})
    assert not City.objects.exists()
