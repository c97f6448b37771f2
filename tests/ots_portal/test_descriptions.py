"""What the head of each kind of page says of it, with the starter content."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from ots_portal.navigation import TARGETS, TYPES
from tests.ots_portal.test_sharing import metas
from tests.public_pages import page_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_content")]


@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_kind_of_page_has_a_title_and_a_description_of_its_own(client, language):
    with override(language):
        addresses = {reverse(name) for name in ("home", *TARGETS.values())}
        for model, related in TYPES.values():
            records = model.objects.published(language).select_related(*related)[:4]
            addresses |= {record.get_absolute_url() for record in records}
    found = {}
    for address in sorted(addresses):
        html = page_at(client, address)
        title = re.search("<title>(.*?)</title>", html, re.S)[1]
        found[address] = (title, metas(html)["description"])

    assert len({title for title, _description in found.values()}) == len(found)
    assert len({description for _title, description in found.values()}) == len(found)
    assert [address for address, (_title, description) in found.items() if not 20 <= len(description) <= 200] == []
