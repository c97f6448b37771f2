"""A virus scanner is asked before anything is stored; here it is a small server that speaks as clamd does."""

import socketserver
import tempfile
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from ots_portal.library.models import File
from tests.admin_pages import errors_of

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
VIRUS = b"a worm for tests"
ADD = "/tr/yonetim/library/file/add/"
AWAY = "The virus scanner does not answer, so nothing was stored. Try again later, or tell the administrator."


class Scanner(socketserver.StreamRequestHandler):
    """Answers a PING; reads one INSTREAM and answers as it is told, by default after what it read."""

    def handle(self):
        command = self.rfile.read(6)
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0")
            return
        assert command + self.rfile.read(4) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(self.rfile.read(4)):
            content += self.rfile.read(length)
        self.server.seen.append(content)
        verdict = b"stream: Test.Worm-1 FOUND\0" if VIRUS in content else b"stream: OK\0"
        self.wfile.write(verdict if self.server.answer is None else self.server.answer)


@contextmanager
def scanner(kind="tcp", answer=None):
    with tempfile.TemporaryDirectory() as folder:  # the path of a socket must be short
        path = str(Path(folder) / "clamd.ctl")
        is_local = kind == "unix"
        server = (
            socketserver.UnixStreamServer(path, Scanner)
            if is_local
            else socketserver.TCPServer(("127.0.0.1", 0), Scanner)
        )
        server.url = f"unix://{path}" if is_local else f"tcp://127.0.0.1:{server.server_address[1]}"
        server.seen, server.answer = [], answer
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def upload(client, content):
    return client.post(ADD, {"content": SimpleUploadedFile("Bildiri.pdf", content), "name": ""})


def refusals(response):
    return [message for messages in errors_of(response).values() for message in messages]


def stored_bytes(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["tcp", "unix"])
def test_a_clean_file_is_looked_at_once_as_a_whole_and_stored(admin_client, settings, kind):
    content = PDF + b"x" * 200_000

    with scanner(kind) as server:
        settings.CLAMD_URL = server.url
        response = upload(admin_client, content)

    assert response.status_code == 302, errors_of(response)
    assert server.seen == [content]
    assert File.objects.get().content.read() == content


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["tcp", "unix"])
def test_an_infected_file_is_refused_and_the_message_names_the_virus(admin_client, settings, kind):
    with scanner(kind) as server:
        settings.CLAMD_URL = server.url
        response = upload(admin_client, PDF + VIRUS)

    assert refusals(response) == [
        _("A virus was found in the file (%(virus)s); it was not stored. Have your computer checked.")
        % {"virus": "Test.Worm-1"}
    ]
    assert (File.objects.count(), stored_bytes(settings)) == (0, [])


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["unix:///nowhere/clamd.ctl", "tcp://127.0.0.1:1"])
def test_while_the_scanner_is_away_nothing_is_stored_and_the_message_says_why(admin_client, settings, caplog, url):
    settings.CLAMD_URL = url

    response = upload(admin_client, PDF)

    assert refusals(response) == [_(AWAY)]
    assert (File.objects.count(), stored_bytes(settings)) == (0, [])
    assert [record.levelname for record in caplog.records if record.name.endswith("scanning")] == ["ERROR"]


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"UNKNOWN COMMAND\0", b"stream: ERROR\0", b"\xff" * 9000]
)
def test_an_answer_that_is_no_verdict_counts_as_none(settings, answer):
    with scanner(answer=answer) as server:
        settings.CLAMD_URL = server.url
        with pytest.raises(ValidationError) as refusal:
            File(content=ContentFile(PDF, name="a.pdf")).describe()

    assert refusal.value.messages == [_(AWAY)]


@pytest.mark.django_db
def test_what_is_stored_past_the_form_is_looked_at_too(settings):
    with scanner() as server:
        settings.CLAMD_URL = server.url
        with pytest.raises(ValidationError):
            File.objects.create(content=ContentFile(PDF + VIRUS, name="a.pdf"))

    assert (File.objects.count(), stored_bytes(settings)) == (0, [])


@pytest.mark.django_db
def test_health_warns_while_the_scanner_is_away(client, settings):
    def told():
        return client.get("/health/").json()["checks"]["scanner"]

    without = told()
    with scanner("unix") as server:
        settings.CLAMD_URL = server.url
        there = told()
    away = told()

    assert (without, there, away) == ("ok", "ok", "warning")
