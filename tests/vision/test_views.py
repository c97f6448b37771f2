import re
from datetime import date, timedelta

import pytest
from django.utils.translation import gettext, override

from ots_portal.listing.paging import PAGE_SIZE
from ots_portal.publishing import workflow
from tests import factories
from vision.models import Commitment, Formula, Introduction, Recital

pytestmark = pytest.mark.django_db


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def listed(text, kind):
    return re.findall(rf'data-type="{kind}" data-reference="([^"]+)"', text)


def make_text(declaration, *, paragraphs=1):
    for number in range(1, paragraphs + 1):
        Introduction.objects.create(declaration=declaration, position=number, text_tr=f"<p>Giriş {number}</p>")
        Recital.objects.create(declaration=declaration, number=number, text_tr=f"<p>Gerekçe {number}</p>")
        Commitment.objects.create(declaration=declaration, number=number, text_tr=f"Taahhüt {number}")


def test_the_declaration_is_read_in_its_order_with_a_place_for_every_paragraph(client):
    declaration = factories.make_declaration()
    make_text(declaration, paragraphs=2)
    for place in Formula.Place.values:
        Formula.objects.create(declaration=declaration, place=place, text_tr=f"<p>Söz {place}</p>")

    text = text_of(client, "/tr/vizyon-2040/")

    order = ["Giriş 1", "Giriş 2", "Söz recitals", 'id="r1"', "Gerekçe 1", 'id="r2"', "Söz commitments"]
    order += ['id="c1"', "Taahhüt 1", 'id="c2"', "Taahhüt 2", "Söz pillars"]
    assert [text.index(each) for each in order] == sorted(text.index(each) for each in order)


def test_the_declaration_leads_to_the_page_that_explains_it_while_readers_may_see_it(client):
    factories.make_declaration()
    factories.make_page(reference="accessibility", title_en="Something else")
    page = factories.make_page(reference="what-the-vision-is", title_en="What it is", slug_en="what-it-is")

    text = text_of(client, "/en/vision-2040/")

    assert re.findall(r'In short: <a href="([^"]+)">([^<]+)<', text) == [("/en/page/what-it-is/", "What it is")]
    workflow.withdraw(page, "tr", None, "Nothing yet.")
    assert "In short" not in text_of(client, "/en/vision-2040/")


def test_the_declaration_shows_pillars_with_a_star_an_objective(client):
    objective = factories.make_objective()
    factories.make_objective(section=objective.section, number=2)

    text = text_of(client, "/en/vision-2040/")

    assert listed(text, "pillar") == ["2"]
    assert listed(text, "section") == ["2.4"]
    stars = re.search(r'pillar-section.*?<path d="([^"]*)"', text, re.S)[1]
    assert stars.count("z") == 2


def test_wording_is_said_once_where_all_share_it_and_at_each_where_they_differ(client):
    objective = factories.make_objective(wording_tr="summary", wording_en="summary")
    address = "/en" + objective.section.get_absolute_url()[3:].replace("vizyon-2040", "vision-2040")
    english = client.get(address, follow=True).redirect_chain[-1][0]

    assert text_of(client, english).count("Wording: summary") == 1
    factories.make_objective(
        section=objective.section, number=2, text_en=None, wording_tr="official", wording_en="summary"
    )
    text = text_of(client, english)
    assert re.findall(r"Wording: ([^<]+)<", text) == ["summary", "official text"]


def test_a_section_shows_its_objectives_at_their_codes_with_evidence(client):
    objective = factories.make_objective(text_tr="Ortak piyasa")
    meeting = factories.make_meeting(title_tr="Sekizinci toplantı")
    factories.make_evidence(objective=objective, meeting=meeting, note_tr="Enerji konuşuldu", basis="judged")

    text = text_of(client, objective.section.get_absolute_url())

    assert 'id="2.4.1"' in text
    assert listed(text, "objective") == ["2.4.1"]
    assert "Ortak piyasa" in text
    assert f'<a href="{meeting.get_absolute_url()}">Sekizinci toplantı</a>' in text
    assert "Enerji konuşuldu" in text


