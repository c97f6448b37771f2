import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from cooperation.models import Area, Country
from ots_portal.publishing.publishable import State
from tests.factories import make_area, make_meeting, make_person, make_series

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def refused(record, **values):
    """Does the database itself refuse these values?"""
    try:
        with transaction.atomic():
            type(record)._base_manager.filter(pk=record.pk).update(**values)
    except IntegrityError:
        return True
    return False


def test_readable_means_published_in_turkish_and_not_withdrawn():
    both, turkish = make_area(), make_area(languages=["tr"])
    make_area(languages=[])
    make_area(withdrawn_at_tr=NOW, withdrawn_at_en=NOW)

    assert set(Area.objects.readable()) == {both, turkish}
    assert set(Area.objects.published("en")) == {both}


def test_readable_is_the_same_in_every_language():
    turkish = make_area(languages=["tr"])

    with translation.override("en"):
        assert list(Area.objects.readable()) == [turkish]


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"languages": []}, State.NEVER),
        ({}, State.PUBLISHED),
        ({"withdrawn_at_tr": NOW, "withdrawn_at_en": NOW}, State.WITHDRAWN),
    ],
)
def test_a_record_knows_its_state_per_language(values, state):
    assert make_area(**values).state_in("tr") == state


def test_the_database_refuses_english_without_turkish():
    area = make_area(languages=[])

    assert refused(area, published_at_en=NOW, changed_at_en=NOW)
    assert not refused(area, published_at_en=NOW, changed_at_en=NOW, published_at_tr=NOW, changed_at_tr=NOW)


def test_the_database_refuses_withdrawing_turkish_alone():
    area = make_area()

    assert refused(area, withdrawn_at_tr=NOW)
    assert not refused(area, withdrawn_at_tr=NOW, withdrawn_at_en=NOW)


def test_the_database_refuses_withdrawing_what_was_never_published():
    assert refused(make_area(languages=[]), withdrawn_at_tr=NOW)


def test_the_database_refuses_a_publication_without_its_time():
    assert refused(make_area(), changed_at_en=None)


@pytest.mark.parametrize("column", ["reference", "slug_tr", "slug_en"])
def test_references_and_addresses_are_unique_per_type(column):
    first, second = make_area(), make_area()

    assert refused(second, **{column: getattr(first, column)})


def test_an_address_is_proposed_from_the_title_in_each_language():
    area = make_area(name_tr="Ulaştırma İşbirliği", name_en="Transport Cooperation")

    assert (area.slug_tr, area.slug_en) == ("ulastirma-isbirligi", "transport-cooperation")


def test_a_taken_or_reserved_address_gets_a_number():
    first, second = make_area(name_tr="Sağlık"), make_area(name_tr="Sağlık")
    reserved = make_meeting(title_tr="Dizi", title_en="Series")

    assert (first.slug_tr, second.slug_tr) == ("saglik", "saglik-2")
    assert (reserved.slug_tr, reserved.slug_en) == ("dizi-2", "series-2")


def test_a_reserved_address_chosen_by_hand_is_refused():
    meeting = make_meeting()
    meeting.slug_en = "series"

    with pytest.raises(ValidationError) as refusal:
        meeting.full_clean()

    assert list(refusal.value.message_dict) == ["slug_en"]


def test_a_changed_title_keeps_the_address():
    area = make_area(name_tr="Sağlık")
    area.name_tr = "Sağlık İşbirliği"

    area.save()

    assert area.slug_tr == "saglik"


def test_no_english_title_gives_no_english_address_and_the_turkish_one_serves():
    area = make_area(name_tr="Sağlık", name_en=None, languages=["tr"])

    assert area.slug_en is None
    assert area.slug_in("en") == "saglik"


def test_a_persons_name_gives_the_address_in_every_language():
    person = make_person(name="Mevlüt Çavuşoğlu")

    assert (person.slug_tr, person.slug_en) == ("mevlut-cavusoglu", "mevlut-cavusoglu")


def test_alphabetical_order_is_the_languages_own():
    for name in ("Zirve", "Ilgaz", "İzmir", "Çevre", "Cami", "Şuşa", "Sağlık", "Öneri", "Orta"):
        make_area(name_tr=name, name_en=name)

    turkish = [area.name_tr for area in Area.objects.in_alphabetical_order()]
    with translation.override("en"):
        english = [area.name_tr for area in Area.objects.in_alphabetical_order()]

    assert turkish == ["Cami", "Çevre", "Ilgaz", "İzmir", "Orta", "Öneri", "Sağlık", "Şuşa", "Zirve"]
    assert english[:4] == ["Cami", "Çevre", "Ilgaz", "İzmir"]


@pytest.mark.parametrize("typed", ["istanbul", "İSTANBUL", "ISTANBUL", "dışişleri İstanbul", "disisleri"])
def test_names_are_found_without_turkish_letters(typed):
    area = make_area(name_tr="Dışişleri Bakanları, İstanbul", name_en="Foreign Ministers, Istanbul")
    make_area(name_tr="Sağlık", name_en="Health")

    assert list(Area.objects.containing(typed)) == [area]


@pytest.mark.parametrize("reference", ["Büyük", "with space", "UPPER", "a--b", "-a", "a/b", "a\n"])
def test_a_reference_holds_plain_small_letters_only(reference):
    area = make_area()
    area.reference = reference

    with pytest.raises(ValidationError) as refusal:
        area.full_clean()

    assert "reference" in refusal.value.message_dict


def test_the_database_refuses_a_choice_that_is_none():
    assert refused(make_meeting(), kind="secret")
    assert refused(make_series(), level="emperors")
    assert not refused(make_series(), level="")


def test_a_name_in_the_page_s_language_or_the_first():
    area = make_area(name_tr="Sağlık", name_en=None, languages=["tr"])

    with translation.override("en"):
        assert str(area) == "Sağlık"


def test_plain_tables_show_their_name_in_the_active_language():
    country = Country.objects.create(code="kz", name_tr="Kazakistan", name_en="Kazakhstan")

    with translation.override("en"):
        assert str(country) == "Kazakhstan"
