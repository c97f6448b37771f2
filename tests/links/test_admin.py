"""The worklist of links: what it says of each, to whom, and what people may do there."""

import re
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from meetings.models import Meeting
from ots_portal.accounts.models import Assignment, AuditEntry
from ots_portal.links.admin import MOST_AT_ONCE, AddressAdmin
from ots_portal.links.following import refresh_all
from ots_portal.links.models import Address, Problem, Result
from ots_portal.links.visiting import Visitor
from ots_portal.publishing.daily_mail import send_daily_mail
from ots_portal.publishing.waiting import waiting_for
from tests.factories import make_area, make_meeting, make_user
from tests.links.servers import serving
from tests.links.test_visiting import is_loopback
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db

LIST = "admin:links_address_changelist"


def linked(url, *, make=make_area, record=None, **values):
    """An address in a record, as it was found."""
    make(**({"body_tr": f'<p><a href="{url}">x</a></p>'} | (record or {})))
    refresh_all()
    Address.objects.filter(url=url).update(**values)
    return Address.objects.get(url=url)


def rows(client, **query):
    """The texts of the cells of each row, without marks."""
    html = client.get(reverse(LIST), query).content.decode()
    body = html.partition('id="result_list"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.findall(r"field-(\w+)[^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in body.split("</tr>")]
    return [{name: " ".join(re.sub(r"<[^>]+>", " ", text).split()) for name, text in row} for row in cells if row]


def urls(client, **query):
    return [row["url_column"] for row in rows(client, **query)]


def make_one_of_each():
    for result in Result:
        linked(f"https://example.org/{result.value}", result=result)


def test_a_row_says_what_became_of_a_link_since_when_where_it_stands_and_who_answers_for_it(client):
    owner = make_user(role="editor", first_name="Aylin", last_name="Er")
    url = "https://example.org/a"
    values = {"result": Result.BROKEN, "problem": Problem.STATUS, "status": 404, "since": date(2026, 11, 3)}
    linked(url, record={"owner": owner, "name_tr": "Ulaştırma"}, **values)
    client.force_login(owner)

    [row] = rows(client)

    assert row["url_column"] == url
    assert "(404)" in row["result_column"]
    assert row["since_column"] == "3 Kasım 2026"
    assert row["places_column"].startswith("Ulaştırma ")
    assert row["owners_column"] == "Aylin Er"


def test_at_first_what_wants_attention_is_listed_the_most_urgent_first(admin_client):
    make_one_of_each()
    linked("https://example.org/fine", result=Result.BROKEN, fine_because="Öyle olmalı.")

    assert urls(admin_client) == [f"https://example.org/{each.value}" for each in Result if each != Result.WORKS]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"result": "broken"}, ["broken", "fine"]),
        ({"result": "works"}, ["works"]),
        ({"result": "to-mend"}, ["broken", "previous", "shortened", "missing"]),
        ({"result": "fine"}, ["fine"]),
        ({"result": "all", "q": "WORK"}, ["works"]),
        ({"q": "example moved"}, ["moved"]),
        ({"q": "%"}, []),
    ],
)
def test_filters_and_search(admin_client, query, expected):
    make_one_of_each()
    linked("https://example.org/fine", result=Result.BROKEN, fine_because="Öyle olmalı.")

    assert [url.rpartition("/")[2] for url in urls(admin_client, **query)] == expected


def test_by_type_and_by_owner(client):
    me, gone = make_user(role="editor"), make_user(role="editor", is_active=False)
    owners = {"mine": me, "nobody": None, "gone": gone, "other": make_user(role="editor")}
    for name, owner in owners.items():
        linked(f"https://example.org/{name}", record={"owner": owner})
    linked("https://example.org/meeting", make=make_meeting, record={"owner": me})
    client.force_login(me)

    def found(**query):
        return {url.rpartition("/")[2] for url in urls(client, **query)}

    assert found(owner="me") == {"mine", "meeting"}
    assert found(owner="nobody") == {"nobody", "gone"}
    assert found(owner="mine") == {"mine", "meeting", "nobody", "gone"}
    assert found(owner="me", type="cooperation.area") == {"mine"}
    assert found(type="meetings.meeting") == {"meeting"}


