import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from cooperation.models import Statistic
from meetings.models import CountClaim
from ots_portal import views
from ots_portal.partial_dates import PartialDate
from tests import factories
from vision.models import Commitment, Recital

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "address"), [("en-GB,en;q=0.9", "/en/"), ("tr", "/tr/"), ("de,fr;q=0.5", "/tr/"), ("", "/tr/")]
)
def test_the_root_leads_to_the_readers_language_or_turkish(client, accepted, address):
    response = client.get("/", headers={"accept-language": accepted})

    assert (response.status_code, response["Location"]) == (302, address)
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies


def test_robots_names_the_sitemap_on_our_own_origin(client):
    lines = client.get("/robots.txt", headers={"host": "localhost"}).content.decode().splitlines()

    assert f"Sitemap: {settings.ORIGIN}/sitemap.xml" in lines
    assert {"Disallow: /tr/yonetim/", "Disallow: /en/yonetim/", "Disallow: /yonetim/"} <= set(lines)


# ---- Citation


def cited(client, kind, reference, language="tr"):
    response = client.get(f"/r/{kind}/{reference}/", headers={"accept-language": language})
    return response.get("Location") if response.status_code == 302 else response.status_code


def test_a_citation_leads_to_the_page_in_the_readers_language(client):
    factories.make_area(reference="sport", name_tr="Spor", name_en="Sports")

    assert cited(client, "area", "sport") == "/tr/isbirligi-alanlari/spor/"
    assert cited(client, "area", "sport", "en") == "/en/areas-of-cooperation/sports/"


@pytest.mark.parametrize(
    ("language", "address"),
    [("tr", "/tr/isbirligi-alanlari/spor/"), ("en", "/en/areas-of-cooperation/sports/")],
)
def test_a_text_that_names_a_record_by_reference_keeps_the_readers_language(client, language, address):
    factories.make_area(reference="sport", name_tr="Spor", name_en="Sports")
    page = factories.make_page(body_tr='<p><a href="/r/area/sport/">Spor</a></p>')

    html = client.get(f"/r/{language}/page/{page.reference}/", follow=True).content.decode()
    link = f"/r/{language}/area/sport/"
    response = client.get(link, headers={"accept-language": "de, tr, en"})

    assert f'<a href="{link}" rel="noopener">Spor</a>' in html
    assert (response.status_code, response["Location"]) == (302, address)


@pytest.mark.parametrize("address", ["/r/de/area/sport/", "/r/en/area/unknown/"])
def test_a_citation_in_no_language_of_ours_or_of_nothing_is_not_found(client, address):
    factories.make_area(reference="sport")

    assert client.get(address).status_code == 404


def test_objectives_recitals_and_commitments_are_cited_with_their_place_on_the_page(client):
    objective = factories.make_objective()
    declaration = objective.section.pillar.declaration
    Commitment.objects.create(declaration=declaration, number=21, text_tr="Taahhüt")
    Recital.objects.create(declaration=declaration, number=5, text_tr="<p>Gerekçe</p>")

    assert cited(client, "objective", "2.4.1") == f"{objective.section.get_absolute_url()}#2.4.1"
    assert cited(client, "commitment", "c21") == "/tr/vizyon-2040/#c21"
    assert cited(client, "recital", "r5", "en") == "/en/vision-2040/#r5"


@pytest.mark.parametrize(
    ("kind", "reference"),
    [
        ("area", "unknown"),
        ("evidence", "x"),
        ("user", "1"),
        ("objective", "2.4"),
        ("objective", "2.4.99999999999999999999"),
        ("objective", "2.4.²"),
        ("objective", "x"),
        ("commitment", "21"),
        ("commitment", "r5"),
        ("recital", "r"),
        ("area", "a%00b"),
        ("area", "%C4%B0"),
    ],
)
def test_a_citation_of_nothing_is_not_found(client, kind, reference):
    assert cited(client, kind, reference) == 404


# ---- Administration


@pytest.mark.parametrize(("language", "address"), [("tr", "/tr/yonetim/"), ("en", "/en/yonetim/")])
def test_the_bare_administration_leads_to_the_users_own_language(client, language, address):
    client.force_login(factories.make_admin(language=language))

    response = client.get("/yonetim/", headers={"accept-language": "en" if language == "tr" else "tr"})

    assert (response.status_code, response["Location"]) == (302, address)


def test_the_bare_administration_follows_the_browser_of_a_stranger(client):
    assert client.get("/yonetim/", headers={"accept-language": "en"})["Location"] == "/en/yonetim/"


# ---- Home


