import os
import secrets
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, connections
from django.utils.translation import gettext as _
from gunicorn.app.wsgiapp import WSGIApplication

from ots_portal import catalogues, local_database
from ots_portal.environment import PROJECT
from ots_portal.static_files import collect_if_changed


class Server(WSGIApplication):
    """gunicorn in this very process, so that the built-in database lives exactly as long as it."""

    def __init__(self):
        options = ["--config", "python:ots_portal.web_server", "--log-level", "warning"]
        sys.argv = ["gunicorn", *options, "ots_portal.asgi"]
        super().__init__()


@contextmanager
def keeping_the_schedule():
    """What deploy/publish-due.timer does in production; the child also ends when this process is killed."""
    arguments = [sys.executable, "manage.py", "publish_due", "--while-running", str(os.getpid())]
    process = subprocess.Popen(arguments, cwd=PROJECT, start_new_session=True)  # Ctrl-C is for the server
    try:
        yield
    finally:
        process.terminate()
        process.wait()


class Command(BaseCommand):
    help = "Set up whatever is missing and serve the portal on this machine: what `make run` does."
    requires_system_checks = []

    def handle(self, **options):
        if not settings.TRYOUT:
            raise CommandError(_("This is for trying out only. Say `make run`, or set PORTAL_TRYOUT=1."))
        self.refuse_taken_port()
        with self.database():
            password = self.prepare()
            connections.close_all()
            self.welcome(password)
            with keeping_the_schedule():
                Server().run()

    def refuse_taken_port(self):
        family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.HOST, settings.PORT))
            except OSError as error:
                raise CommandError(
                    _(
                        "%(host)s:%(port)s cannot be used (%(reason)s). Stop the other program, or say: PORT=8001 make run"
                    )
                    % {"host": settings.HOST, "port": settings.PORT, "reason": error.strerror}
                )

    def database(self):
        return nullcontext() if settings.DATABASE_URL else self.built_in_database()

    @contextmanager
    def built_in_database(self):
        try:
            with self.step(_("Starting the built-in database in %(folder)s") % {"folder": settings.VAR}):
                running = local_database.running(settings.VAR)
                running.__enter__()
        except local_database.LocalDatabaseError as error:
            raise CommandError(str(error))
        try:
            yield
        finally:
            running.__exit__(None, None, None)

    def prepare(self):
        """Everything between a fresh clone and a portal that can serve; gives a new administrator's password."""
        with self.step(_("Compiling the interface strings")):
            catalogues.compile_all()
        with self.step(_("Bringing the database up to date")):
            self.migrate()
        with self.step(_("Gathering static files")):
            collect_if_changed()
        with self.step(_("Loading the starter content where the database is empty")):
            call_command("load_starter", if_empty=True, verbosity=0)
        return self.make_administrator()

    def migrate(self):
        try:
            call_command("migrate", verbosity=0, interactive=False)
            if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
                call_command("createcachetable", verbosity=0)
        except OperationalError as error:
            raise CommandError(
                _("The database does not answer: %(reason)s Check DATABASE_URL, or leave it out.") % {"reason": error}
            )

    def make_administrator(self):
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return ""
        password = settings.ADMIN_PASSWORD or secrets.token_urlsafe(12)
        users.create_superuser("admin", password=password)
        return password

    @contextmanager
    def step(self, title):
        self.stdout.write(f"• {title} …", ending="")
        self.stdout.flush()
        begin = time.monotonic()
        try:
            yield
        except BaseException:
            self.stdout.write("")
            raise
        self.stdout.write(f" {time.monotonic() - begin:.1f} s")

    def welcome(self, password):
        self.stdout.write("")
        self.stdout.write(_("The portal is at %(address)s") % {"address": f"{settings.ORIGIN}/"})
        self.stdout.write(_("Its administration is at %(address)s") % {"address": f"{settings.ORIGIN}/yonetim/"})
        if password and not settings.ADMIN_PASSWORD:
            self.stdout.write(_("Sign in as “admin” with the password %(password)s") % {"password": password})
            self.stdout.write(_("It is shown only this once."))
        elif password:
            self.stdout.write(_("Sign in as “admin” with the password of PORTAL_ADMIN_PASSWORD."))
        self.stdout.write(_("Ctrl-C stops it; everything is kept for the next time."))
        self.stdout.flush()
