"""The files in deploy/ agree with the portal that they run."""

import re
import subprocess
import sys

import pytest
from django.core.management import call_command, get_commands

from ots_portal import front
from ots_portal.environment import PROJECT
from ots_portal.settings import CONTENT_SECURITY_POLICY

DEPLOY = PROJECT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
NGINX = (DEPLOY / "nginx.conf").read_text("utf-8")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_run_commands_that_exist(unit):
    starts = re.findall(r"^ExecStart(?:Pre)?=-?/srv/ots-portal/\.venv/bin/(.+)$", unit.read_text("utf-8"), re.MULTILINE)

    names = {start.split()[2] for start in starts if start.startswith("python manage.py ")}
    assert starts
    assert names <= set(get_commands())


def test_the_web_server_starts_with_what_the_unit_gives_it_and_nothing_else(tmp_path):
    [started] = re.findall(r"bin/gunicorn (.+)$", (DEPLOY / "ots-portal.service").read_text("utf-8"), re.MULTILINE)
    (tmp_path / "static").mkdir()
    variables = {
        "SECRET_KEY": "s" * 60,
        "PORTAL_ORIGIN": "https://portal.example.org",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "PORTAL_VAR": str(tmp_path),
        "MAIL_URL": "smtp://127.0.0.1:1",
    }

    program = [sys.executable, "-m", "gunicorn", "--check-config", *started.split()]
    ended = subprocess.run(program, cwd=PROJECT, env=variables, capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("timer", sorted(DEPLOY.glob("*.timer")), ids=lambda timer: timer.name)
def test_every_timer_has_its_service(timer):
    assert timer.with_suffix(".service") in UNITS


def test_nginx_takes_bodies_as_large_as_the_portal_does():
    megabytes = int(re.search(r"client_max_body_size (\d+)m;", NGINX)[1])

    assert megabytes * 1024 * 1024 == front.LARGEST_BODY


def test_nginx_tells_the_portal_what_it_asks_for():
    told = dict(re.findall(r"proxy_set_header (\S+) (\S+);", NGINX))

    assert told == {
        "Connection": '""',
        "Host": "$host",
        "X-Forwarded-Proto": "$scheme",
        "X-Forwarded-For": "$proxy_add_x_forwarded_for",
        "X-Request-ID": "$request_id",
    }


def test_while_the_portal_does_not_answer_nginx_has_a_page_in_each_language(settings, tmp_path):
    settings.VAR = tmp_path

    call_command("write_outage_pages", verbosity=0)

    [root, shown] = re.search(r"error_page 502 504 =503 (/outage/)(\S+);", NGINX).groups()
    languages = re.search(r"map \$request_uri \$ots_portal_language {(.+?)}", NGINX, re.DOTALL)[1]
    pages = {path.stem: path.read_text("utf-8") for path in (tmp_path / "outage").iterdir()}
    assert (root, shown) == ("/outage/", "$ots_portal_language.html")
    assert set(pages) == set(re.findall(r"(\w+);", languages)) == set(dict(settings.LANGUAGES))
    for code, page in pages.items():
        assert f'<html lang="{code}">' in page
        assert '<a class="button" href="">' in page  # the address that was asked for
        assert f'href="/{code}/"' in page


def test_what_nginx_shows_is_guarded_like_the_portals_own_pages():
    policy = re.search(r'Content-Security-Policy "(.+?)"', NGINX)[1]
    guarded = {name: value for name, _space, value in (each.partition(" ") for each in policy.split("; "))}

    own = CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert {name: value in [str(each) for each in own[name]] for name, value in guarded.items()} == dict.fromkeys(
        guarded, True
    )


def test_nginx_keeps_nothing_of_staff_and_serves_no_uploads(settings):
    assert f"map $cookie_{settings.SESSION_COOKIE_NAME} $ots_portal_is_staff" in NGINX
    assert re.findall(r"^    location (\S.*) {", NGINX, re.MULTILINE) == [
        "/static/",
        "/outage/",
        "= /metrics",
        "/",
        "@portal",
    ]
