"""A session that ends while somebody is typing loses no word."""

import pytest
from django.test import Client

from ots_portal.accounts.models import User
from ots_portal.publishing import workflow
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.models import Draft
from tests.admin_pages import admin_address, sent_values
from tests.factories import make_admin, make_area, make_meeting, make_user
from tests.publishing.draft_form import opened, send
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def editor():
    return make_admin(username="aygul", password=PASSWORD)


def typed_after_the_session(client, record, **values):
    """Open a form signed in, and send it when the session is over."""
    client.force_login(User.objects.get(username="aygul"))
    sent = opened(client, record) | values
    client.logout()
    return send(client, record, sent)


def test_what_was_typed_is_kept_and_saved_after_signing_in(client):
    meeting = make_meeting()
    rows = {"agenda-TOTAL_FORMS": "2", "agenda-0-text_tr": "Bir", "agenda-1-text_tr": 'İki "tırnak" <b>'}

    asked = typed_after_the_session(client, meeting, title_tr="Yeni başlık", internal_note="Bir\r\nsatır", **rows)

    assert asked.status_code == 403
    assert "Yeniden giriş yapın" in asked.content.decode()
    assert not Draft.objects.exists()

    saved = send(client, meeting, sent_values(asked) | {"login": "aygul", "password": PASSWORD})

    assert (saved.status_code, saved["Location"]) == (302, admin_address(meeting, "change"))
    sent = opened(client, meeting)
    assert (sent["title_tr"], sent["internal_note"]) == ("Yeni başlık", "Bir\r\nsatır")
    assert (sent["agenda-0-text_tr"], sent["agenda-1-text_tr"]) == ("Bir", 'İki "tırnak" <b>')


def test_a_wrong_password_keeps_the_words_too(client):
    area = make_area()
    asked = typed_after_the_session(client, area, name_tr="Yeni ad")

    again = send(client, area, sent_values(asked) | {"login": "aygul", "password": "wrong"})

    assert again.status_code == 403
    assert sent_values(again)["name_tr"] == "Yeni ad"
    assert 'value="wrong"' not in again.content.decode()
    assert not Draft.objects.exists()


def test_whoever_tries_too_many_passwords_is_stopped(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    area = make_area()
    asked = typed_after_the_session(client, area, name_tr="Yeni ad")
    tried = sent_values(asked) | {"login": "aygul"}

    answers = [send(client, area, tried | {"password": guess}).status_code for guess in ("one", "two", PASSWORD)]

    assert answers == [403, 403, 429]
    assert not Draft.objects.exists()


def test_whoever_has_no_right_saves_nothing_by_signing_in(client):
    area = make_area()
    make_user(username="okur", password=PASSWORD)
    asked = typed_after_the_session(client, area, name_tr="Yeni ad")

    refused = send(client, area, sent_values(asked) | {"login": "okur", "password": PASSWORD})

    assert refused.status_code in {302, 403}
    assert not Draft.objects.exists()


def test_another_site_cannot_send_the_form():
    area, client = make_area(), Client(enforce_csrf_checks=True)

    response = send(client, area, {"name_tr": "X", "login": "aygul", "password": PASSWORD})

    assert response.status_code == 403
    assert "_auth_user_id" not in client.session
    assert Desk(area).changes == {}


def test_a_page_that_is_only_opened_leads_to_the_usual_sign_in(client):
    response = client.get(admin_address(make_area(), "change"))

    assert (response.status_code, response["Location"].partition("?")[0]) == (302, "/tr/yonetim/login/")


def test_the_note_of_whoever_reviews_without_writing_is_kept_too(client):
    area, reviewer = make_area(), make_user(role="reviewer", username="inci", password=PASSWORD)
    draft(area, {"lead_tr": "Yeni"})
    workflow.submit(area, "tr", None)
    address = admin_address(area, "act")
    client.force_login(reviewer)
    client.logout()

    asked = client.post(address, {"_act": "send_back:tr", "_note_tr": "Kısaltın"})
    before = area.drafts.get().lanes.get().state
    done = client.post(address, sent_values(asked) | {"login": "inci", "password": PASSWORD})

    lane = area.drafts.get().lanes.get()
    assert (asked.status_code, before) == (403, "in-review")
    assert (done.status_code, done["Location"]) == (302, admin_address(area, "change"))
    assert (lane.state, lane.note, lane.moved_by) == ("sent-back", "Kısaltın", reviewer)
