"""What readers may not see: one unpublished and one withdrawn record of every type, linked to everything."""

import re

import pytest
from django.utils import timezone

from cooperation.models import Membership
from meetings.models import Outcome, Participation
from ots_portal.navigation import TYPES
from tests import factories
from vision.models import Commitment

pytestmark = pytest.mark.django_db

SECRET = re.compile(r"gizli|veiled|cekilmis|çekilmiş|retracted", re.IGNORECASE)


def make_set(prefix_tr, prefix_en, *, number, country, within=None, **state):
    """One record of every type; `within` is the set whose declaration and pillar it lies in."""
    names = count_up(prefix_tr, prefix_en, state)
    area = factories.make_area(**names("name"))
    topic = factories.make_topic(area=area, **names("name"))
    series = factories.make_series(topic=topic, **names("name"))
    declaration = factories.make_declaration(reference=f"declaration-{number}", **names("title"))
    pillar = factories.make_pillar(
        number=number,
        reference=str(number),
        declaration=within["declaration"] if within else declaration,
        **names("title"),
    )
    section = factories.make_section(
        number=number,
        reference=f"1.{number}",
        pillar=within["pillar"] if within else pillar,
        **names("title"),
    )
    meeting = factories.make_meeting(series=series, **names("title"))
    return {
        "area": area,
        "topic": topic,
        "series": series,
        "declaration": declaration,
        "pillar": pillar,
        "section": section,
        "meeting": meeting,
        "institution": factories.make_institution(**names("name")),
        "document": factories.make_document(**names("title")),
        "person": factories.make_person(name=f"{prefix_tr} kişi", **state),
        "state": factories.make_state(country=factories.make_country(code=country), **names("name")),
        "page": factories.make_page(**names("title")),
    }


def count_up(prefix_tr, prefix_en, state):
    numbers = iter(range(1000))

    def names(field):
        number = next(numbers)
        return {f"{field}_tr": f"{prefix_tr} {number}", f"{field}_en": f"{prefix_en} {number}"} | state

    return names


def link(shown, other):
    """Everything that can point from or to a record of the other set points there."""
    shown["topic"].institutions.add(other["institution"])
    shown["topic"].documents.add(other["document"])
    other["topic"].institutions.add(shown["institution"])
    other["topic"].documents.add(shown["document"])
    for one, two in ((shown, other), (other, shown)):
        one["document"].areas.add(two["area"])
        one["document"].parties.add(two["institution"])
        one["document"].authors.add(two["person"])
        one["meeting"].areas.add(two["area"])
        one["meeting"].topics.add(two["topic"])
        one["meeting"].documents.add(two["document"])
        one["meeting"].also_in.add(two["series"])
        one["section"].areas.add(two["area"])
        link_parts(one, two)
    factories.make_topic(area=shown["area"], name_tr="Gizli konu", name_en="Veiled topic", languages=())
    factories.make_topic(area=other["area"], name_tr="Gizli alanda konu", name_en="Topic in a veiled area")


def link_parts(one, two):
    outcome = Outcome.objects.create(
        meeting=one["meeting"], kind="document-signed", text_tr=f"Sonuç {one['area'].pk}", document=two["document"]
    )
    for kind in ("person", "institution", "state"):
        Participation.objects.create(meeting=one["meeting"], **{kind: two[kind]})
    membership = Membership.objects.create(state=one["state"], kind="member")
    Outcome.objects.filter(pk=outcome.pk).update(membership=membership)
    Outcome.objects.create(meeting=two["meeting"], kind="decision", text_tr=secret_text(two), membership=membership)
    objective = factories.make_objective(section=one["section"], number=two["area"].pk, text_tr=secret_text(one))
    factories.make_evidence(objective=objective, meeting=two["meeting"])
    commitment = Commitment.objects.create(
        declaration=one["declaration"], number=two["area"].pk, text_tr=secret_text(one)
    )
    commitment.sections.add(one["section"], two["section"])


def secret_text(records):
    return "Açık metin" if records["area"].is_readable else "Gizli metin"


@pytest.fixture
def records():
    shown = make_set("Açık", "Open", number=1, country="tr")
    hidden = make_set("Gizli", "Veiled", number=2, country="az", within=shown, languages=())
    withdrawn_at = {"withdrawn_at_tr": timezone.now(), "withdrawn_at_en": timezone.now()}
    removed = make_set("Çekilmiş", "Retracted", number=3, country="kz", within=shown, **withdrawn_at)
    for other in (hidden, removed):
        link(shown, other)
    point_at(shown, hidden)
    return {"shown": shown, "hidden": hidden, "removed": removed}


def point_at(shown, hidden):
    """Foreign keys that can hold only one record."""
    change(shown["institution"], parent_institution=hidden["institution"], successor=hidden["institution"])
    change(shown["document"], supersedes=hidden["document"])
    change(shown["declaration"], approved_at=hidden["meeting"], document=hidden["document"])
    change(hidden["institution"], parent_institution=shown["institution"])
    change(hidden["document"], supersedes=shown["document"])
    factories.make_series(topic=hidden["topic"], name_tr="Açık dizi", name_en="Open series")
    factories.make_meeting(series=hidden["series"], title_tr="Açık toplantı", title_en="Open meeting")


def change(record, **values):
    type(record).objects.filter(pk=record.pk).update(**values)


def crawled(client):
    """Every page that can be reached from the two home pages, with its text."""
    pages, waiting = {}, ["/tr/", "/en/", "/sitemap.xml"]
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        response = client.get(address)
        pages[address] = (response.status_code, response.content.decode())
        links = re.findall(r'href="(?:http://[^/]+)?(/(?:tr|en|r)/[^"#]*)', pages[address][1])
        links += re.findall(r"<loc>http://[^/]+(/[^<]*)</loc>", pages[address][1])
        waiting += [link.replace("&amp;", "&") for link in links if "yonetim" not in link]
    return pages


def test_no_page_names_what_readers_may_not_see(client, records):
    pages = crawled(client)

    leaks = {address: SECRET.findall(text) for address, (_status, text) in pages.items() if SECRET.search(text)}

    assert leaks == {}
    assert {status for status, _text in pages.values()} <= {200, 302}
    assert all(records["shown"][kind].get_absolute_url() in pages for kind in TYPES)


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind != "declaration"])
def test_an_unpublished_record_has_no_page(client, records, kind):
    response = client.get(records["hidden"][kind].get_absolute_url())

    assert response.status_code == 404
    assert not SECRET.search(response.content.decode())


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind not in {"declaration", "topic"}])
def test_a_withdrawn_record_answers_gone_and_names_only_itself(client, records, kind):
    record = records["removed"][kind]

    response = client.get(record.get_absolute_url())

    assert response.status_code == 410
    assert re.findall("<h1>(.*)</h1>", response.content.decode()) == [str(record)]


def test_a_topic_of_a_withdrawn_area_has_no_page(client, records):
    assert client.get(records["removed"]["topic"].get_absolute_url()).status_code == 404


@pytest.mark.parametrize("kind", TYPES)
def test_a_citation_of_what_was_never_published_leads_nowhere(client, records, kind):
    assert client.get(f"/r/{kind}/{records['hidden'][kind].reference}/").status_code == 404


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind not in {"declaration", "topic"}])
def test_a_citation_of_a_withdrawn_record_leads_to_its_notice(client, records, kind):
    record = records["removed"][kind]

    response = client.get(f"/r/{kind}/{record.reference}/", headers={"accept-language": "tr"}, follow=True)

    assert response.redirect_chain == [(record.get_absolute_url(), 302)]
    assert response.status_code == 410
