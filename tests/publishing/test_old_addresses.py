"""Where an address leads that a page had before, and where those of the previous site lead."""

import pytest

from cooperation.models import Area, Topic
from ots_portal.publishing import workflow
from ots_portal.publishing.models import OldAddress
from tests.factories import make_area, make_institution, make_topic
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db


def move(record, languages=("tr",), **slugs):
    draft(record, slugs)
    workflow.publish(record, languages, None)


def answer(client, address):
    response = client.get(address)
    return response.status_code, response.get("Location")


def test_an_old_address_leads_to_the_current_one_in_its_language(client):
    area = make_area(slug_tr="ulasim", slug_en="transport")
    move(area, ["tr", "en"], slug_tr="ulastirma", slug_en="transportation")

    assert answer(client, "/tr/isbirligi-alanlari/ulasim/?x=1") == (301, "/tr/isbirligi-alanlari/ulastirma/?x=1")
    assert answer(client, "/en/areas-of-cooperation/transport/") == (301, "/en/areas-of-cooperation/transportation/")
    assert answer(client, "/en/areas-of-cooperation/ulasim/") == (301, "/en/areas-of-cooperation/transportation/")


def test_an_address_given_up_twice_and_taken_back_makes_no_chain_and_no_loop(client):
    area = make_area(slug_tr="bir")
    for slug in ("iki", "uc", "bir"):
        move(area, slug_tr=slug)

    answers = {slug: answer(client, f"/tr/isbirligi-alanlari/{slug}/") for slug in ("bir", "iki", "uc")}

    current = (301, "/tr/isbirligi-alanlari/bir/")
    assert answers == {"bir": (200, None), "iki": current, "uc": current}


def test_two_records_that_changed_places_stand_where_they_now_are(client):
    one, other = make_area(slug_tr="bir"), make_area(slug_tr="iki")
    for record, slug in ((one, "uc"), (other, "bir"), (one, "iki")):
        move(record, slug_tr=slug)

    assert client.get("/tr/isbirligi-alanlari/bir/").context["area"] == other
    assert client.get("/tr/isbirligi-alanlari/iki/").context["area"] == one
    assert answer(client, "/tr/isbirligi-alanlari/uc/") == (301, "/tr/isbirligi-alanlari/iki/")


def test_an_address_that_two_gave_up_leads_to_the_last_who_had_it(client):
    one, other = make_area(slug_tr="bir"), make_area(slug_tr="iki")
    for record, slug in ((one, "uc"), (other, "bir"), (other, "dort")):
        move(record, slug_tr=slug)

    assert answer(client, "/tr/isbirligi-alanlari/bir/") == (301, "/tr/isbirligi-alanlari/dort/")


def test_an_address_that_two_gave_up_in_different_languages_leads_to_the_one_of_the_page(client):
    make = {"tr": make_area(slug_tr="kultur", slug_en="x"), "en": make_area(slug_tr="y", slug_en="kultur")}
    for language, area in make.items():
        move(area, [language], **{f"slug_{language}": f"new-{language}"})

    assert answer(client, "/tr/isbirligi-alanlari/kultur/") == (301, "/tr/isbirligi-alanlari/new-tr/")
    assert answer(client, "/en/areas-of-cooperation/kultur/") == (301, "/en/areas-of-cooperation/new-en/")


def test_an_old_address_leads_to_nothing_of_another_type_that_has_the_same_key(client):
    area = make_area(slug_tr="enerji")
    move(make_institution(pk=area.pk, slug_tr="merkez"), slug_tr="yeni-merkez")

    assert answer(client, "/tr/isbirligi-alanlari/merkez/") == (404, None)


def test_a_new_record_is_not_proposed_an_address_that_still_leads_to_another(client):
    move(make_area(slug_tr="ulasim"), slug_tr="ulastirma")

    new = make_area(name_tr="Ulaşım", name_en="Ulaşım")

    assert (new.slug_tr, new.slug_en) == ("ulasim-2", "ulasim-2")
    assert answer(client, "/tr/isbirligi-alanlari/ulasim/") == (301, "/tr/isbirligi-alanlari/ulastirma/")


def test_an_address_never_published_is_not_kept(client):
    area = make_area(slug_tr="ulasim", languages=())

    move(area, slug_tr="ulastirma")

    assert OldAddress.objects.count() == 0
    assert answer(client, "/tr/isbirligi-alanlari/ulasim/") == (404, None)


def test_an_old_address_tells_nothing_of_a_record_hidden_by_its_parent(client):
    area = make_area(slug_tr="ulastirma")
    topic = make_topic(area=area, slug_tr="yollar")
    move(topic, slug_tr="kara-yollari")
    Area.objects.update(published_at_en=None, published_at_tr=None)

    assert answer(client, "/tr/isbirligi-alanlari/ulastirma/yollar/") == (404, None)


def test_an_old_address_of_an_area_is_mended_above_its_topics(client):
    area = make_area(slug_tr="ulasim")
    make_topic(area=area, slug_tr="yollar")
    move(area, slug_tr="ulastirma")

    found = answer(client, "/tr/isbirligi-alanlari/ulasim/yollar/")

    assert found == (301, "/tr/isbirligi-alanlari/ulastirma/yollar/")


@pytest.mark.usefixtures("starter_content")
@pytest.mark.parametrize("folder", ["", "siyasi-isbirligi_1/"])
def test_every_address_of_the_previous_site_leads_to_its_page(client, folder):
    records = [*Area.objects.exclude(legacy_path=""), *Topic.objects.exclude(legacy_path="")]

    for record in records:
        turkish = record.get_absolute_url()
        for start, expected in (("", turkish), ("/tr", turkish), ("/en", address_in_english(client, turkish))):
            for end in ("", "/"):
                old = f"{start}/isbirligi-alanlari/{folder}{record.legacy_path}{end}"
                assert answer(client, f"{old}?a=b") == (301, f"{expected}?a=b"), old
        assert client.get(turkish).status_code == 200
    assert len(records) == 5


def address_in_english(client, address):
    alternate = [line for line in client.get(address).content.decode().splitlines() if 'hreflang="en"' in line]
    return alternate[0].split('href="http')[1].split('"')[0].partition("/en/")[2].join(["/en/", ""])


@pytest.mark.parametrize("start", ["", "/tr", "/en"])
@pytest.mark.parametrize("path", ["bilinmeyen_9", "siyasi-isbirligi_1/bilinmeyen_9"])
def test_an_unknown_address_of_the_previous_site_is_not_found(client, start, path):
    make_area(legacy_path="gizli_9", slug_tr="gizli-ad", slug_en="hidden-name", languages=())

    for address in (f"{start}/isbirligi-alanlari/{path}/", f"{start}/isbirligi-alanlari/gizli_9/"):
        response = client.get(address, follow=True)
        assert response.status_code == 404
        assert [step for step, _status in response.redirect_chain if "gizli-ad" in step or "hidden" in step] == []


def test_an_address_of_ours_that_looks_like_an_old_one_is_answered(client):
    area = make_area(slug_tr="eski_1")
    make_area(legacy_path="eski_1")

    assert client.get("/tr/isbirligi-alanlari/eski_1/").context["area"] == area
