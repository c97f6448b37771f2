"""What publishing from the form does to a record, per language; and the lists and links of the admin."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.contenttypes.models import ContentType

from cooperation.models import Area, Person
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.models import Link
from ots_portal.publishing.workflow import publish
from tests.admin_pages import admin_address, errors_of, sent_values
from tests.factories import make_area, make_document, make_meeting, make_person, make_topic, make_user
from tests.publishing.draft_form import keep_draft, opened, press, send

pytestmark = pytest.mark.django_db

BEFORE = datetime(2026, 1, 5, tzinfo=UTC)
TIMES = {f"{name}_{code}": BEFORE for name in ("published_at", "changed_at") for code in ("tr", "en")}
LINK = "publishing-link-content_type-object_id"
TEXT = "<p>Birinci.</p>\n<h2>Başlık</h2>\n<ul><li>bir</li><li>iki</li></ul>"


def save(client, record, **values):
    """Save the form of a record with some values changed, and publish all that is pending; the record afterwards."""
    keep_draft(client, record, **values)
    pending = [code for code, state in Desk(record).pending().items() if state == "draft"]
    if pending:
        publish(record, pending, None)
    record.refresh_from_db()
    return record


def refused(client, record, **values):
    response = send(client, record, opened(client, record) | values)
    assert response.status_code == 200
    return errors_of(response)


def moved(record):
    return [name for name in TIMES if getattr(record, name) != BEFORE]


def link_row(**values):
    row = {"label_tr": "Bağlantı", "label_en": "", "address": "https://example.org", "kind": "page", "position": "0"}
    row |= {"result": "unchecked", "id": ""} | values
    return {f"{LINK}-TOTAL_FORMS": "1"} | {f"{LINK}-0-{name}": value for name, value in row.items()}


def test_saving_without_a_change_moves_nothing_and_keeps_every_byte(admin_client):
    area = make_area(**TIMES, body_tr=TEXT, lead_tr="Bir\nİki ")

    save(admin_client, area)

    assert moved(area) == []
    assert (area.body_tr, area.lead_tr) == (TEXT, "Bir\nİki ")


def test_spaces_that_the_editor_takes_from_between_blocks_are_no_change(admin_client):
    area = make_area(**TIMES, body_tr=TEXT)

    save(admin_client, area, body_tr="<p>Birinci.</p><h2>Başlık</h2><ul><li><p>bir</p></li><li>iki</li></ul>")
    assert moved(area) == ["changed_at_tr"]

    area = make_area(**TIMES, body_tr=TEXT)
    save(admin_client, area, body_tr="<p>Birinci.</p><h2>Başlık</h2><ul><li>bir</li><li>iki</li></ul>")
    assert moved(area) == []
    assert area.body_tr == TEXT


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"name_tr": "Yeni ad"}, ["changed_at_tr"]),
        ({"name_en": "New name"}, ["changed_at_en"]),
        ({"name_tr": "Yeni ad", "name_en": "New name"}, ["changed_at_tr", "changed_at_en"]),
        ({"position": "7"}, ["changed_at_tr"]),
        ({"slug_en": "new-address"}, ["changed_at_en"]),
        ({"internal_note": "Unutma"}, []),
        (link_row(), ["changed_at_tr"]),
        (link_row(label_en="Link"), ["changed_at_tr", "changed_at_en"]),
    ],
)
def test_only_languages_whose_words_changed_get_a_new_date(admin_client, values, expected):
    area = make_area(**TIMES)

    save(admin_client, area, **values)

    assert moved(area) == expected


def test_a_part_changed_in_english_or_removed_moves_its_languages(admin_client):
    area = make_area(**TIMES)
    link = Link.objects.create(
        content_type=ContentType.objects.get_for_model(Area), object_id=area.pk, label_tr="Bağlantı", label_en="Link"
    )

    save(admin_client, area, **{f"{LINK}-0-label_en": "Another link"})
    assert moved(area) == ["changed_at_en"]

    Area.objects.update(**TIMES)
    save(admin_client, area, **{f"{LINK}-0-DELETE": "on"})
    assert moved(area) == ["changed_at_tr"]
    assert not Link.objects.filter(pk=link.pk).exists()


def test_new_parts_go_last_in_the_order_they_were_written(admin_client):
    area = make_area()
    rows = link_row() | {key.replace("-0-", "-1-"): value for key, value in link_row(label_tr="İkinci").items()}

    save(admin_client, area, **(rows | {f"{LINK}-TOTAL_FORMS": "2"}))

    assert list(area.links.values_list("label_tr", "position")) == [("Bağlantı", 1), ("İkinci", 2)]


def test_an_unpublished_record_stays_so_until_it_is_published(admin_client):
    area = make_area(languages=())

    keep_draft(admin_client, area, name_tr="Yeni ad")
    area.refresh_from_db()
    assert area.published_languages == []

    press(admin_client, area, "publish:tr+en")
    assert (area.name_tr, area.published_languages) == ("Yeni ad", ["tr", "en"])
    assert area.changed_at_tr == area.published_at_tr


def test_another_language_is_not_published_before_the_first(admin_client):
    area = make_area(languages=())

    press(admin_client, area, "publish:en")

    assert area.published_languages == []


def test_a_language_without_a_title_is_not_published(admin_client):
    area = make_area(languages=("tr",), name_en=None)

    (message,) = press(admin_client, area, "publish:en")

    assert '<a href="#id_name_en">' in message
    assert not area.is_published_in("en")


def test_withdrawing_asks_for_a_notice_and_takes_the_other_languages_with_it(admin_client):
    area = make_area(**TIMES)

    press(admin_client, area, "withdraw:tr")
    assert area.published_languages == ["tr", "en"]

    press(admin_client, area, "withdraw:tr", _notice_tr="Başka bir alana taşındı.")
    assert [area.state_in("tr"), area.state_in("en")] == ["withdrawn", "withdrawn"]
    assert (moved(area), area.notice_tr) == ([], "Başka bir alana taşındı.")


def test_a_withdrawn_record_is_published_again_by_choice(admin_client):
    area = make_area(**TIMES, withdrawn_at_tr=BEFORE, withdrawn_at_en=BEFORE)

    press(admin_client, area, "publish:tr")

    assert area.published_languages == ["tr"]
    assert area.published_at_tr == BEFORE


@pytest.mark.parametrize("language", ["tr", "en"])
def test_an_emptied_text_is_null_in_its_column_whatever_the_language_of_the_page(admin_client, language):
    area = make_area(lead_tr="Özet", lead_en="Lead", body_tr="<p>Metin</p>")
    address = admin_address(area, "change").replace("/tr/", f"/{language}/", 1)

    admin_client.post(address, sent_values(admin_client.get(address)) | {"lead_en": "  ", "body_tr": "<p></p>"})

    publish(area, ["tr", "en"], None)
    area.refresh_from_db()
    assert (area.lead_tr, area.lead_en, area.body_tr) == ("Özet", None, None)


def test_rich_text_is_cleaned_on_the_way_in(admin_client):
    area = save(admin_client, make_area(), body_tr='<p onclick="x()">Metin<script>x()</script></p>')

    assert area.body_tr == "<p>Metin</p>"


def test_a_reference_left_empty_comes_from_the_name_and_then_never_changes(admin_client):
    add = admin_address(Area, "add")
    admin_client.post(add, sent_values(admin_client.get(add)) | {"name_tr": "Çevre ve İklim"})
    area = Area.objects.get()
    assert area.reference == "cevre-ve-iklim"

    save(admin_client, area, reference="another", name_tr="Çevre")
    assert area.reference == "cevre-ve-iklim"


def test_what_readers_saw_is_not_deleted_and_the_rest_may_be(admin_client):
    seen, unseen = make_area(languages=("tr",)), make_area(languages=())

    assert admin_client.post(admin_address(seen, "delete"), {"post": "yes"}).status_code == 403
    assert admin_client.post(admin_address(unseen, "delete"), {"post": "yes"}).status_code == 302
    assert list(Area.objects.all()) == [seen]


def test_deleting_what_others_refer_to_names_them(admin_client):
    topic = make_topic(area=make_area(languages=()), name_tr="Siyasi danışmalar")

    html = admin_client.get(admin_address(topic.area, "delete")).content.decode()

    assert "Siyasi danışmalar" in html
    assert 'name="post"' not in html


def test_no_list_offers_to_delete_many_at_once(admin_client):
    make_area(languages=())

    assert b"delete_selected" not in admin_client.get(admin_address(Area, "changelist")).content


@pytest.mark.parametrize("language", ["tr", "en"])
def test_see_the_page_leads_to_the_page_in_the_language_of_the_admin(admin_client, language):
    area = make_area()
    address = admin_address(area, "change").replace("/tr/", f"/{language}/", 1)
    pages = {"tr": f"/tr/isbirligi-alanlari/{area.slug_tr}/", "en": f"/en/areas-of-cooperation/{area.slug_en}/"}

    html = admin_client.get(address).content.decode()

    assert f'<a href="{pages[language]}" class="viewsitelink">' in html


def test_edit_this_page_leads_back(admin_client):
    area = make_area()

    html = admin_client.get(area.get_absolute_url()).content.decode()

    assert admin_address(area, "change") in html


def test_an_unpublished_record_has_no_page_to_see(admin_client):
    area = make_area(languages=())

    assert b"viewsitelink" not in admin_client.get(admin_address(area, "change")).content


@pytest.mark.parametrize("query", ["çevre", "CEVRE", "Çevre İKLİM", "iklim çev"])
def test_lists_find_words_whatever_the_letters(admin_client, query):
    make_area(name_tr="Çevre ve İklim")
    make_area(name_tr="Gümrük")

    response = admin_client.get(admin_address(Area, "changelist"), {"q": query})

    assert [area.name_tr for area in response.context["cl"].result_list] == ["Çevre ve İklim"]


def test_lists_tell_the_state_of_each_language_in_words_and_shape(admin_client):
    make_area(languages=("tr",))

    html = admin_client.get(admin_address(Area, "changelist").replace("/tr/", "/en/", 1)).content.decode()

    assert '<span class="state state-published"><span aria-hidden="true">●</span> Turkish: published</span>' in html
    assert '<span class="state state-never"><span aria-hidden="true">○</span> English: not published</span>' in html


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state_en=never", ["a"]),
        ("state_en=published", ["b"]),
        ("state_tr=withdrawn", ["c"]),
        ("state_en=x", ["a", "b", "c"]),
    ],
)
def test_lists_are_filtered_by_the_state_of_a_language(admin_client, query, expected):
    make_area(reference="a", languages=("tr",))
    make_area(reference="b")
    make_area(reference="c", withdrawn_at_tr=BEFORE, withdrawn_at_en=BEFORE)

    response = admin_client.get(f"{admin_address(Area, 'changelist')}?{query}")

    assert sorted(area.reference for area in response.context["cl"].result_list) == expected


@pytest.mark.two_languages
def test_forms_say_in_which_language_a_text_is_written(admin_client):
    html = admin_client.get(admin_address(Area, "add").replace("/tr/", "/en/", 1)).content.decode()

    assert "Name (Turkish):" in html
    assert re.findall(r'name="name_(..)"[^>]* lang="(..)"', html) == [("tr", "tr"), ("en", "en")]


def test_whoever_may_only_look_sees_the_state_and_changes_nothing(client):
    area = make_area()
    client.force_login(make_user(role="reader"))

    html = client.get(admin_address(area, "change")).content.decode()

    assert "state-published" in html
    assert client.post(admin_address(area, "change"), {}).status_code == 403


def test_forms_choose_records_that_are_not_published(admin_client):
    meeting, document = make_meeting(), make_document(languages=())

    save(admin_client, meeting, documents=[str(document.pk)])

    assert list(meeting.documents.all()) == [document]


def test_lists_without_an_order_of_their_own_are_alphabetical(admin_client):
    for name in ("Ömer", "Işık", "Çiğdem", "Zeki", "Can", "İnci"):
        make_person(name=name)

    names = [person.name for person in admin_client.get(admin_address(Person, "changelist")).context["cl"].result_list]

    assert names == ["Can", "Çiğdem", "Işık", "İnci", "Ömer", "Zeki"]


def test_a_reference_that_is_taken_is_refused_on_its_field(admin_client):
    make_area(reference="energy")
    add = admin_address(Area, "add")

    response = admin_client.post(add, sent_values(admin_client.get(add)) | {"name_tr": "Enerji", "reference": "energy"})

    assert list(errors_of(response)) == ["reference"]


def test_an_address_that_cannot_be_is_refused_on_its_field(admin_client):
    assert list(refused(admin_client, make_area(), slug_tr="İki kelime")) == ["slug_tr"]


def test_an_address_that_is_taken_is_told_when_publishing(admin_client):
    make_area(slug_tr="taken")
    area = make_area()

    (message,) = press(admin_client, area, "publish:tr", slug_tr="taken")

    assert '<a href="#id_slug_tr">' in message
    assert area.slug_tr != "taken"
