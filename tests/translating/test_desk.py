"""The translator's desk: a record's texts beside their sources, saved through the draft of the record."""

import uuid

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext

from ots_portal.accounts.models import AuditEntry
from ots_portal.publishing import workflow
from ots_portal.publishing.comments import comment
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.models import Draft
from ots_portal.translating.models import Rendering, Task
from tests.admin_pages import sent_values
from tests.factories import make_admin, make_area, make_meeting, make_person, make_section, make_user
from tests.publishing.drafting_acts import draft
from tests.translating.states import refreshed, states

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"


@pytest.fixture
def translator(client):
    user = make_user(username="ayse", password=PASSWORD, role="translator", languages=["en"])
    client.force_login(user)
    return user


def desk(record, **query):
    task = Task.objects.of(record).get(language="en")
    return reverse("admin:translating_task_desk", args=[task.pk], query=query)


def opened(client, record, **query):
    return sent_values(client.get(desk(record, **query)))


def send(client, record, button="_save", value="1", **values):
    return client.post(desk(record), opened(client, record) | values | {button: value})


def drafted(record, *paths):
    return tuple(Desk(record).working.get(path) for path in paths)


def lines(response):
    """The groups of the page, each with the paths of its texts."""
    return [(group.label, [line.text.path for line in lines]) for group, lines in response.context["groups"]]


def outcome(number, **values):
    row = f"outcomes/{uuid.UUID(int=number)}"
    return row, {row: True, f"{row}/kind": "decision"} | {f"{row}/{name}": value for name, value in values.items()}


def make_translated(**values):
    """An area that is in step."""
    area = make_area(**({"name_tr": "Yollar", "name_en": "Roads"} | values))
    refreshed(area)
    return area


def publish_turkish(record, **values):
    draft(record, values)
    workflow.publish(record, ["tr"], None)


# ---- What is shown -------------------------------------------------------------------------------------------
def test_texts_stand_in_the_order_of_the_form_then_parts_in_their_order_under_their_names(client, translator):
    meeting = make_meeting(title_en=None)
    first, one = outcome(2, text_tr="Bir", position=1)
    second, two = outcome(1, text_tr="İki", position=2)
    publish_turkish(meeting, theme_tr="Tema", body_tr="<p>Metin</p>", venue_tr="Yer", **two, **one)

    shown = lines(client.get(desk(meeting)))

    assert shown == [
        ("Toplantı", ["title_en", "venue_en", "theme_en", "body_en"]),
        ("Sonuç 1", [f"{first}/text_en"]),
        ("Sonuç 2", [f"{second}/text_en"]),
    ]


def test_at_first_only_what_is_to_be_done_is_shown_and_all_on_demand(client, translator):
    area = make_translated()
    publish_turkish(area, lead_tr="Giriş")

    assert lines(client.get(desk(area))) == [("İşbirliği alanı", ["lead_en"])]
    assert lines(client.get(desk(area, show="all"))) == [("İşbirliği alanı", ["name_en", "lead_en"])]
    assert "Roads" not in client.get(desk(area)).content.decode().partition("<form class")[2]


def test_what_is_out_of_date_shows_what_changed_and_keeps_the_old_translation_in_its_box(client, translator):
    area = make_translated(body_tr="<p>Bir.</p><p>İki.</p>", body_en="<p>One.</p><p>Two.</p>")
    publish_turkish(area, body_tr="<p>Bir.</p><p>İki kez.</p>")

    response = client.get(desk(area))

    [(_group, [line])] = response.context["groups"]
    assert (str(line.text.state), line.text.blocks_changed) == ("stale", 1)
    assert line.text.difference == "Bir.\nİki<ins> kez</ins>."
    assert line.text.old_source == "<p>Bir.</p><p>İki.</p>"
    assert sent_values(response)["body_en"] == "<p>One.</p><p>Two.</p>"


def test_every_source_and_field_says_its_language(client, translator):
    area = make_translated(name_en=None)

    html = client.get(desk(area)).content.decode()

    assert '<div class="desk-words" lang="tr">Yollar</div>' in html
    assert 'lang="en"' in html.partition('name="name_en"')[2].partition(">")[0]


