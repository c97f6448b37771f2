"""The form of every publishable keeps drafts: readers see nothing of them, and nobody's words are lost."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from cooperation.models import Area
from ots_portal.accounts.models import AuditEntry
from ots_portal.publishing.changes import diff
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.documents import dump
from ots_portal.publishing.models import Draft, Revision, TwoPersonRule
from tests.admin_pages import admin_address, errors_of, sent_values
from tests.factories import make_admin, make_area, make_meeting, make_user
from tests.publishing.draft_form import keep_draft, opened, press, send
from tests.publishing.drafting_acts import pending
from tests.publishing.whole_records import PUBLISHABLES, make_whole

pytestmark = pytest.mark.django_db

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.I)


def writes(queries):
    return [query["sql"] for query in queries if WRITES.match(query["sql"])]


def texts_of(sent):
    """The fields of a form that hold words, with others in them."""
    is_text = re.compile(r".*(title|name|text|label|lead|summary|note|body|phrase|office)(_tr|_en)?$")
    chosen = {name: value for name, value in sent.items() if is_text.match(name) and isinstance(value, str) and value}
    return {name: "<p>Yeni</p>" if value.startswith("<p>") else "Yeni sözler" for name, value in chosen.items()}


def public_pages(client, record):
    client.logout()
    addresses = {client.get(f"/r/{record._meta.model_name}/{record.reference}/").get("Location", "/tr/")}
    addresses |= {address.replace("/tr/", "/en/", 1) for address in addresses} | {"/tr/", "/en/"}
    return {address: nonceless(client.get(address, follow=True).content) for address in addresses}


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def nonceless(html):
    return re.sub(rb'nonce="[^"]*"', b"", html)


@pytest.mark.parametrize("model", PUBLISHABLES, ids=lambda model: model.__name__)
def test_opening_the_form_writes_nothing_and_saving_it_unchanged_makes_no_draft(admin_client, model):
    record = make_whole(model)

    with CaptureQueriesContext(connection) as queries:
        sent = opened(admin_client, record)
    assert writes(queries) == []

    response = send(admin_client, record, sent)
    assert response.status_code == 302, errors_of(response)
    assert diff(dump(record), Desk(record).working) == {}
    assert not Draft.objects.exists()
    assert told(response) == [gettext("Nothing was changed, so there was nothing to save.")]


def test_a_draft_that_is_saved_is_said_to_be_and_one_that_is_as_it_was_is_not(admin_client):
    area = make_area(name_tr="Enerji")

    changed = send(admin_client, area, opened(admin_client, area) | {"name_tr": "Enerji ve su"})
    unchanged = send(admin_client, area, opened(admin_client, area))

    assert told(changed) == [gettext("The draft is saved. What readers see has not changed.")]
    assert told(unchanged) == [gettext("Nothing was changed, so there was nothing to save.")]


@pytest.mark.parametrize("model", PUBLISHABLES, ids=lambda model: model.__name__)
def test_a_draft_changes_no_byte_that_readers_get(client, model):
    record, editor = make_whole(model), make_admin()
    before, live = public_pages(client, record), dump(record)
    client.force_login(editor)
    sent = opened(client, record)
    removed = {name.replace("-id", "-DELETE"): "on" for name in sent if name.endswith("-0-id") and sent[name]}

    response = send(client, record, sent | texts_of(sent) | removed)

    assert response.status_code == 302, errors_of(response)
    assert Draft.objects.get().changes != {}
    assert dump(model.objects.get(pk=record.pk)) == live
    assert public_pages(client, record) == before


def test_what_was_kept_stands_in_the_form_again_with_rows_added_and_removed(admin_client):
    meeting = make_meeting()
    rows = {"agenda-TOTAL_FORMS": "2", "agenda-0-text_tr": "Bir", "agenda-1-text_tr": "İki"}

    keep_draft(admin_client, meeting, title_tr="Yeni başlık", **rows)
    sent = opened(admin_client, meeting)
    assert (sent["title_tr"], sent["agenda-0-text_tr"], sent["agenda-1-text_tr"]) == ("Yeni başlık", "Bir", "İki")
    assert (sent["agenda-INITIAL_FORMS"], meeting.agenda.count()) == ("2", 0)

    keep_draft(admin_client, meeting, **{"agenda-0-DELETE": "on"})
    assert opened(admin_client, meeting)["agenda-0-text_tr"] == "İki"


def test_an_unfinished_draft_is_kept_and_publishing_says_what_is_missing(admin_client):
    area = make_area(name_tr="Eğitim", languages=("tr",))

    keep_draft(admin_client, area, name_tr="", position="")
    assert opened(admin_client, area)["name_tr"] == ""

    (message,) = press(admin_client, area, "publish:tr")
    assert '<a href="#id_name_tr">Ad (Türkçe)</a>' in message
    assert area.name_tr == "Eğitim"


def test_a_value_that_cannot_be_stored_is_refused_on_its_field(admin_client):
    area = make_area()

    response = send(admin_client, area, opened(admin_client, area) | {"position": "x", "name_tr": "Y" * 500})

    assert sorted(errors_of(response)) == ["name_tr", "position"]
    assert not Draft.objects.exists()


# ---- Adding --------------------------------------------------------------------------------------------------
def test_a_new_record_is_a_draft_until_it_is_published(admin_client, client):
    add = admin_address(Area, "add")

    admin_client.post(add, sent_values(admin_client.get(add)) | {"name_tr": "Çevre", "name_en": "Environment"})

    area = Area.objects.get()
    assert (area.reference, area.name_tr, area.name_en, area.published_languages) == ("cevre", None, None, [])
    press(admin_client, area, "publish:tr+en")
    assert (area.name_tr, area.name_en, area.published_languages) == ("Çevre", "Environment", ["tr", "en"])


def test_a_record_that_cannot_be_added_says_why_and_keeps_what_was_typed(admin_client):
    make_area(reference="energy")
    add = admin_address(Area, "add")

    response = admin_client.post(add, sent_values(admin_client.get(add)) | {"name_tr": "Enerji", "reference": "energy"})

    assert list(errors_of(response)) == ["reference"]
    assert sent_values(response)["name_tr"] == "Enerji"


# ---- Nobody loses words --------------------------------------------------------------------------------------
def test_two_people_change_different_fields_and_both_stay(admin_client, client):
    area, other = make_area(), make_admin()
    client.force_login(other)
    mine, theirs = opened(admin_client, area), opened(client, area)

    send(client, area, theirs | {"name_en": "Theirs"})
    send(admin_client, area, mine | {"name_tr": "Benimki"})

    sent = opened(admin_client, area)
    assert (sent["name_tr"], sent["name_en"]) == ("Benimki", "Theirs")


def test_the_same_field_changed_by_two_shows_both_texts_and_saving_again_settles_it(admin_client, client):
    area, other = make_area(name_tr="Eski ad"), make_admin()
    client.force_login(other)
    mine, theirs = opened(admin_client, area), opened(client, area)
    send(client, area, theirs | {"name_tr": "Onların adı", "name_en": "Theirs"})

    clash = send(admin_client, area, mine | {"name_tr": "Benim adım"})

    assert clash.status_code == 409
    html = clash.content.decode()
    assert "<del>Onların adı</del><ins>Benim adım</ins>" in html
    assert (sent_values(clash)["name_tr"], sent_values(clash)["name_en"]) == ("Benim adım", "Theirs")
    assert Desk(area).working["name_tr"] == "Onların adı"

    assert send(admin_client, area, sent_values(clash)).status_code == 302
    assert Desk(area).working["name_tr"] == "Benim adım"
    assert Desk(area).working["name_en"] == "Theirs"


def test_a_row_that_was_added_outlives_a_clash_about_something_else(admin_client, client):
    meeting, other = make_meeting(title_tr="Eski"), make_admin()
    client.force_login(other)
    mine, theirs = opened(admin_client, meeting), opened(client, meeting)
    send(client, meeting, theirs | {"title_tr": "Onların"})
    row = {"agenda-TOTAL_FORMS": "1", "agenda-0-text_tr": "Yeni madde"}

    clash = send(admin_client, meeting, mine | {"title_tr": "Benim"} | row)
    settled = send(admin_client, meeting, sent_values(clash))

    assert (clash.status_code, settled.status_code) == (409, 302)
    sent = opened(admin_client, meeting)
    assert (sent["title_tr"], sent["agenda-0-text_tr"]) == ("Benim", "Yeni madde")


def test_a_form_without_its_signed_field_is_shown_as_a_clash_also_after_a_wrong_value(admin_client):
    area = make_area(name_tr="Eski ad")
    sent = opened(admin_client, area) | {"name_tr": "Yeni ad", "_rendered_from": ""}

    wrong = send(admin_client, area, sent | {"position": "x"})
    again = send(admin_client, area, sent_values(wrong) | {"position": "1"})

    assert (list(errors_of(wrong)), again.status_code) == (["position"], 409)
    assert "<del>Eski</del><ins>Yeni</ins>" in again.content.decode()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("field", [None, "forged", "W10:1:x"])
def test_a_form_without_its_signed_field_saves_nothing_loses_nothing_and_is_logged(admin_client, field, caplog):
    area = make_area(name_tr="Eski ad", lead_tr="Özet")
    sent = {name: value for name, value in opened(admin_client, area).items() if name != "_rendered_from"}
    forged = {"_rendered_from": field} if field else {}

    response = send(admin_client, area, sent | forged | {"name_tr": "Yeni ad"})

    assert response.status_code == 409
    assert not Draft.objects.exists()
    assert sent_values(response)["name_tr"] == "Yeni ad"
    assert "<del>Eski</del><ins>Yeni</ins>" in response.content.decode()
    assert AuditEntry.objects.filter(event="forged", reference=area.reference).count() == 1
    assert "without its signed field" in caplog.text

    assert send(admin_client, area, sent_values(response)).status_code == 302
    assert Desk(area).working["name_tr"] == "Yeni ad"


def test_the_signed_field_of_another_record_is_refused(admin_client):
    area, other = make_area(), make_area()
    foreign = opened(admin_client, other)["_rendered_from"]

    response = send(admin_client, area, opened(admin_client, area) | {"_rendered_from": foreign, "name_tr": "X"})

    assert response.status_code == 409
    assert not Draft.objects.exists()


def test_a_row_of_another_record_is_refused(admin_client):
    meeting, other = make_meeting(), make_meeting()
    for each in (meeting, other):
        each.agenda.create(text_tr="Madde")
    foreign = str(other.agenda.get().pk)

    response = send(admin_client, meeting, opened(admin_client, meeting) | {"agenda-0-id": foreign})

    assert response.status_code == 200
    assert not Draft.objects.exists()


# ---- Lists ---------------------------------------------------------------------------------------------------
def test_lists_show_what_is_live_and_what_is_pending(admin_client):
    area = make_area(languages=("tr",))
    keep_draft(admin_client, area, name_en="Energy")

    html = admin_client.get(admin_address(Area, "changelist").replace("/tr/", "/en/", 1)).content.decode()

    assert 'English: not published <span class="pending pending-draft">draft</span></span>' in html
    assert "Turkish: published</span>" in html


def test_lists_need_as_many_queries_for_one_draft_as_for_three(admin_client):
    keep_draft(admin_client, make_area(), name_en="One")
    with CaptureQueriesContext(connection) as one:
        admin_client.get(admin_address(Area, "changelist"))
    keep_draft(admin_client, make_area(), name_en="Two")
    keep_draft(admin_client, make_area(), name_en="Three")

    with CaptureQueriesContext(connection) as three:
        admin_client.get(admin_address(Area, "changelist"))

    assert len(three) == len(one)


# ---- Acts ----------------------------------------------------------------------------------------------------
def test_publishing_saves_what_stands_in_the_form_and_shows_it(admin_client):
    area = make_area(name_tr="Eski ad")

    messages = press(admin_client, area, "publish:tr", name_tr="Yeni ad", name_en="New name")

    assert messages == ["Türkçe: yayımlandı."]
    assert (area.name_tr, area.name_en) == ("Yeni ad", area.name_en)
    assert pending(area) == ("none", "draft")


def test_an_act_per_language_from_submission_to_withdrawal(admin_client):
    area = make_area()

    press(admin_client, area, "submit:en", name_en="New name", _note_en="Bitte lesen")
    assert Desk(area).pending()["en"] == "in-review"
    press(admin_client, area, "send_back:en", _note_en="Kısalt")
    assert Desk(area).pending()["en"] == "sent-back"
    press(admin_client, area, "discard:en")
    assert Desk(area).pending()["en"] == "none"
    press(admin_client, area, "withdraw:en", _notice_en="Moved elsewhere.")
    assert (area.published_languages, area.notice_en) == (["tr"], "Moved elsewhere.")


def test_a_time_to_come_is_kept_and_can_be_cancelled(admin_client):
    area = make_area()

    press(admin_client, area, "schedule:en", name_en="New name", _at_en="2099-01-31T10:00")
    assert Desk(area).pending()["en"] == "scheduled"
    press(admin_client, area, "cancel:en")
    assert Desk(area).pending()["en"] == "draft"


@pytest.mark.parametrize("at", ["", "yarın", "2022-99-99T00:00", "2001-01-01T00:00"])
def test_a_time_that_makes_no_sense_publishes_nothing_and_keeps_the_draft(admin_client, at):
    area = make_area(name_en="Old name")

    messages = press(admin_client, area, "schedule:en", name_en="New name", _at_en=at)

    assert len(messages) == 1
    assert (area.name_en, Desk(area).pending()["en"]) == ("Old name", "draft")


def test_withdrawing_asks_for_a_notice(admin_client):
    area = make_area()

    press(admin_client, area, "withdraw:tr")

    assert area.published_languages == ["tr", "en"]


@pytest.mark.parametrize("button", ["explode:tr", "publish:de", "publish", ""])
def test_an_unknown_button_does_nothing_and_is_logged(admin_client, button):
    area = make_area(name_tr="Eski ad")

    press(admin_client, area, button, name_tr="Yeni ad")

    assert (area.name_tr, Desk(area).working["name_tr"]) == ("Eski ad", "Yeni ad")
    assert AuditEntry.objects.filter(event="forged").count() == 1


def buttons(client, record):
    html = client.get(admin_address(record, "change")).content.decode()
    return set(re.findall(r'name="_act" value="([^"]+)"', html))


def test_what_a_user_may_not_do_is_not_offered(client):
    area = make_area()

    client.force_login(make_user(role="translator", languages=["en"]))
    assert buttons(client, area) == {"submit:en"}
    client.force_login(make_user(role="reader"))
    assert buttons(client, area) == set()
    client.force_login(make_user(role="editor", languages=["tr"]))
    assert buttons(client, area) == {"submit:tr", "publish:tr", "schedule:tr", "withdraw:tr"}


def test_a_reviewer_approves_without_writing(client):
    area, translator, reviewer = make_area(), make_user(role="translator"), make_user(role="reviewer")
    client.force_login(translator)
    press(client, area, "submit:en", name_en="New name")
    client.force_login(reviewer)
    assert {"approve:en", "send_back:en", "publish:en"} <= buttons(client, area)

    sent = sent_values(client.get(admin_address(area, "change")))
    client.post(f"/tr/yonetim/cooperation/area/{area.pk}/act/", sent | {"_act": "approve:en"})

    assert Desk(area).pending()["en"] == "approved"


def test_where_two_persons_are_demanded_authors_publish_only_in_an_emergency(client):
    TwoPersonRule.objects.create(content_type=ContentType.objects.get_for_model(Area))
    area = make_area(name_en="Old name")
    client.force_login(make_user(role="editor"))
    keep_draft(client, area, name_en="New name")
    assert {"publish:en", "schedule:en"} & buttons(client, area) == set()
    assert "emergency:en" in buttons(client, area)

    press(client, area, "publish:en")
    press(client, area, "emergency:en")
    assert area.name_en == "Old name"

    press(client, area, "emergency:en", _reason_en="A wrong date")
    assert area.name_en == "New name"
    assert Revision.objects.of(area).first().is_emergency


def test_a_translator_cannot_publish_by_a_forged_button(client):
    area = make_area(name_en="Old name")
    client.force_login(make_user(role="translator", languages=["en"]))

    press(client, area, "publish:en", name_en="New name")

    assert (area.name_en, Desk(area).working["name_en"]) == ("Old name", "New name")
