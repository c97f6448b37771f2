"""Which record uses which address, kept in line by every act; and where links of ours lead."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperation.models import Area
from ots_portal.links.following import refresh, refresh_all
from ots_portal.links.models import Address, Use
from ots_portal.publishing import drafting, workflow
from tests.factories import make_area, make_institution, make_meeting, make_topic, make_user
from tests.publishing.drafting_acts import draft

pytestmark = pytest.mark.django_db

LINK = "links/00000000-0000-0000-0000-00000000000a"
OUT = "https://example.org/a?b=1&c=2"


def text(*addresses):
    return "".join(f'<p><a href="{each.replace("&", "&amp;")}">x</a></p>' for each in addresses)


def uses(record):
    return {(use.path, use.address.url, use.is_live) for use in Use.objects.of(record).select_related("address")}


def result(url):
    address = Address.objects.get(url=url)
    return str(address.result), str(address.problem)


def test_a_draft_uses_its_links_and_readers_do_once_it_is_published():
    area = make_area()

    draft(area, {"body_tr": text(OUT, f"{OUT}#two")})
    drafted = uses(area)
    workflow.publish(area, ["tr"], None)

    assert drafted == {("body_tr", OUT, False)}
    assert uses(area) == {("body_tr", OUT, True)}
    assert result(OUT) == ("unchecked", "")


def test_a_discarded_draft_leaves_nothing():
    area, user = make_area(), make_user(role="editor")
    draft(area, {"body_tr": text(OUT)}, user)

    drafting.discard(area, ["tr"], user)

    assert uses(area) == set()


def test_all_that_leads_somewhere_is_known_by_its_path(settings):
    area = make_area(body_tr=text("mailto:a@example.org", "#here", f"{settings.ORIGIN}/tr/", "/r/area/x/"))
    institution = make_institution(website="https://example.org")
    note = area.source_notes.create(source="https://example.org/source")
    link = area.links.create(label_tr="Bağlantı", address="https://EXAMPLE.org/Page")
    empty = area.links.create(label_tr="Adressiz")

    refresh_all()

    assert uses(area) == {
        ("body_tr", "/tr/", True),
        ("body_tr", "/r/area/x/", True),
        (f"source_notes/{note.pk}/source", "https://example.org/source", True),
        (f"links/{link.pk}/address", "https://EXAMPLE.org/Page", True),
        (f"links/{empty.pk}/address", "", True),
    }
    assert uses(institution) == {("website", "https://example.org", True)}
    assert result("") == ("missing", "")


def test_records_share_an_address():
    for _number in range(2):
        make_area(body_tr=text(OUT))

    refresh_all()

    assert Address.objects.count() == 1
    assert Address.objects.get().uses.count() == 2


def test_a_withdrawn_record_uses_nothing():
    area = make_area(body_tr=text(OUT))
    refresh_all()

    workflow.withdraw(area, "tr", None, "Kaldırıldı.")

    assert uses(area) == set()


def test_a_deleted_record_uses_nothing():
    area = make_area(body_tr=text(OUT))
    refresh_all()

    area.delete()

    assert Use.objects.count() == 0


# ---- Where ours lead -----------------------------------------------------------------------------------------
def test_a_link_works_as_soon_as_its_record_is_published_and_breaks_when_it_is_withdrawn():
    target = make_area(reference="sport", languages=())
    make_area(body_tr=text("/r/area/sport/"))
    refresh_all()
    before = result("/r/area/sport/")

    workflow.publish(target, ["tr"], None)
    live = result("/r/area/sport/")
    workflow.withdraw(target, "tr", None, "Kaldırıldı.")

    assert before == ("broken", "unpublished")
    assert live == ("works", "")
    assert result("/r/area/sport/") == ("broken", "withdrawn")


def test_what_only_a_draft_leads_to_may_wait_to_be_published():
    make_area(reference="sport", languages=())
    draft(make_area(), {"body_tr": text("/r/area/sport/", "/r/area/nothing/")})

    assert result("/r/area/sport/") == ("unclear", "unpublished")
    assert result("/r/area/nothing/") == ("broken", "no-record")


def test_addresses_of_pages_are_followed_in_both_languages():
    topic = make_topic(slug_tr="konu", slug_en="subject", area=make_area(slug_tr="alan", slug_en="area"))
    meeting = make_meeting()
    good = [
        "/",
        "/tr/",
        "/en/meetings/",
        "/en/meetings?kind=regular",
        f"/tr/toplantilar/{meeting.slug_tr}/",
        f"/en/meetings/{meeting.slug_en}/",
        topic.get_absolute_url(),
        "/en/areas-of-cooperation/area/subject/",
        "/static/css/base.css",
        "/sitemap.xml",
        f"/r/en/meeting/{meeting.reference}/",
    ]
    bad = ["/tr/yok/", "/en/meetings/nothing/", "/tr/toplantilar/yok/", "/r/song/x/", "/r/objective/9.9.9/", "/%ff"]
    bad += ["/r/area/%00/", "//[x", "/r/objective/" + "9" * 400 + ".1/", "/tr/%2e%2e/", "/r/%ff/%ff/"]
    make_area(body_tr=text(*good, *bad))

    refresh_all()

    assert {url: result(url)[1] for url in good} == dict.fromkeys(good, "")
    assert {url: result(url)[1] for url in bad} == dict.fromkeys(bad, "no-page")


def test_an_old_address_of_a_record_still_leads_there():
    area = make_area(slug_tr="eski")
    draft(area, {"slug_tr": "yeni"})
    workflow.publish(area, ["tr"], None)
    make_area(body_tr=text("/tr/isbirligi-alanlari/eski/"))

    refresh_all()

    assert result("/tr/isbirligi-alanlari/eski/") == ("works", "")


@pytest.mark.parametrize(
    "address",
    [
        "/isbirligi-alanlari/egitim_4",
        "/tr/isbirligi-alanlari/diaspora_5/toplantilar_37",
        "/assets/vendor/kcfinder/upload/files/Isbirligi%20Protokolu%20TR(1).pdf",
        "https://www.turkkon.org/tr/isbirligi-alanlari/diaspora_5",
    ],
)
def test_addresses_of_the_previous_site_are_known_as_such(address):
    make_area(body_tr=text(address))

    refresh_all()

    assert result(address) == ("previous", "")


def test_shortened_addresses_are_known_as_such():
    make_area(body_tr=text("https://bit.ly/2zKsOoe", "https://www.tinyurl.com/x", "https://notbit.ly/x"))

    refresh_all()

    assert result("https://bit.ly/2zKsOoe") == ("shortened", "")
    assert result("https://www.tinyurl.com/x") == ("shortened", "")
    assert result("https://notbit.ly/x") == ("unchecked", "")


@pytest.mark.parametrize(
    "address", ["/" + "x" * 3000, "https://example.org/" + "ğ" * 1500, f"https://{'a' * 300}.org/", "/" + "_1/" * 600]
)
def test_no_address_is_too_long_to_be_kept_in_a_draft_or_published(address):
    area = make_area()
    draft(area, {"body_tr": text(address)})

    workflow.publish(area, ["tr"], make_user(role="editor"))

    assert type(area).objects.get(pk=area.pk).body_tr


@pytest.mark.parametrize("address", ["https://[x/", "https://[::1", "https:///x"])
def test_what_names_no_server_is_broken_at_once(address):
    make_area(body_tr=text(address))

    refresh_all()

    assert result(address) == ("broken", "invalid")


@pytest.mark.parametrize("count", [1, 3])
def test_questions_to_the_database_do_not_grow_with_records(count):
    refresh(Area, [make_area(body_tr=text("https://example.org/old")).pk])
    areas = [make_area(body_tr=text(OUT, f"https://example.org/{number}")) for number in range(count)]

    with CaptureQueriesContext(connection) as asked:
        refresh(Area, [each.pk for each in areas])

    assert len(asked) == 14
