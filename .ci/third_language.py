"""Give a throw-away copy of the portal a third language, as docs/operations.md says, and try it there."""

import os
import subprocess
import sys
import time
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from ots_portal import local_database  # noqa: E402 - found only now

LINES = {
    'LANGUAGES = [("tr", _("Turkish")), ("en", _("English"))]': (
        'LANGUAGES = [("tr", _("Turkish")), ("en", _("English")), ("az", _("Azerbaijani"))]'
    ),
    'TRANSLATION_SOURCES = {"en": "tr"}': 'TRANSLATION_SOURCES = {"en": "tr", "az": "tr"}',
}
# The tests of what is kept, judged and allowed per language. Left out for the sake of time: browsers, long generated
# runs, the starter's own words, and the domain's pages, all of which tests/third_language opens in the new language;
# and tests of the worklist, which count one task a record.
SUITE = {
    "tests/publishing": "bundle_page comments documents draft_list drafting_rights history lane_fields old_addresses parts"
    " promises publishable readers_see states workflow writing",
    "tests/translating": "staleness",
    "tests/accounts": "roles",
    "tests/ots_portal": "sitemaps",
}


def main():
    with TemporaryDirectory(prefix="ots-portal-third-language.") as folder:
        copy = Path(folder)
        copy.chmod(0o755)  # as root the built-in database runs as somebody else, who must be able to enter
        copy_files(copy)
        with local_database.running(copy / "var/test", durable=False):
            step("Filling a database in two languages", copy, fill)
            step("Adding a language and migrating the database", copy, add_language)
            step("Trying the third language on that database", copy, lambda run: run("pytest", "tests/third_language"))
            step("Running the tests of what is kept per language", copy, run_suite)


def copy_files(copy):
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=PROJECT, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in filter(None, names):
        if (PROJECT / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            copyfile(PROJECT / name, copy / name)


def fill(run):
    run("manage.py", "compile_catalogues")
    run("manage.py", "migrate", "--verbosity=0")
    run("manage.py", "createcachetable")
    run("manage.py", "load_starter", "--verbosity=0")


def add_language(run):
    file = run.copy / "ots_portal/settings.py"
    text = file.read_text(encoding="utf-8")
    for two, three in LINES.items():
        if two not in text:
            raise SystemExit(f"ots_portal/settings.py has no line {two}: bring .ci/third_language.py in line with it.")
        text = text.replace(two, three)
    file.write_text(text, encoding="utf-8")
    run("manage.py", "update_catalogues")
    run("manage.py", "makemigrations", "--verbosity=0")
    run("manage.py", "compile_catalogues")
    run("manage.py", "migrate", "--verbosity=0")


def run_suite(run):
    files = [f"{folder}/test_{name}.py" for folder, names in SUITE.items() for name in names.split()]
    run("pytest", "--numprocesses=2", "--dist=loadfile", "-m", "not two_languages", *files)


def step(title, copy, act):
    print(f"• {title} …", flush=True)  # noqa: T201 - a program of the console
    begin = time.monotonic()
    act(Runner(copy))
    print(f"  {time.monotonic() - begin:.0f} s", flush=True)  # noqa: T201


class Runner:
    """Runs a program of the copy; what fails ends everything."""

    def __init__(self, copy):
        self.copy = copy

    def __call__(self, program, *arguments):
        is_pytest = program == "pytest"  # tests/tryout.py adds "test" by itself
        variables = {"PORTAL_TRYOUT": "1", "PORTAL_VAR": str(self.copy / ("var" if is_pytest else "var/test"))}
        variables["DATABASE_URL"] = ""  # never a database of the user's own
        started = ["-m", "pytest", "-q"] if is_pytest else ["-W", "ignore::RuntimeWarning", program]
        command = [sys.executable, *started, *arguments]
        ended = subprocess.run(
            command, check=False, cwd=self.copy, env=os.environ | variables, capture_output=not is_pytest, text=True
        )
        if ended.returncode:
            print(ended.stdout, ended.stderr, file=sys.stderr)  # noqa: T201
            raise SystemExit(f"{program} {' '.join(arguments)} failed in the copy with a third language.")


if __name__ == "__main__":
    main()
