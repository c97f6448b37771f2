import pytest
from django.apps import apps
from django.db.migrations import Migration

from cooperation.models import Institution
from ots_portal.publishing.new_language import fill_sort_keys
from tests.factories import make_institution

pytestmark = pytest.mark.django_db

APP = apps.get_app_config("publishing")
PLAN = [(Migration("0099_new_language", "cooperation"), False)]


def names():
    return [institution.name_tr for institution in Institution.objects.order_by("sort_key_en")]


def test_records_stand_in_the_order_of_a_language_that_was_added_later():
    for name in ("Vakıf", "Akademi", "Enstitü"):
        make_institution(name_tr=name, name_en=None)
    Institution.objects.update(sort_key_en="")

    fill_sort_keys(APP, plan=PLAN)

    assert names() == ["Akademi", "Enstitü", "Vakıf"]


def test_nothing_is_filled_where_nothing_was_migrated():
    make_institution(name_tr="Vakıf")
    Institution.objects.update(sort_key_en="")

    fill_sort_keys(APP, plan=[])

    assert Institution.objects.get().sort_key_en == ""
