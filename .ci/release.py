"""Make a release: its number, its heading in the changelog, and its site, from which the tests upgrade ever after."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from ots_portal import local_database  # noqa: E402 - found only now

PYPROJECT, CHANGELOG = PROJECT / "pyproject.toml", PROJECT / "CHANGELOG.md"
COMMANDS = ("compile_catalogues", "collectstatic --no-input", "migrate", "createcachetable", "load_starter")
AFTERWARDS = """
Look at the changes, then:
  git add tests/backup/releases && git commit -am "Release {version}" && git tag v{version}
and begin the next one: in pyproject.toml write its number with .dev0, and commit that."""


def main(version=""):
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise SystemExit("Say which release, for example: make release VERSION=0.2.0")
    number(version)
    keep_site(version)
    print(AFTERWARDS.format(version=version))  # noqa: T201 - a program of the console


def number(version):
    """The one place of the version, and the heading below which the changelog names its changes."""
    text, changes = PYPROJECT.read_text("utf-8"), CHANGELOG.read_text("utf-8")
    if f"## {version} " in changes:
        raise SystemExit(f"{version} was released already.")
    PYPROJECT.write_text(re.sub(r'(?m)^version = ".*"$', f'version = "{version}"', text, count=1), "utf-8")
    heading = f"## Unreleased\n\n## {version} ({date.today():%Y-%m-%d})\n"
    CHANGELOG.write_text(changes.replace("## Unreleased\n", heading, 1), "utf-8")


def keep_site(version):
    """Made on a database of its own, which is gone afterwards."""
    with TemporaryDirectory(prefix="ots-portal-release.") as folder:
        Path(folder).chmod(0o755)  # as root the built-in database runs as somebody else, who must be able to enter
        environment = os.environ | {"PORTAL_TRYOUT": "1", "PORTAL_VAR": folder, "DATABASE_URL": ""}
        making = f"from tests.backup.released_site import make; make({version!r})"
        with local_database.running(Path(folder)):
            for arguments in [*(command.split() for command in COMMANDS), ["shell", "--no-imports", "-c", making]]:
                program = [sys.executable, "-W", "ignore::RuntimeWarning", "manage.py", *arguments, "--verbosity=0"]
                subprocess.run(program, cwd=PROJECT, env=environment, check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
