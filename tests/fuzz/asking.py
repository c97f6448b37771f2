"""Asks the portal, in its own tables, and takes back what was written."""

import re
from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.test import Client, TestCase

from tests.fuzz.forms import forms_of
from tests.fuzz.places import addresses, fill

FORM = "application/x-www-form-urlencoded"
TRACE = re.compile(r"Traceback \(most recent call last\)|File (?:\"|&quot;|&#34;)/|/site-packages/")
TAKING_FORMS = {"yonetim", "hesap", "account"}


class Portal:
    """Filled once; every question finds it as it was."""

    def __init__(self):
        admin = fill()
        client = Client()
        client.force_login(admin, backend="ots_portal.accounts.backend.RoleBackend")
        self.session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.addresses = addresses()
        self.pages = {}

    def some_page(self, chance, *, taking_forms=False):
        """Its address, and whether staff come to it: always in the administration."""
        pages = [each for each in self.addresses if not taking_forms or TAKING_FORMS & set(each.split("/")[2:3])]
        address = chance.choice(pages)
        return address, "/yonetim/" in address or chance.random() < 0.5

    def ask(self, address, **how):
        """What is wrong with the answer; "" where nothing is."""
        return fault(*self.answer(address, **how))

    def answer(self, address, *, is_staff, method="GET", body=b"", content_type=FORM):
        path, _mark, query = address.partition("?")
        with transaction.atomic():
            with TestCase.captureOnCommitCallbacks(execute=True):
                client = self.client(is_staff=is_staff)
                answer = client.generic(method, path, body, content_type, QUERY_STRING=query)
                content = answer.getvalue().decode(errors="replace")
            transaction.set_rollback(True)
        return answer, content

    def client(self, *, is_staff):
        client = Client(raise_request_exception=False)
        if is_staff:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        return client

    def page(self, address, *, is_staff):
        """The forms of a page that are sent, and the names of its parameters."""
        key = address, is_staff
        if key not in self.pages:
            _answer, content = self.answer(address, is_staff=is_staff)
            forms, parameters = forms_of(address, content)
            self.pages[key] = forms, sorted({*parameters, *self.addresses[address]})
        return self.pages[key]


def fault(answer, content):
    """What nobody should see."""
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return f"{answer.status_code}: {answer.exc_info[1]!r}" if answer.exc_info else str(answer.status_code)
    found = TRACE.search(content) if "text/" in answer.get("Content-Type", "") else None
    return f"shows {found[0]}" if found else ""
