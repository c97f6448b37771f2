import re

import pytest

from ots_portal.pages.models import MenuItem
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_free_page_shows_its_text_and_stands_in_the_footer(client):
    page = factories.make_page(
        title_tr="Hakkında", title_en="About", body_tr="<p>Bu portal.</p>", body_en="<p>This.</p>"
    )
    MenuItem.objects.create(menu="portal", page=page)

    turkish = client.get(page.get_absolute_url()).content.decode()
    english = client.get("/en/page/about/").content.decode()

    assert "<p>Bu portal.</p>" in turkish
    assert "<p>This.</p>" in english
    assert re.search(r'footer-list.*<a href="/tr/sayfa/hakkinda/" aria-current="page">Hakkında</a>', turkish, re.S)


def test_what_is_not_allowed_in_text_is_taken_out_again_when_it_is_shown(client):
    page = factories.make_page(body_tr='<p onclick="x()">A<script>alert(1)</script></p>')

    text = client.get(page.get_absolute_url()).content.decode()

    assert "<p>A</p>" in text


def test_a_page_needs_as_many_queries_whatever_the_number_of_pages(client, django_assert_num_queries):
    page = factories.make_page()
    client.get(page.get_absolute_url())

    with django_assert_num_queries(6):
        client.get(page.get_absolute_url())
    factories.make_page()
    factories.make_page()
    with django_assert_num_queries(6):
        client.get(page.get_absolute_url())
