"""What readers come for, on the starter content: the public pages must give these answers (docs: reader journeys)."""

import re

import pytest

from tests.public_pages import facts, list_page, page_at, part, plain, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_content")]

ISTANBUL = {"hsg-4", "cfm-eo-2", "summit-8", "rc-7", "ppc-1", "cfm-eo-4"}
BAKU = {"summit-7", "cfm-2019-10-14", "cfm-eo-1", "rc-1", "rc-5", "conf-nakhchivan-10", "dia-1"}
IN_2022 = ["summit-9", "cfm-2022-11-10", "cfm-eo-4", "rc-8", "nsc-1", "ppc-1", "cfm-eo-3"]
LANGUAGES = ["tr", "en"]


def cited(client, kind, reference, language="tr"):
    """The page to which a citation leads a reader of a language."""
    page = client.get(f"/r/{kind}/{reference}/", headers={"accept-language": language}, follow=True)
    assert page.status_code == 200
    assert page.redirect_chain[-1][0].startswith(f"/{language}/")
    return page.content.decode()


def references(html, kind):
    return re.findall(rf'data-type="{kind}" data-reference="([^"]+)"', html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_1_all_extraordinary_meetings_of_the_foreign_ministers(client, language):
    html = list_page(client, "series=cfm&kind=extraordinary", language)

    assert rows(html) == ["cfm-eo-4", "cfm-eo-3", "cfm-eo-2", "cfm-eo-1"]
    assert re.findall(r'<time datetime="([^"]+)">', html) == ["2022-10-17", "2022-01-11", "2021-09-27", "2020-02-06"]


def test_1_the_other_date_in_the_sources_is_kept_with_its_source(client):
    html = cited(client, "meeting", "cfm-eo-1", "en")

    assert plain(facts(html)["When"]) == "6 February 2020"
    assert "other value: 20 February 2020" in part(html, "sources")
    assert "Dışişleri Bakanları Konseyi" in part(html, "sources")


@pytest.mark.parametrize("language", LANGUAGES)
def test_2_which_meetings_were_held_in_istanbul(client, language):
    html = list_page(client, "city=istanbul", language)

    assert set(rows(html)) == ISTANBUL
    assert len(rows(html)) == len(ISTANBUL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_3_which_meetings_were_held_in_baku(client, language):
    html = list_page(client, "city=baku", language)

    assert set(rows(html)) == BAKU
    assert len(rows(html)) == len(BAKU)


def test_4_what_the_diaspora_ministers_decided_in_2018(client):
    (meeting,) = rows(list_page(client, "series=diaspora-ministers&year=2018"))
    html = cited(client, "meeting", meeting, "en")

    assert meeting == "dia-3"
    assert (plain(facts(html)["When"]), plain(facts(html)["Where"])) == ("8 November 2018", "Ankara, Türkiye in person")
    assert "7 outcomes" in part(html, "outcomes")
    for words in (
        "Strategy",
        "Joint Action Plan",
        "Second Turkic Diaspora Forum",
        "Turkistan",
        "diaspora portal",
        "Atlas",
        "bilateral",
    ):
        assert words in part(html, "outcomes")


def test_5_which_objectives_concern_energy_and_which_meeting_served_them(client):
    energy, meeting = cited(client, "section", "2.4", "en"), cited(client, "meeting", "rc-8", "en")
    environment = cited(client, "section", "2.7", "en")

    assert references(energy, "objective") == [f"2.4.{number}" for number in range(1, 8)]
    assert re.findall(r'id="(2\.4\.\d)"(?:(?!</article>).)*?Eighth Meeting of Official', energy, re.S) == [
        "2.4.1",
        "2.4.3",
        "2.4.4",
    ]
    assert re.findall(r'id="(2\.7\.\d)"(?:(?!</article>).)*?[Ee]nergy', environment, re.S) == [
        "2.7.3",
        "2.7.4",
        "2.7.6",
        "2.7.8",
    ]
    assert references(meeting, "objective") == ["2.4.1", "2.4.3", "2.4.4"]
    assert rows(list_page(client, "pillar=2")) == ["rc-8"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_6_what_happened_in_2022(client, language):
    assert rows(list_page(client, "year=2022", language)) == IN_2022


def test_7_what_is_planned_is_over_or_undated_and_says_so(client):
    html = list_page(client, "status=planned", "en")

    assert sorted(rows(html)) == ["conf-shusha", "dia-4", "diaforum-2", "jd-7", "rc-9"]
    assert plain(html).count("Planned, no outcome recorded") == 5


def test_8_who_attended_the_ankara_meeting_of_2018_in_what_office(client):
    html = cited(client, "meeting", "dia-3", "en")

    people = part(html, "participants")
    assert len(references(html, "person")) == 9
    assert people.endswith("Received by Fuat Oktay Vice President of the Republic of Türkiye")
    assert "Abdullah Eren President of YTB" in people
    assert people.index("Hosted by Baghdad Amreyev Secretary General of the Turkic Council") < people.index("Took part")


def test_9_where_is_the_protocol_of_2013(client):
    html = cited(client, "document", "doc-mfa-protocol-2013", "en")

    assert "summit-3" in references(html, "meeting") or "Third Summit" in plain(html)
    assert "The file of this document is missing" in html


def test_10_how_many_health_meetings(client):
    counts = {name: part(cited(client, "series", name, "en"), "counts") for name in ("health-sci", "supply-chain")}
    ministers = cited(client, "series", "health-ministers", "en")

    assert "2 recorded of 8 reported, as of November 2022" in counts["health-sci"]
    assert "0 recorded of 4 reported, as of November 2022" in counts["supply-chain"]
    assert rows(ministers) == ["hsg-4", "hm-1"]
    assert "1 meeting recorded" in part(ministers, "counts")
    assert part(ministers, "meetings").count("also part of") == 1


def test_11_what_the_turkic_council_is(client):
    names = plain(page_at(client, "/en/names/"))
    then = plain(facts(cited(client, "meeting", "dia-3", "en"))["Name of the Organization at the time"])

    assert [name in names for name in ("Turkic Council", "Organization of Turkic States")] == [True, True]
    assert "Turkic Council" in then
    assert then.endswith("today: Organization of Turkic States")


def test_12_the_same_page_in_english_keeps_the_place(client):
    turkish = cited(client, "meeting", "dia-3")
    switch = re.search(r'href="([^"]+)" hreflang="en" lang="en"', turkish)[1]

    assert 'data-type="meeting" data-reference="dia-3"' in page_at(client, switch)
    assert 'hreflang="en"' in turkish
    assert (
        "year=2022&amp;city=istanbul"
        in re.search(
            r'href="(/en/meetings/[^"]+)" hreflang="en" lang="en"', list_page(client, "year=2022&city=istanbul")
        )[1]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_13_what_the_vision_says_of_the_zengezur_corridor(client, language):
    html = cited(client, "section", "2.2", language)

    assert re.findall(
        r'id="(2\.2\.\d+)"(?:(?!</article>).)*?href="#\1"(?:(?!</article>).)*?Z[ea]ngezur', html, re.S
    ) == ["2.2.10"]
