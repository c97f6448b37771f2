"""The list of terms, as the staff reads and listens to it."""

import re

import pytest

from ots_portal.terms.models import Term
from tests.admin_pages import admin_address

pytestmark = pytest.mark.django_db


def wordings(client, query=""):
    html = client.get(f"{admin_address(Term, 'changelist')}?category=place{query}").content.decode()
    return re.findall(r'<span lang="(\w\w)">([^<]+)</span>', html)


def test_wordings_are_marked_with_their_language_and_sorted_by_its_alphabet(admin_client):
    Term.objects.all().delete()
    for number, (turkish, english) in enumerate([("çay", "stream"), ("cuma", "Friday"), ("ova", "plain")]):
        Term.objects.create(reference=f"x{number}", category="place", wording_tr=turkish, wording_en=english)

    listed, backwards = wordings(admin_client), wordings(admin_client, "&o=-0")

    assert listed == [("tr", "cuma"), ("en", "Friday"), ("tr", "çay"), ("en", "stream"), ("tr", "ova"), ("en", "plain")]
    assert [words for code, words in backwards if code == "tr"] == ["ova", "çay", "cuma"]
