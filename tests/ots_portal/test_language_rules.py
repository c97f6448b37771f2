"""Which language a page is in, what it says of that, and which address is the right one."""

import re

import pytest
from django.conf import settings
from django.utils import timezone

from ots_portal.navigation import TYPES
from tests import factories

pytestmark = pytest.mark.django_db


def head(client, address):
    """Language, canonical address and alternates of a page."""
    response = client.get(address)
    assert response.status_code == 200
    text = response.content.decode()
    return {
        "lang": re.search(r'<html lang="(\w+)"', text)[1],
        "canonical": re.search(r'rel="canonical" href="([^"]+)"', text)[1].removeprefix(settings.ORIGIN),
        "alternates": {
            code: address.removeprefix(settings.ORIGIN)
            for code, address in re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', text)
        },
    }


def language_switch(client, address, **headers):
    text = client.get(address, headers=headers).content.decode()
    return re.search(r'nav-language" href="([^"]+)"', text)[1].replace("&amp;", "&")


def test_a_page_published_in_both_languages_names_both_and_itself(client):
    factories.make_area(name_tr="Ulaştırma", name_en="Transport")
    addresses = {"tr": "/tr/isbirligi-alanlari/ulastirma/", "en": "/en/areas-of-cooperation/transport/"}

    heads = {code: head(client, address) for code, address in addresses.items()}

    alternates = addresses | {"x-default": addresses["tr"]}
    assert heads == {
        code: {"lang": code, "canonical": address, "alternates": alternates} for code, address in addresses.items()
    }


def test_a_record_published_only_in_turkish_is_read_in_turkish_under_english(client):
    factories.make_area(name_tr="Ulaştırma", name_en=None, lead_tr="Yollar üzerine", languages=("tr",))

    found = head(client, "/en/areas-of-cooperation/ulastirma/")
    text = client.get("/en/areas-of-cooperation/ulastirma/").content.decode()

    assert found == {"lang": "en", "canonical": "/tr/isbirligi-alanlari/ulastirma/", "alternates": {}}
    assert '<h1><span lang="tr">Ulaştırma</span></h1>' in text
    assert '<p class="page-lead"><span lang="tr">Yollar üzerine</span></p>' in text
    assert "This record is published only in Turkish" in text


def test_an_unpublished_english_text_is_not_shown(client):
    factories.make_area(name_tr="Ulaştırma", name_en="Transport", languages=("tr",))

    text = client.get("/en/areas-of-cooperation/transport/").content.decode()

    assert '<h1><span lang="tr">Ulaştırma</span></h1>' in text
    assert ">Transport<" not in text


def test_an_empty_turkish_text_is_left_out_and_never_filled_with_english(client):
    area = factories.make_area(name_tr="Ulaştırma", lead_tr=None, lead_en="On roads")

    text = client.get(area.get_absolute_url()).content.decode()

    assert "On roads" not in text
    assert 'class="page-lead"' not in text


def test_a_list_marks_what_is_only_there_in_turkish(client):
    factories.make_institution(name_tr="Akademi", name_en=None, languages=("tr",))

    text = client.get("/en/institutions/").content.decode()

    assert re.search(r'<span lang="tr">Akademi</span></a> <span class="tag">in Turkish</span>', text)


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("/en/areas-of-cooperation/ulastirma/", "/en/areas-of-cooperation/transport/"),
        ("/tr/isbirligi-alanlari/transport/", "/tr/isbirligi-alanlari/ulastirma/"),
        ("/tr/isbirligi-alanlari/transport/?a=1", "/tr/isbirligi-alanlari/ulastirma/?a=1"),
    ],
)
def test_the_slug_of_another_language_leads_to_the_right_address(client, asked, right):
    factories.make_area(name_tr="Ulaştırma", name_en="Transport")

    response = client.get(asked)

    assert (response.status_code, response.get("Location")) == (301, right)


def test_of_two_records_the_one_whose_slug_it_is_in_this_language_is_shown(client):
    factories.make_area(name_tr="Spor", name_en="Sports")
    factories.make_area(name_tr="Gençlik", name_en="Spor")

    text = client.get("/en/areas-of-cooperation/spor/").content.decode()

    assert re.findall("<h1>(.*)</h1>", text) == ["Spor"]
    assert 'href="/tr/isbirligi-alanlari/genclik/"' in text


