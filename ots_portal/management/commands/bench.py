import socket
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client
from django.utils.translation import gettext as _

from meetings.models import Meeting
from ots_portal.benchmark import BARE_PATH, median_times
from ots_portal.management.commands import try_out
from ots_portal.management.many_translations import LANGUAGES, RECORDS, make_many_translations

ROUNDS = 200
PATIENCE_SECONDS = 30


class Command(try_out.Command):
    help = "Measure pages as ratios to a bare response of the same server, in one run: what `make bench` does."

    def add_arguments(self, parser):
        parser.add_argument("--rounds", type=int, default=ROUNDS, help="answers measured per page")

    def handle(self, *, rounds, **options):
        with self.database():
            self.prepare()
            meeting = Meeting.objects.readable().get(reference="dia-3")
            pages = {
                _("bare response"): BARE_PATH,
                _("home"): "/tr/",
                _("list"): "/tr/toplantilar/",
                _("meeting"): f"/tr/toplantilar/{meeting.slug_tr}/",
            }
            cookies = self.add_worklist(pages)
            connections.close_all()
            with self.step(_("Measuring %(count)s answers of each page") % {"count": rounds}), serving() as port:
                times = median_times(port, list(pages.values()), rounds, cookies)
        self.report(pages, times)

    def add_worklist(self, pages):
        """The list of translations, full of generated rows; never in a database of the user's own."""
        if settings.DATABASE_URL:
            return {}
        with self.step(_("Generating %(count)s translations") % {"count": RECORDS * len(LANGUAGES)}):
            make_many_translations()
        worklist = "/tr/yonetim/translating/task/"
        ours = {
            _("worklist"): worklist,
            _("worklist, filtered"): f"{worklist}?language=en&state=to-do&translator=nobody",
        }
        pages |= ours
        return dict.fromkeys(ours.values(), self.cookie_of_administrator())

    def cookie_of_administrator(self):
        client = Client()
        client.force_login(get_user_model().objects.filter(is_superuser=True).first())
        return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    def report(self, pages, times):
        self.stdout.write("")
        self.stdout.write(f"| {_('page')} | {_('median')} | {_('ratio to a bare response')} |\n|---|---|---|")
        for name, path in pages.items():
            self.stdout.write(f"| {name} | {times[path] * 1000:.2f} ms | {times[BARE_PATH] / times[path]:.4f} |")


@contextmanager
def serving():
    """gunicorn as in production, on a free port, with the bare response beside the portal."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ["--config", "python:ots_portal.web_server", "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    process = subprocess.Popen([sys.executable, "-m", "gunicorn", *arguments, "ots_portal.benchmark:application"])
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def wait_for(port):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"The web server did not answer on port {port} within {PATIENCE_SECONDS} seconds.")