def test_home_shows_the_four_latest_held_meetings_and_those_ahead(client):
    today = timezone.localdate()
    for days in range(1, 6):
        factories.make_meeting(reference=f"held-{days}", start=today - timedelta(days=days))
    factories.make_meeting(reference="ahead", status="planned", start=today + timedelta(days=9))
    factories.make_meeting(reference="overdue", status="planned", start=today - timedelta(days=9))
    factories.make_meeting(reference="foreign", status="external", start=today)

    text = client.get("/tr/").content.decode()

    shown = re.findall(r'data-type="meeting" data-reference="([^"]+)"', text)
    assert shown == ["ahead", "held-1", "held-2", "held-3", "held-4"]


def test_home_shows_areas_in_their_order_and_pillars_with_counts(client):
    factories.make_area(reference="second", position=2)
    factories.make_area(reference="first", position=1)
    objective = factories.make_objective()
    factories.make_objective(section=objective.section, number=2)
    factories.make_section(pillar=objective.section.pillar, number=5, reference="2.5", languages=())

    text = client.get("/en/").content.decode()

    assert re.findall(r'data-type="area" data-reference="([^"]+)"', text) == ["first", "second"]
    assert re.search(
        r'data-type="pillar" data-reference="2".*?<dd>2</dd><dd>2 objectives, 1 section\s*</dd>', text, re.S
    )


def test_home_gives_numbers_with_their_dates(client):
    topic = factories.make_topic()
    Statistic.objects.create(
        topic=topic,
        key="d",
        value=25,
        is_more_than=True,
        label_tr="seçim",
        label_en="elections",
        as_of=PartialDate(2022, 11),
    )
    series = factories.make_series(name_en="Customs group")
    CountClaim.objects.create(series=series, count=11, as_of=PartialDate(2021))
    hidden = factories.make_topic(languages=())
    Statistic.objects.create(topic=hidden, key="x", value=77777, label_tr="gizli", as_of=PartialDate(2020))

    text = client.get("/en/").content.decode()

    assert '<time datetime="2022-11">November 2022</time>' in text
    assert '<time datetime="2021">2021</time>' in text
    assert "elections" in text
    assert "Customs group" in text
    assert "77777" not in text


def test_home_leads_with_what_there_is_in_three_numbers(client):
    factories.make_area()
    factories.make_area(languages=())
    factories.make_meeting()
    factories.make_meeting(status="planned")
    pillar = factories.make_pillar()
    factories.make_objective(section=factories.make_section(pillar=pillar))

    head = re.search(r'<ul class="hero-ways">.*?</ul>', client.get("/en/").content.decode(), re.S)[0]

    assert re.findall(r'<a href="([^"]+)"><strong[^>]*>(\d+)</strong> <span>([^<]+)', head) == [
        ("/en/areas-of-cooperation/", "1", "area of cooperation"),
        ("/en/meetings/?status=held", "1", "meeting held"),
        ("/en/vision-2040/", "1", "objective of Vision 2040"),
    ]


def test_home_says_what_a_number_counts_where_it_counts_no_meetings(client):
    missions = factories.make_series(name_en="Election missions")
    CountClaim.objects.create(
        series=missions, count=25, note_tr="Seçimler.", note_en="Elections observed.", as_of=PartialDate(2022)
    )
    CountClaim.objects.create(series=factories.make_series(name_en="Group"), count=3, as_of=PartialDate(2021))

    text = client.get("/en/").content.decode()

    figures = [
        " ".join(re.sub(r"<[^>]+>", " ", figure).split())
        for figure in re.findall(r'<div class="figure-number"><dt><a href="/en/meetings.*?</div>', text, re.S)
    ]
    assert figures == ["Election missions 25 Elections observed. as of 2022", "Group : meetings reported 3 as of 2021"]


def fill_home(number):
    for _ in range(number):
        factories.make_meeting(city=factories.make_city(country=factories.make_country()))
        factories.make_meeting(status="planned", start=timezone.localdate() + timedelta(days=3))
        factories.make_page()
        topic = factories.make_topic()
        Statistic.objects.create(topic=topic, key="d", value=1, label_tr="x", as_of=PartialDate(2022))
        CountClaim.objects.create(series=factories.make_series(), count=2, as_of=PartialDate(2022))


def test_home_needs_as_many_queries_for_three_rows_as_for_one(client, django_assert_num_queries):
    fill_home(1)
    client.get("/tr/")

    with django_assert_num_queries(9):
        client.get("/tr/")
    fill_home(2)
    with django_assert_num_queries(9):
        client.get("/tr/")


# ---- Errors


@pytest.mark.parametrize(
    ("address", "language"),
    [("/tr/yok/", "tr"), ("/en/nothing/", "en"), ("/nothing.php", "tr"), ("/en/meetings/x/", "en")],
)
def test_a_missing_page_is_told_in_the_language_of_the_address(client, address, language):
    response = client.get(address)

    assert response.status_code == 404
    text = response.content.decode()
    assert f'<html lang="{language}">' in text
    assert text.count("<h1>") == 1


