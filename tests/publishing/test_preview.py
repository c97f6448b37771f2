import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from meetings.models import Meeting
from ots_portal.accounts.models import AuditEntry
from ots_portal.publishing import workflow
from ots_portal.publishing.drafting import start
from ots_portal.publishing.drafts import Revision
from ots_portal.publishing.shared_previews import SharedPreview, found_by, revoke, share
from tests.admin_pages import admin_address
from tests.factories import make_admin, make_area, make_evidence, make_meeting, make_series, make_topic, make_user
from tests.public_pages import page_at, plain
from tests.publishing.drafting_acts import draft, new_outcome
from tests.publishing.whole_records import PUBLISHABLES, make_whole

pytestmark = pytest.mark.django_db
WITH_PAGE = [model for model in PUBLISHABLES if model.has_page]


def previews_address(record):
    return admin_address(record, "history").replace("/history/", "/previews/")


def preview(client, record, language="tr", **query):
    address = admin_address(record, "history").replace("/history/", f"/preview/{language}/")
    return client.get(address, query)


def words_of(response):
    assert response.status_code == 200
    return plain(response.content.decode())


def public_words(record, language="tr"):
    with translation.override(language):
        return plain(page_at(Client(), record.get_absolute_url()))


def shared(token):
    return Client().get(reverse("shared_preview", args=[token]))


def reads_only(queries):
    return {query["sql"].split()[0] for query in queries} <= {"SELECT", "SAVEPOINT", "RELEASE"}


# ---- In the admin --------------------------------------------------------------------------------------------
def test_a_preview_shows_the_drafts_words_and_the_public_page_does_not(client):
    client.force_login(make_admin())
    meeting = make_meeting(title_tr="Eski başlık", title_en="Old title")
    draft(meeting, {"title_tr": "Taslak başlık", "title_en": "Draft title"})

    turkish, english = words_of(preview(client, meeting)), words_of(preview(client, meeting, "en"))

    assert "Taslak başlık" in turkish
    assert "Eski başlık" not in turkish
    assert "Draft title" in english
    assert "Old title" not in english
    assert "Eski başlık" in public_words(meeting)
    assert "Taslak başlık" not in public_words(meeting)
    assert "Old title" in public_words(meeting, "en")


def test_parts_added_changed_and_removed_are_previewed(client):
    client.force_login(make_admin())
    meeting = make_meeting()
    kept, gone = new_outcome(text_tr="Kalan karar", position=1), new_outcome(text_tr="Giden karar", position=2)
    draft(meeting, kept | gone)
    workflow.publish(meeting, ["tr"], None)
    row = next(iter(kept))
    draft(
        meeting,
        {f"{row}/text_tr": "Değişen karar", next(iter(gone)): None} | new_outcome(text_tr="Gelen karar", position=3),
    )

    words = words_of(preview(client, meeting))

    found = [each for each in ("Değişen karar", "Gelen karar", "Kalan karar", "Giden karar") if each in words]
    assert found == ["Değişen karar", "Gelen karar"]
    assert "Kalan karar" in public_words(meeting)
    assert "Gelen karar" not in public_words(meeting)


def test_a_revision_is_previewed_as_it_was(client):
    client.force_login(make_admin())
    meeting = make_meeting(title_tr="Bir")
    draft(meeting, {"title_tr": "İkinci ad"})
    workflow.publish(meeting, ["tr"], None)
    revision = Revision.objects.of(meeting).first()
    draft(meeting, {"title_tr": "Üçüncü ad"})
    workflow.publish(meeting, ["tr"], None)

    words = words_of(preview(client, meeting, revision=revision.pk))

    assert "İkinci ad" in words
    assert "Üçüncü ad" not in words


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("model", WITH_PAGE, ids=lambda model: model._meta.label)
def test_every_type_with_a_page_is_previewed_and_nothing_is_written(client, model, language):
    client.force_login(make_admin())
    record = make_whole(model)
    name = model.naming_field if not hasattr(record, f"{model.naming_field}_tr") else f"{model.naming_field}_{language}"
    draft(record, {name: "Ertuğrul taslağı"})

    with CaptureQueriesContext(connection) as queries:
        response = preview(client, record, language)

    assert "Ertuğrul taslağı" in words_of(response)
    assert f'<html lang="{language}">' in response.content.decode()
    assert 'class="preview-bar"' in response.content.decode()
    assert response["Content-Language"] == language
    assert reads_only(queries)


@pytest.mark.parametrize("model", WITH_PAGE, ids=lambda model: model._meta.label)
def test_what_was_never_published_is_previewed(client, model):
    client.force_login(make_admin())
    record = make_whole(model, languages=())
    name = model.naming_field if not hasattr(record, f"{model.naming_field}_tr") else f"{model.naming_field}_tr"
    draft(record, {name: "Ertuğrul taslağı"})

    assert "Ertuğrul taslağı" in words_of(preview(client, record))
    assert preview(client, record, "en").status_code == 200


