"""Prints the table of docs/scaling.md: PORTAL_TRYOUT=1 PORTAL_VAR=var/bench .venv/bin/python docs/measure_scaling.py

Of each kind of answer the processor time that the web server, PostgreSQL and Valkey spend on it: that does not depend
on what else the machine is doing, as times and rates do. With CACHE_URL pages are kept there.
"""

import http.client
import os
import sys
from pathlib import Path
from urllib.parse import quote

import django
import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ots_portal.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.hashers import check_password, make_password  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402

from meetings.models import Meeting  # noqa: E402
from ots_portal.benchmark import BARE_PATH, Scenario, memory_of, one_answer  # noqa: E402
from ots_portal.management.commands.bench import Command, database_address, serving  # noqa: E402

WARM_UP, ANSWERS, MANY = 16, 80, 2_000


def main():
    command = Command()
    with command.database():
        command.prepare()
        scenarios, database = list(pages()), database_address(connection.settings_dict)
        connections.close_all()
        with serving(database) as server:
            rows = [measured(server, scenario) for scenario in scenarios]
            memory, used = memory_of(server.workers()), connections_used()
    sys.stdout.writelines(table(rows))
    print(f"Memory of each worker: {[round(each) for each in memory]} MB; connections to PostgreSQL: {used}")  # noqa: T201
    print(f"Checking a password: {password_check():.0f} ms")  # noqa: T201


def pages():
    meeting = Meeting.objects.readable().get(reference="dia-3")
    client = Client()
    client.force_login(get_user_model().objects.filter(is_superuser=True).first())
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    page = f"/tr/toplantilar/{meeting.slug_tr}/"
    yield Scenario("bare response", BARE_PATH, is_kept=True)
    yield Scenario("page, kept", page, is_kept=True)
    yield Scenario("meeting", page)
    yield Scenario("home", "/tr/")
    yield Scenario("list of meetings", "/tr/toplantilar/")
    yield Scenario("search", f"/tr/ara/?q={quote('işbirliği')}")
    yield Scenario("list in the administration", "/tr/yonetim/meetings/meeting/", cookie=cookie)
    yield Scenario("form in the administration", f"/tr/yonetim/meetings/meeting/{meeting.pk}/change/", cookie=cookie)


def measured(server, scenario):
    """(name, {program: milliseconds of processor time for one answer})."""
    reader = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    for turn in range(WARM_UP):
        one_answer(reader, scenario, -turn)
    number, before = MANY if scenario.is_kept else ANSWERS, spent(server)
    for turn in range(number):
        one_answer(reader, scenario, turn)
    after = spent(server)
    reader.close()
    return scenario.name, {name: (after[name] - before[name]) * 1000 / number for name in after}


def spent(server):
    ours = set(server.workers())
    data = str(Path(settings.VAR, "database").resolve())
    times = dict.fromkeys(["web", "PostgreSQL", "Valkey"], 0.0)
    for process in psutil.process_iter(["name", "cwd", "cpu_times"]):
        facts = process.info
        name = {"postgres": "PostgreSQL" if facts["cwd"] == data else "", "valkey-server": "Valkey"}.get(facts["name"])
        name = "web" if process.pid in ours else name
        if name:
            times[name] += sum(facts["cpu_times"][:4])  # with those of connections that have ended
    return times


def connections_used():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def password_check():
    encoded, before = make_password("correct horse"), sum(psutil.Process().cpu_times()[:2])
    for _time in range(5):
        check_password("correct horse", encoded)
    return (sum(psutil.Process().cpu_times()[:2]) - before) * 1000 / 5


def table(rows):
    yield "\n| answer | web | PostgreSQL | Valkey | a core of the web gives |\n|---|---|---|---|---|\n"
    for name, times in rows:
        cells = [f"{each:.2f} ms" for each in times.values()]
        yield f"| {name} | {' | '.join(cells)} | {1000 / times['web']:,.0f} a second |\n"


if __name__ == "__main__":
    main()
