"""No reader sees an old page: after each kind of act every public page is, byte for byte, what it is without cache."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as portal_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, resolve
from django.utils import timezone
from django.utils.translation import override

from cooperation.models import City, OrganisationName
from meetings.models import Meeting
from ots_portal.navigation import TYPES
from ots_portal.pages.models import MenuItem
from ots_portal.publishing import workflow
from ots_portal.publishing.merging import merge
from ots_portal.publishing.promises import publish_due
from tests import databases, factories
from tests.publishing.drafting_acts import draft
from tests.publishing.whole_records import make_whole

pytestmark = pytest.mark.django_db

LISTS = {"/tr/toplantilar/", "/en/meetings/"}
DATA = r'href="((?:/|http)[^"?]*\.(?:ics|xml|csv|json))"'
VALIDATORS = {"Last-Modified"}  # of the moment, not of the page
NO_PAGES = {  # what leads on, belongs to one person, is a file, or must never be kept
    *("root", "health", "live", "metrics", "citation", "citation_in", "library_file", "shared_preview", "own_admin"),
    *("search:result_list", "search:suggestion_list"),  # they count what is sought in vain, and answer letter by letter
    *(None,),
}
OF_ACCOUNTS = ("account_", "mfa_", "socialaccount_", "openid_connect_", "usersessions_", "session_", "mail_")


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker):
    """A record of every type with everything that it can have, and what the acts below need; and room for a finding."""
    own = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), databases.another_database("pages", template=own):
        make_content()
        yield {}


def make_content():
    for model, _related in TYPES.values():
        make_whole(model, rows=1)
    today = timezone.localdate()
    series = factories.make_series(reference="council")
    factories.make_meeting(
        series=series, reference="next", title_tr="Gelecek", status="planned", start=today, end=today
    )
    factories.make_meeting(
        series=series, reference="last", title_tr="Son", title_en="Last", city=factories.make_city(reference="bursa")
    )
    OrganisationName.objects.create(name_tr="Konsey", name_en="Council", position=1)


@pytest.fixture
def pages(content, keeping_pages, client):
    """The addresses to compare; finding them takes all pages of the portal, so it is done once."""
    if "pages" not in content:
        content["pages"] = addresses(client)
    return content["pages"]


def addresses(client):
    """Of every view and language the fullest page that the sitemap names, the meetings of the acts, and all data."""
    index = client.get("/sitemap.xml").content.decode()
    sections = [stripped(each) for each in re.findall("<loc>(.*?)</loc>", index)]
    listed = [stripped(each) for part in sections for each in re.findall("<loc>(.*?)</loc>", body(client, part))]
    fullest = {(name_of(page), page[:4]): page for page in sorted(listed, key=lambda page: len(body(client, page)))}
    pages = {*fullest.values(), *(page for page in listed if page.endswith(("/son/", "/last/", "/gelecek/")))}
    data = [link for page in pages for link in re.findall(DATA, body(client, page))]
    views = [f"{page}?view={view}" for page in pages & LISTS for view in ("timeline", "map")]
    return sorted({"/robots.txt", "/sitemap.xml", *sections, *pages, *views, *map(stripped, data)})


def stripped(address):
    return address.removeprefix(portal_settings.ORIGIN)


def body(client, address):
    return client.get(address).content.decode()


def answers(client, pages):
    return {page: answer(client.get(page)) for page in pages}


def answer(response):
    headers = {name: value for name, value in response.items() if name not in VALIDATORS}
    return response.status_code, response.content, headers


def without_cache(client, settings, pages):
    settings.PAGE_CACHE_MEGABYTES = 0
    found = answers(client, pages)
    settings.PAGE_CACHE_MEGABYTES = 8
    return found


def public_views():
    """The names of all views without those of the administration and of accounts."""

    def names(patterns, prefix=""):
        for each in patterns:
            if isinstance(each, URLPattern):
                yield each.name and prefix + each.name
            elif each.namespace != "admin":
                yield from names(each.url_patterns, f"{prefix}{each.namespace}:" if each.namespace else prefix)

    return {name for name in names(get_resolver().url_patterns) if not (name or "").startswith(OF_ACCOUNTS)}


def name_of(page):
    with override(page.split("/")[1] if page[:4] in {"/tr/", "/en/"} else None):
        return resolve(page.partition("?")[0]).view_name


def test_every_public_page_is_among_those_compared(pages):
    compared = {name_of(page) for page in pages}

    assert public_views() - compared == NO_PAGES


def test_a_page_that_is_kept_asks_the_database_nothing(client, pages):
    answers(client, pages)

    with CaptureQueriesContext(connection) as queries:
        answers(client, pages)

    assert queries.captured_queries == []


def meeting(reference):
    return Meeting.objects.get(reference=reference)


def publish():
    draft(meeting("last"), {"title_tr": "Son toplantı", "title_en": "Last meeting"})
    workflow.publish(meeting("last"), ["tr", "en"], None)


def withdraw():
    workflow.withdraw(meeting("last"), "en", None, "Taken back")


def keep_what_was_scheduled():
    draft(meeting("last"), {"venue_tr": "Saray"})
    workflow.schedule(meeting("last"), ["tr"], timezone.now() + timedelta(hours=1), None)
    publish_due(timezone.now() + timedelta(hours=2))


def edit_a_plain_table():
    city = City.objects.get(reference="bursa")
    city.name_tr = city.name_en = "Prusa"
    city.save()


def delete_a_plain_row():
    OrganisationName.objects.all().delete()


def change_the_menu():
    MenuItem.objects.create(menu=MenuItem.Menu.MAIN, target=MenuItem.Target.NAMES, label_tr="Adlar")


def merge_two_records():
    leaving, staying = factories.make_person(name="Ali"), factories.make_person(name="Ali B.")
    meeting("last").participations.create(person=leaving)
    merge(leaving, staying, None)


def write_by_hand():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_meeting SET theme_tr = 'Yeni' WHERE reference = 'last'")


ACTS = [
    *(publish, withdraw, keep_what_was_scheduled, edit_a_plain_table, delete_a_plain_row),
    *(change_the_menu, merge_two_records, write_by_hand),
]


def test_after_each_act_every_page_is_what_it_is_without_cache(
    client, pages, settings, django_capture_on_commit_callbacks
):
    before = answers(client, pages)

    for act in ACTS:
        with django_capture_on_commit_callbacks(execute=True):
            act()
        kept = answers(client, pages)

        assert kept == without_cache(client, settings, pages), act.__name__
        assert kept != before, f"{act.__name__} changed nothing: it tests nothing"
        before = kept


def test_at_midnight_a_meeting_that_was_coming_has_passed(client, pages, settings):
    west, east = "Pacific/Niue", "Pacific/Kiritimati"  # never the same day
    with timezone.override(west):
        today = timezone.localdate()
        Meeting.objects.filter(reference="next").update(start=today, end=today)
        before = answers(client, pages)

    with timezone.override(east):
        kept = answers(client, pages)
        afresh = without_cache(client, settings, pages)

    assert kept == afresh
    assert {page for page in pages if kept[page][1] != before[page][1]} >= {"/tr/", "/en/"}
