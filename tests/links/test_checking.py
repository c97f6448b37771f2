"""A run over the addresses of other sites: what it keeps, from day to day, and what it leaves alone."""

from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from ots_portal.links import checking
from ots_portal.links.following import refresh_all
from ots_portal.links.management.commands.check_links import Command
from ots_portal.links.models import Address, Problem, Result
from ots_portal.links.outcomes import Outcome
from ots_portal.links.visiting import Visitor
from tests.factories import make_area, make_user
from tests.links.servers import serving
from tests.links.test_visiting import is_loopback, visitor

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
FAILED, FOUND = Outcome(Problem.STATUS, 404), Outcome(Problem.NONE, 200)


def make_address(url="https://example.org/a", **values):
    """An address that a record uses."""
    make_area(body_tr=f'<p><a href="{url}">x</a></p>')
    refresh_all()
    Address.objects.filter(url=url).update(**values)
    return Address.objects.get(url=url)


def after(*outcomes, address=None, days=None):
    """The address after these outcomes, one each day."""
    address = address or make_address()
    for number, outcome in enumerate(outcomes):
        address = checking.keep(address, outcome, MONDAY + timedelta(days=number if days is None else days[number]))
    return address


# ---- From day to day -----------------------------------------------------------------------------------------
def test_one_outage_alarms_nobody():
    assert after(FAILED).result == Result.UNCLEAR
    assert after(FAILED, FAILED, FAILED, days=[0, 0.1, 0.2]).result == Result.UNCLEAR


def test_what_fails_on_two_days_is_broken_since_the_first():
    address = after(FOUND, FAILED, FAILED)

    assert (address.result, str(address.since), address.status) == (Result.BROKEN, "2026-11-24", 404)


def test_what_answered_in_between_is_not_broken():
    assert after(FAILED, FOUND, FAILED).result == Result.UNCLEAR


def test_what_works_again_is_no_longer_broken():
    address = after(FAILED, FAILED, FOUND)

    assert (address.result, address.failed_on, str(address.since)) == (Result.WORKS, None, "2026-11-25")


def test_a_server_that_lets_no_programs_in_is_never_broken():
    assert after(*[Outcome(Problem.BARRED, 403)] * 3).result == Result.UNCLEAR


def test_a_server_that_asks_for_patience_changes_nothing():
    wait = Outcome(Problem.WAIT, 429, retry_after=timedelta(hours=5))

    assert after(FOUND, wait).result == Result.WORKS
    assert after(FAILED, wait, FAILED).result == Result.BROKEN
    assert after(wait).retry_at == MONDAY + timedelta(hours=5)


def test_a_shortened_address_stays_one_until_it_breaks_and_tells_its_target():
    address = make_address("https://bit.ly/x")

    found = after(Outcome(Problem.NONE, 200, "https://example.org/video"), address=address)
    broken = after(FAILED, FAILED, address=address)

    assert (found.result, found.moved_to) == (Result.SHORTENED, "https://example.org/video")
    assert broken.result == Result.BROKEN


def test_what_was_called_fine_is_so_until_something_else_becomes_of_it():
    address = after(FAILED, FAILED)
    address.call_fine("Yalnızca yurt dışından açılıyor.", make_user())
    address.save()

    same = after(FAILED, address=address, days=[2]).fine_because
    other = after(FOUND, address=address, days=[3])

    assert same == "Yalnızca yurt dışından açılıyor."
    assert (other.fine_because, other.fine_by, other.fine_at) == ("", None, None)


# ---- Which are due -------------------------------------------------------------------------------------------
def test_the_longest_unchecked_come_first_and_what_works_rests_for_a_week():
    now, hour = timezone.now(), timedelta(hours=1)
    ages = {"a": 30 * hour, "b": None, "c": 2 * hour, "d": 48 * hour}
    for name, age in ages.items():
        make_address(f"https://example.org/{name}", result=Result.UNCLEAR, checked_at=age and now - age)
    for name, days in {"rests": 3, "due": 8}.items():
        make_address(f"https://example.org/{name}", result=Result.WORKS, checked_at=now - timedelta(days=days))
    Address.objects.create(url="https://example.org/unused", host="example.org")

    found = [address.url.rpartition("/")[2] for address in checking.due(now)]

    assert found == ["b", "due", "d", "a"]


def test_no_address_of_a_host_that_asked_for_patience_is_due():
    now = timezone.now()
    make_address("https://example.org/a", retry_at=now + timedelta(hours=1))
    make_address("https://example.org/b")
    make_address("https://example.net/c", retry_at=now - timedelta(hours=1))

    assert [address.url for address in checking.due(now)] == ["https://example.net/c"]