def test_a_topic_under_a_wrong_area_leads_to_its_own(client):
    area = factories.make_area(name_tr="Gümrük")
    factories.make_area(name_tr="Spor")
    factories.make_topic(area=area, name_tr="Çalıştay")

    response = client.get("/tr/isbirligi-alanlari/spor/calistay/")

    assert (response.status_code, response["Location"]) == (301, "/tr/isbirligi-alanlari/gumruk/calistay/")


def test_a_section_under_a_wrong_pillar_leads_to_its_own(client):
    pillar = factories.make_pillar(title_tr="Ekonomi")
    factories.make_section(pillar=pillar, title_tr="Enerji")

    response = client.get("/tr/vizyon-2040/baska/enerji/")

    assert (response.status_code, response["Location"]) == (301, "/tr/vizyon-2040/ekonomi/enerji/")


def test_a_withdrawn_record_gives_title_notice_date_and_no_text(client):
    gone = timezone.make_aware(timezone.datetime(2026, 3, 5))
    area = factories.make_area(
        name_tr="Eski alan", lead_tr="Gövde", notice_tr="Birleştirildi", withdrawn_at_tr=gone, withdrawn_at_en=gone
    )

    response = client.get(area.get_absolute_url())

    text = response.content.decode()
    assert response.status_code == 410
    assert re.findall("<h1>(.*)</h1>", text) == ["Eski alan"]
    assert "Birleştirildi" in text
    assert "5 Mart 2026" in text
    assert "Gövde" not in text
    assert 'rel="canonical"' not in text


def test_a_record_withdrawn_only_in_english_is_read_in_turkish(client):
    factories.make_area(name_tr="Spor", name_en="Sports", withdrawn_at_en=timezone.now())

    text = client.get("/en/areas-of-cooperation/sports/").content.decode()

    assert '<h1><span lang="tr">Spor</span></h1>' in text


def test_the_switch_stays_on_a_record_and_keeps_a_lists_query(client):
    area = factories.make_area(name_tr="Spor", name_en="Sports")

    assert language_switch(client, area.get_absolute_url()) == "/en/areas-of-cooperation/sports/"
    assert language_switch(client, "/en/areas-of-cooperation/sports/") == "/tr/isbirligi-alanlari/spor/"
    assert language_switch(client, "/tr/belgeler/?view=a&x=%C5%9F") == "/en/documents/?view=a&x=%C5%9F"
    assert language_switch(client, "/en/names/") == "/tr/teskilatin-adlari/"


def test_the_switch_of_an_error_page_leads_home(client):
    assert language_switch(client, "/tr/belgeler/yok/") == "/en/"
    assert language_switch(client, "/en/nothing") == "/tr/"


def test_last_updated_is_that_of_the_language(client):
    days = {code: timezone.make_aware(timezone.datetime(2026, month, 2, 12)) for code, month in (("tr", 1), ("en", 4))}
    area = factories.make_area(name_tr="Spor", name_en="Sports", changed_at_tr=days["tr"], changed_at_en=days["en"])

    assert '<time datetime="2026-01-02">2 Ocak 2026</time>' in client.get(area.get_absolute_url()).content.decode()
    english = client.get("/en/areas-of-cooperation/sports/").content.decode()
    assert '<time datetime="2026-04-02">2 April 2026</time>' in english


@pytest.mark.parametrize("kind", TYPES)
def test_every_record_has_its_page_in_both_languages_with_one_heading(client, kind):
    make = getattr(factories, f"make_{kind}")
    record = make()

    for language in ("tr", "en"):
        citation = client.get(f"/r/{kind}/{record.reference}/", headers={"accept-language": language})
        response = client.get(citation["Location"])
        text = response.content.decode()
        assert response.status_code == 200
        assert text.count("<h1>") == 1
        assert f'<html lang="{language}">' in text
        assert f"/r/{kind}/{record.reference}/" in text
        assert "style=" not in text
        assert "set-cookie" not in {name.lower() for name in response.headers}
        assert not response.cookies