def test_every_error_page_stands_without_the_database(db, django_assert_num_queries):
    request = RequestFactory().get("/en/broken/")
    with django_assert_num_queries(0):
        answers = {
            400: views.bad_request(request, SuspiciousOperation()),
            403: views.permission_denied(request, PermissionError()),
            404: views.page_not_found(request, KeyError()),
            500: views.server_error(request),
        }

    for status, answer in answers.items():
        assert answer.status_code == status
        assert '<html lang="en">' in answer.content.decode()


def test_an_error_in_a_view_gives_our_own_page(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr(views, "coming", lambda meetings: 1 / 0)

    response = client.get("/en/")

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_an_unknown_host_gets_our_bad_request_page(client):
    response = client.get("/en/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


# ---- Staff on public pages


def test_only_staff_who_may_change_a_record_are_led_to_its_editor(client):
    area = factories.make_area()
    link = reverse("admin:cooperation_area_change", args=[area.pk])

    assert link not in client.get(area.get_absolute_url()).content.decode()
    client.force_login(factories.make_user())
    assert link not in client.get(area.get_absolute_url()).content.decode()
    client.force_login(factories.make_admin())
    assert link in client.get(area.get_absolute_url()).content.decode()


def test_a_readers_page_touches_no_session(client):
    area = factories.make_area()

    response = client.get(area.get_absolute_url())

    assert not response.wsgi_request.session.accessed
    assert not response.cookies


DOORS = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_pages_of_signing_in_are_in_our_design(client, name, language):
    with translation.override(language):
        address = reverse(name)

    response = client.get(address)

    text = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in text
    assert text.count("<h1>") == 1
    assert 'class="site-header"' in text
    assert "style=" not in text


def test_signing_in_leads_to_the_administration_in_the_users_language(client):
    factories.make_admin(username="editor", language="en")

    response = client.post("/tr/hesap/login/", {"login": "editor", "password": "a long enough password"}, follow=True)

    assert response.redirect_chain[-1][0] == "/en/yonetim/"


@pytest.mark.parametrize("name", ["account_logout", "account_change_password", "account_email", "account_inactive"])
def test_the_account_pages_of_staff_are_in_our_design(client, name):
    client.force_login(factories.make_admin(username="editor"))

    text = client.get(reverse(name), follow=True).content.decode()

    assert text.count("<h1>") == 1
    assert 'class="site-header"' in text
    assert "editor" in text
    assert "style=" not in text


def test_signing_in_leads_to_a_new_password_where_the_old_one_is_forgotten(client):
    page = client.get("/en/account/login/").content.decode()

    assert page.count('<a href="/en/account/password/reset/">Forgot your password?</a>') == 1


def test_a_stranger_learns_nothing_and_gets_no_mail(client, mailoutbox):
    factories.make_user(email="editor@example.org")

    known, unknown = (
        client.post("/tr/hesap/password/reset/", {"email": f"{name}@example.org"}, follow=True).content
        for name in ("editor", "stranger")
    )

    assert known == unknown
    assert [mail.to for mail in mailoutbox] == [["editor@example.org"]]


def test_a_link_by_mail_leads_to_our_own_origin_in_the_pages_language(client, mailoutbox, settings):
    settings.ORIGIN, settings.ALLOWED_HOSTS = "https://portal.example.org", ["*"]
    factories.make_user(email="editor@example.org")

    client.post("/en/account/password/reset/", {"email": "editor@example.org"}, headers={"host": "evil.example"})

    assert re.findall(r"https?://[^/]+/\w+/\w+/", mailoutbox[0].body) == ["https://portal.example.org/en/account/"]
    assert "evil" not in mailoutbox[0].body


@pytest.mark.parametrize("language", ["tr", "en"])
def test_who_asks_again_and_again_is_slowed_down(client, mailoutbox, language):
    factories.make_user(email="editor@example.org")
    with translation.override(language):
        address = reverse("account_reset_password")

    answers = [client.post(address, {"email": "editor@example.org"}) for _time in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert len(mailoutbox) == 5
    assert f'<html lang="{language}">' in answers[-1].content.decode()
    assert 'class="site-header"' in answers[-1].content.decode()


def test_a_forgotten_password_is_replaced_through_a_link_by_mail(client, mailoutbox):
    factories.make_user(username="editor", email="editor@example.org")

    client.post("/tr/hesap/password/reset/", {"email": "editor@example.org"})
    link = re.search(r"http://\S+?(/tr/\S+)", mailoutbox[0].body)[1]
    form = client.get(link, follow=True)
    passwords = {"password1": "another long password", "password2": "another long password"}
    client.post(form.redirect_chain[-1][0], passwords)

    assert form.content.decode().count('type="password"') == 2
    assert client.login(username="editor", password="another long password")
