import os
import subprocess
import sys
from pathlib import Path

import pytest

from ots_portal.environment import PROJECT, VARIABLES, UnusableVariable, mail_settings, read


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("PORT", "8001", 8001),
        ("PORT", "", 8000),
        ("PORTAL_TRYOUT", "1", True),
        ("PORTAL_TRYOUT", "Off", False),
        ("WEB_WORKERS", "3", 3),
        ("HOST", "::1", "::1"),
        ("ALLOWED_HOSTS", " a.example , b.example,", ["a.example", "b.example"]),
        ("PORTAL_ORIGIN", "https://www.example.org/", "https://www.example.org"),
        ("PORTAL_VAR", "/srv/portal", Path("/srv/portal")),
        ("DATABASE_URL", "postgres://u:p@h/n", "postgres://u:p@h/n"),
        ("CLAMD_URL", "unix:///run/clamd.ctl", "unix:///run/clamd.ctl"),
        ("CLAMD_URL", "tcp://10.0.0.5:3310", "tcp://10.0.0.5:3310"),
        ("S3_URL", "https://key:s%2Fcret@s3.example.org/files", "https://key:s%2Fcret@s3.example.org/files"),
        ("MAIL_URL", "smtp://h", "smtp://h"),
        ("MAIL_FROM", "a@example.org", "a@example.org"),
        ("LOG_LEVEL", "debug", "DEBUG"),
    ],
)
def test_a_variable_is_read_in_its_type(name, text, value):
    assert read(name, {name: text}) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "maybe"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "８０００"),
        ("PORTAL_TRYOUT", "perhaps"),
        ("WEB_WORKERS", "-1"),
        ("HOST", "two words"),
        ("PORTAL_ORIGIN", "www.example.org"),
        ("PORTAL_ORIGIN", "https://example.org/path"),
        ("DATABASE_URL", "mysql://h/n"),
        ("CLAMD_URL", "/run/clamd.ctl"),
        ("CLAMD_URL", "unix://run/clamd.ctl"),
        ("CLAMD_URL", "tcp://10.0.0.5"),
        ("CLAMD_URL", "tcp://10.0.0.5:clamd"),
        ("PURGE_URL", "api.example.org/purge"),
        ("PURGE_HEADER", "TOKEN"),
        ("S3_URL", "s3://files"),
        ("S3_URL", "https://key:secret@s3.example.org"),
        ("S3_URL", "https://key@s3.example.org/files"),
        ("S3_URL", "https://key:sec/ret@s3.example.org/files"),
        ("S3_URL", "https://key:secret@s3.example.org/files?acl=public-read"),
        ("MAIL_URL", "http://h"),
        ("MAIL_FROM", "nobody"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_nonsense_is_refused_with_the_variable_and_what_to_write(name, text):
    with pytest.raises(UnusableVariable) as refusal:
        read(name, {name: text})

    assert str(refusal.value).startswith(f"{name}={text!r} cannot be used: write ")


def test_mail_server_with_escaped_password():
    assert mail_settings("smtps://user:p%40ss@mail.example:1465") == {
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 1465,
        "EMAIL_HOST_USER": "user",
        "EMAIL_HOST_PASSWORD": "p@ss",
        "EMAIL_USE_SSL": True,
        "EMAIL_USE_TLS": False,
    }


def test_env_example_lists_every_variable_with_its_help():
    example = (PROJECT / ".env.example").read_text()

    for name, variable in VARIABLES.items():
        assert f"# {variable.help}\n" in example, name
        assert f"\n{name}=" in example or f"\n#{name}=" in example, name


def test_no_other_module_reads_the_environment():
    readers = {
        str(file.relative_to(PROJECT))
        for folder in ("ots_portal", "cooperation", "meetings", "vision")
        for file in (PROJECT / folder).rglob("*.py")
        if "os.environ[" in (text := file.read_text()) or "os.environ.get" in text or "getenv" in text
    }

    assert readers == {"ots_portal/environment.py"}


def check(*arguments, **variables):
    """`manage.py check` in a bare environment with the given variables."""
    environment = {"PATH": os.environ["PATH"], "PORTAL_VAR": os.environ["PORTAL_VAR"]} | variables
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_nonsensical_port_ends_a_command_with_one_clear_line():
    outcome = check(PORTAL_TRYOUT="1", PORT="maybe")

    assert (outcome.returncode, outcome.stderr) == (
        1,
        "PORT='maybe' cannot be used: write a whole number from 1 to 65535, for example 8000.\n",
    )


PRODUCTION = {
    "SECRET_KEY": "k" * 50,
    "PORTAL_ORIGIN": "https://portal.example",
    "DATABASE_URL": "postgres://u:p@localhost/n",
}


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_says_which_variable_is_missing(name):
    outcome = check(**{key: value for key, value in PRODUCTION.items() if key != name})

    assert outcome.returncode == 1
    assert outcome.stderr.startswith(f"{name} is missing: write ")


def test_production_refuses_a_short_key_and_plain_http():
    short = check(**(PRODUCTION | {"SECRET_KEY": "short"}))
    plain = check(**(PRODUCTION | {"PORTAL_ORIGIN": "http://portal.example"}))

    assert short.stderr == "SECRET_KEY is too short: write at least 50 random characters.\n"
    assert plain.stderr == "PORTAL_ORIGIN must begin with https:// (plain HTTP is for trying out only).\n"


def test_production_settings_pass_djangos_deployment_checks():
    key = "abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJKLMNOP"

    outcome = check("--deploy", "--fail-level", "WARNING", **(PRODUCTION | {"SECRET_KEY": key}))

    assert (outcome.returncode, outcome.stderr) == (0, "")
