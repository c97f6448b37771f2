"""Names of plain tables are translated once: the list of names, and the desk that says which of them a record lacks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperation.models import City, Country
from meetings.models import Meeting
from ots_portal.accounts.models import AuditEntry
from ots_portal.publishing import signals
from ots_portal.translating.models import Task
from tests.admin_pages import sent_values
from tests.factories import make_admin, make_city, make_country, make_institution, make_meeting, make_user
from tests.publishing.drafting_acts import draft
from tests.translating.states import refreshed

pytestmark = pytest.mark.django_db

NAMES = "admin:translating_task_names"


@pytest.fixture
def translator(client):
    user = make_user(role="translator", languages=["en"])
    client.force_login(user)
    return user


def shown(client, **query):
    """The names on the page, each with what stands in its field."""
    form = client.get(reverse(NAMES), query).context["form"]
    return [(name.source, field.value()) for name, field in form.lines]


def key(row, name="name_en"):
    return f"{row._meta.label_lower}/{row.pk}/{name}"


def opened(client, **query):
    return sent_values(client.get(reverse(NAMES, query=query)))


def lacking(client, record):
    task = Task.objects.of(record).get(language="en")
    found = client.get(reverse("admin:translating_task_desk", args=[task.pk])).context["lacking"]
    return [(name.words, name.type_name, name.address) for name in found]


def test_what_lacks_a_name_stands_alone_at_first_and_before_the_others_on_demand(client, translator):
    make_city(name_tr="Bakü", name_en="Baku")
    make_city(name_tr="Şuşa", name_en=None)
    make_city(name_tr="Çolpon Ata", name_en=None)

    assert shown(client) == [("Çolpon Ata", ""), ("Şuşa", "")]
    assert shown(client, show="all") == [("Çolpon Ata", ""), ("Şuşa", ""), ("Türkiye", "Türkiye"), ("Bakü", "Baku")]


def test_names_are_given_many_at_once_live_at_once_and_logged(client, translator):
    heard = []
    signals.content_published.connect(lambda record, **_more: heard.append(record), weak=False, dispatch_uid="test")
    one, two = make_city(name_tr="Şuşa", name_en=None), make_city(name_tr="Bakü", name_en=None)

    answer = client.post(reverse(NAMES), opened(client) | {key(one): "Shusha", key(two): "Baku"})

    signals.content_published.disconnect(dispatch_uid="test")
    entry = AuditEntry.objects.filter(event="write").latest("pk")
    assert answer.status_code == 302
    assert set(City.objects.values_list("name_tr", "name_en")) == {("Şuşa", "Shusha"), ("Bakü", "Baku")}
    assert (entry.user, entry.lane, set(entry.after.values()) <= {"Baku", "Shusha"}) == (translator, "en", True)


def test_what_somebody_else_gave_meanwhile_is_told_and_saving_again_settles_it(client, translator):
    city = make_city(name_tr="Şuşa", name_en=None)
    sent = opened(client) | {key(city): "Shusha"}
    City.objects.update(name_en="Shushi")

    told = client.post(reverse(NAMES), sent)
    between = City.objects.get().name_en
    settled = client.post(reverse(NAMES), sent_values(told))

    assert (told.status_code, between, sent_values(told)[key(city)]) == (400, "Shushi", "Shusha")
    assert "Shushi" in told.content.decode()
    assert (settled.status_code, City.objects.get().name_en) == (302, "Shusha")


def test_a_name_that_is_too_long_is_told_at_its_field(client, translator):
    city = make_city(name_tr="Şuşa", name_en=None)

    told = client.post(reverse(NAMES), opened(client) | {key(city): "x" * 101})

    assert (told.status_code, City.objects.get().name_en) == (400, None)
    assert 'class="errorlist"' in told.content.decode()


def test_nothing_but_names_in_the_language_is_read(client, translator):
    city = make_city(name_tr="Şuşa", name_en=None)
    forged = {key(city, "name_tr"): "X", key(city, "reference"): "x", "cooperation.city/999/name_en": "X"}

    client.post(reverse(NAMES), opened(client) | forged)

    assert list(City.objects.values_list("name_tr", "reference")) == [("Şuşa", city.reference)]


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({"role": "translator", "languages": ["en"]}, 200),
        ({"role": "editor"}, 200),
        ({"role": "editor", "languages": ["tr"]}, 403),
        ({"role": "translator", "types": [Meeting]}, 403),
        ({"role": "reviewer"}, 403),
        ({"role": "reader"}, 403),
    ],
)
def test_names_are_given_by_who_writes_the_language(client, person, expected):
    city = make_city(name_tr="Şuşa", name_en=None)
    client.force_login(make_admin())
    sent = opened(client) | {key(city): "Shusha"}
    client.force_login(make_user(**person))

    answers = client.get(reverse(NAMES)).status_code, client.post(reverse(NAMES), sent).status_code

    assert answers == (expected, 302 if expected == 200 else 403)
    assert City.objects.get().name_en == ("Shusha" if expected == 200 else None)


@pytest.mark.parametrize("query", [{"language": "xx"}, {"page": "x"}, {"page": "9" * 30}, {"row": "\0"}, {"show": "x"}])
def test_senseless_addresses_show_the_list(client, translator, query):
    make_city(name_en=None)

    assert client.get(reverse(NAMES), query).status_code == 200


def test_the_desk_names_what_its_record_uses_and_lacks_and_where_that_is_translated(client, translator):
    city = make_city(name_tr="Şuşa", name_en=None, country=make_country(code="az", name_tr="Azerbaycan", name_en=None))
    make_city(name_tr="Bakü", name_en=None, country=make_country(code="tr"))
    institution = make_institution(name_tr="Akademi", name_en=None)
    meeting = make_meeting(title_en=None, city=city)
    refreshed(institution, meeting)
    draft(
        meeting,
        {
            "participations/00000000-0000-0000-0000-000000000001": True,
            "participations/00000000-0000-0000-0000-000000000001/institution": institution.pk,
        },
    )

    task = Task.objects.of(institution).get()
    assert lacking(client, meeting) == [
        ("Azerbaycan", "Ülke", f"{reverse(NAMES)}?language=en&row=cooperation.country%2Faz"),
        ("Şuşa", "Şehir", f"{reverse(NAMES)}?language=en&row=cooperation.city%2F{city.pk}"),
        ("Akademi", "Kurum", reverse("admin:translating_task_desk", args=[task.pk])),
    ]
    assert shown(client, row=f"cooperation.city/{city.pk}") == [("Şuşa", "")]


def test_names_that_are_not_ones_own_to_translate_have_no_address(client):
    client.force_login(make_user(role="translator", types=[Meeting]))
    meeting = make_meeting(title_en=None, city=make_city(name_tr="Şuşa", name_en=None))
    refreshed(meeting)

    assert lacking(client, meeting) == [("Şuşa", "Şehir", "")]


def test_the_worklist_counts_the_names_to_do(client, translator):
    make_city(name_tr="Şuşa", name_en=None)

    [(_language, number, address)] = client.get(reverse("admin:translating_task_changelist")).context["names"]

    assert (number, address) == (1, f"{reverse(NAMES)}?language=en")


def test_the_list_and_the_desk_need_as_many_queries_for_three_names_as_for_one(client):
    client.force_login(make_admin())
    meeting = make_meeting(title_en=None, city=make_city(name_en=None))
    refreshed(meeting)

    def add(number):
        make_city(name_en=None)
        institution = make_institution(name_en=None)
        refreshed(institution)
        row = f"participations/00000000-0000-0000-0000-{number:012}"
        draft(meeting, {row: True, f"{row}/institution": institution.pk})

    def queries(act):
        with CaptureQueriesContext(connection) as captured:
            act()
        return len(captured)

    pages = [lambda: client.get(reverse(NAMES)), lambda: lacking(client, meeting)]
    add(1)
    [act() for act in pages]
    once = [queries(act) for act in pages]
    add(2)
    add(3)

    assert [queries(act) for act in pages] == once
    assert once[0] <= 12
    assert Country.objects.exists()
