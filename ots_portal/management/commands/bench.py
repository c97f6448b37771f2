import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.utils.translation import gettext as _

from meetings.models import Meeting
from ots_portal.benchmark import BARE_LOOP_PATH, BARE_PATH, Scenario, download, median_times, memory_of, rate
from ots_portal.management.commands import try_out
from ots_portal.management.many_entries import ENTRIES, make_many_entries
from ots_portal.management.many_meetings import make_many_meetings
from ots_portal.management.many_translations import LANGUAGES, RECORDS, make_many_translations

ROUNDS = 100
SECONDS = 4  # of asking as fast as answers come
SIZES = (1_000, 100_000)
PATIENCE_SECONDS = 30
MOST_FIRST = 10
FILES = ("/tr/toplantilar/veri.json", "/tr/toplantilar/takvim.ics")
MEETINGS, WORKLIST = "/tr/toplantilar/", "/tr/yonetim/translating/task/"


class Measured(NamedTuple):
    scenarios: list
    times: list
    rates: list
    memory: list
    downloads: list


class Command(try_out.Command):
    help = "Measure pages as ratios to a bare response of the same server, in one run: what `make bench` does."

    def add_arguments(self, parser):
        parser.add_argument("--rounds", type=int, default=ROUNDS, help="answers measured per page")
        parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="how many meetings there are")

    def handle(self, *, rounds, sizes, **options):
        with self.database():
            self.prepare()
            self.report(self.measured(self.pages(), rounds))
            times = [self.time_with(size, rounds) for size in sizes if not settings.DATABASE_URL]
            if len(times) > 1:
                self.compare(times[0], times[-1])

    def time_with(self, size, rounds):
        """{page: seconds} with so many meetings."""
        with self.database_with(size):
            self.stdout.write(f"\n**{_('%(count)s meetings') % {'count': f'{size:,}'}}**")
            measured = self.measured([*pages_of_meetings(), *pages_after_a_publication()], rounds // 4 or 1, FILES)
        self.report(measured)
        return dict(zip((scenario.name for scenario in measured.scenarios), measured.times, strict=True))

    def compare(self, few, many):
        self.stdout.write("\n" + _("With the most meetings, as many times as long as with the fewest:"))
        ratios = [f"{name} {many[name] / few[name]:.2f}" for name in list(few)[1:]]
        self.stdout.write(", ".join(ratios))

    def pages(self):
        """Of the starter content. A new page to be measured is a line here."""
        meeting = Meeting.objects.readable().get(reference="dia-3")
        yield Scenario(_("bare WSGI response"), BARE_PATH, is_kept=True)
        yield Scenario(_("bare response without a thread"), BARE_LOOP_PATH, is_kept=True)
        yield Scenario(_("meeting, kept"), f"{MEETINGS}{meeting.slug_tr}/", is_kept=True)
        yield Scenario(_("home"), "/tr/")
        yield from pages_of_meetings(bare=False)
        if not settings.DATABASE_URL:  # generated rows never get into a database of the user's own
            cookie = self.full_worklist()
            yield Scenario(_("worklist"), WORKLIST, cookie=cookie)
            yield Scenario(
                _("worklist, filtered"), f"{WORKLIST}?language=en&state=to-do&translator=nobody", cookie=cookie
            )
            self.full_index()
            yield Scenario(_("search for a set"), f"/tr/ara/?q={quote('İstanbul toplantıları 2021')}")
            yield Scenario(_("search for a name"), f"/tr/ara/?q={quote('Dışişleri Bakanları Konseyi')}")
            yield Scenario(_("search for a frequent word"), f"/tr/ara/?q={quote('işbirliği')}")

    def full_index(self):
        with self.step(_("Generating %(count)s entries of the search") % {"count": ENTRIES * len(settings.LANGUAGES)}):
            make_many_entries()

    def full_worklist(self):
        with self.step(_("Generating %(count)s translations") % {"count": RECORDS * len(LANGUAGES)}):
            make_many_translations()
        client = Client()
        client.force_login(get_user_model().objects.filter(is_superuser=True).first())
        return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    @contextmanager
    def database_with(self, size):
        """A database of its own beside the one of the starter content; filled once, then kept."""
        name, starter = f"bench_{size}", settings.DATABASES["default"]["NAME"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS(SELECT FROM pg_database WHERE datname = %s)", [name])
            [exists] = cursor.fetchone()
        connections.close_all()
        if not exists:
            copy_database(starter, name)
        connection.settings_dict["NAME"] = name
        try:
            with self.step(_("Generating %(count)s meetings") % {"count": f"{size:,}"}):
                call_command("migrate", verbosity=0)
                make_many_meetings(size)
            yield
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = starter

    def measured(self, pages, rounds, files=()):
        scenarios = list(pages)
        first = [each for each in scenarios if each.is_first]  # the last ones: they make the others slow
        address = database_address(connection.settings_dict)
        connections.close_all()
        with self.step(_("Measuring %(count)s answers of each page") % {"count": rounds}), serving(address) as server:
            times = median_times(server.port, scenarios[: len(scenarios) - len(first)], rounds)
            times += median_times(server.port, first, min(rounds, MOST_FIRST))
            rates = [rate(server.port, each.path, SECONDS) if each.is_kept else None for each in scenarios]
            downloads = [download(server.port, path, server.workers) for path in files]
            return Measured(scenarios, times, rates, memory_of(server.workers()), downloads)

    def report(self, measured):
        scenarios, times, rates, memory, downloads = measured
        columns = [_("page"), _("median"), _("ratio to the bare one"), _("answers in a second"), _("ratio")]
        self.stdout.write(f"\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
        for scenario, seconds, answers in zip(scenarios, times, rates, strict=True):
            fast = f"{answers:,.0f} | {answers / rates[0]:.2f}" if answers else " | "
            self.stdout.write(f"| {scenario.name} | {seconds * 1000:.2f} ms | {times[0] / seconds:.4f} | {fast} |")
        self.stdout.write(
            _("Memory of each worker: %(megabytes)s MB") % {"megabytes": ", ".join(f"{n:.0f}" for n in memory)}
        )
        if downloads:
            self.report_downloads(downloads)

    def report_downloads(self, downloads):
        columns = [_("file"), _("begins after"), _("is there after"), _("size as sent"), _("most memory of a worker")]
        self.stdout.write(f"\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
        for path, begins, ends, megabytes, memory in downloads:
            self.stdout.write(f"| {path} | {begins:.2f} s | {ends:.1f} s | {megabytes:.1f} MB | {memory:.0f} MB |")


def pages_of_meetings(*, bare=True):
    if bare:
        yield Scenario(_("bare WSGI response"), BARE_PATH, is_kept=True)
        yield Scenario(_("home"), "/tr/")
    meeting = Meeting.objects.readable().get(reference="dia-3")
    yield Scenario(_("list"), MEETINGS)
    yield Scenario(_("list, filtered"), f"{MEETINGS}?kind=extraordinary&status=held")
    yield Scenario(_("meeting"), f"{MEETINGS}{meeting.slug_tr}/")
    yield Scenario(_("search"), "/tr/ara/?q=enerji")


def pages_after_a_publication():
    for page, path in ((_("home"), "/tr/"), (_("list"), MEETINGS), (_("map"), f"{MEETINGS}?view=map")):
        name = _("%(page)s, first reader after a publication") % {"page": page}
        yield Scenario(name, path, is_first=True)


def copy_database(source, name):
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [source],
        )
    connections.close_all()
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def database_address(known):
    return f"postgres://{quote(known['USER'])}:{quote(known.get('PASSWORD') or '')}@{quote(known['HOST'], safe='')}:{known['PORT']}/{known['NAME']}"


class Server:
    """gunicorn as in production, on a free port, with the bare response beside the portal."""

    def __init__(self, database):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        options = [
            "--config",
            "python:ots_portal.web_server",
            "--bind",
            f"127.0.0.1:{self.port}",
            "--log-level",
            "error",
            "--max-requests",  # whoever asks a worker that ends is not counted any more
            "0",
        ]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options, "ots_portal.benchmark:application"],
            env=os.environ | {"DATABASE_URL": database},
        )

    def workers(self):
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children") as children:
            return [int(pid) for pid in children.read().split()]


@contextmanager
def serving(database):
    server = Server(database)
    try:
        wait_for(server.port)
        yield server
    finally:
        server.process.terminate()
        server.process.wait()


def wait_for(port):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"The web server did not answer on port {port} within {PATIENCE_SECONDS} seconds.")
