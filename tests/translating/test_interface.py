"""The list of interface strings that a language lacks, and the files in which translators get it."""

import csv
from io import BytesIO, StringIO

import pytest
from babel.messages.pofile import read_po
from django.urls import reverse

from ots_portal import catalogues
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PAGE, FILE = "admin:translating_task_interface", "admin:translating_task_interface_file"
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
TURKISH = """#: templates/a.html
msgid "Sky"
msgstr "Gök"

#: templates/b.html ots_portal/b.py
msgctxt "of a list"
msgid "Sea"
msgstr "Deniz"

#: templates/c.html
msgid "%(n)d star"
msgid_plural "%(n)d stars"
msgstr[0] "%(n)d yıldız"
msgstr[1] "%(n)d yıldız"
"""
ENGLISH = """msgid "Sky"
msgstr "Sky"

#, fuzzy
msgctxt "of a list"
msgid "Sea"
msgstr "Lake"
"""


@pytest.fixture
def own_catalogues(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    for language, text in (("tr", TURKISH), ("en", ENGLISH)):
        catalogues.file_of(language).parent.mkdir(parents=True)
        catalogues.file_of(language).write_text(HEAD + text, encoding="utf-8")


@pytest.fixture
def translator(client):
    client.force_login(make_user(role="translator", languages=["en"]))
    return client


def strings(response):
    return [(string.msgid, string.context, string.source, string.guess) for string in response.context["page"]]


def test_the_page_counts_and_names_what_a_language_lacks(own_catalogues, translator):
    response = translator.get(reverse(PAGE), {"language": "en"})

    counts = {
        code: (lack.total, len(lack.missing), lack.fuzzy)
        for code, _name, lack in response.context["interface_languages"]
    }
    assert counts["tr"] == (3, 0, 0)
    assert counts["en"] == (3, 2, 1)
    assert strings(response) == [
        ("Sea", "of a list", "Deniz", "Lake"),
        ("%(n)d star", "", "%(n)d yıldız / %(n)d yıldız", ""),
    ]
    assert "templates/b.html<br>ots_portal/b.py" in response.content.decode()


def test_what_was_translated_since_is_gone_from_the_list(own_catalogues, translator):
    translator.get(reverse(PAGE), {"language": "en"})

    catalogues.file_of("en").write_text(HEAD + TURKISH, encoding="utf-8")

    assert strings(translator.get(reverse(PAGE), {"language": "en"})) == []


def test_the_missing_strings_come_as_a_table(own_catalogues, translator):
    text = translator.get(reverse(FILE, args=["en", "csv"])).content.decode("utf-8-sig")

    rows = list(csv.DictReader(StringIO(text)))
    assert [(row["msgid"], row["context"], row["translation"], row["places"]) for row in rows] == [
        ("Sea", "of a list", "Lake", "templates/b.html; ots_portal/b.py"),
        ("%(n)d star", "", "", "templates/c.html"),
    ]


def test_the_missing_strings_come_as_a_catalogue_to_fill(own_catalogues, translator):
    response = translator.get(reverse(FILE, args=["en", "po"]))

    read = read_po(BytesIO(response.content), locale="en")
    assert [(message.id, message.context, any(message.string)) for message in read if message.id] == [
        (("%(n)d star", "%(n)d stars"), None, False),
        ("Sea", "of a list", False),
    ]
    assert b"# tr: Deniz" in response.content


@pytest.mark.parametrize("query", [{"language": "xx"}, {"page": "999"}, {"page": "x", "language": ["tr", "en"]}])
def test_unknown_values_are_ignored(own_catalogues, translator, query):
    assert translator.get(reverse(PAGE), query).status_code == 200


def test_unknown_files_are_not_found_and_strangers_are_led_to_the_door(own_catalogues, client):
    assert client.get(reverse(PAGE)).status_code == 302
    assert client.get(reverse(FILE, args=["en", "po"])).status_code == 302

    client.force_login(make_user(role="reader"))

    assert client.get(reverse(FILE, args=["en", "exe"])).status_code == 404
    assert client.get(reverse(FILE, args=["xx", "po"])).status_code == 404


def test_users_without_a_role_see_nothing(own_catalogues, client):
    client.force_login(make_user(is_staff=True))

    assert [client.get(reverse(PAGE)).status_code, client.get(reverse(FILE, args=["en", "po"])).status_code] == [
        403,
        403,
    ]
