"""What staff do about the search: synonyms, what was sought in vain, and files without text."""

import pytest
from django.urls import reverse

from ots_portal.accounts.models import AuditEntry
from ots_portal.search import indexing
from ots_portal.search.models import FileText, MissedQuery, Synonym
from ots_portal.search.searching import search
from tests.admin_pages import admin_address
from tests.factories import make_document, make_meeting, make_user
from tests.public_pages import page_at
from tests.search.files import pdf, stored

pytestmark = pytest.mark.django_db

CLEAR = "admin:search_missedquery_clear"


def references(text):
    return [hit.reference for hit in search(text, "tr").hits]


def missed(client):
    return list(client.get(reverse("admin:search_missedquery_changelist")).context["cl"].result_list)


def test_a_synonym_works_at_once_and_no_more_when_it_is_taken_away(admin_client):
    meeting = make_meeting(reference="zirve-1", title_tr="Semerkant Zirvesi")
    indexing.refresh_all()
    before = references("doruk")

    admin_client.post(admin_address(Synonym, "add"), {"terms": "doruk\nzirve", "note": ""})
    after = references("doruk")
    admin_client.post(admin_address(Synonym.objects.get(), "delete"), {"post": "yes"})

    assert (before, after, references("doruk")) == ([], [meeting.reference], [])
    assert list(AuditEntry.objects.filter(content_type__model="synonym").values_list("event", flat=True)) == [
        "delete",
        "add",
    ]


def test_what_is_sought_in_vain_is_listed_once_with_its_number(admin_client, client):
    for text in ("Kuşkonmaz", "KUŞKONMAZ", "mahmut@ornek.org"):
        page_at(client, f"/tr/ara/?q={text}")

    rows = [(row.text, row.language, row.count) for row in missed(admin_client)]

    assert rows == [("kuskonmaz", "tr", 2)]
    assert f"{reverse('admin:search_synonym_add')}?terms=kuskonmaz" in page_at(
        admin_client, reverse("admin:search_missedquery_changelist")
    )


def test_leafing_and_narrowing_count_nothing(admin_client, client):
    for query in ("q=kuşkonmaz&page=2", "q=kuşkonmaz&year=2020", "q="):
        page_at(client, f"/tr/ara/?{query}")

    assert missed(admin_client) == []


def test_the_list_is_cleared_after_a_question(admin_client, client):
    page_at(client, "/tr/ara/?q=kuşkonmaz")

    page_at(admin_client, reverse(CLEAR))
    kept = MissedQuery.objects.count()
    admin_client.post(reverse(CLEAR))

    assert (kept, MissedQuery.objects.count()) == (1, 0)
    assert AuditEntry.objects.filter(event="delete").count() == 1


@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("translator", 403), ("editor", 200)])
def test_only_those_who_may_delete_clear_the_list(client, role, status):
    client.force_login(make_user(role=role))

    assert client.get(reverse(CLEAR)).status_code == status


def test_a_scanned_file_is_reported_in_the_list_of_documents(admin_client):
    scanned, readable = make_document(title_tr="Taranmış"), make_document(title_tr="Okunur")
    for document, state in ((scanned, "empty"), (readable, "read")):
        file = stored(pdf(""), "belge.pdf")
        document.files.create(language="tr", file=file)
        FileText.objects.update_or_create(file=file, defaults={"state": state, "checksum": file.checksum})

    changelist = admin_client.get(reverse("admin:cooperation_document_changelist"), {"file_text": "empty"})

    assert list(changelist.context["cl"].result_list) == [scanned]
    assert str(FileText.State.EMPTY.label) in changelist.content.decode()