# ---- A run ---------------------------------------------------------------------------------------------------
def addresses_at(server, *paths):
    return [make_address(server.at(path)) for path in paths]


def results():
    return {address.url.rpartition("/")[2]: str(address.result) for address in Address.objects.all()}


def test_a_run_keeps_what_it_found(server):
    server.answers |= {"/works": (200, {}), "/moved": (301, {"Location": "/works"}), "/barred": (403, {})}

    report = checking.check(addresses_at(server, "/works", "/moved", "/barred", "/gone"), visitor())

    assert results() == {"works": "works", "moved": "moved", "barred": "unclear", "gone": "unclear"}
    assert Address.objects.get(url=server.at("/moved")).moved_to == server.at("/works")
    assert (report.number, report.left, report.is_offline) == (4, 0, False)


def test_after_a_server_asked_for_patience_its_other_addresses_wait(server):
    server.answers |= {"/1": (200, {}), "/2": (429, {}), "/3": (200, {})}

    report = checking.check(addresses_at(server, "/1", "/2", "/3"), visitor())

    assert [path for _method, path, _agent in server.asked] == ["/1", "/2"]
    assert (report.number, report.left) == (2, 1)


def test_several_hosts_are_asked_at_a_time(server):
    """Each waits for the other: one after the other neither would ever be answered."""
    with serving() as second:
        for one, other in ((server, second), (second, server)):
            one.answers["/"] = lambda handler, one=one, other=other: meet(handler, one, other)
        addresses = [make_address(server.at("/")), make_address(second.at("/", "localhost"))]

        checking.check(addresses, visitor())

    assert set(Address.objects.values_list("result", flat=True)) == {Result.WORKS}


def meet(handler, one, other):
    one.has_come.set()
    handler.head(200 if other.has_come.wait(5) else 500)


def test_without_a_network_nothing_is_marked():
    """No server answers at all, and nothing is known that would."""
    with serving() as gone:
        address = make_address(gone.at("/"), result=Result.WORKS, checked_at=MONDAY)

    report = checking.check([address], visitor())

    assert report.is_offline
    assert after_run(address) == (Result.WORKS, MONDAY)


def test_where_another_address_answers_the_network_is_there(server):
    server.answers["/known"] = (200, {})
    make_address(server.at("/known", "localhost"), result=Result.WORKS, checked_at=MONDAY)
    with serving() as gone:
        address = make_address(gone.at("/"))

    report = checking.check([address], visitor())

    assert not report.is_offline
    assert after_run(address)[0] == Result.UNCLEAR


def after_run(address):
    address.refresh_from_db()
    return address.result, address.checked_at


# ---- The command ---------------------------------------------------------------------------------------------
@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(Command, "visitor", partial(Visitor, is_allowed=is_loopback, pause=0))

    def call(**options):
        out = StringIO()
        call_command("check_links", stdout=out, **options)
        return out.getvalue()

    return call


def test_the_command_says_what_it_found(run, server):
    server.answers["/works"] = (200, {})
    addresses_at(server, "/works", "/gone")

    told = run()

    assert [line.rpartition(" ")[2] for line in told.splitlines()[1:]] == ["1", "1"]
    assert results() == {"works": "works", "gone": "unclear"}


def test_the_command_is_bounded(run, server):
    addresses_at(server, "/1", "/2", "/3")

    run(limit=2)

    assert len(server.asked) == 4  # HEAD and GET
    run(is_all=True)
    assert len({path for _method, path, _agent in server.asked}) == 3


def test_switched_off_the_command_looks_at_links_of_ours_only(run, server, settings):
    settings.CHECK_LINKS = False
    addresses_at(server, "/works")
    ours = make_address("/r/area/nothing/", result=Result.WORKS)

    assert "CHECK_LINKS" in run()
    assert server.asked == []
    assert after_run(ours)[0] == Result.BROKEN


def test_without_a_network_the_command_fails_and_marks_nothing(run):
    with serving() as gone:
        address = make_address(gone.at("/"))

    with pytest.raises(CommandError):
        run()

    assert after_run(address) == (Result.UNCHECKED, None)


def test_addresses_that_nothing_uses_any_more_are_forgotten_after_a_while(run, settings):
    settings.CHECK_LINKS = False
    now = timezone.now()
    for name, days in {"old": 8, "young": 1}.items():
        Address.objects.create(url=f"https://example.org/{name}", checked_at=now - timedelta(days=days))
    make_address(checked_at=now - timedelta(days=90))

    run()

    assert results() == {"young": "unchecked", "a": "unchecked"}
