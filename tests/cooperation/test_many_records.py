"""A page shows the latest of what belongs to its record, says how much there is, and leads to all of it."""

import re
from datetime import date, timedelta

import pytest
from django.utils.html import escape
from django.utils.translation import gettext, override

from meetings.models import Outcome, Participation
from ots_portal.listing.paging import PAGE_SIZE
from ots_portal.partial_dates import PartialDate
from tests import factories
from tests.public_pages import page_at, plain, queries_of

pytestmark = pytest.mark.django_db

MANY = PAGE_SIZE + 2
LATEST = [f"r-{number:02}" for number in reversed(range(2, MANY))]
NEW_YEAR = date(2022, 1, 1)


def attend(meeting, record):
    Participation.objects.create(meeting=meeting, **{record._meta.model_name: record})


def result_in(meeting, document):
    Outcome.objects.create(meeting=meeting, kind="decision", text_tr="Karar", document=document)


MEETINGS_OF = {
    "person": attend,
    "institution": attend,
    "state": attend,
    "topic": lambda meeting, topic: meeting.topics.add(topic),
    "document": lambda meeting, document: meeting.documents.add(document),
    "document by outcomes": result_in,
}
DOCUMENTS_OF = ["area", "topic", "institution", "person"]


def make(kind):
    return getattr(factories, f"make_{kind.split()[0]}")()


def make_meetings(number, join, record):
    series = factories.make_series()
    for each in range(number):
        start = NEW_YEAR + timedelta(days=each)
        join(factories.make_meeting(reference=f"r-{each:02}", start=start, series=series), record)


def make_documents(number, record):
    documents = [
        factories.make_document(reference=f"r-{each:02}", date=PartialDate(2000 + each)) for each in range(number)
    ]
    record.documents.set(documents)


def make_many(growing, kind, record):
    if growing == "meeting":
        make_meetings(MANY, MEETINGS_OF[kind], record)
    else:
        make_documents(MANY, record)


def address_in(record, language):
    with override(language):
        return record.get_absolute_url()


def listed(html, kind):
    return re.findall(rf'data-type="{kind}" data-reference="([^"]+)"', html)


def link_to_all(html, record, words, language):
    with override(language):
        link = re.search(rf'<a class="more" href="([^"]*)">{gettext(words)}</a>', html)[1]
    assert link.endswith(f"/?{record._meta.model_name}={record.reference}")
    return link


def sentence(language, number, total):
    with override(language):
        return gettext("Only the latest %(number)s of %(total)s are shown here.") % {"number": number, "total": total}


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize(
    ("growing", "kind"), [*(("meeting", kind) for kind in MEETINGS_OF), *(("document", kind) for kind in DOCUMENTS_OF)]
)
def test_of_many_a_page_shows_the_latest_and_leads_to_all(client, growing, kind, language):
    record = make(kind)
    make_many(growing, kind, record)

    html = page_at(client, address_in(record, language))

    assert listed(html, growing) == LATEST
    assert sentence(language, PAGE_SIZE, MANY) in plain(html)
    link = link_to_all(html, record, f"All these {growing}s", language)
    assert listed(page_at(client, link), growing) == LATEST
    assert listed(page_at(client, f"{link}&page=2"), growing) == ["r-01", "r-00"]


def test_what_a_page_shows_in_full_it_says_nothing_about(client):
    institution = factories.make_institution()
    make_meetings(PAGE_SIZE, attend, institution)
    make_documents(PAGE_SIZE, institution)

    html = page_at(client, address_in(institution, "en"))

    assert (len(listed(html, "meeting")), len(listed(html, "document"))) == (PAGE_SIZE, PAGE_SIZE)
    assert "Only the latest" not in html
    assert "All these" not in html


def test_what_readers_may_not_see_is_not_counted(client):
    person = factories.make_person()
    make_meetings(MANY, attend, person)
    attend(factories.make_meeting(languages=()), person)

    assert sentence("en", PAGE_SIZE, MANY) in plain(page_at(client, address_in(person, "en")))


@pytest.mark.parametrize("kind", ["person", "institution", "topic"])
def test_a_page_costs_the_same_however_many_there_are_beyond_it(client, kind):
    record = make(kind)
    make_meetings(MANY, MEETINGS_OF[kind], record)
    make_documents(MANY, record)
    with_many = queries_of(client, address_in(record, "tr"))

    for _each in range(2):
        MEETINGS_OF[kind](factories.make_meeting(), record)
        record.documents.add(factories.make_document())

    assert queries_of(client, address_in(record, "tr")) == with_many


# ---- The lists that the links lead to


def test_what_a_link_has_chosen_shows_as_a_chip_and_stays_when_the_list_is_narrowed(client):
    person = factories.make_person(reference="ali", name="Ali <Veli>")
    attend(factories.make_meeting(), person)

    html = page_at(client, "/en/meetings/?person=ali")

    assert f"Person taking part: {escape('Ali <Veli>')}" in plain(html.split('class="chip"')[1].split("</li>")[0])
    assert '<input type="hidden" name="person" value="ali">' in html
    assert "Person taking part" not in html.split('class="filter-names"')[1].split("</span>")[0]


def test_a_link_leads_to_events_of_others_too(client):
    state = factories.make_state(reference="kz")
    attend(factories.make_meeting(reference="theirs", status="external"), state)

    assert listed(page_at(client, "/tr/toplantilar/?state=kz"), "meeting") == ["theirs"]


def test_several_records_mean_one_or_the_other_and_each_meeting_stands_once(client):
    meeting = factories.make_meeting(reference="both")
    for reference in ("one", "two"):
        meeting.topics.add(factories.make_topic(reference=reference))

    html = page_at(client, "/en/meetings/?topic=one&topic=two")

    assert listed(html, "meeting") == ["both"]


@pytest.mark.parametrize("reference", ["nobody", "hidden", "Ali", "a" * 300])
def test_who_is_not_known_to_readers_is_told_and_ignored(client, reference):
    factories.make_person(reference="hidden", languages=())
    factories.make_meeting(reference="there")

    html = page_at(client, f"/en/meetings/?person={reference}")

    assert listed(html, "meeting") == ["there"]
    assert "is not known here and was ignored." in html


def test_the_list_of_people_has_pages(client):
    for number in range(MANY):
        factories.make_person(reference=f"p-{number:02}", name=f"Kişi {number:02}")

    html = page_at(client, "/en/people/?page=2")

    assert listed(html, "person") == ["p-25", "p-26"]
    assert "Page 2 of 2" in plain(html)
    assert len(listed(page_at(client, "/en/people/"), "person")) == PAGE_SIZE
    assert "There is no page 9; this is the last one." in page_at(client, "/en/people/?page=9")
