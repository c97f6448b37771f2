"""What a translator's file does to drafts, and what it does not."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from meetings.models import Meeting, Outcome
from ots_portal.accounts.models import AuditEntry
from ots_portal.publishing import workflow
from ots_portal.publishing.desk import Desk
from ots_portal.translating.models import Rendering
from ots_portal.translating.xliff.importing import Overtaken, carry_out
from ots_portal.translating.xliff.models import ImportedFile
from tests.factories import make_area, make_meeting, make_user
from tests.publishing.drafting_acts import draft, pending, published
from tests.translating.states import states
from tests.translating.xliff.files import (
    confirmed,
    exported,
    imported_from,
    report,
    targets,
    translated,
    uploaded,
    verdicts,
)

pytestmark = pytest.mark.django_db

BODY = '<p>Bir <strong>iki</strong></p><p><a href="/r/area/x/">üç</a><br>dört</p>'


def area(**values):
    return make_area(**({"name_tr": "Ulaştırma", "name_en": None, "reference": "ulastirma"} | values))


def translator(**values):
    return make_user(**({"role": "translator", "languages": ["en"]} | values))


def working(record, *names):
    return tuple(Desk(record).working.get(name) for name in names)


def publish(record, values):
    draft(record, values)
    workflow.publish(record, ["tr"], None)


def test_translated_texts_become_drafts_of_whoever_imports_them_and_readers_see_nothing():
    record, user = area(lead_tr="Giriş", lead_en=None, body_tr=BODY, body_en=None), translator()
    texts = {
        "name": "Transport",
        "body.1": 'One <g id="1">two</g>',
        "body.2": '<g id="1">three</g> <x id="2"/>four',
    }

    imported_from(translated(exported(record), texts), user)

    assert working(record, "name_en", "lead_en", "body_en") == (
        "Transport",
        None,
        '<p>One <strong>two</strong></p><p><a href="/r/area/x/" rel="noopener">three</a> <br>four</p>',
    )
    assert (published(record, "name_en"), pending(record)) == ((None,), ("none", "draft"))
    assert Desk(record).authors(["en"])["en"] == [user]
    workflow.submit(record, "en", user)
    assert pending(record) == ("none", "in-review")


def test_the_report_says_of_each_text_what_would_become_of_it_and_writes_nothing():
    meeting = make_meeting(title_tr="Toplantı", title_en="Meeting", venue_tr="Saray", venue_en=None, theme_tr="Konu")
    content = translated(exported(meeting), {"venue": "Palace"})

    found = verdicts(uploaded(content))

    assert found == {"title": "unchanged", "venue": "change", "theme": "empty"}
    assert (pending(meeting), AuditEntry.objects.filter(event="import").exists()) == (("none", "none"), False)


def test_texts_of_a_newer_source_are_refused_and_those_of_the_same_source_come_in():
    record = area(lead_tr="Giriş", lead_en=None)
    content = translated(exported(record), {"name": "Transport", "lead": "Introduction"})
    publish(record, {"lead_tr": "Başka giriş"})

    imported = uploaded(content)

    assert verdicts(imported) == {"name": "change", "lead": "source"}
    confirmed(imported)
    assert working(record, "name_en", "lead_en") == ("Transport", None)


def test_a_source_that_was_only_spaced_otherwise_is_the_same_source():
    record = area(body_tr="<p>bir</p><p>iki</p>")
    content = translated(exported(record), {"body.1": "one", "body.2": "two"})
    publish(record, {"body_tr": "<p>bir</p>\n<p> iki </p>"})

    imported_from(content)

    assert working(record, "body_en") == ("<p>one</p>\n<p>two</p>",)


def test_a_source_under_review_that_was_sent_back_is_not_the_source_of_the_file():
    record = area()
    draft(record, {"name_tr": "Taslak"})
    workflow.submit(record, "tr", None)
    content = translated(exported(record), {"name": "Draft"})
    workflow.send_back(record, "tr", make_user(role="reviewer"), "Nedeni")

    assert verdicts(uploaded(content)) == {"name": "source"}


def test_a_translation_that_somebody_changed_meanwhile_is_a_clash():
    record = area(name_en="Transport")
    content = translated(exported(record), {"name": "Transportation"})
    draft(record, {"name_en": "Traffic"})

    assert verdicts(uploaded(content)) == {"name": "clash"}


def test_a_text_that_the_translator_left_alone_stays_as_somebody_else_made_it():
    record = area(name_en="Transport", lead_tr="Giriş")
    content = translated(exported(record), {"lead": "Introduction"})
    draft(record, {"name_en": "Traffic"})

    imported = uploaded(content)

    assert verdicts(imported) == {"name": "unchanged", "lead": "change"}
    confirmed(imported)
    assert working(record, "name_en", "lead_en") == ("Traffic", "Introduction")


def test_importing_a_file_twice_changes_nothing_the_second_time():
    record = area(body_tr="<p>bir</p><p>iki</p>", body_en="<p>one and two</p>")
    content = translated(exported(record), {"name": "Transport", "body": '<g id="1">one</g><g id="2">two</g>'})
    imported_from(content)

    assert verdicts(uploaded(content)) == {"name": "unchanged", "body": "unchanged"}
    assert working(record, "body_en") == ("<p>one</p><p>two</p>",)


@pytest.mark.parametrize(
    "target",
    [
        "One two",  # without its tags
        'One <g id="1">two</g><g id="1">three</g>',
        'One <g id="2">two</g>',
        'One <g id="1">two</g><g id="9">three</g>',
        'One <x id="1"/>two',
        'One <g id="1">two</g><x id="1"/>',
        'One <g id="-1">two</g>',
        'One <g id="١">two</g>',
        'One <ph id="1">two</ph>',
        'One <g id="1">two</g><b xmlns="http://www.w3.org/1999/xhtml">three</b>',
        "One <g>two</g>",
    ],
)
def test_damaged_and_invented_tags_are_refused(target):
    content = translated(exported(area(body_tr="<p>Bir <strong>iki</strong></p>")), {"body.1": target})

    assert verdicts(uploaded(content)) == {"name": "empty", "body": "damaged"}


@pytest.mark.parametrize(
    ("target", "html"),
    [
        ('<g id="2">Two</g> <g id="1">one</g>', "<p><em>Two</em> <strong>one</strong></p>"),
        ('<g id="1">one <g id="2">two</g></g>', "<p><strong>one <em>two</em></strong></p>"),
        ('<mrk mtype="seg" mid="1"><g id="1">One</g></mrk> <g id="2">t<!-- x -->wo</g>', None),
        (
            '<g id="1">1 &lt; 2 &amp;amp; <![CDATA[<b>]]></g> <g id="2">x</g>',
            "<p><strong>1 &lt; 2 &amp;amp; &lt;b&gt;</strong> <em>x</em></p>",
        ),
    ],
)
def test_tags_may_change_their_order_and_words_stay_words(target, html):
    record = area(body_tr="<p><strong>Bir</strong> <em>iki</em></p>")

    imported_from(translated(exported(record), {"body.1": target}))

    assert working(record, "body_en") == (html or "<p><strong>One</strong> <em>two</em></p>",)


def test_items_of_a_list_cannot_be_taken_out_of_their_list():
    record = area(body_tr="<ul><li>bir</li></ul><p>iki</p>", body_en="<p>one</p>")
    content = translated(exported(record), {"body": '<g id="2">one</g><g id="1">x</g><g id="3">two</g>'})

    assert verdicts(uploaded(content))["body"] == "damaged"


def test_a_text_with_a_block_left_empty_is_not_brought_in_by_halves():
    content = translated(exported(area(body_tr="<p>bir</p><p>iki</p>")), {"body.1": "one"})

    assert verdicts(uploaded(content)) == {"name": "empty", "body": "incomplete"}


def test_a_translation_is_never_emptied_by_a_file():
    content = translated(exported(area(name_en="Transport")), {"name": " "})

    assert verdicts(uploaded(content)) == {"name": "empty"}


def test_a_text_that_does_not_fit_its_field_says_so():
    imported = uploaded(translated(exported(area()), {"name": "x" * 201}))

    [line] = report(imported).lines

    assert (str(line.verdict), "200" in line.message, "201" in line.message) == ("unfit", True, True)


def test_a_line_stays_a_line_and_spaces_at_its_ends_go():
    record = area(lead_tr="Giriş")

    imported_from(translated(exported(record), {"name": " Trans\nport ", "lead": "Intro\nduction"}))

    assert working(record, "name_en", "lead_en") == ("Trans port", "Intro\nduction")


def test_records_and_texts_that_are_not_there_are_told_and_the_rest_comes_in():
    meeting = make_meeting(title_tr="Toplantı", title_en=None)
    outcome = Outcome.objects.create(meeting=meeting, kind="decision", text_tr="Karar", text_en=None)
    content = translated(exported(meeting), {"title": "Meeting", f"outcomes/{outcome.pk}/text": "Decision"})
    outcome.delete()
    other = content.replace(meeting.reference.encode(), b"somewhere-else")

    assert sorted(verdicts(uploaded(content)).items())[1:] == [("title", "change")]
    assert sorted(verdicts(uploaded(content)).values()) == ["change", "unknown"]
    assert verdicts(uploaded(other)) == {"meetings.meeting/somewhere-else": "unknown"}


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({"role": "translator", "languages": ["en"]}, "change"),
        ({"role": "translator", "types": [Meeting]}, "unknown"),
        ({"role": "editor", "languages": ["tr"]}, "rights"),
        ({"role": "reader"}, "rights"),
    ],
)
def test_only_who_may_write_the_language_of_a_record_brings_it_in(person, expected):
    content = translated(exported(area()), {"name": "Transport"})
    imported = uploaded(content, make_user(**person))

    assert [str(line.verdict) for line in report(imported).lines] == [expected]
    assert [line.text is None for line in report(imported).lines] == [expected == "unknown"]


def test_what_was_changed_between_report_and_confirmation_stops_all_of_it():
    first, second = area(), area(reference="saglik")
    user = translator()
    content = translated(exported(first), {"name": "Transport"})
    imported = uploaded(content, user)
    seen = report(imported).seen
    draft(first, {"name_en": "Traffic"})

    with pytest.raises(Overtaken):
        carry_out(imported, user, seen)

    assert (working(first, "name_en"), working(second, "name_en")) == (("Traffic",), (None,))
    assert verdicts(imported) == {"name": "clash"}


def test_all_records_of_a_file_come_in_or_none():
    first, second = area(), area(reference="saglik", name_tr="Sağlık")
    user = translator()
    imported = uploaded(translated(exported(first, second), {"name": "Translated"}), user)
    seen = report(imported).seen
    draft(second, {"name_en": "Health"})

    with pytest.raises(Overtaken):
        carry_out(imported, user, seen)

    assert (working(first, "name_en"), pending(first)) == ((None,), ("none", "none"))


def test_a_report_that_nobody_saw_is_not_carried_out_and_no_file_twice():
    imported = uploaded(translated(exported(area()), {"name": "Transport"}))

    with pytest.raises(Overtaken):
        carry_out(imported, imported.user, "")
    seen = report(imported).seen
    carry_out(imported, imported.user, seen)
    with pytest.raises(Overtaken):
        carry_out(imported, imported.user, seen)


def test_staleness_follows_what_the_file_was_made_from():
    record, user = (
        area(name_en="Transport", body_tr="<p>bir</p><p>iki</p>", body_en="<p>one</p><p>two</p>"),
        translator(),
    )
    publish(record, {"name_tr": "Ulaştırma ve lojistik", "body_tr": "<p>bir</p><p>başka</p>"})
    assert states(record) == {"name": "stale", "body": "stale"}
    draft(record, {"name_tr": "Henüz taslak"})

    imported_from(translated(exported(record), {"name": "Transport and logistics", "body.2": "another"}), user)

    assert states(record) == {"name": "in-step", "body": "in-step"}
    kept = Rendering.objects.filter(name="name").last()
    assert (kept.basis, kept.user, kept.source) == ("typed", user, "Ulaştırma ve lojistik")
    publish(record, {"body_tr": "<p>bir</p><p>yine başka</p>"})
    assert states(record)["body"] == "stale"
    assert {key: text for key, text in targets(exported(record)).items() if key.startswith("body")} == {
        "body.1": "one",
        "body.2": "another",
    }


def test_a_block_that_is_new_in_the_source_is_translated_alone():
    record = area(body_tr="<p>bir</p><p>iki</p>", body_en="<p>one</p><p>two</p>")
    publish(record, {"body_tr": "<p>bir</p><p>yeni</p><p>iki</p>"})

    imported_from(translated(exported(record), {"body.2": "new"}))

    assert working(record, "body_en") == ("<p>one</p><p>new</p><p>two</p>",)
    assert states(record)["body"] == "in-step"


@pytest.mark.parametrize(
    "source", ["<p>iki</p>", "<p>bir</p><p>iki</p><p>üç</p>", "<p>başka</p><p>iki</p>", "<h2>bir</h2><p>iki</p>"]
)
def test_a_file_that_nobody_touched_changes_nothing_however_the_source_has_changed(source):
    record = area(body_tr="<p>bir</p><p>iki</p>", body_en="<p>one</p><p>two</p>")
    publish(record, {"body_tr": source})

    assert verdicts(uploaded(exported(record)))["body"] in {"unchanged", "incomplete"}


def test_the_log_says_who_imported_what():
    record, user = area(), translator(first_name="Aylin", last_name="Er")

    imported = imported_from(translated(exported(record), {"name": "Transport"}), user)

    entry = AuditEntry.objects.filter(event="import").get()
    assert (entry.user_name, entry.lane, entry.record_name, entry.after) == (
        "Aylin Er",
        "en",
        "ceviri.en.xlf",
        {"file": "ceviri.en.xlf", "texts": 1, "records": [f"cooperation.area-{record.pk}"]},
    )
    assert bytes(ImportedFile.objects.get().content) == b""
    assert imported.texts == 1


def test_an_upload_that_nobody_confirmed_within_a_day_is_forgotten():
    content, user = exported(area()), translator()
    old, confirmed_one = uploaded(content, user), imported_from(translated(content, {"name": "Transport"}), user)
    ImportedFile.objects.update(at=timezone.now() - timedelta(hours=25))

    young = [uploaded(content, user), uploaded(content, user)]

    assert set(ImportedFile.objects.all()) == {confirmed_one, *young}
    assert old not in ImportedFile.objects.all()


def test_somebody_who_lost_the_right_meanwhile_writes_nothing():
    record, user = area(), translator()
    imported = uploaded(translated(exported(record), {"name": "Transport"}), user)
    seen = report(imported).seen
    user.assignments.all().delete()
    del user.grants

    with pytest.raises((Overtaken, PermissionDenied)):
        carry_out(imported, user, seen)

    assert working(record, "name_en") == (None,)