def test_a_record_just_begun_is_previewed_within_a_parent_just_begun(client):
    client.force_login(make_admin())
    area = start(type(make_area()), None, {"reference": "yeni-alan", "name_tr": "Yeni alan"})
    topic = make_topic(area=area, languages=(), slug_tr=None, slug_en=None)
    meeting = start(
        Meeting,
        None,
        {
            "reference": "yeni",
            "series": make_series().pk,
            "status": "planned",
            "precision": "none",
            "title_tr": "Yeni toplantı",
        },
    )

    assert "Yeni toplantı" in words_of(preview(client, meeting))
    assert preview(client, meeting).context["request"].path == "/tr/toplantilar/yeni-toplanti/"
    assert preview(client, topic).status_code == 200
    assert preview(client, area, "en").status_code == 200


def test_a_preview_is_not_indexed_not_kept_and_has_the_policy_of_all_pages(client):
    client.force_login(make_admin())
    meeting = make_meeting()

    response = preview(client, meeting)

    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert preview(client, meeting, "de").status_code == 404
    assert client.post(response.request["PATH_INFO"]).status_code == 405


def test_the_switch_of_languages_leads_to_the_preview_in_the_other_one(client):
    client.force_login(make_admin())
    meeting = make_meeting()

    in_admin = preview(client, meeting).context["addresses"]
    by_link = shared(share(meeting, "tr", make_admin())).context["addresses"]

    assert in_admin["switches"][0]["address"] == preview(client, meeting, "en").request["PATH_INFO"]
    assert by_link["switches"][0]["address"] == "/en/"
    assert "canonical" not in in_admin | by_link


def test_the_form_leads_to_previews_and_to_our_history(client):
    client.force_login(make_admin())
    meeting, evidence = make_meeting(), make_evidence()

    form = client.get(admin_address(meeting, "change")).content.decode()
    without_page = client.get(admin_address(evidence, "change")).content.decode()

    assert f'href="{previews_address(meeting)}"' in form
    assert f'href="{admin_address(meeting, "history")}"' in form
    assert previews_address(evidence) not in without_page


def test_public_pages_have_no_bar():
    meeting = make_meeting()

    assert "preview-bar" not in page_at(Client(), meeting.get_absolute_url())


@pytest.mark.parametrize(
    ("role", "preview_status", "share_status"),
    [
        (None, 302, 302),
        ("reader", 200, 403),
        ("translator", 200, 200),
        ("editor", 200, 200),
        ("reviewer", 200, 200),
        ("administrator", 200, 200),
    ],
)
def test_who_previews_and_who_shares(client, role, preview_status, share_status):
    client.force_login(make_user(role=role))
    meeting = make_meeting()

    assert preview(client, meeting).status_code == preview_status
    assert client.get(previews_address(meeting)).status_code == preview_status
    assert client.post(previews_address(meeting), {"language": "en", "days": "7"}).status_code == share_status
    assert SharedPreview.objects.count() == (share_status == 200)


def test_translators_share_their_languages_only(client):
    translator = make_user(role="translator", languages=["en"])
    client.force_login(translator)
    meeting = make_meeting()

    client.post(previews_address(meeting), {"language": "tr", "days": "7"})
    with pytest.raises(PermissionDenied):
        share(meeting, "tr", translator)

    assert SharedPreview.objects.count() == 0


def test_the_previews_of_other_types_are_closed(client):
    client.force_login(make_user(role="editor", types=[type(make_area())]))
    meeting = make_meeting()

    assert preview(client, meeting).status_code == 403
    assert client.get(previews_address(meeting)).status_code == 403


def test_a_preview_asks_the_database_as_often_for_three_parts_as_for_one(client):
    client.force_login(make_admin())
    meeting = make_meeting()

    def queries():
        with CaptureQueriesContext(connection) as found:
            preview(client, meeting)
        return len(found)

    draft(meeting, new_outcome(text_tr="Karar"))
    queries()
    one = queries()
    draft(meeting, new_outcome(text_tr="Karar") | new_outcome(text_tr="Karar"))

    assert queries() == one