def test_there_is_no_desk_for_a_record_without_a_source(client, translator):
    area = make_area(languages=(), name_tr="", name_en="Roads")
    draft(area, {"name_tr": "Yollar"})
    workflow.submit(area, "tr", None)
    address = desk(area)
    workflow.send_back(area, "tr", None, "Olmadı")

    assert client.get(address).status_code == 404


def test_a_part_without_a_name_of_its_own_says_what_it_is_about(client, translator):
    meeting = make_meeting()
    _row, decision = outcome(1, text_tr="Bir karar")
    person = f"participations/{uuid.UUID(int=2)}"
    office = {
        person: True,
        f"{person}/person": make_person(name="Baghdad Amreyev").pk,
        f"{person}/office_tr": "Genel Sekreter",
    }
    publish_turkish(meeting, **decision, **office)

    groups = client.get(desk(meeting)).context["groups"]

    assert [(group.label, group.about) for group, _lines in groups] == [
        ("Katılımcı 1", "Baghdad Amreyev"),
        ("Sonuç 1", ""),
    ]


# ---- What is saved -------------------------------------------------------------------------------------------
def test_what_is_typed_is_kept_in_the_draft_of_the_record_and_readers_see_nothing_of_it(client, translator):
    meeting = make_meeting(title_tr="Toplantı", title_en=None)
    row, values = outcome(1, text_tr="Bir karar")
    publish_turkish(meeting, **values)

    answer = send(client, meeting, **{"title_en": "Meeting", f"{row}/text_en": "A decision"})

    assert (answer.status_code, answer["Location"]) == (302, desk(meeting))
    assert drafted(meeting, "title_en", f"{row}/text_en") == ("Meeting", "A decision")
    assert type(meeting).objects.get(pk=meeting.pk).title_en is None
    assert set(states(meeting).values()) == {"in-step"}


def test_saving_what_nobody_touched_leaves_no_draft(client, translator):
    area = make_translated(body_tr="<p>Bir</p><p>İki</p>", body_en="<p>One</p>\n<p>Two</p>")
    publish_turkish(area, body_tr="<p>Üç</p>", lead_tr="Giriş")

    response = send(client, area)

    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert not Draft.objects.exists()
    assert told == [gettext("Nothing was changed, so there was nothing to save.")]


def test_a_translation_is_made_from_the_source_that_was_shown_not_from_a_drafted_one(client, translator):
    area = make_translated(name_en=None)
    draft(area, {"name_tr": "Yeni yollar"})

    send(client, area, name_en="Roads")

    assert states(area) == {"name": "in-step"}
    workflow.publish(area, ["tr"], None)
    assert states(area) == {"name": "stale"}


def test_a_text_whose_source_changed_while_it_was_translated_is_kept_and_out_of_date(client, translator):
    area = make_translated(name_en=None)
    sent = opened(client, area)
    publish_turkish(area, name_tr="Yeni yollar")

    client.post(desk(area), sent | {"name_en": "Roads", "_save": "1"})

    assert (drafted(area, "name_en"), states(area)) == (("Roads",), {"name": "stale"})


def test_words_are_kept_whose_source_was_taken_back_while_they_were_written(client, translator):
    area = make_area(languages=(), name_tr="", name_en=None)
    draft(area, {"name_tr": "Yollar"})
    workflow.submit(area, "tr", None)
    address, sent = desk(area), opened(client, area) | {"name_en": "Roads", "_save": "1"}
    workflow.send_back(area, "tr", None, "Olmadı")

    answer = client.post(address, sent)

    assert (answer.status_code, client.get(answer["Location"]).status_code) == (302, 200)
    assert drafted(area, "name_en") == ("Roads",)


