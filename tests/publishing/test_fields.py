import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from cooperation.models import Document
from ots_portal.partial_dates import PartialDate
from ots_portal.publishing.fields import PartialDateFormField
from tests.factories import make_area, make_document

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["2019", "2019-10", "2019-10-14"])
def test_a_partial_date_keeps_its_precision_in_the_database(text):
    document = make_document(date=PartialDate.from_iso(text))

    assert Document.objects.get(pk=document.pk).date == PartialDate.from_iso(text)


def test_partial_dates_are_ordered_by_the_database():
    texts = ["2019-10-14", "2018", "2019", "2019-10"]
    for text in texts:
        make_document(date=PartialDate.from_iso(text))

    found = [str(document.date) for document in Document.objects.order_by("date")]

    assert found == ["2018", "2019", "2019-10", "2019-10-14"]


def test_the_database_refuses_text_that_is_no_date():
    document = make_document()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cooperation_document SET date = 'Ekim 2019' WHERE id = %s", [document.pk])


def test_a_migration_that_adds_a_choice_renews_the_check_of_the_column():
    field = Document._meta.get_field("kind")
    wider = field.clone()
    wider.choices = [*field.choices, ("circular", "circular")]
    wider.set_attributes_from_name("kind")
    wider.model = Document

    with connection.schema_editor() as editor:
        editor.alter_field(Document, field, wider)

    document = make_document(kind="circular")
    assert Document.objects.get(pk=document.pk).kind == "circular"


@pytest.mark.parametrize("typed", ["14.10.2019", "14 Ekim 2019", "14 October 2019", "2019-10-14"])
def test_a_form_takes_a_date_as_people_write_it(typed):
    assert PartialDateFormField().clean(typed) == PartialDate(2019, 10, 14)


def test_a_form_says_what_to_write_instead():
    with pytest.raises(ValidationError) as refusal:
        PartialDateFormField().clean("31.02.2019")

    assert "31.02.2019" in refusal.value.messages[0]


def test_rich_text_is_cleaned_by_validation():
    area = make_area()
    area.body_tr = '<p onclick="x()">Metin <b>kalın</b></p><script>x()</script>'

    area.full_clean()

    assert area.body_tr == "<p>Metin <strong>kalın</strong></p>"


@pytest.mark.parametrize(("language", "shown"), [("tr", "5 Ocak 2022"), ("en", "5 January 2022")])
def test_a_form_shows_a_date_in_words_that_it_takes_again(language, shown):
    field = PartialDateFormField()

    with translation.override(language):
        assert field.prepare_value(PartialDate(2022, 1, 5)) == shown
        assert field.clean(shown) == PartialDate(2022, 1, 5)
        assert not field.has_changed(PartialDate(2022, 1, 5), shown)