@pytest.mark.parametrize("query", ["?result=x", "?type=x", "?owner=x", "?type=.", "?p=99", "?q=%00", "?o=9.9", "?e=1"])
def test_senseless_parameters_are_borne(admin_client, query):
    linked("https://example.org/a")

    assert admin_client.get(reverse(LIST) + query, follow=True).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_rows(client, count):
    user = make_user(role="editor")
    client.force_login(user)
    for number in range(count):
        linked(f"https://example.org/{number}", record={"owner": user})
        linked(f"https://example.org/{number}", make=make_meeting, record={"owner": user})
    urls(client)

    with CaptureQueriesContext(connection) as asked:
        assert len(urls(client)) == count

    assert len(asked) == 13


def test_who_sees_meetings_only_sees_their_links_only(client):
    client.force_login(make_user(role="editor", types=[Meeting]))
    area = linked("https://example.org/area")
    both = linked("https://example.org/both")
    linked("https://example.org/both", make=make_meeting)

    assert urls(client) == ["https://example.org/both"]
    assert client.get(reverse("admin:links_address_change", args=[area.pk])).status_code == 302
    html = client.get(reverse("admin:links_address_change", args=[both.pk])).content.decode()
    assert "/yonetim/meetings/meeting/" in html
    assert "/yonetim/cooperation/area/" not in html


def test_a_link_of_a_draft_is_named_by_what_the_draft_calls_its_record(admin_client):
    area = make_area(languages=(), name_tr=None, name_en=None, reference="new")
    draft(area, {"name_tr": "Yeni alan", "body_tr": '<p><a href="https://example.org/a">x</a></p>'})

    [row] = rows(admin_client)

    assert row["places_column"] == f"Yeni alan {gettext('%(part)s (draft)') % {'part': 'Metin (Türkçe)'}}"


# ---- Checking now --------------------------------------------------------------------------------------------
@pytest.fixture
def reaching(monkeypatch):
    """Lets the button reach the server of these tests."""

    def visitor(**values):
        return Visitor(**(values | {"is_allowed": is_loopback, "pause": 0}))

    monkeypatch.setattr(AddressAdmin, "visitor", staticmethod(visitor))


def check(client, address):
    return client.post(reverse("admin:links_address_check", args=[address.pk]), follow=True).content.decode()


@pytest.mark.usefixtures("reaching")
def test_a_link_is_checked_now(admin_client, server):
    server.answers["/"] = (200, {})
    address = linked(server.at("/"))

    html = check(admin_client, address)

    address.refresh_from_db()
    assert address.result == Result.WORKS
    assert address.in_words in html


@pytest.mark.usefixtures("reaching")
def test_chosen_links_are_checked_now_but_not_too_many(admin_client, server):
    chosen = [linked(server.at(f"/{number}")).pk for number in range(MOST_AT_ONCE + 1)]
    post = partial(admin_client.post, reverse(LIST), follow=True)

    post({"action": "check_now", "_selected_action": chosen})
    assert server.asked == []

    post({"action": "check_now", "_selected_action": chosen[:2]})
    assert {path for _method, path, _agent in server.asked} == {"/0", "/1"}


def test_this_machine_is_not_reached_by_the_button(admin_client, server):
    """Without the switch of these tests."""
    address = linked(server.at("/"))

    check(admin_client, address)

    assert server.asked == []


@pytest.mark.usefixtures("reaching")
def test_a_server_that_asked_for_patience_is_left_alone_by_the_button_too(admin_client, server):
    address = linked(server.at("/"), retry_at=timezone.now() + timedelta(hours=1))

    check(admin_client, address)

    address.refresh_from_db()
    assert (server.asked, address.result) == ([], Result.UNCHECKED)


@pytest.mark.usefixtures("reaching")
def test_without_a_network_the_button_says_so(admin_client):
    with serving() as gone:
        address = linked(gone.at("/"))

    html = check(admin_client, address)

    address.refresh_from_db()
    assert address.result == Result.UNCHECKED
    told = gettext("No other site answered: this machine seems to be without a network. Nothing was marked.")
    assert told in html


