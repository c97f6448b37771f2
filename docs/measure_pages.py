"""Prints the table of docs/performance.md: PORTAL_TRYOUT=1 PORTAL_VAR=var/bench .venv/bin/python docs/measure_pages.py

Of every kind of public page the largest one of the starter content, made anew and opened by Chromium with an empty
cache on a phone.
"""

import os
import sys
from collections import defaultdict
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ots_portal.settings")
os.environ["PAGE_CACHE_MEGABYTES"] = "0"  # here and in the server: a page that is kept asks the database nothing
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's event loop runs in this thread
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import resolve, reverse  # noqa: E402
from django.utils.translation import override  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from ots_portal.languages import LANGUAGES  # noqa: E402
from ots_portal.management.commands.bench import Command, database_address, serving  # noqa: E402
from ots_portal.sitemaps import SITEMAPS  # noqa: E402

PHONE = {"width": 360, "height": 740}
VIEWS = ("?view=timeline", "?view=map")
SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""


def main():
    command = Command()
    with command.database():
        command.prepare()
        client = Client(headers={"host": "localhost"})
        pages = {kind: largest(client, addresses) for kind, addresses in kinds().items()}
        queries = {address: queries_of(client, address) for address in pages.values()}
        database = database_address(connection.settings_dict)
        connections.close_all()
        with serving(database) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            opened = {address: first_view(browser, server.port, address) for address in pages.values()}
    figures = {address: (queries[address], *opened[address]) for address in pages.values()}
    sys.stdout.writelines(table(pages, figures))


def kinds():
    """{(name of the page, language): addresses}; the list of meetings can be looked at in three ways."""
    found = defaultdict(list)
    for language in LANGUAGES:
        with override(language):
            found["result_list", language].append(f"{reverse('search:result_list')}?q=diaspora")
    for part in SITEMAPS.values():
        for url in part.get_urls():
            address = url["location"].removeprefix(settings.ORIGIN)
            language = address[1:3]
            with override(language):
                name = resolve(address).url_name
            found[name, language].append(address)
            for view in VIEWS if name == "meeting_list" else ():
                found[f"{name}{view}", language].append(address + view)
    return found


def largest(client, addresses):
    return max(addresses, key=lambda address: len(client.get(address).content))


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def first_view(browser, port, address):
    """(requests, bytes in all, bytes of the HTML, layout shift), as they went over the wire."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    requests = []
    page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 (Playwright marks its handlers)
    page.goto(f"http://127.0.0.1:{port}{address}", wait_until="networkidle")
    shift = page.evaluate(SHIFT)
    sizes = {request.url: request.sizes() for request in requests}
    received = {url: size["responseHeadersSize"] + size["responseBodySize"] for url, size in sizes.items()}
    html = received[page.url]
    context.close()
    return len(received), sum(received.values()), html, shift


def table(pages, figures):
    yield "\n| page | queries | requests | first view | of it HTML | layout shift |\n|---|---|---|---|---|---|\n"
    for kind in dict.fromkeys(name for name, _language in pages):
        queries, requests, total, html, shift = zip(*(figures[pages[kind, code]] for code in LANGUAGES), strict=True)
        cells = [queries, requests, [f"{size / 1000:.1f}" for size in total], [f"{size / 1000:.1f}" for size in html]]
        cells.append([f"{each:.3f}" for each in shift])
        yield f"| `{kind}` | {' | '.join(' · '.join(map(str, cell)) for cell in cells)} |\n"


if __name__ == "__main__":
    main()
