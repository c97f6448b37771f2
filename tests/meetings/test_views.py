"""The public pages of meetings: the list, a meeting, a series."""

import re
from datetime import date, time, timedelta
from itertools import count
from string import ascii_lowercase

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperation.models import OrganisationName
from meetings.models import AgendaItem, CountClaim, Outcome, Participation
from ots_portal.partial_dates import PartialDate
from ots_portal.publishing.models import Link, SourceNote, Variant
from tests.factories import (
    make_area,
    make_city,
    make_country,
    make_document,
    make_evidence,
    make_institution,
    make_meeting,
    make_objective,
    make_person,
    make_section,
    make_series,
    make_state,
    make_topic,
)
from vision.models import Section

pytestmark = pytest.mark.django_db

LIST = {"tr": "/tr/toplantilar/", "en": "/en/meetings/"}


def list_page(client, query="", language="tr"):
    page = client.get(f"{LIST[language]}?{query}")
    assert page.status_code == 200
    return page.content.decode()


def detail_page(client, record, language="tr"):
    with_language = {"tr": "toplantilar", "en": "meetings"}[language]
    infix = {"tr": "dizi/", "en": "series/"}[language] if record._meta.model_name == "series" else ""
    page = client.get(f"/{language}/{with_language}/{infix}{record.slug_in(language)}/")
    assert page.status_code == 200
    return page.content.decode()


def rows(html):
    return re.findall(r'<article class="meeting-row" data-type="meeting" data-reference="([^"]+)"', html)


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def part(html, name):
    """The words of one section of a page, without its mark-up."""
    found = re.search(rf'<section class="split" id="{name}">(.*?)</section>', html, re.S)
    return plain(found[1]) if found else ""


def hidden(state):
    """The values of a record that readers may not see."""
    if state == "draft":
        return {"languages": ()}
    now = timezone.now()
    return {"withdrawn_at_tr": now, "withdrawn_at_en": now}


# ---- The list


def test_the_list_shows_meetings_newest_first_under_their_years_and_undated_ones_below(client):
    series = make_series()
    make_meeting(reference="first", series=series, ordinal=1, precision="year", start=date(2011, 1, 1))
    make_meeting(reference="second", series=series, ordinal=2, precision="none")
    make_meeting(reference="third", series=series, ordinal=3, start=date(2022, 11, 11))
    make_meeting(reference="fourth", series=series, ordinal=4, start=date(2022, 12, 1))
    series.refresh_sort_dates()

    html = list_page(client, language="en")

    assert rows(html) == ["fourth", "third", "first", "second"]
    assert re.findall(r'class="year-head">(.*?)<', html) == ["2022", "2011", "Date not recorded"]
    assert "2011-01-02" not in html


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_hidden_meetings_are_in_no_list(client, state):
    series = make_series()
    meeting = make_meeting(title_tr="Gizli", title_en="Secret", series=series, city=make_city(), **hidden(state))
    meeting.also_in.add(make_series(reference="other"))

    pages = [list_page(client, "series=other", language) + detail_page(client, series, language) for language in LIST]

    assert [("Gizli" in html or "Secret" in html) for html in pages] == [False, False]


def test_the_list_is_cut_into_pages_that_keep_the_query(client):
    city = make_city(reference="istanbul")
    for number in range(51):
        make_meeting(reference=f"m-{number:02}", city=city, start=date(2022, 1, 1) + timedelta(days=number))

    second = list_page(client, "city=istanbul&page=2", "en")

    assert rows(second) == [f"m-{number:02}" for number in range(25, 0, -1)]
    assert "51 meetings" in plain(second)
    assert "Page 2 of 3" in plain(second)
    assert re.findall(r'<a class="facet" href="([^"]+)"', second) == [
        "/en/meetings/?city=istanbul",
        "/en/meetings/?city=istanbul&amp;page=2",
        "/en/meetings/?city=istanbul&amp;page=3",
    ]
    assert "/en/meetings/?city=istanbul&amp;page=2" in re.search(r'rel="canonical" href="([^"]+)"', second)[1]
    assert rows(list_page(client, "city=istanbul&page=99")) == ["m-00"]


def test_the_language_switch_keeps_the_query(client):
    html = list_page(client, "kind=extraordinary&page=1")

    assert 'href="/en/meetings/?kind=extraordinary&amp;page=1" hreflang="en"' in html


