"""The public pages of meetings: the list, a meeting, a series."""

import re
from datetime import date

import pytest
from django.utils import translation
from django.utils.html import escape

from tests.factories import make_city, make_meeting, make_series

pytestmark = pytest.mark.django_db

LIST = {"tr": "/tr/toplantilar/", "en": "/en/meetings/"}


def listed(client, query="", language="tr"):
    """The references of the meetings in the list, in its order."""
    page = client.get(f"{LIST[language]}?{query}")
    assert page.status_code == 200
    return re.findall(r'data-type="meeting" data-reference="([^"]+)"', page.content.decode())


def test_the_list_shows_readable_meetings_newest_first_and_undated_ones_below(client):
    make_meeting(reference="old", start=date(2011, 5, 1))
    make_meeting(reference="undated", precision="none", ordinal=1)
    make_meeting(reference="new", start=date(2022, 11, 11))
    make_meeting(reference="draft", languages=())

    assert listed(client) == ["new", "old", "undated"]
