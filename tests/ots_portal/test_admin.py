"""The admin as a whole: who enters, in which language, and that every page of it stands."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperation.models import Area
from meetings.models import Meeting
from ots_portal.accounts.models import AuditEntry
from ots_portal.links.models import Address
from ots_portal.publishing.admin import PartAdmin
from ots_portal.publishing.editor_words import EDITOR_WORDS
from ots_portal.publishing.models import Draft
from ots_portal.publishing.publishable import Publishable
from ots_portal.search.models import MissedQuery
from ots_portal.translating.models import Task
from ots_portal.translating.xliff.models import ImportedFile
from tests.admin_pages import admin_address, errors_of, registered_models, sent_values
from tests.factories import make_admin, make_area, make_user

pytestmark = pytest.mark.django_db

MODELS = [model for model in registered_models() if not isinstance(admin.site._registry[model], PartAdmin)]
PUBLISHABLES = [model for model in MODELS if issubclass(model, Publishable)]
WITHOUT_ADDING = {Address, AuditEntry, Draft, MissedQuery, Task}
PARTS = [model for model in registered_models() if isinstance(admin.site._registry[model], PartAdmin)]
PAGES = ["index", "jsi18n", "autocomplete", "password_change", "meetings_meeting_propose"]


def name_of(model):
    return model._meta.label_lower


def everywhere():
    """Every address of the admin."""
    for language in ("tr", "en"):
        yield from (reverse(f"admin:{page}").replace("/tr/", f"/{language}/", 1) for page in PAGES)
        for model in registered_models():
            names = [f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}" for page in ("changelist", "add")]
            yield from (reverse(name).replace("/tr/", f"/{language}/", 1) for name in names)
            yield f"{reverse(names[0])}1/change/".replace("/tr/", f"/{language}/", 1)


def test_strangers_are_led_to_the_one_sign_in(client):
    for address in everywhere():
        response = client.get(address)
        assert (response.status_code, response.url.partition("?")[0][3:]) == (302, "/yonetim/login/"), address

    signing_in = client.get("/en/yonetim/pages/page/", follow=True)
    assert signing_in.redirect_chain[-1][0] == "/en/account/login/?next=%2Fen%2Fyonetim%2Fpages%2Fpage%2F"
    assert client.get("/en/yonetim/", follow=True).redirect_chain[-1][0] == "/en/account/login/"


def test_who_is_not_staff_is_told_so(client):
    client.force_login(make_user())

    for address in everywhere():
        assert client.get(address).status_code == 302, address
    page = client.get("/en/yonetim/", follow=True)
    assert page.status_code == 403
    assert "Only staff may enter the administration" in page.content.decode()
    assert 'action="/en/account/logout/"' in page.content.decode()


def test_signing_in_leads_to_the_page_asked_for_and_else_to_the_own_language(client):
    make_admin(username="aygul", password="a long enough password", language="en")
    signs = {"login": "aygul", "password": "a long enough password"}

    asked = client.post("/tr/hesap/login/?next=/tr/yonetim/meetings/meeting/", signs)
    client.post("/tr/hesap/logout/")
    own = client.post("/tr/hesap/login/", signs, follow=True)

    assert asked.url == "/tr/yonetim/meetings/meeting/"
    assert own.redirect_chain[-1][0] == "/en/yonetim/"


def test_staff_see_only_what_they_may_do(client):
    client.force_login(make_user(role="reader", types=[Area]))

    apps = client.get("/en/yonetim/").context["app_list"]

    assert [model["model"] for app in apps for model in app["models"]] == [Area, Draft, Address, ImportedFile, Task]
    assert client.get(admin_address(Meeting, "changelist")).status_code == 403


@pytest.mark.parametrize(("is_tryout", "expected"), [(True, 1), (False, 0)])
def test_the_head_says_whether_this_is_a_trial(admin_client, settings, is_tryout, expected):
    settings.TRYOUT = is_tryout

    html = admin_client.get("/en/yonetim/").content.decode()

    assert html.count('<p class="trial">trial</p>') == expected


def test_the_language_is_changed_on_the_same_page(admin_client):
    html = admin_client.get("/tr/yonetim/meetings/meeting/?status__exact=held&q=zirve").content.decode()

    assert '<a href="/en/yonetim/meetings/meeting/?status__exact=held&amp;q=zirve" lang="en" hreflang="en">' in html


def test_signing_out_is_a_post_to_the_one_sign_in(admin_client):
    html = admin_client.get("/tr/yonetim/").content.decode()

    assert '<form id="logout-form" method="post" action="/tr/hesap/logout/">' in html
    assert admin_client.get("/tr/yonetim/logout/").url == "/tr/hesap/logout/"
    assert admin_client.get("/tr/yonetim/password_change/").url == "/tr/hesap/password/change/"


def test_the_front_page_begins_with_what_the_organisation_does(admin_client):
    apps = [app["app_label"] for app in admin_client.get("/tr/yonetim/").context["app_list"]]

    assert apps[:3] == ["cooperation", "meetings", "vision"]
    assert set(apps[3:]) == {*("accounts", "library", "links", "pages", "publishing", "search", "terms", "translating")}


def test_turkish_names_begin_with_turkish_capitals(admin_client):
    html = admin_client.get("/tr/yonetim/").content.decode()

    assert "İşbirliği alanları" in html
    assert "Işbirliği" not in html


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_every_list_and_empty_form_stands_in_both_languages(admin_client, model, language):
    for page in ["changelist"] if model in WITHOUT_ADDING else ["changelist", "add"]:
        response = admin_client.get(admin_address(model, page).replace("/tr/", f"/{language}/", 1))
        assert response.status_code == 200
        assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.usefixtures("starter_content")
@pytest.mark.parametrize("model", [model for model in MODELS if model is not Address], ids=name_of)
def test_every_list_needs_the_same_queries_for_one_row_and_for_three(admin_client, monkeypatch, model):
    """Of links, each type of record that names one costs a query: tests/links/test_admin.py has both in each row."""

    def queries(rows):
        monkeypatch.setattr(admin.site._registry[model], "list_per_page", rows)
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(admin_address(model, "changelist"))
        return len(captured)

    queries(1)

    assert queries(3) == queries(1) <= (16 if model is Task else 12)  # tasks are of records of many types


@pytest.mark.usefixtures("starter_content")
@pytest.mark.parametrize("model", PUBLISHABLES, ids=name_of)
def test_saving_a_starter_record_as_it_is_changes_nothing(admin_client, model):
    record = model.objects.order_by("-pk").first()
    before = model_to_dict(record) | {name: getattr(record, name) for name in ("changed_at_tr", "changed_at_en")}
    parts = list(parts_of(record))
    address = admin_address(record, "change")

    response = admin_client.post(address, sent_values(admin_client.get(address)))

    assert response.status_code == 302, errors_of(response)
    record = model.objects.get(pk=record.pk)
    assert (
        model_to_dict(record) | {name: getattr(record, name) for name in ("changed_at_tr", "changed_at_en")} == before
    )
    assert list(parts_of(record)) == parts


def parts_of(record):
    """The rows of every part that is edited with a record."""
    for inline in admin.site._registry[type(record)].get_inlines(None, record):
        field = inline.model.parent_field
        owner = {"object_id": record.pk} if field == "record" else {field: record}
        yield list(inline.model.objects.filter(**owner).order_by("pk").values())


@pytest.mark.usefixtures("starter_content")
@pytest.mark.parametrize("model", PARTS, ids=name_of)
def test_a_part_leads_to_the_record_with_which_it_is_edited(admin_client, model):
    part = model.objects.first()
    if part is None:
        pytest.skip("the starter content has none")

    assert admin_client.get(admin_address(part, "change")).url == admin_address(part.parent, "change")
    assert admin_client.get(admin_address(part, "delete")).status_code == 403
    assert admin_client.get(admin_address(model, "add")).status_code == 403


def test_the_import_map_of_the_editor_bears_the_nonce_of_the_policy(admin_client):
    response = admin_client.get(admin_address(Area, "add"))

    policy = response.headers["Content-Security-Policy"]
    nonce = re.search(r"script-src[^;]*'nonce-([^']+)'", policy)[1]
    assert f'<script type="importmap" nonce="{nonce}">' in response.content.decode()
    assert "unsafe" not in policy


def test_no_page_of_the_admin_needs_inline_styles_or_scripts(admin_client):
    area = make_area(languages=())
    pages = ["/tr/yonetim/", *(admin_address(area, page) for page in ("change", "delete", "history"))]
    pages += [admin_address(Area, "changelist"), admin_address(Area, "add")]

    for page in pages:
        html = admin_client.get(page).content.decode()
        assert re.findall(r"<style|<script(?![^>]* src=)(?![^>]*importmap)[^>]*>|\son\w+=| style=", html) == [], page


def test_the_editor_and_the_scripts_know_turkish(admin_client):
    words = admin_client.get("/tr/yonetim/jsi18n/").content.decode()

    assert all(f'"{word}"' in words for word in EDITOR_WORDS)
