"""What staff meet in a language that has just been added: forms with its fields, its tasks, its interface."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import override

from meetings.models import Meeting
from ots_portal.accounts.models import User
from ots_portal.publishing.record_types import publishable_models
from ots_portal.translating.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = User.objects.create_superuser("yonetici", password="bir-parola-2026", language="az")
    client.force_login(user)
    return client


def test_every_record_has_a_task_in_the_language():
    tasks = {language: Task.objects.filter(language=language).count() for language in ("en", "az")}

    assert tasks["az"] == tasks["en"] > 200
    assert Task.objects.filter(language="az", words__gt=0).count() == Task.objects.filter(total__gt=0).count() / 2


def test_the_worklist_offers_the_language(administrator):
    text = administrator.get("/az/yonetim/translating/task/?language=az").content.decode()

    assert len(set(re.findall(r"translating/task/(\d+)/change/", text))) >= 50
    assert 'href="?language=en"' in text


@pytest.mark.parametrize("model", admin.site._registry, ids=str)
def test_no_list_and_no_form_of_the_administration_breaks(administrator, model):
    path = f"yonetim/{model._meta.app_label}/{model._meta.model_name}/"
    key = model._base_manager.values_list("pk", flat=True).first()

    statuses = {
        language: [administrator.get(f"/{language}/{path}{page}").status_code for page in ("", f"{key}/change/")]
        for language in ("az", "tr")
    }

    assert statuses["az"] == statuses["tr"]


@pytest.mark.parametrize("model", publishable_models(), ids=str)
def test_every_form_has_a_field_for_each_text_in_each_language(administrator, model):
    record = model.objects.first()
    with override("az"):
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[record.pk])

    names = set(re.findall(r'name="([a-z]\w+)_(tr|en|az)"', administrator.get(address).content.decode()))

    english = {name for name, language in names if language == "en"}
    assert {name for name, language in names if language == "az"} == english != set()


def test_the_front_page_and_the_page_of_a_record_without_words_work(administrator):
    meeting = Meeting.objects.get(reference="dia-3")

    pages = [administrator.get(f"/az/yonetim/{path}") for path in ("", f"meetings/meeting/{meeting.pk}/history/")]

    assert [page.status_code for page in pages] == [200, 200]
    assert all('<html lang="az"' in page.content.decode() for page in pages)


def test_a_translation_is_written_and_published_in_the_language(client):
    meeting = Meeting.objects.get(reference="dia-3")

    with override("az"):
        before = meeting.get_absolute_url()
    meeting.title_az = "Diaspor nazirlərinin üçüncü görüşü"
    meeting.published_at_az = meeting.changed_at_az = meeting.published_at_tr
    meeting.save()
    with override("az"):
        after = meeting.get_absolute_url()
    page = client.get(before, follow=True)

    assert after == "/az/toplantilar/diaspor-nazirlerinin-ucuncu-gorusu/"
    assert page.request["PATH_INFO"] == after
    assert "<h1>Diaspor nazirlərinin üçüncü görüşü</h1>" in page.content.decode()
