"""Merging duplicates: everything that named the one that goes names the one that stays, and nothing is lost unseen."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooperation.models import City, Document, Institution, Person
from meetings.models import Meeting, Participation
from ots_portal.accounts.audit import Event
from ots_portal.accounts.models import AuditEntry
from ots_portal.publishing import workflow
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafting import restore, start
from ots_portal.publishing.drafts import Draft, Pending, Promise, Revision
from ots_portal.publishing.merging import doubles, merge
from ots_portal.publishing.models import Merger, SourceNote
from ots_portal.publishing.promises import publish_due
from ots_portal.publishing.signals import content_published
from ots_portal.publishing.uses import relations_to
from tests.factories import (
    make_admin,
    make_city,
    make_country,
    make_document,
    make_institution,
    make_meeting,
    make_person,
    make_topic,
    make_user,
)
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db


def took_part(person, meeting=None, **values):
    return Participation.objects.create(meeting=meeting or make_meeting(), person=person, **values)


def new_participation(person):
    row = f"participations/{uuid.uuid4()}"
    return {row: True, f"{row}/role": "participant", f"{row}/person": person.pk}


def reread(record):
    return type(record).objects.get(pk=record.pk)


# ---- Live rows -----------------------------------------------------------------------------------------------
def test_parts_and_relations_that_named_the_one_name_the_other():
    leaving, staying, document = make_person(), make_person(), make_document()
    participation = took_part(leaving)
    document.authors.add(leaving, staying)

    number = merge(leaving, staying, None)

    assert (number, reread(participation).person) == (2, staying)
    assert list(document.authors.all()) == [staying]


def test_an_institution_never_belongs_to_itself():
    leaving = make_institution()
    staying = make_institution(parent_institution=leaving)
    child, former = make_institution(parent_institution=leaving), make_institution(successor=leaving)

    merge(leaving, staying, None)

    assert reread(staying).parent_institution is None
    assert (reread(child).parent_institution, reread(former).successor) == (staying, staying)


def test_links_and_sources_go_along_behind_those_that_are_there():
    leaving, staying = make_person(), make_person()
    for record, source in ((staying, "001"), (leaving, "002")):
        SourceNote.objects.create(record=record, source=source, position=1)

    merge(leaving, staying, None)

    assert [(note.source, note.position) for note in staying.source_notes.all()] == [("001", 1), ("002", 2)]


def test_a_city_is_deleted_and_the_country_of_its_meetings_follows():
    leaving, staying = make_city(), make_city(country=make_country(code="az", name_tr="Azerbaycan"))
    meeting = make_meeting(city=leaving)

    merge(leaving, staying, None)

    assert (reread(meeting).city, reread(meeting).country_id) == (staying, "az")
    assert list(City.objects.all()) == [staying]


def test_a_participation_that_doubles_stays_and_is_told():
    leaving, staying, meeting = make_person(), make_person(), make_meeting()
    rows = [took_part(leaving, meeting, office_tr="Bakan"), took_part(staying, meeting)]
    took_part(leaving)

    assert doubles(leaving, staying) == {Meeting: {meeting.pk}}
    merge(leaving, staying, None)

    assert [reread(row).person for row in rows] == [staying, staying]


# ---- What readers and caches learn ---------------------------------------------------------------------------
def test_each_live_record_gets_its_revision_and_is_announced(django_capture_on_commit_callbacks):
    leaving, staying, announced = make_person(), make_person(name="Ada"), []
    meeting, unseen = took_part(leaving).meeting, took_part(leaving, make_meeting(languages=())).meeting
    before = meeting.changed_at_tr

    def listen(sender, record, languages, **_more):
        announced.append((record, languages))

    content_published.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        merge(leaving, staying, None)
    content_published.disconnect(listen)

    revision = Revision.objects.of(meeting).get()
    assert revision.document == Desk(meeting).live
    assert (revision.languages, "Ada" in revision.note) == (["tr", "en"], True)
    assert reread(meeting).changed_at_tr > before
    assert Revision.objects.of(unseen).exists() is False
    assert announced == [(staying, ["tr", "en"]), (meeting, ["tr", "en"])]


def test_nobody_gets_mail_about_records_that_only_named_it(mailoutbox, django_capture_on_commit_callbacks):
    leaving, staying = make_person(), make_person()
    took_part(leaving, make_meeting(owner=make_user(role="editor", email="owner@example.org")))

    with django_capture_on_commit_callbacks(execute=True):
        merge(leaving, staying, make_admin())

    assert mailoutbox == []


def test_what_readers_knew_is_withdrawn_and_its_addresses_lead_to_the_other(client):
    leaving, staying = make_person(name="Ada Yılmaz"), make_person(name="Ada Yilmaz Kaya")
    draft(leaving, {"slug_en": "ada-y"})
    workflow.publish(leaving, ["en"], None)
    former = [f"/tr/kisiler/{leaving.slug_tr}/", f"/en/people/{leaving.slug_en}/", "/en/people/ada-y/"]

    merge(leaving, staying, None)

    wanted = [f"/tr/kisiler/{staying.slug_tr}/", *[f"/en/people/{staying.slug_en}/"] * 2]
    assert [(client.get(each).status_code, client.get(each).url) for each in former] == [(301, each) for each in wanted]
    citation = client.get(f"/r/person/{leaving.reference}/", headers={"accept-language": "en"})
    assert (citation.status_code, citation.url) == (302, wanted[1])
    assert [reread(leaving).state_in(code) for code in ("tr", "en")] == ["withdrawn", "withdrawn"]
    assert "Ada Yilmaz Kaya" in reread(leaving).notice_en


def test_what_was_merged_before_leads_to_the_one_that_stays_now(client):
    first, second, third = make_person(), make_person(), make_person()

    merge(first, second, None)
    merge(second, third, None)

    assert client.get(f"/tr/kisiler/{first.slug_tr}/").url == f"/tr/kisiler/{third.slug_tr}/"


def test_what_is_published_again_stands_for_itself_and_may_be_merged_the_other_way(client):
    first, second = make_person(), make_person()
    merge(first, second, None)
    workflow.publish(first, ["tr"], None)

    assert client.get(f"/tr/kisiler/{first.slug_tr}/").status_code == 200

    merge(second, first, None)

    assert client.get(f"/tr/kisiler/{second.slug_tr}/").url == f"/tr/kisiler/{first.slug_tr}/"
    assert client.get(f"/tr/kisiler/{first.slug_tr}/").status_code == 200


def test_what_was_never_published_is_deleted_with_its_draft():
    leaving = start(Person, make_admin(), {"reference": "ada", "name": "Ada"})
    staying = make_person()

    merge(leaving, staying, None)

    assert list(Person.objects.all()) == [staying]
    assert Draft.objects.exists() is False


# ---- Drafts and promises -------------------------------------------------------------------------------------
def test_a_draft_elsewhere_names_the_other_and_keeps_its_approval():
    leaving, staying, meeting = make_person(), make_person(), make_meeting()
    draft(meeting, new_participation(leaving) | {"title_tr": "Yeni ad"})
    workflow.submit(meeting, "tr", None)
    workflow.approve(meeting, "tr", None, Draft.objects.of(meeting).get().lanes.get(language="tr").digest)

    merge(leaving, staying, None)

    assert Desk(meeting).pending()["tr"] == Pending.APPROVED
    workflow.publish(meeting, ["tr"], None)
    assert [each.person for each in meeting.participations.all()] == [staying]


def test_a_draft_over_what_was_repointed_is_not_overtaken():
    leaving, staying, other = make_person(), make_person(), make_person()
    row = took_part(leaving)
    draft(row.meeting, {f"participations/{row.pk}/person": other.pk})

    merge(leaving, staying, None)

    desk = Desk(row.meeting)
    assert desk.overtaken() == {}
    assert desk.changes == {f"participations/{row.pk}/person": [staying.pk, other.pk]}


def test_what_is_promised_is_kept_with_the_other():
    leaving, staying, meeting = make_person(), make_person(), make_meeting()
    draft(meeting, new_participation(leaving))
    workflow.schedule(meeting, ["tr"], timezone.now() + timedelta(hours=1), make_admin())

    merge(leaving, staying, None)

    assert Desk(meeting).pending()["tr"] == Pending.SCHEDULED
    kept, failed = publish_due(timezone.now() + timedelta(hours=2))
    assert (len(kept), failed) == (1, [])
    assert [each.person for each in meeting.participations.all()] == [staying]


def test_the_draft_of_the_one_that_stays_does_not_come_to_name_itself():
    leaving, staying = make_institution(), make_institution()
    draft(staying, {"parent_institution": leaving.pk, "website": "https://example.org/"})

    merge(leaving, staying, None)

    assert Desk(staying).changes == {"website": ["", "https://example.org/"]}


def test_a_scheduled_publication_of_the_one_that_goes_is_gone():
    leaving, staying = make_person(), make_person()
    draft(leaving, {"name": "Ada"})
    workflow.schedule(leaving, ["tr"], timezone.now() + timedelta(hours=1), make_admin())

    merge(leaving, staying, None)

    assert Promise.objects.exists() is False


def test_its_names_become_other_names_in_a_draft():
    leaving = make_person(name="Ada Yılmaz", name_variants="Ada Yilmas\nA. Y.")
    staying = make_person(name="Ada Yilmaz", name_variants="A. Y.")

    merge(leaving, staying, None, keeps_names=True)

    assert Desk(staying).working["name_variants"] == "A. Y.\nAda Yilmas"
    assert reread(staying).name_variants == "A. Y."


# ---- What speaks against it ----------------------------------------------------------------------------------
def test_what_readers_know_does_not_give_way_to_what_they_do_not():
    known, unknown = make_person(), make_person(languages=())

    with pytest.raises(ValidationError):
        merge(known, unknown, None)

    assert reread(known).is_readable


@pytest.mark.parametrize(
    ("person", "is_let"),
    [
        ({"role": "reviewer"}, True),
        ({"role": "administrator"}, True),
        ({"role": "reviewer", "languages": ["en"]}, False),
        ({"role": "reviewer", "types": [Institution]}, False),
        ({"role": "editor"}, False),
        ({"role": "translator"}, False),
    ],
)
def test_reviewers_and_administrators_merge(person, is_let):
    leaving, staying, user = make_person(), make_person(), make_user(**person)

    if is_let:
        merge(leaving, staying, user)
    else:
        with pytest.raises(PermissionDenied):
            merge(leaving, staying, user)

    assert reread(leaving).is_readable != is_let


def test_the_log_keeps_who_went_and_what_it_said():
    leaving, staying, user = make_person(name="Ada"), make_person(), make_admin()
    took_part(leaving)

    merge(leaving, staying, user)

    entry = AuditEntry.objects.get(event=Event.MERGE)
    assert (entry.user, entry.reference, entry.after) == (user, staying.reference, {"records": 1})
    assert (entry.before["name"], entry.before["document"]["reference"]) == ("Ada", leaving.reference)


def test_if_something_fails_nothing_is_done(monkeypatch):
    leaving, staying = make_person(), make_person()
    row = took_part(leaving)
    monkeypatch.setattr(Merger.objects, "filter", None)

    with pytest.raises(TypeError):
        merge(leaving, staying, None)

    assert (reread(row).person, reread(leaving).is_readable) == (leaving, True)


# ---- Old versions --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("languages", [("tr", "en"), ()])
def test_an_old_version_that_names_the_one_that_went_comes_back_with_the_other(admin_client, languages):
    leaving, staying, other = make_person(name="Ada", languages=languages), make_person(name="Eda"), make_person()
    meeting = make_meeting()
    draft(meeting, new_participation(leaving))
    workflow.publish(meeting, ["tr"], None)
    old = Revision.objects.of(meeting).latest("pk")
    row = meeting.participations.get()
    draft(meeting, {f"participations/{row.pk}/person": other.pk})
    workflow.publish(meeting, ["tr"], None)
    merge(leaving, staying, None)

    html = admin_client.get(f"/en/yonetim/meetings/meeting/{meeting.pk}/history/{old.pk}/restore/").content.decode()
    page = admin_client.get(f"/tr/yonetim/meetings/meeting/{meeting.pk}/preview/tr/?revision={old.pk}")
    restore(old, make_admin())

    assert html.count("Ada") == 1
    assert "Eda" in html
    assert "Eda" in page.content.decode()
    assert Desk(meeting).working[f"participations/{row.pk}/person"] == staying.pk


# ---- Whatever refers to it -----------------------------------------------------------------------------------
def references(model, *records):
    """Each way in which a row names one of the records: (relation, key of the row)."""
    keys = [record.pk for record in records]
    return {
        (str(relation), key)
        for relation in relations_to(model)
        for key in relation.related_model.objects.filter(**{f"{relation.field.name}__in": keys}).values_list("pk")
    }


def any_document():
    """The same one each time, so that it comes to name both."""
    return Document.objects.first() or make_document()


def refer(record, way):
    if isinstance(record, City):
        return make_meeting(city=record, languages=("tr", "en") if way % 2 else ())
    if isinstance(record, Person):
        return any_document().authors.add(record) if way % 2 else took_part(record)
    ways = [
        lambda: make_topic().institutions.add(record),
        lambda: any_document().parties.add(record),
        lambda: make_institution(parent_institution=record),
        lambda: make_institution(successor=record),
        lambda: Participation.objects.create(meeting=make_meeting(), institution=record),
    ]
    return ways[way % len(ways)]()


@pytest.mark.parametrize("make", [make_person, make_institution, make_city])
@given(ways=st.lists(st.tuples(st.booleans(), st.integers(0, 4)), max_size=6))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_reference_is_lost_and_none_is_left(make, ways):
    leaving, staying = make(), make()
    for is_leaving, way in ways:
        refer(leaving if is_leaving else staying, way)
    before = references(type(leaving), leaving, staying)

    merge(leaving, staying, None)

    assert references(type(leaving), staying) == before
    assert references(type(leaving), leaving) == set()