def test_an_empty_selection_says_how_to_go_on(client):
    make_meeting(reference="undated", precision="none", city=make_city(reference="shusha", name_en="Shusha"))

    html = list_page(client, "city=shusha&year=2021", "en")

    assert rows(html) == []
    assert "0 meetings" in plain(html)
    assert "No meeting fits this choice" in html
    assert "Meetings whose date is not recorded stand under no year." in html
    assert '<a href="/en/meetings/?city=shusha">without “Year: 2021”</a>' in html


def test_an_empty_portal_says_so(client):
    assert "No meeting has been published yet." in list_page(client, language="en")


def test_the_english_list_marks_what_is_only_in_turkish(client):
    make_meeting(title_tr="Onuncu Zirve", title_en=None, languages=["tr"], reference="tr-only")

    html = list_page(client, language="en")

    assert '<span lang="tr">Onuncu Zirve</span>' in html
    assert '<span class="tag">in Turkish</span>' in html


def test_planned_meetings_whose_time_is_over_say_that_no_outcome_is_recorded(client):
    make_meeting(status="planned", start=timezone.localdate() - timedelta(days=2))
    make_meeting(status="planned", precision="none")
    make_meeting(status="planned", start=timezone.localdate() + timedelta(days=2))

    text = plain(list_page(client, language="en"))

    assert text.count("Planned, no outcome recorded") == 2


# ---- A meeting


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"start": date(2022, 10, 17)}, '<time datetime="2022-10-17">17 October 2022</time>'),
        (
            {"start": date(2019, 5, 12), "end": date(2019, 5, 26)},
            '<time datetime="2019-05-12">12–26 May 2019</time>',
        ),
        (
            {"precision": "month", "start": date(2019, 10, 1)},
            '<time datetime="2019-10">October 2019</time> <small>only the month known</small>',
        ),
        (
            {"precision": "year", "start": date(2011, 1, 1)},
            '<time datetime="2011">2011</time> <small>only the year known</small>',
        ),
        ({"precision": "none"}, "Date not recorded"),
        (
            {"start": date(2022, 10, 17), "start_time": time(10), "end_time": time(12, 30)},
            '<time datetime="2022-10-17">17 October 2022</time> <small>10:00–12:30, local time</small>',
        ),
    ],
)
def test_the_date_is_as_precise_as_it_is_known(client, values, expected):
    html = detail_page(client, make_meeting(**values), "en")

    assert f"<dt>When</dt><dd>{expected}</dd>" in html


def facts(html):
    return dict(re.findall(r"<div><dt>([^<]+)</dt><dd>(.*?)</dd>", html, re.S))


def test_the_facts_name_place_kind_and_ordinal(client):
    city = make_city(name_en="Istanbul", country=make_country(name_en="Türkiye"))
    meeting = make_meeting(
        city=city, venue_tr="Saray", venue_en="Palace", kind="extraordinary", ordinal=2, is_ordinal_stated=False
    )

    found = facts(detail_page(client, meeting, "en"))

    assert plain(found["Where"]) == "Istanbul, Türkiye Palace in person"
    assert plain(found["Kind"]) == (
        "Extraordinary no. 2 of this kind in its series (inferred, not stated in the source)"
    )


def test_a_videoconference_has_no_place(client):
    found = facts(detail_page(client, make_meeting(format="video"), "en"))

    assert plain(found["Where"]) == "Videoconference"


def test_the_name_of_the_organisation_is_the_one_of_the_time(client):
    OrganisationName.objects.create(name_tr="Türk Konseyi", name_en="Turkic Council", valid_until=PartialDate(2021))
    OrganisationName.objects.create(name_tr="Türk Keneşi", name_en="Turkic Council", valid_until=PartialDate(2021))
    OrganisationName.objects.create(
        name_tr="Türk Devletleri Teşkilatı", name_en="Organization of Turkic States", valid_from=PartialDate(2021)
    )
    old, new = make_meeting(start=date(2018, 11, 8)), make_meeting(start=date(2022, 1, 11))
    same_year, undated = make_meeting(start=date(2021, 9, 27)), make_meeting(precision="none")

    name = "Name of the organisation then"
    pages = [facts(detail_page(client, each, "en")) for each in (new, same_year, undated)]

    assert plain(facts(detail_page(client, old, "en"))[name]) == "Turkic Council today: Organization of Turkic States"
    assert "Türk Konseyi / Türk Keneşi" in plain(detail_page(client, old, "tr"))
    assert [name in page for page in pages] == [False, False, False]


