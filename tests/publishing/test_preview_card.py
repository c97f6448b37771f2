"""Below a previewed page the record stands as in lists: the draft's words in the partials of the public lists."""

import re

import pytest
from django.urls import reverse

from ots_portal.publishing import workflow
from ots_portal.publishing.shared_previews import share
from tests import factories
from tests.publishing.drafting_acts import draft
from tests.publishing.test_preview import preview
from tests.publishing.whole_records import PUBLISHABLES, make_whole

pytestmark = pytest.mark.django_db

WITH_PAGE = [model for model in PUBLISHABLES if model.has_page]
CARD = re.compile(
    r'<section class="preview-card".*?<div class="preview-card-paper">(.*?)</div>\s*</div></section>', re.S
)
LISTED = ["area", "document", "institution", "person", "state"]


def card(response):
    return CARD.search(response.content.decode())[1]


def squeezed(html):
    return " ".join(html.split())


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("model", WITH_PAGE, ids=lambda model: model._meta.label)
def test_every_type_has_a_card_that_leads_to_its_page(client, model, language):
    client.force_login(factories.make_admin())
    record = make_whole(model)

    html = card(preview(client, record, language))

    kind = f'data-type="{model._meta.model_name}"'
    assert ('<a class="area-link" href="' in html) or (kind in html and f'data-reference="{record.reference}"' in html)


@pytest.mark.parametrize("kind", LISTED)
def test_the_card_is_what_the_public_list_shows_once_the_draft_is_published(client, kind):
    client.force_login(factories.make_admin())
    record = getattr(factories, f"make_{kind}")()
    name = "name" if kind == "person" else f"{record.naming_field}_tr"
    draft(record, {name: "Taslaktaki ad"})

    html = card(preview(client, record))
    before = listed(client, kind)
    workflow.publish(record, ["tr"], None)

    shown = re.search(r"(<li.*</li>|<a .*</a>)", html, re.S)[1].removeprefix("<li>").removesuffix("</li>")
    assert "Taslaktaki ad" in shown
    assert "Taslaktaki ad" not in before
    assert squeezed(shown) in squeezed(listed(client, kind))


def listed(client, kind):
    return client.get(reverse(f"cooperation:{kind}_list")).content.decode()


def test_a_meetings_card_is_its_row_in_the_list(client):
    client.force_login(factories.make_admin())
    meeting = factories.make_meeting(city=factories.make_city(name_tr="Bakü"))
    draft(meeting, {"title_tr": "Taslaktaki zirve"})

    html = card(preview(client, meeting))
    workflow.publish(meeting, ["tr"], None)

    row = re.search(r'<article class="meeting-row".*?</article>', html, re.S)[0]
    assert ("Taslaktaki zirve" in row, "Bakü" in row) == (True, True)
    assert squeezed(row) in squeezed(client.get("/tr/toplantilar/").content.decode())


def test_a_shared_preview_has_the_card_and_a_public_page_has_none(client):
    area = factories.make_area(lead_tr="Eski")
    draft(area, {"lead_tr": "Yeni tanıtım"})

    shared = client.get(reverse("shared_preview", args=[share(area, "tr", factories.make_admin())]))
    public = client.get(area.get_absolute_url()).content.decode()

    assert "Yeni tanıtım" in card(shared)
    assert "preview-card" not in public
