"""The menus are what editors made of them."""

import re

import pytest
from django.db import IntegrityError

from ots_portal.pages.models import MenuItem
from tests.factories import make_page
from tests.public_pages import hidden, page_at, queries_of

pytestmark = pytest.mark.django_db

NAMES = {"main": "Main menu", "organisation": "The Organization", "portal": "About this portal"}


def menu(html, name):
    """[(address, label)] of a menu on an English page."""
    nav = html.split(f'aria-label="{NAMES[name]}"')[1].split("</nav>")[0] if NAMES[name] in html else ""
    return [
        (address, label)
        for address, label in re.findall(r'<a(?: class="nav-link")? href="([^"]+)"[^>]*>(.*?)</a>', nav)
        if "hreflang" not in label
    ]


def test_a_new_portal_has_the_standard_menus(client):
    html = page_at(client, "/en/")

    assert menu(html, "main")[:2] == [
        ("/en/areas-of-cooperation/", "Areas of cooperation"),
        ("/en/meetings/", "Meetings"),
    ]
    assert menu(html, "organisation")[0] == ("/en/institutions/", "Institutions")
    assert menu(html, "portal") == [("/en/recent-changes/", "Recently changed"), ("/en/open-data/", "Open data")]


def test_a_menu_is_what_editors_wrote_in_their_order_and_words(client):
    page = make_page(title_tr="İletişim", title_en="Contact")
    MenuItem.objects.create(menu="main", position=2, target="meetings", label_en="When we meet")
    MenuItem.objects.create(menu="main", position=1, page=page)

    html = page_at(client, "/en/")

    assert menu(html, "main") == [(f"/en/page/{page.slug_en}/", "Contact"), ("/en/meetings/", "When we meet")]
    assert menu(html, "organisation")[0] == ("/en/institutions/", "Institutions")
    assert "İletişim" in page_at(client, "/tr/")
    assert "When we meet" not in page_at(client, "/tr/")


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_page_that_readers_may_not_see_is_in_no_menu(client, state):
    page = make_page(title_tr="Gizli", title_en="Secret", slug_en="secret", **hidden(state))
    MenuItem.objects.create(menu="portal", page=page)
    MenuItem.objects.create(menu="portal", target="meetings")

    assert menu(page_at(client, "/en/"), "portal") == [("/en/meetings/", "Meetings")]


def test_a_page_published_only_in_turkish_is_marked_so(client):
    MenuItem.objects.create(menu="portal", page=make_page(title_tr="Yasal", title_en=None, languages=["tr"]))

    assert menu(page_at(client, "/en/"), "portal")[0][1] == '<span lang="tr">Yasal</span>'


def test_the_page_one_is_on_is_marked(client):
    MenuItem.objects.create(menu="main", target="documents")

    assert '<a class="nav-link" href="/en/documents/" aria-current="page">Documents</a>' in page_at(
        client, "/en/documents/"
    )


def test_menus_cost_the_same_whatever_they_hold(client):
    MenuItem.objects.create(menu="portal", page=make_page())
    with_one = queries_of(client, "/en/people/")

    for name in ("main", "portal"):
        MenuItem.objects.create(menu=name, page=make_page())

    assert queries_of(client, "/en/people/") == with_one == 2


def test_a_page_of_an_error_has_the_standard_menus_and_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = client.get("/en/nothing/here/at/all/").content.decode()

    assert menu(html, "main")[1] == ("/en/meetings/", "Meetings")


@pytest.mark.parametrize("values", [{}, {"target": "meetings", "page": True}])
def test_a_line_leads_to_exactly_one_thing(values):
    values = values | ({"page": make_page()} if "page" in values else {})

    with pytest.raises(IntegrityError):
        MenuItem.objects.create(menu="main", **values)