def test_outcomes_tell_kind_document_membership_follow_up_and_fulfilment(client):
    state = make_state(name_tr="Türkmenistan", name_en="Turkmenistan")
    outcome = Outcome.objects.create(
        meeting=make_meeting(),
        kind="document-signed",
        text_tr="Strateji imzalandı",
        text_en="Strategy signed",
        document=make_document(title_tr="Strateji", title_en="Strategy"),
        membership=state.memberships.create(kind="observer"),
        follow_up="done",
        fulfilled_by=make_meeting(title_tr="Sonraki", title_en="Later one"),
    )

    words = part(detail_page(client, outcome.meeting, "en"), "outcomes")

    assert words == (
        "What came out 1 outcome Strategy signed Document signed Strategy "
        "Observer state: Turkmenistan Follow-up: done Fulfilled by: Later one"
    )


def test_participants_stand_by_role_in_the_office_of_the_time(client):
    meeting = make_meeting()
    people = [("participant", "Kaletayev"), ("host", "Amreyev"), ("received-by", "Oktay"), ("participant", "Eren")]
    for position, (role, name) in enumerate(people):
        Participation.objects.create(
            meeting=meeting,
            role=role,
            person=make_person(name=name),
            office_tr=f"Görev {position}",
            office_en=f"Office {position}",
            position=position,
        )

    assert part(detail_page(client, meeting, "en"), "participants") == (
        "Who took part With their offices of that time "
        "Hosted by Amreyev Office 1 Took part Kaletayev Office 0 Eren Office 3 Received by Oktay Office 2"
    )


def test_evidence_names_the_objective_and_on_whose_word(client):
    section = make_section()
    later, earlier = make_objective(section=section, number=10), make_objective(section=section, number=2)
    meeting = make_meeting()
    make_evidence(objective=later, meeting=meeting)
    make_evidence(objective=earlier, meeting=meeting, note_tr="Not", note_en="It says so")

    html = detail_page(client, meeting, "en")

    assert re.findall(r'data-type="objective" data-reference="([^"]+)"', html) == ["2.4.2", "2.4.10"]
    assert "The editors' judgement. It says so" in part(html, "vision").replace("&#x27;", "'")


def test_same_days_and_neighbours_stand_around_a_meeting(client):
    series = make_series()
    make_meeting(reference="before", series=series, ordinal=1, start=date(2019, 10, 2))
    meeting = make_meeting(reference="it", series=series, ordinal=2, start=date(2019, 10, 3), end=date(2019, 10, 4))
    make_meeting(reference="after", series=series, ordinal=3, precision="none", status="planned")
    make_meeting(reference="same-day", start=date(2019, 10, 4))
    make_meeting(reference="same-month", precision="month", start=date(2019, 10, 1))
    make_meeting(reference="hidden", series=series, ordinal=4, start=date(2019, 10, 4), languages=())
    series.refresh_sort_dates()

    html = detail_page(client, meeting)

    assert re.findall(r'data-sequence="(\w+)">.*?data-reference="([^"]+)"', html, re.S) == [
        ("before", "before"),
        ("after", "after"),
    ]
    assert rows(html) == ["same-day"]


def test_a_meeting_without_neighbours_shows_none(client):
    html = detail_page(client, make_meeting(precision="none"))

    assert (part(html, "sequence"), part(html, "same-days")) == ("", "")


def test_what_is_not_recorded_is_said(client):
    held = make_meeting(reference="zirve-2", precision="none")
    planned = make_meeting(status="planned", city=make_city())
    Link.objects.create(record=planned, address="https://bit.ly/x", label_tr="Video", result="shortened")

    assert "Not recorded: date, place, agenda, participants, outcomes." in part(
        detail_page(client, held, "en"), "missing"
    ).replace(" ,", ",").replace(" .", ".")
    assert "verified target of a link" in part(detail_page(client, planned, "en"), "missing")


def test_the_citation_holds_an_address_that_never_changes(client, settings):
    settings.ORIGIN = "https://ots.example"
    meeting = make_meeting(
        reference="dia-3", title_en="Third Meeting", city=make_city(name_en="Ankara"), start=date(2018, 11, 8)
    )

    assert part(detail_page(client, meeting, "en"), "citation") == (
        "How to cite Organization of Turkic States, “Third Meeting”, Ankara, 8 November 2018, "
        "https://ots.example/r/meeting/dia-3/"
    )