def test_two_who_change_the_same_words_are_told_and_nothing_typed_is_lost(client, translator):
    area = make_translated(name_en=None)
    sent = opened(client, area)
    draft(area, {"name_en": "Streets"})

    told = client.post(desk(area), sent | {"name_en": "Roads", "_save": "1"})
    settled = client.post(desk(area), sent_values(told) | {"_save": "1"})

    assert (told.status_code, sent_values(told)["name_en"]) == (409, "Roads")
    assert [(each.old, each.new) for each in told.context["clashes"]] == [("Streets", "Roads")]
    assert (settled.status_code, drafted(area, "name_en")) == (302, ("Roads",))


def test_two_who_change_different_words_both_have_theirs(client, translator):
    area = make_translated(name_en=None, lead_tr="Giriş")
    sent = opened(client, area)
    draft(area, {"lead_en": "Introduction"})

    client.post(desk(area), sent | {"name_en": "Roads", "_save": "1"})

    assert drafted(area, "name_en", "lead_en") == ("Roads", "Introduction")


@pytest.mark.parametrize("forged", ["", "forged"])
def test_a_page_that_does_not_say_from_what_it_was_made_is_shown_again_with_what_was_typed(client, translator, forged):
    area = make_translated(name_en=None)

    answer = send(client, area, name_en="Roads", _rendered_from=forged)

    assert (answer.status_code, sent_values(answer)["name_en"]) == (409, "Roads")
    assert not Draft.objects.exists()
    assert AuditEntry.objects.filter(event="forged").count() == 1


def test_what_cannot_be_stored_is_told_at_its_field_and_the_rest_stays(client, translator):
    area = make_translated(name_en=None, lead_tr="Giriş")

    answer = send(client, area, name_en="x" * 1000, lead_en="Introduction")

    assert answer.status_code == 400
    assert sent_values(answer)["lead_en"] == "Introduction"
    assert 'class="errorlist"' in answer.content.decode()
    assert not Draft.objects.exists()


def test_fields_of_another_language_or_record_are_not_read(client, translator):
    area = make_translated(name_en=None)

    send(client, area, name_tr="Sokaklar", position="9", name_en="Roads")

    assert drafted(area, "name_tr", "name_en", "position") == ("Yollar", "Roads", area.position)


def test_a_session_that_ended_loses_no_word(client, translator):
    area = make_translated(name_en=None)
    sent = opened(client, area) | {"name_en": "Roads", "_save": "1"}
    address = desk(area)
    client.logout()

    asked = client.post(address, sent)
    saved = client.post(address, sent_values(asked) | {"login": "ayse", "password": PASSWORD})

    assert (asked.status_code, saved.status_code) == (403, 302)
    assert drafted(area, "name_en") == ("Roads",)


# ---- The way on ----------------------------------------------------------------------------------------------
def test_save_and_next_leads_to_the_next_text_to_do(client, translator):
    area = make_translated(name_en=None, lead_tr="Giriş", body_tr="<p>Metin</p>")

    answer = send(client, area, "_next", "name_en", name_en="Roads")

    assert answer["Location"] == desk(area, at="lead_en")
    assert "autofocus" in client.get(answer["Location"]).content.decode()


def test_after_the_last_text_save_and_next_leads_to_the_next_record_of_the_list(client, translator):
    one, two, other = (make_translated(name_tr=name, name_en=None) for name in ("Bir", "İki", "Başka"))
    done, rest = make_translated(), Task.objects.of(other).get()
    Task.objects.of(one).update(due_on="2026-01-01")
    Task.objects.of(two).update(due_on="2026-01-03")
    Task.objects.of(done).update(due_on="2026-01-02")
    filters = {"_changelist_filters": "state=to-do"}

    sent = opened(client, one) | {"name_en": "One", "_next": "name_en"}
    first = client.post(desk(one, **filters), sent)
    sent = opened(client, two) | {"_next_record": "1"}
    second = client.post(desk(two, **filters), sent)
    ways = [first["Location"], second["Location"]]
    Task.objects.exclude(pk=Task.objects.of(two).get().pk).delete()
    last = client.post(desk(two, **filters), sent)

    assert ways == [
        desk(two, **filters),
        f"/tr/yonetim/translating/task/{rest.pk}/desk/?_changelist_filters=state%3Dto-do",
    ]
    assert last["Location"] == reverse("admin:translating_task_changelist") + "?state=to-do"


