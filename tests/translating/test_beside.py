"""Terms and earlier translations beside the texts of the desk, and the warnings that follow a submission."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.translation import gettext as _

from ots_portal.publishing import workflow
from ots_portal.publishing.desk import Desk
from ots_portal.terms.models import Term
from ots_portal.translating.models import Task
from tests.admin_pages import sent_values
from tests.factories import make_area, make_user
from tests.publishing.drafting_acts import draft
from tests.translating.states import refreshed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def terms():
    Term.objects.create(
        reference="council",
        category="organ",
        wording_tr="Türk Konseyi",
        wording_en="Turkic Council",
        forbidden_en="Turkish Council",
        note_tr="2021’e kadarki ad",
    )
    Term.objects.create(reference="idea", category="topic", status="proposed", wording_tr="fikir", wording_en="idea")


@pytest.fixture
def area():
    area = make_area(name_tr="Alan", name_en="Area", lead_tr="Bir fikir")
    refreshed(area)
    draft(area, {"lead_tr": "Türk Konseyi’nin fikri"})
    workflow.publish(area, ["tr"], None)
    return area


def desk(area):
    return reverse("admin:translating_task_desk", args=[Task.objects.of(area).get(language="en").pk])


def beside(client, area, path="lead_en"):
    groups = client.get(desk(area), {"show": "all"}).context["groups"]
    return next(line.beside for _about, lines in groups for line in lines if line.text.path == path)


def test_terms_are_marked_in_the_source_and_listed_with_what_to_write(client, area):
    client.force_login(make_user(role="translator", languages=["en"]))

    shown = beside(client, area)

    assert shown.source == (
        '<mark class="term" title="Turkic Council">Türk Konseyi’nin'
        '<span class="visually-hidden" lang="en"> (Turkic Council)</span></mark> fikri'
    )
    assert [tuple(term) for term in shown.terms] == [("Türk Konseyi’nin", "Turkic Council", "", "2021’e kadarki ad")]
    assert (shown.warnings, shown.offers) == ([], [])


def test_the_desk_warns_of_what_the_draft_says_against_the_terms(client, area):
    client.force_login(make_user(role="translator", languages=["en"]))
    draft(area, {"lead_en": "An idea of the Turkish Council"})

    sentence = _("Do not write “%(found)s” but “%(wanted)s”.")
    assert beside(client, area).warnings == [sentence % {"found": "Turkish Council", "wanted": "Turkic Council"}]


def test_what_was_published_elsewhere_is_offered(client, area):
    other = make_area(name_tr="Öteki", name_en="Other", lead_tr="Türk Konseyi’nin fikri", lead_en="Their idea")
    refreshed(other)
    client.force_login(make_user(role="translator", languages=["en"]))

    page = client.get(desk(area)).content.decode()

    assert [(offer.text, offer.segment.record) for offer in beside(client, area).offers] == [("Their idea", other)]
    assert '<div class="desk-words" lang="en" data-offer>Their idea</div>' in page


def test_a_submission_goes_through_and_is_followed_by_what_the_terms_say(client, area):
    client.force_login(make_user(role="translator", languages=["en"]))

    sent = sent_values(client.get(desk(area)))
    response = client.post(desk(area), sent | {"lead_en": "An idea of theirs", "_act": "submit:en"})

    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert Desk(area).draft.pending_in("en") == "in-review"
    assert len(told) == 2
    sentence = _("The source says “%(found)s”: write “%(wanted)s”.")
    assert sentence % {"found": "Türk Konseyi’nin", "wanted": "Turkic Council"} in told[1]
    assert 'href="#id_lead_en"' in told[1]


def test_a_submission_that_keeps_to_the_terms_is_followed_by_nothing(client, area):
    client.force_login(make_user(role="translator", languages=["en"]))

    sent = sent_values(client.get(desk(area)))
    response = client.post(desk(area), sent | {"lead_en": "An idea of the Turkic Council", "_act": "submit:en"})

    assert len(list(get_messages(response.wsgi_request))) == 1
