"""Taking an import back, as far as nobody has worked on since."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from ots_portal.accounts.models import AuditEntry
from ots_portal.publishing import workflow
from ots_portal.publishing.desk import Desk
from ots_portal.translating.models import Rendering
from ots_portal.translating.xliff.undoing import records_of, undo
from tests.factories import make_area, make_user
from tests.publishing.drafting_acts import draft, pending
from tests.translating.states import states
from tests.translating.xliff.files import exported, imported_from, translated

pytestmark = pytest.mark.django_db


def area(**values):
    return make_area(**({"name_tr": "Ulaştırma", "name_en": "Transport", "lead_tr": "Giriş", "lead_en": None} | values))


def brought(*records, user=None):
    user = user or make_user(role="translator", languages=["en"])
    return imported_from(translated(exported(*records), {"name": "Transportation", "lead": "Introduction"}), user)


def working(record):
    document = Desk(record).working
    return document.get("name_en"), document.get("lead_en")


def fates(imported):
    return [(text.path, str(text.fate)) for record in records_of(imported, imported.user) for text in record.texts]


def test_undoing_gives_drafts_back_what_they_said_before():
    first, second = area(), area()
    draft(second, {"lead_en": "Drafted before"})
    imported = brought(first, second)
    before = working(first), working(second)

    number = undo(imported, imported.user)

    assert before == (("Transportation", "Introduction"), ("Transportation", "Introduction"))
    assert (number, working(first), working(second)) == (4, ("Transport", None), ("Transport", "Drafted before"))
    assert (pending(first), pending(second)) == (("none", "none"), ("none", "draft"))


def test_what_somebody_changed_since_stays_and_is_told():
    record = area()
    imported = brought(record)
    draft(record, {"name_en": "Traffic"})

    told = fates(imported)
    undo(imported, imported.user)

    assert told == [("name_en", "worked-on"), ("lead_en", "draft")]
    assert working(record) == ("Traffic", None)


def test_what_was_published_since_stays():
    record = area()
    imported = brought(record)
    workflow.publish(record, ["en"], None)

    assert fates(imported) == [("name_en", "published"), ("lead_en", "published")]
    with pytest.raises(ValidationError):
        undo(imported, imported.user)
    assert working(record) == ("Transportation", "Introduction")


def test_undoing_makes_an_old_translation_no_younger_than_it_is():
    record = area(lead_tr=None)
    draft(record, {"name_tr": "Başka ad"})
    workflow.publish(record, ["tr"], None)
    imported = brought(record)
    number = Rendering.objects.count()

    undo(imported, imported.user)

    assert states(record) == {"name": "stale"}
    assert Rendering.objects.count() == number


def test_an_import_is_undone_once_by_who_may_write_all_of_it_and_it_is_logged():
    record = area()
    imported = brought(record)
    other = make_user(role="editor", languages=["tr"])

    with pytest.raises(PermissionDenied):
        undo(imported, other)
    undo(imported, imported.user)
    with pytest.raises(ValidationError):
        undo(imported, imported.user)

    entry = AuditEntry.objects.filter(event="undo").get()
    assert (entry.user, entry.record_name, entry.after["undone"]) == (imported.user, "ceviri.en.xlf", 2)


def test_a_record_that_is_gone_does_not_stand_in_the_way():
    record, other = area(), area(languages=())
    draft(other, {"name_tr": "Taslak", "lead_tr": "Giriş"})
    workflow.submit(other, "tr", None)
    imported = brought(record, other)
    other.delete()

    assert undo(imported, imported.user) == 2
