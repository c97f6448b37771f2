"""The way back on the pages of the administration."""

import re

import pytest

from tests.admin_pages import admin_address
from tests.factories import make_city
from tests.public_pages import plain

pytestmark = pytest.mark.django_db


def way_back(client, address):
    html = client.get(address).content.decode()
    return plain(re.search(r'<div class="breadcrumbs">(.*?)</div>', html, re.S)[1]).replace("&rsaquo;", "›")


def test_the_way_back_names_each_place_once_and_in_the_letters_of_the_language(admin_client):
    city = make_city(name_tr="İzmir")

    ways = {page: way_back(admin_client, admin_address(city, page)) for page in ("change", "history", "delete")}
    ways |= {page: way_back(admin_client, admin_address(type(city), page)) for page in ("changelist", "add")}

    assert ways == {
        "changelist": "Başlangıç › Şehirler",
        "add": "Başlangıç › Şehirler › Şehir ekle",
        "change": "Başlangıç › Şehirler › İzmir",
        "history": "Başlangıç › Şehirler › İzmir › Geçmiş",
        "delete": "Başlangıç › Şehirler › İzmir › Sil",
    }
