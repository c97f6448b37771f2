"""The links of the starter content, as far as they can be followed without a network."""

import pytest

from ots_portal.links.models import Address, Result, Use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_content")]


def test_every_link_within_the_portal_leads_to_a_page():
    ours = Address.objects.used().ours()

    assert ours.count() > 100
    assert list(ours.exclude(result=Result.WORKS)) == []


def test_what_the_sources_left_open_is_in_the_worklist():
    uses = Use.objects.filter(address__in=Address.objects.to_mend()).select_related("address")

    assert {(use.record.reference, use.address.url, str(use.address.result)) for use in uses} == {
        ("dia-3", "https://bit.ly/2zKsOoe", "shortened"),
        ("international", "", "missing"),
    }