def test_sources_and_the_value_not_chosen_are_shown(client):
    meeting = make_meeting(start=date(2020, 2, 6))
    SourceNote.objects.create(record=meeting, source="Alanlar", path="start", phrase="6 Şubat 2020")
    Variant.objects.create(record=meeting, path="start", value="2020-02-20", source="DBK")

    words = part(detail_page(client, meeting, "en"), "sources")

    assert "6 February 2020 ; other value: 20 February 2020" in words
    assert "6 Şubat 2020" in words


def everything_linked(state):
    """A readable meeting that refers to one hidden record of every type, each named Gizli."""
    name = {"name_tr": "Gizli", "name_en": "Gizli"}
    title = {"title_tr": "Gizli", "title_en": "Gizli"}
    meeting = make_meeting(series=make_series(**name, **hidden(state)))
    meeting.also_in.add(make_series(**name, **hidden(state)))
    meeting.areas.add(make_area(**name, **hidden(state)))
    meeting.topics.add(make_topic(**name, **hidden(state)), make_topic(**name, area=make_area(**hidden(state))))
    meeting.documents.add(make_document(**title, **hidden(state)))
    for who in (
        {"person": make_person(name="Gizli", **hidden(state))},
        {"institution": make_institution(**name, **hidden(state))},
        {"state": make_state(**name, **hidden(state))},
    ):
        Participation.objects.create(meeting=meeting, **who)
    Outcome.objects.create(
        meeting=meeting,
        kind="decision",
        text_tr="Karar",
        document=make_document(**title, **hidden(state)),
        membership=make_state(**name, country=make_country(code="az"), **hidden(state)).memberships.create(
            kind="guest"
        ),
        fulfilled_by=make_meeting(**title, series=meeting.series, **hidden(state)),
    )
    section = make_section(**title, **hidden(state))
    make_evidence(objective=make_objective(section=section, text_tr="Gizli"), meeting=meeting)
    return meeting


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_hidden_records_are_named_on_no_page_of_a_meeting(client, state):
    meeting = everything_linked(state)

    pages = [detail_page(client, meeting, language) + list_page(client, language=language) for language in LIST]

    assert ["Gizli" in html for html in pages] == [False, False]


def test_a_draft_has_no_page_and_a_withdrawn_one_says_so(client):
    draft, withdrawn = make_meeting(languages=()), make_meeting(title_tr="Eski", **hidden("withdrawn"))

    assert client.get(f"/tr/toplantilar/{draft.slug_tr}/").status_code == 404
    assert client.get(f"/tr/toplantilar/{withdrawn.slug_tr}/").status_code == 410


def test_another_languages_address_leads_to_the_own_one(client):
    meeting = make_meeting(title_tr="Zirve", title_en="Summit")

    page = client.get("/tr/toplantilar/summit/")

    assert (page.status_code, page.url) == (301, f"/tr/toplantilar/{meeting.slug_tr}/")


def test_an_english_page_without_english_shows_the_turkish_marked(client):
    meeting = make_meeting(title_tr="Zirve", title_en=None, languages=["tr"])
    AgendaItem.objects.create(meeting=meeting, text_tr="Gündem maddesi", text_en="Unpublished item")

    html = detail_page(client, meeting, "en")

    assert '<h1><span lang="tr">Zirve</span></h1>' in html
    assert '<li><span lang="tr">Gündem maddesi</span></li>' in html
    assert "Unpublished item" not in html
    assert re.search(r'rel="canonical" href="[^"]*/tr/toplantilar/zirve/"', html)
    assert 'rel="alternate"' not in html


# ---- A series


def test_a_series_compares_what_it_records_with_what_is_reported(client):
    series = make_series(periodicity_tr="her yıl", periodicity_en="every year", level="ministers")
    make_meeting(series=series)
    make_meeting(series=series)
    make_meeting(series=series, status="planned")
    make_meeting().also_in.add(series)
    CountClaim.objects.create(series=series, count=8, as_of=PartialDate(2022, 11), is_as_of_inferred=True)
    CountClaim.objects.create(series=series, count=25, is_more_than=True, as_of=PartialDate(2021, 11, 12), position=1)

    html = detail_page(client, series, "en")

    assert part(html, "counts") == (
        "Number of meetings Counted are meetings held whose main series this is. "
        "2 recorded of 8 reported, as of November 2022 (date inferred) "
        "2 recorded of more than 25 reported, as of 12 November 2021"
    )
    assert plain(facts(html)["How often"]) == "every year as the source claims"