# ---- Shared links --------------------------------------------------------------------------------------------
def test_a_shared_link_shows_one_version_without_an_account(client):
    client.force_login(make_admin())
    meeting = make_meeting(title_tr="Eski başlık")
    draft(meeting, {"title_tr": "Paylaşılan başlık"} | new_outcome(text_tr="Paylaşılan karar"))

    made = client.post(previews_address(meeting), {"language": "tr", "days": "7"})
    address = re.search(r"<code>https?://[^/]+(/onizleme/[^<]+)</code>", made.content.decode())[1]
    draft(meeting, {"title_tr": "Sonraki başlık"})
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(address)

    assert "Paylaşılan başlık" in words_of(response)
    assert "Paylaşılan karar" in words_of(response)
    assert "Sonraki başlık" not in words_of(response)
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert reads_only(queries)


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_language_of_a_shared_link_is_fixed(language):
    meeting = make_meeting(title_tr="Türkçe başlık", title_en="English title")
    token = share(meeting, language, make_admin())

    response = Client(headers={"accept-language": "en" if language == "tr" else "tr"}).get(f"/onizleme/{token}/")

    assert f'<html lang="{language}">' in response.content.decode()
    assert {"tr": "Türkçe başlık", "en": "English title"}[language] in words_of(response)
    assert response["Content-Language"] == language


def test_a_link_expires():
    token = share(make_meeting(), "tr", make_admin(), days=7)
    now = timezone.now()

    assert found_by(token, now + timedelta(days=6, hours=23)) is not None
    assert found_by(token, now + timedelta(days=7, seconds=1)) is None
    SharedPreview.objects.update(expires_at=now)
    assert shared(token).status_code == 404


def test_links_that_expired_a_month_ago_are_swept_when_somebody_shares_another():
    for days in (31, 29):
        share(make_meeting(), "tr", make_admin())
        SharedPreview.objects.filter(expires_at__gt=timezone.now()).update(
            expires_at=timezone.now() - timedelta(days=days)
        )
    kept = SharedPreview.objects.first()

    share(make_meeting(), "tr", make_admin())

    assert list(SharedPreview.objects.all())[1:] == [kept]


def test_a_revoked_link_is_gone_and_both_acts_are_logged(client):
    user = make_admin()
    client.force_login(user)
    meeting = make_meeting()
    token = share(meeting, "tr", user)
    link = SharedPreview.objects.get()

    response = client.post(f"{previews_address(meeting)}{link.pk}/revoke/")

    assert response.status_code == 302
    assert shared(token).status_code == 404
    assert list(AuditEntry.objects.filter(object_id=str(meeting.pk)).values_list("event", flat=True)) == [
        "revoke",
        "share",
    ]


def test_a_link_is_revoked_only_by_who_may_share_and_at_its_own_record(client):
    meeting, other = make_meeting(), make_meeting()
    token = share(meeting, "tr", make_admin())
    link = SharedPreview.objects.get()
    client.force_login(make_user(role="reader"))

    with pytest.raises(PermissionDenied):
        revoke(link, make_user(role="translator", languages=["en"]))

    assert client.post(f"{previews_address(meeting)}{link.pk}/revoke/").status_code == 403
    client.force_login(make_admin())
    assert client.post(f"{previews_address(other)}{link.pk}/revoke/").status_code == 404
    assert client.get(f"{previews_address(meeting)}{link.pk}/revoke/").status_code == 405
    assert shared(token).status_code == 200


@pytest.mark.parametrize("token", ["x", "A" * 43, "ğ", "%00", "%ED%A0%80", "a" * 3000])
def test_guessed_links_are_not_found(token):
    share(make_meeting(), "tr", make_admin())

    assert Client().get(f"/onizleme/{token}/").status_code == 404


def test_only_the_digest_of_a_link_is_kept():
    token = share(make_meeting(), "tr", make_admin())

    kept = SharedPreview.objects.values().get()

    assert len(token) >= 43
    assert token not in str(kept)
    assert kept["token_digest"] not in token


def test_shared_links_are_in_no_sitemap_and_read_only():
    token = share(make_meeting(), "tr", make_admin())

    assert "onizleme" not in Client().get("/sitemap.xml").content.decode()
    assert Client().post(f"/onizleme/{token}/").status_code == 405


def test_the_link_of_a_deleted_record_is_gone():
    meeting = make_meeting()
    token = share(meeting, "tr", make_admin())
    meeting.delete()

    assert shared(token).status_code == 404


def test_shared_links_are_listed_without_their_address(client):
    user = make_admin()
    client.force_login(user)
    meeting = make_meeting()
    tokens = [share(meeting, "tr", user), share(meeting, "en", user)]
    revoke(SharedPreview.objects.first(), user)

    html = client.get(previews_address(meeting)).content.decode()

    table = re.search(r'<table class="shared-previews">(.*?)</table>', html, re.S)[1]
    assert table.count('<th scope="row">') == 2
    assert table.count("<form") == 1
    assert not any(token in html for token in tokens)


def test_the_list_of_links_asks_the_database_as_often_for_three_as_for_one(client):
    user = make_admin()
    client.force_login(user)
    meeting = make_meeting()

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(previews_address(meeting))
        return len(found)

    share(meeting, "tr", make_admin())
    queries()
    one = queries()
    share(meeting, "tr", make_admin())
    share(meeting, "en", make_admin())

    assert queries() == one