def test_switched_off_the_button_asks_nobody(admin_client, server, settings):
    settings.CHECK_LINKS = False

    html = check(admin_client, linked(server.at("/")))

    assert "CHECK_LINKS" in html
    assert server.asked == []


# ---- Fine as it is -------------------------------------------------------------------------------------------
def fine(client, address, **values):
    client.post(reverse("admin:links_address_fine", args=[address.pk]), values)
    address.refresh_from_db()
    return address.fine_because


def test_a_link_is_called_fine_with_a_reason_that_is_logged(client):
    user = make_user(role="editor")
    client.force_login(user)
    address = linked("https://bit.ly/x")

    assert fine(client, address, reason="  Basılı afişte de\n bu adres var. ") == "Basılı afişte de bu adres var."
    assert (address.fine_by, urls(client)) == (user, [])
    entry = AuditEntry.objects.latest("pk")
    assert (entry.user, entry.record_name) == (user, "https://bit.ly/x")
    assert entry.after == {"fine": "Basılı afişte de bu adres var.", "result": "shortened"}
    assert fine(client, address, end="1") == ""


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301, "a\0b"])
def test_without_a_usable_reason_nothing_is_fine(admin_client, reason):
    address = linked("https://bit.ly/x")

    assert fine(admin_client, address, reason=reason) == ""


# ---- Waiting -------------------------------------------------------------------------------------------------
def waiting(user):
    user = type(user).objects.get(pk=user.pk)
    return {name: n for group in waiting_for(user) if group["name"] == "links" for name, n, _list in group["lists"]}


def test_links_to_mend_wait_for_the_owner_and_those_of_nobody_for_who_writes():
    owner, other = make_user(role="editor"), make_user(role="editor")
    reader = make_user(role="reader")
    linked("https://bit.ly/a", record={"owner": owner})
    linked("https://bit.ly/b")
    linked("https://bit.ly/c", record={"owner": owner}, fine_because="Öyle.")
    linked("https://example.org/", record={"owner": owner})

    assert waiting(owner) == {"İşbirliği alanları": 2}
    assert waiting(other) == {"İşbirliği alanları": 1}
    assert waiting(reader) == {}


def test_the_number_leads_to_just_these_links(client):
    owner = make_user(role="editor")
    linked("https://bit.ly/a", record={"owner": owner})
    linked("https://bit.ly/meeting", make=make_meeting, record={"owner": owner})
    linked("https://example.org/", record={"owner": owner})
    client.force_login(owner)

    [address] = [
        where
        for group in client.get(reverse("admin:index")).context["waiting"]
        if group["name"] == "links"
        for name, _number, where in group["lists"]
        if name == "İşbirliği alanları"
    ]

    assert address.startswith(reverse(LIST))
    assert client.get(address).context["cl"].result_list[0].url == "https://bit.ly/a"
    assert client.get(address).context["cl"].result_count == 1


def test_the_daily_mail_names_the_records_with_new_broken_links(mailoutbox):
    owner = make_user(role="editor", email="owner@example.org", language="en")
    linked("https://example.org/a", record={"owner": owner, "name_en": "Transport"})
    send_daily_mail()
    before = len(mailoutbox)

    Address.objects.update(result=Result.BROKEN)
    send_daily_mail(timezone.now() + timedelta(days=1))

    assert before == 0
    assert "Links to mend\n  Areas of cooperation: 1\n  – Transport\n" in mailoutbox[0].body


@pytest.mark.parametrize(
    ("role", "expected"), [("editor", True), ("administrator", True), ("reader", False), ("reviewer", False)]
)
def test_only_who_writes_records_is_offered_to_check_several(client, role, expected):
    linked("https://example.org/a")
    client.force_login(make_user(role=role))

    html = client.get(reverse(LIST)).content.decode()

    assert ('<option value="check_now">' in html) == expected


@pytest.mark.usefixtures("reaching")
def test_nobody_has_links_checked_of_records_that_they_only_read(client, server):
    user = make_user(role="editor", types=[Meeting])
    Assignment.objects.create(user=user, role="reader")
    address = linked(server.at("/"))
    client.force_login(user)

    answer = client.post(reverse(LIST), {"action": "check_now", "_selected_action": [address.pk]})

    assert answer.status_code == 403
    assert server.asked == []