def test_a_series_lists_its_meetings_newest_first_and_marks_those_of_another_one(client):
    series = make_series(name_en="Ministers of Health")
    make_meeting(reference="hm-1", series=series, start=date(2020, 4, 28))
    make_meeting(reference="hsg-4", start=date(2020, 10, 30)).also_in.add(series)

    html = detail_page(client, series, "en")

    assert rows(html) == ["hsg-4", "hm-1"]
    assert part(html, "meetings").count("also part of: Ministers of Health") == 1


def test_a_series_names_its_next_meeting(client):
    series, today = make_series(), timezone.localdate()
    make_meeting(reference="past", series=series, status="planned", start=today - timedelta(days=1))
    make_meeting(reference="later", series=series, status="planned", start=today + timedelta(days=9))
    make_meeting(reference="next", series=series, status="planned", start=today + timedelta(days=1))

    html = detail_page(client, series)

    assert re.search(r'id="next">.*?data-reference="([^"]+)"', html, re.S)[1] == "next"


def test_a_series_without_meetings_says_so(client):
    html = detail_page(client, make_series(topic=make_topic(name_en="Customs")), "en")

    assert "No meeting of this series is recorded" in html
    assert plain(facts(html)["Topic"]).startswith("Customs")


# ---- Cost


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


numbers = count(1)
codes = (f"{first}{second}" for first in "qwx" for second in ascii_lowercase)


def full_meeting(series, number):
    """A meeting with every part, of which there are as many as the number."""
    meeting = make_meeting(series=series, start=date(2022, 1, 1), city=make_city(), theme_tr="Tema", body_tr="<p>x</p>")
    for _each in range(number):
        person, document = make_person(), make_document()
        AgendaItem.objects.create(meeting=meeting, text_tr="Madde")
        Participation.objects.create(meeting=meeting, person=person, office_tr="Görev")
        Participation.objects.create(meeting=meeting, institution=make_institution())
        membership = make_state(country=make_country(code=next(codes))).memberships.create(kind="member")
        Outcome.objects.create(
            meeting=meeting,
            kind="decision",
            text_tr="Karar",
            document=document,
            membership=membership,
            fulfilled_by=make_meeting(series=series),
        )
        meeting.documents.add(make_document())
        meeting.areas.add(make_area())
        meeting.topics.add(make_topic())
        meeting.also_in.add(make_series())
        Link.objects.create(record=meeting, address="https://example.org", label_tr="Bağ")
        SourceNote.objects.create(record=meeting, source="Sayfa", note_tr="Not")
        Variant.objects.create(record=meeting, path="start", value="2020", note_tr="Not")
        make_evidence(
            objective=make_objective(section=Section.objects.first() or make_section(), number=next(numbers)),
            meeting=meeting,
        )
        make_meeting(start=date(2022, 1, 1), city=make_city())
    return meeting


@pytest.mark.parametrize("language", LIST)
def test_a_list_costs_the_same_whatever_it_holds(client, language):
    series = make_series(reference="cfm")
    full_meeting(series, 1)
    address = f"{LIST[language]}?series=cfm"
    with_one = queries_of(client, address)

    for _each in range(2):
        make_meeting(series=series, city=make_city()).also_in.add(make_series())

    assert queries_of(client, address) == with_one
    assert with_one <= 12


def test_a_meeting_costs_the_same_whatever_it_holds(client):
    with_one = queries_of(client, full_meeting(make_series(), 1).get_absolute_url())

    with_three = queries_of(client, full_meeting(make_series(), 3).get_absolute_url())

    assert with_three == with_one
    assert with_one <= 16


def test_a_series_costs_the_same_whatever_it_holds(client):
    series = make_series(topic=make_topic())
    make_meeting(series=series, city=make_city()).also_in.add(series)
    CountClaim.objects.create(series=series, count=8, as_of=PartialDate(2022), note_tr="Not")
    with_one = queries_of(client, series.get_absolute_url())

    for _each in range(2):
        make_meeting(series=series, city=make_city()).also_in.add(series)
        CountClaim.objects.create(series=series, count=8, as_of=PartialDate(2022), note_tr="Not")

    assert queries_of(client, series.get_absolute_url()) == with_one
    assert with_one <= 16
