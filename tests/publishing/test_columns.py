"""Pages ask the database for no more columns than they print; a column they forgot would show as a further query."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Meeting
from ots_portal.languages import LANGUAGES
from ots_portal.publishing.columns import as_links, link_columns, page_columns
from tests.factories import make_evidence, make_meeting, make_section
from tests.public_pages import page_at
from vision.models import Section


def per_language(*stems):
    return {f"{stem}_{code}" for stem in stems for code in LANGUAGES}


def test_a_link_to_a_record_needs_its_name_its_address_and_whether_it_may_be_read():
    columns = set(link_columns(Section))

    of_a_section = {"id", "reference", "number", "pillar"}
    assert columns == of_a_section | per_language("slug", "title", "published_at", "withdrawn_at")


def test_a_page_reads_neither_what_is_for_staff_nor_the_columns_that_belong_to_no_language():
    columns = set(page_columns(Meeting))

    assert columns >= {"start", "city", *per_language("title", "body", "notice", "changed_at")}
    assert not columns & {"internal_note", "owner", "search_text", "title", "body", "sort_key_tr"}


@pytest.mark.django_db
def test_the_page_of_a_meeting_asks_for_no_column_that_readers_never_see(client):
    meeting = make_evidence(meeting=make_meeting()).meeting

    with CaptureQueriesContext(connection) as asked:
        page_at(client, meeting.get_absolute_url())

    selected = " ".join(query["sql"].partition(" FROM ")[0] for query in asked)
    assert '"meetings_meeting"."title_tr"' in selected
    assert not [name for name in ('."title",', '."internal_note"', '."search_text"') if name in selected]


@pytest.mark.django_db
def test_a_link_is_printed_without_a_further_question(django_assert_num_queries):
    made = make_section()

    with django_assert_num_queries(1):
        section = as_links(Section.objects.all(), "pillar").get()
        shown = section.get_absolute_url(), str(section), section.is_readable

    assert shown == (made.get_absolute_url(), str(made), True)