@pytest.mark.parametrize("language", ["tr", "en"])
def test_of_much_evidence_an_objective_shows_the_latest_and_leads_to_all(client, language):
    objective, series = factories.make_objective(), factories.make_series()
    factories.make_objective(section=objective.section, number=2)
    for number in range(PAGE_SIZE + 2):
        values = {"title_tr": f"Toplantı {number:02}", "title_en": f"Meeting {number:02}"}
        start = date(2022, 1, 1) + timedelta(days=number)
        meeting = factories.make_meeting(series=series, start=start, **values)
        factories.make_evidence(objective=objective, meeting=meeting)
    factories.make_evidence(objective=objective, meeting=factories.make_meeting(languages=()))

    with override(language):
        html = text_of(client, objective.section.get_absolute_url())
        told = gettext("Only the latest %(number)s of %(total)s are shown here.") % {"number": 25, "total": 27}

    shown = [f"{number:02}" for number in reversed(range(2, PAGE_SIZE + 2))]
    assert re.findall(r"<a[^>]*>(?:Toplantı|Meeting) (\d\d)</a>", html) == shown
    assert html.count(told) == 1
    link = re.search(r'href="([^"]*\?objective=2.4.1)"', html)[1]
    assert listed(text_of(client, f"{link}&page=2"), "meeting") == [
        meeting.reference for meeting in series.meetings.order_by("-start")[PAGE_SIZE:]
    ]


def test_objectives_that_readers_may_not_see_choose_no_meetings(client):
    factories.make_objective(section=factories.make_section(languages=()))
    factories.make_meeting(reference="there")

    html = text_of(client, "/en/meetings/?objective=2.4.1&objective=9")

    assert listed(html, "meeting") == ["there"]
    assert html.count("is not known here and was ignored.") == 2


def test_a_section_leads_to_its_neighbours(client):
    pillar = factories.make_pillar()
    sections = [
        factories.make_section(pillar=pillar, number=number, reference=f"2.{number}", title_en=f"Part {number}")
        for number in (1, 2, 3)
    ]

    text = text_of(client, sections[1].get_absolute_url())

    sequence = re.search(r'<ul class="sequence">(.*?)</ul>', text, re.S)[1]
    assert re.findall(r'href="([^"]+)"', sequence) == [sections[0].get_absolute_url(), sections[2].get_absolute_url()]


def test_a_pillar_lists_its_sections_in_order(client):
    pillar = factories.make_pillar()
    factories.make_section(pillar=pillar, number=2, reference="2.2")
    factories.make_section(pillar=pillar, number=1, reference="2.1")
    factories.make_section(pillar=pillar, number=3, reference="2.3", languages=())

    assert listed(text_of(client, pillar.get_absolute_url()), "section") == ["2.1", "2.2"]


def test_without_a_declaration_there_is_no_page(client):
    assert client.get("/tr/vizyon-2040/").status_code == 404


def fill(declaration, pillar, numbers):
    for number in numbers:
        Introduction.objects.create(declaration=declaration, text_tr="<p>a</p>")
        Recital.objects.create(declaration=declaration, number=number, text_tr="<p>a</p>")
        commitment = Commitment.objects.create(declaration=declaration, number=number, text_tr="a")
        section = factories.make_section(pillar=pillar, number=number, reference=f"2.{number}")
        commitment.sections.add(section)
        factories.make_pillar(declaration=declaration, number=number + 10, reference=str(number + 10))


def fill_section(section, numbers):
    for number in numbers:
        objective = factories.make_objective(section=section, number=number)
        factories.make_evidence(objective=objective)
        section.areas.add(factories.make_area())
        commitment = Commitment.objects.create(declaration=section.pillar.declaration, number=number, text_tr="a")
        commitment.sections.add(section)


def test_the_declaration_needs_as_many_queries_for_three_rows_as_for_one(client, django_assert_num_queries):
    pillar = factories.make_pillar(declaration=factories.make_declaration(approved_at=factories.make_meeting()))
    fill(pillar.declaration, pillar, [1])
    client.get("/tr/vizyon-2040/")

    with django_assert_num_queries(14):
        client.get("/tr/vizyon-2040/")
    fill(pillar.declaration, pillar, [2, 3])
    with django_assert_num_queries(14):
        client.get("/tr/vizyon-2040/")


def test_a_section_needs_as_many_queries_for_three_rows_as_for_one(client, django_assert_num_queries):
    section = factories.make_section()
    fill_section(section, [1])
    client.get(section.get_absolute_url())

    with django_assert_num_queries(13):
        client.get(section.get_absolute_url())
    fill_section(section, [2, 3])
    with django_assert_num_queries(13):
        client.get(section.get_absolute_url())


def test_a_pillar_needs_as_many_queries_for_three_rows_as_for_one(client, django_assert_num_queries):
    pillar = factories.make_pillar()
    fill(pillar.declaration, pillar, [1])
    client.get(pillar.get_absolute_url())

    with django_assert_num_queries(9):
        client.get(pillar.get_absolute_url())
    fill(pillar.declaration, pillar, [2, 3])
    with django_assert_num_queries(9):
        client.get(pillar.get_absolute_url())
