"""What of a form each role may write; what they may not is not read, however the form was forged."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.forms.models import model_to_dict

from cooperation.models import Area
from meetings.models import AgendaItem
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.models import Link
from tests.admin_pages import admin_address, errors_of, sent_values
from tests.factories import make_area, make_city, make_meeting, make_topic, make_user

pytestmark = pytest.mark.django_db

LINK = "publishing-link-content_type-object_id"
ITEM = "agenda_items"


def form_of(client, record, **role):
    client.force_login(make_user(**role))
    response = client.get(admin_address(record, "change"))
    return response, set(response.context["adminform"].form.fields)


def facts(record):
    record.refresh_from_db()
    return {name: value for name, value in model_to_dict(record).items() if not name.startswith(("sort", "search"))}


def test_a_translator_has_fields_of_their_language_only(client):
    _response, fields = form_of(client, make_area(), role="translator", languages=["en"])

    assert fields == {"name_en", "lead_en", "body_en", "slug_en"}


def test_an_editor_of_turkish_has_the_shared_facts_and_turkish(client):
    _response, fields = form_of(client, make_area(), role="editor", languages=["tr"])

    assert {name for name in fields if name.endswith("_en")} == set()
    assert {"name_tr", "position", "owner"} <= fields


@pytest.mark.parametrize("role", ["reader", "reviewer"])
def test_who_does_not_write_has_no_field(client, role):
    _response, fields = form_of(client, make_area(), role=role)

    assert fields == set()
    assert client.post(admin_address(Area.objects.get(), "change"), {"name_tr": "X"}).status_code == 403


def test_forged_values_of_other_lanes_change_nothing(client):
    area = make_area(name_tr="Eğitim", position=3)
    response, _fields = form_of(client, area, role="translator", languages=["en"])
    before = facts(area)
    forged = {"name_tr": "X", "position": "9", "slug_tr": "x", "state_tr": "withdrawn", "notice_tr": "X", "owner": "1"}
    forged |= {"state_en": "withdrawn", "notice_en": "X", "internal_note": "X", "reference": "x", "legacy_path": "x"}

    saved = client.post(admin_address(area, "change"), sent_values(response) | forged | {"name_en": "Education"})

    assert saved.status_code == 302, errors_of(saved)
    assert facts(area) == before
    assert list(Desk(area).changes) == ["name_en"]
    assert area.published_languages == ["tr", "en"]


def test_forged_rows_are_neither_added_nor_removed_nor_moved(client):
    area = make_area()
    record = {"content_type": ContentType.objects.get_for_model(Area), "object_id": area.pk}
    kept = Link.objects.create(label_tr="Bir", label_en="One", address="https://example.org/1", position=1, **record)
    response, _fields = form_of(client, area, role="translator", languages=["en"])
    forged = {f"{LINK}-TOTAL_FORMS": "2", f"{LINK}-0-DELETE": "on", f"{LINK}-0-label_tr": "X"}
    forged |= {f"{LINK}-0-address": "https://x.example", f"{LINK}-0-position": "7", f"{LINK}-1-id": ""}
    forged |= {f"{LINK}-1-label_en": "X", f"{LINK}-1-label_tr": "X", f"{LINK}-1-kind": "page"}

    saved = client.post(admin_address(area, "change"), sent_values(response) | forged | {f"{LINK}-0-label_en": "First"})

    assert saved.status_code == 302, errors_of(saved)
    assert list(Link.objects.all()) == [kept]
    assert Desk(area).changes == {f"links/{kept.pk}/label_en": ["One", "First"]}


def test_forged_relations_and_parts_of_other_records_change_nothing(client):
    meeting, other = make_meeting(), make_meeting()
    meeting.areas.add(make_area())
    own, foreign = (AgendaItem.objects.create(meeting=each, text_tr="Madde") for each in (meeting, other))
    response, _fields = form_of(client, meeting, role="translator", languages=["en"])
    forged = {"areas": [str(make_area().pk)], "series": str(other.series_id), "start": "1.1.2030", "status": "planned"}
    forged |= {f"{ITEM}-0-id": str(foreign.pk), f"{ITEM}-0-text_en": "X"}
    before = facts(meeting)

    client.post(admin_address(meeting, "change"), sent_values(response) | forged)

    assert facts(meeting) == before
    assert Desk(meeting).changes == {}
    assert list(AgendaItem.objects.order_by("meeting_id").values_list("text_en", flat=True)) == [None, None]
    assert own.pk != foreign.pk


def test_a_translator_neither_adds_nor_deletes(client):
    area = make_area(languages=())
    form_of(client, area, role="translator", languages=["en"])

    assert client.get(admin_address(Area, "add")).status_code == 403
    assert client.post(admin_address(Area, "add"), {"name_tr": "X", "name_en": "X"}).status_code == 403
    assert client.post(admin_address(area, "delete"), {"post": "yes"}).status_code == 403
    assert Area.objects.count() == 1


def test_rights_to_one_type_open_no_other(client):
    meeting, area = make_meeting(), make_area()
    form_of(client, meeting, role="editor", types=[type(meeting)])

    assert client.get(admin_address(meeting, "change")).status_code == 200
    assert client.get(admin_address(area, "change")).status_code == 403
    assert client.get(admin_address(Area, "changelist")).status_code == 403


def test_translators_read_rich_text_as_text(client):
    topic = make_topic(body_tr="<p>Birinci <strong>satır</strong></p>")

    response, _fields = form_of(client, topic, role="translator", languages=["en"])

    assert '<div class="readonly"><div lang="tr"><p>Birinci <strong>satır</strong></p></div></div>' in (
        response.content.decode()
    )


def test_an_editor_of_turkish_leaves_the_english_names_of_places(client):
    city = make_city()
    response, fields = form_of(client, city, role="editor", languages=["tr"])

    saved = client.post(
        admin_address(city, "change"), sent_values(response) | {"name_tr": "Bakü", "name_en": "X", "reference": "x"}
    )

    assert saved.status_code == 302, errors_of(saved)
    city.refresh_from_db()
    assert (city.name_tr, city.name_en, city.reference != "x") == ("Bakü", "Istanbul", True)
    assert "name_en" not in fields
