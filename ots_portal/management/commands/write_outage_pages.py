"""Write what nginx shows while the portal itself does not answer (deploy/nginx.conf)."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from ots_portal.outages import page_of_the_web_server

READABLE_BY_NGINX = 0o640  # which is in the portal's group


class Command(BaseCommand):
    help = "Writes the pages that nginx shows while the portal does not answer; the service calls it before each start."

    def handle(self, *, verbosity, **options):
        folder = settings.VAR / "outage"
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        for code, _name in settings.LANGUAGES:
            write_whole(folder / f"{code}.html", page_of_the_web_server(code))
        if verbosity:
            self.stdout.write(str(folder))


def write_whole(path, content):
    """nginx may read at any moment, the old page or the new one."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    draft = Path(file.name)
    draft.chmod(READABLE_BY_NGINX)
    draft.replace(path)
