"""Reading public pages as a reader does: what is listed, and which words stand where."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

LIST = {"tr": "/tr/toplantilar/", "en": "/en/meetings/"}
SERIES = {"tr": "/tr/toplantilar/dizi/", "en": "/en/meetings/series/"}


def page_at(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def list_page(client, query="", language="tr"):
    return page_at(client, f"{LIST[language]}?{query}")


def detail_page(client, record, language="tr"):
    """The page of a meeting or a series."""
    folder = SERIES if record._meta.model_name == "series" else LIST
    return page_at(client, f"{folder[language]}{record.slug_in(language)}/")


def rows(html):
    """The references of the meetings that a page lists, in its order."""
    return re.findall(r'<article class="meeting-row" data-type="meeting" data-reference="([^"]+)"', html)


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def part(html, name):
    """The words of one section of a page, without its mark-up."""
    found = re.search(rf'<section class="split" id="{name}">(.*?)</section>', html, re.S)
    return plain(found[1]) if found else ""


def facts(html):
    return dict(re.findall(r"<div><dt>([^<]+)</dt><dd>(.*?)</dd>", html, re.S))


def hidden(state):
    """The values of a record that readers may not see."""
    if state == "draft":
        return {"languages": ()}
    now = timezone.now()
    return {"withdrawn_at_tr": now, "withdrawn_at_en": now}


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