def test_senseless_filters_lead_on_through_the_whole_list(client, translator):
    one, two = make_translated(name_tr="Bir", name_en=None), make_translated(name_tr="İki", name_en=None)

    answer = client.post(desk(one, _changelist_filters="x__y=%00&o=9"), opened(client, one) | {"_next_record": "1"})

    assert answer["Location"].startswith(desk(two))


def test_the_list_leads_to_the_desk_with_its_filters(client, translator):
    area = make_translated(name_en=None)

    html = client.get(reverse("admin:translating_task_changelist"), {"state": "missing"}).content.decode()

    assert desk(area, _changelist_filters="state=missing") in html


# ---- What else is done from here -------------------------------------------------------------------------------
def test_submitting_saves_first_and_leaves_a_note_for_the_reviewer(client, translator):
    area = make_translated(name_en=None)

    send(client, area, "_act", "submit:en", name_en="Roads", _note_en="Lütfen bakın")

    lane = Draft.objects.get().lanes.get(language="en")
    assert (lane.state, lane.note, drafted(area, "name_en")) == ("in-review", "Lütfen bakın", ("Roads",))


@pytest.mark.parametrize(
    ("role", "act", "state"), [("translator", "correct", "in-step"), ("editor", "minor", "in-step")]
)
def test_a_text_is_judged_still_right_with_a_reason(client, role, act, state):
    user = make_user(role=role)
    client.force_login(user)
    area = make_translated()
    publish_turkish(area, name_tr="Yollar.")

    send(client, area, "_judge", f"{act}:name_en", **{"_reason:name_en": "Yalnız nokta"})

    made = Rendering.objects.last()
    assert (states(area)["name"], made.basis, made.reason, made.user) == (state, act, "Yalnız nokta", user)


@pytest.mark.parametrize(
    ("button", "reason"), [("correct:name_en", " "), ("correct:other_en", "X"), ("minor:name_en", "X"), ("x", "X")]
)
def test_nothing_is_judged_without_a_reason_a_text_and_the_right(client, translator, button, reason):
    area = make_translated()
    publish_turkish(area, name_tr="Yollar.")

    answer = send(client, area, "_judge", button, **{"_reason:name_en": reason})

    assert answer.status_code in {302, 403}
    assert states(area)["name"] == "stale"


@pytest.mark.parametrize(("button", "value"), [("_save", "1"), ("_judge", "x")])
def test_a_reason_that_was_not_kept_is_given_back(client, translator, button, value):
    area = make_translated()
    publish_turkish(area, name_tr="Yollar.")

    answer = client.get(send(client, area, button, value, **{"_reason:name_en": " Yalnız “nokta” "}).url)

    told = [str(message) for message in answer.context["messages"]]
    text = "The reason you wrote was not kept, because no text was judged with it: “%(reason)s”"
    assert told[-1] == gettext(text) % {"reason": "Yalnız “nokta”"}


def test_reason_and_note_stay_where_they_were_written_when_nothing_was_saved(client, translator):
    area = make_translated()
    publish_turkish(area, name_tr="Yollar.")

    answer = send(client, area, name_en="x" * 1000, **{"_reason:name_en": "Yalnız nokta", "_note_en": "Lütfen bakın"})

    sent = sent_values(answer)
    assert (answer.status_code, sent["_reason:name_en"], sent["_note_en"]) == (400, "Yalnız nokta", "Lütfen bakın")


def test_a_text_typed_anew_needs_no_judgement(client, translator):
    area = make_translated()
    publish_turkish(area, name_tr="Yollar.")

    send(client, area, "_judge", "correct:name_en", **{"_reason:name_en": "Nokta", "name_en": "Roads."})

    assert (drafted(area, "name_en"), Rendering.objects.last().basis) == (("Roads.",), "typed")


def test_a_question_to_the_author_stands_at_the_source(client, translator):
    area = make_translated(name_en=None)
    comment(area, translator, "Hangi yollar?", "name_tr")

    html = client.get(desk(area)).content.decode()

    assert f"/cooperation/area/{area.pk}/comments/?path=name_tr" in html
    assert "Hangi yollar?" in html


