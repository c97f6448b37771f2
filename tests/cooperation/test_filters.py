"""The lists of documents and institutions are narrowed by the address, with numbers beside the choices."""

import re

import pytest

from ots_portal.partial_dates import PartialDate
from tests.factories import make_document, make_institution
from tests.public_pages import page_at

pytestmark = pytest.mark.django_db


def listed(client, address):
    return re.findall(r'<li data-type="[a-z]+" data-reference="([^"]+)"', page_at(client, address))


def options(client, address, name):
    select = page_at(client, address).split(f'name="{name}"')[1].split("</select>")[0]
    return re.findall(r'<option value="([^"]+)".*?>[^<(]+ \((\d+)\)<', select) or re.findall(
        r'<option value="([^"]+)".*?\((\d+)\)', select
    )


@pytest.fixture
def documents():
    make_document(reference="treaty", kind="treaty", date=PartialDate(2009, 10, 3))
    make_document(reference="plan", kind="plan", date=PartialDate(2021))
    make_document(reference="declaration", kind="declaration", date=PartialDate(2021, 11))
    make_document(reference="undated", kind="plan")
    make_document(reference="draft", kind="plan", date=PartialDate(2021), languages=())


def test_documents_are_narrowed_by_kind_and_year(client, documents):
    assert listed(client, "/en/documents/?kind=plan&kind=treaty&year=2021") == ["plan"]
    assert listed(client, "/en/documents/?kind=plan") == ["plan", "undated"]


def test_choices_of_documents_say_what_they_lead_to_within_the_other_filter(client, documents):
    assert options(client, "/en/documents/?year=2021", "kind") == [("declaration", "1"), ("plan", "1")]
    assert options(client, "/en/documents/?kind=plan", "year") == [("2021", "1")]
    assert options(client, "/en/documents/", "year") == [("2021", "2"), ("2009", "1")]


def test_an_empty_list_of_documents_says_which_filter_to_take_back(client, documents):
    html = page_at(client, "/en/documents/?kind=treaty&year=2021")

    assert "No document fits this choice" in html
    assert '<a href="/en/documents/?kind=treaty">without “Year: 2021”</a> (1)' in html
    assert '<a href="/en/documents/?year=2021">without “Kind: Treaty”</a> (2)' in html


def test_institutions_are_narrowed_by_kind_and_stand_in_pages_under_their_headings(client):
    for number in range(26):
        make_institution(reference=f"organ-{number:02}", name_en=f"Organ {number:02}", kind="organ")
    make_institution(reference="paper", name_en="A paper", kind="media")
    make_institution(reference="draft", kind="media", languages=())

    assert listed(client, "/en/institutions/?page=2") == ["organ-25", "paper"]
    assert listed(client, "/en/institutions/?kind=media") == ["paper"]
    assert options(client, "/en/institutions/", "kind") == [("organ", "26"), ("media", "1")]
    assert re.findall("<h2>(.*?)</h2>", page_at(client, "/en/institutions/?page=2")) == [
        "Organs of the Organization",
        "Media",
    ]


@pytest.mark.parametrize("address", ["/en/documents/?kind=x&year=x&page=x", "/en/institutions/?kind=x&page=99"])
def test_what_these_lists_do_not_understand_is_said(client, address):
    html = page_at(client, address)

    notice = html.split("A part of this address was ignored")[1].split("</ul>")[0]
    assert notice.count("<li>") == address.count("=")