def test_whether_a_text_is_a_summary_or_official_is_said_beside_it(client, translator):
    section = make_section(title_tr="Bölüm", title_en="Section")
    row = f"objectives/{uuid.UUID(int=1)}"
    words = {f"{row}/text_tr": "Resmî", f"{row}/wording_tr": "official", f"{row}/wording_en": "summary"}
    publish_turkish(section, **{row: True, f"{row}/number": 1}, **words)

    send(client, section, **{f"{row}/text_en": "Official", f"{row}/wording_en": "official"})

    assert drafted(section, f"{row}/text_en", f"{row}/wording_en") == ("Official", "official")


def test_a_part_that_a_draft_removes_is_shown_without_a_field(client, translator):
    meeting = make_meeting()
    row, values = outcome(1, text_tr="Bir karar")
    publish_turkish(meeting, **values)
    draft(meeting, {row: None})

    response = client.get(desk(meeting, show="all"))

    [_own, (_group, [line])] = response.context["groups"]
    assert (line.text.path, line.field) == (f"{row}/text_en", None)


# ---- Rights and cost -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({"role": "translator", "languages": ["en"]}, 200),
        ({"role": "editor"}, 200),
        ({"role": "editor", "languages": ["tr"]}, 403),
        ({"role": "reviewer"}, 403),
        ({"role": "reader"}, 403),
    ],
)
def test_only_who_writes_the_language_sits_at_the_desk(client, person, expected):
    area = make_translated(name_en=None)
    client.force_login(make_admin())
    sent = opened(client, area) | {"name_en": "Roads", "_save": "1"}
    client.force_login(make_user(**person))

    answers = client.get(desk(area)).status_code, client.post(desk(area), sent).status_code

    assert answers == (expected, 302 if expected == 200 else 403)
    assert Draft.objects.exists() == (expected == 200)


def test_nothing_is_read_for_a_task_that_is_not_there(client, translator):
    for key in (10**6, 10**30):
        assert client.get(f"/tr/yonetim/translating/task/{key}/desk/").status_code == 404


def test_opening_the_desk_writes_nothing_and_needs_as_many_queries_for_three_parts_as_for_one(client):
    user = make_admin()
    client.force_login(user)
    meeting = make_meeting(title_en=None)

    def add(number):
        row, values = outcome(number, text_tr=f"Karar {number}")
        publish_turkish(meeting, **values)
        comment(meeting, user, "Soru", f"{row}/text_tr")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(desk(meeting))
        return [each["sql"] for each in captured]

    add(1)
    queries()
    once = queries()
    add(2)
    add(3)

    assert len(queries()) == len(once) <= 60
    assert [sql for sql in once if sql.startswith(("INSERT", "UPDATE", "DELETE"))] == []


# ---- The address -----------------------------------------------------------------------------------------------
def test_the_address_is_proposed_from_the_drafted_title_and_kept_where_somebody_writes_one(client, translator):
    area = make_translated(name_tr="Yollar", name_en=None, slug_en=None)
    draft(area, {"name_en": "Roads and Bridges"})

    proposed = client.get(desk(area)).context["proposed_address"]
    send(client, area, slug_en="roads")

    assert (proposed, drafted(area, "slug_en")) == ("roads-and-bridges", ("roads",))


def test_an_address_that_is_none_is_told(client, translator):
    area = make_translated(name_en=None)

    answer = send(client, area, slug_en="no address", name_en="Roads")

    assert (answer.status_code, sent_values(answer)["name_en"]) == (400, "Roads")
    assert not Draft.objects.exists()


def test_what_was_published_since_the_draft_changed_the_same_words_is_told(client, translator):
    area = make_translated()
    draft(area, {"name_en": "Streets"})
    type(area).objects.update(name_en="Ways")

    [told] = client.get(desk(area)).context["overtaken"]

    assert (told.old, told.new) == ("Ways", "Streets")
