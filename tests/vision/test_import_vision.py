from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from ots_portal import richtext
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.models import Draft
from ots_portal.publishing.publishable import State
from tests.factories import make_admin, make_area, make_declaration, make_objective, make_pillar, make_section
from tests.publishing.drafting_acts import draft
from vision.importers import OPENING, decode, parse
from vision.models import (
    Commitment,
    Declaration,
    Formula,
    Introduction,
    Objective,
    Pillar,
    Recital,
    Section,
)

pytestmark = pytest.mark.django_db

OWN = Path(__file__).parent / "data" / "own_vision.txt"
OFFICIAL = Path(__file__).parents[3] / "shared" / "seeds" / "002_fb6a8fc822acc10f.txt"
RECORDS = [Declaration, Pillar, Section]
PARTS = [Introduction, Formula, Recital, Commitment, Objective]
LONG_AGO = datetime(2021, 11, 12, tzinfo=UTC)


@pytest.fixture(params=[OWN, OFFICIAL], ids=["own", "official"])
def file(request):
    if not request.param.exists():
        pytest.skip("the official text is not beside this checkout (../shared/seeds)")
    return request.param


@pytest.fixture
def changed_file(tmp_path):
    """A function that writes the own text with some lines changed, {number: line}."""

    def write(changes):
        lines = OWN.read_text(encoding="utf-8").split("\n")
        for number, line in changes.items():
            lines[number - 1] = line
        file = tmp_path / "vision.txt"
        file.write_text("\n".join(lines), encoding="utf-8")
        return file

    return write


@pytest.fixture
def english_file(changed_file):
    return changed_file({19: "In this spirit, We, the Heads of State,", 138: "Open trading houses,"})


def import_vision(file=OWN, language="tr", **options):
    out = StringIO()
    with translation.override("en"):
        call_command("import_vision", str(file), language=language, stdout=out, **options)
    return out.getvalue().splitlines()


def refusal(*arguments, **options):
    with pytest.raises(CommandError) as error:
        import_vision(*arguments, **options)
    return str(error.value).splitlines()


def stored_rows():
    """Every column of every row of the Vision, read past the models."""
    rows = {}
    with connection.cursor() as cursor:
        for model in RECORDS + PARTS:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY id')
            rows[model] = cursor.fetchall()
    return rows


def texts(model):
    return list(model.objects.values_list("text_tr", flat=True))


def states(language="tr"):
    return {record.state_in(language) for model in RECORDS for record in model.objects.all()}


def test_every_part_becomes_a_row(file):
    import_vision(file)

    counts = {model: model.objects.count() for model in RECORDS + PARTS}
    assert list(counts.values()) == [1, 4, 18, 6, 3, 13, 52, 123]


def test_counts_warnings_and_result_are_told(file):
    told = import_vision(file)

    assert told[:9] == [
        "Introduction paragraphs: 6",
        "Enacting formulas: 3",
        "Recitals: 13",
        "Commitments: 52",
        "Pillars: 4",
        "Sections: 18",
        "Objectives: 123",
        "Warnings: 31",
        "Line 13: This line continues the paragraph of line 11 after a break.",
    ]
    assert told[-1] == "Added: 220, changed: 0, published: 0"
    assert len(told) == 8 + 31 + 1


def test_wording_is_stored_exactly(file):
    parsed = parse(decode(file.read_bytes()))

    import_vision(file)

    assert texts(Commitment) == [passage.text for passage in parsed.commitments]
    for model, passages in (
        (Introduction, parsed.introductions),
        (Formula, parsed.formulas),
        (Recital, parsed.recitals),
    ):
        assert [richtext.as_text(text) for text in texts(model)] == [p.text.replace("*", "") for p in passages]
    stored = Objective.objects.order_by("section__pillar__number", "section__number", "number")
    assert [objective.text_tr for objective in stored] == [passage.text for passage in parsed.objectives]


def test_second_run_writes_nothing(file):
    import_vision(file, publish=True)
    before = stored_rows()

    with CaptureQueriesContext(connection) as queries:
        told = import_vision(file, publish=True)

    assert told[-1] == "Nothing changed."
    assert stored_rows() == before
    assert not [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_every_text_is_official_in_its_language_only():
    import_vision()

    for model in PARTS:
        assert set(model.objects.values_list("wording_tr", "wording_en", "text_en")) == {("official", None, None)}


def test_places_numbers_and_references_follow_the_text():
    import_vision()

    section = Section.objects.get(reference="2.4")
    assert section.title_tr == "Enerji"
    assert section.slug_tr == "enerji"
    assert section.pillar.title_tr == "Ekonomik ve Sektörel İşbirliği"
    assert section.objectives.get(number=7).code == "2.4.7"
    assert section.objectives.get(number=7).text_tr.endswith("uzman kuruluşlarla veri değişimi yapma.")
    assert [formula.place for formula in Formula.objects.order_by("position")] == Formula.Place.values
    assert Formula.objects.get(place="pillars").text_tr.endswith("görevi vermeyi kararlaştırdık:</p>")


def test_emphasis_is_rich_text():
    import_vision()

    last = Introduction.objects.get(position=6)
    assert last.text_tr.startswith("<p>Elinizdeki <em>Türk Dünyası 2040 Vizyonu</em>, dört başlık")


def test_remark_is_kept_beside_the_objective():
    import_vision()

    objective = Objective.objects.exclude(remark_tr=None).exclude(remark_tr="").get()
    assert objective.code == "3.2.10"
    assert objective.text_tr.endswith("patent masraflarını paylaşma,")
    assert objective.remark_tr == "(Kabul edildi)"


def test_remark_of_an_editor_stays():
    import_vision()
    Objective.objects.filter(section__reference="1.1", number=1).update(remark_tr="Bakınız 1.1.2")

    import_vision()

    assert Objective.objects.get(section__reference="1.1", number=1).remark_tr == "Bakınız 1.1.2"


def test_rows_that_exist_keep_their_keys_and_links():
    declaration = make_declaration()
    pillar = make_pillar(declaration=declaration, number=2, title_tr="Ekonomi")
    section = make_section(pillar=pillar, number=4, title_tr="Enerji", slug_tr="enerji-isbirligi")
    objective = make_objective(section=section, number=3)
    section.areas.add(make_area())

    told = import_vision(publish=True)

    assert told[-2:] == ["Pages that readers know, changed in drafts: 3", "Added: 216, changed: 3, published: 23"]
    section.refresh_from_db()
    assert (section.slug_tr, section.pillar_id, section.areas.count()) == ("enerji-isbirligi", pillar.pk, 1)
    assert Pillar.objects.get(number=2) == pillar
    assert Pillar.objects.get(number=2).title_tr == "Ekonomik ve Sektörel İşbirliği"
    objective.refresh_from_db()
    assert objective == section.objectives.get(number=3)
    assert objective.text_tr == "Köylerde çatı üstü güneş panellerini yaygınlaştırma,"
    assert (objective.wording_tr, objective.text_en) == ("official", "Energy objective")


def test_paragraphs_that_exist_are_matched_in_their_order():
    declaration = make_declaration()
    keys = [declaration.introductions.create(position=place, text_tr="<p>Özet</p>").pk for place in (0, 5)]

    import_vision(publish=True)

    stored = Introduction.objects.order_by("position", "id")
    assert stored.count() == 6
    assert {row.pk for row in stored} > set(keys)


def test_rows_that_the_text_does_not_hold_are_told_and_left():
    import_vision()
    declaration = Declaration.objects.get()
    declaration.recitals.create(number=14, text_tr="<p>Fazla</p>")

    told = import_vision()

    assert told[-2:] == ["Not in the text, left as it is: recital “r14”", "Nothing changed."]
    assert declaration.recitals.count() == 14


def test_only_what_differs_is_written(changed_file):
    import_vision()
    before = stored_rows()

    told = import_vision(changed_file({138: "Ortak ticaret evleri kurma,"}))

    assert told[-1] == "Added: 0, changed: 1, published: 0"
    after = stored_rows()
    assert Objective.objects.get(section__reference="2.1", number=1).text_tr == "Ortak ticaret evleri kurma,"
    assert len(set(map(str, after[Objective])) - set(map(str, before[Objective]))) == 1
    assert all(after[model] == before[model] for model in after if model is not Objective)


def test_new_records_stay_unpublished():
    import_vision()

    assert states() == {State.NEVER}


def test_publish_publishes_what_was_never_published():
    import_vision()

    told = import_vision(publish=True)

    assert told[-1] == "Added: 0, changed: 0, published: 23"
    assert states() == {State.PUBLISHED}
    assert states("en") == {State.NEVER}


def test_change_of_a_published_section_is_a_draft_until_it_is_published(changed_file):
    import_vision(publish=True)
    for model in RECORDS:
        model.objects.update(published_at_tr=LONG_AGO, changed_at_tr=LONG_AGO)
    before, file = stored_rows(), changed_file({138: "Ortak ticaret evleri kurma,"})

    told = import_vision(file)
    kept, again, published = stored_rows(), import_vision(file), import_vision(file, publish=True)

    assert told[-2:] == ["Pages that readers know, changed in drafts: 1", "Added: 0, changed: 1, published: 0"]
    assert (kept, again[-1], published[-1]) == (before, "Nothing changed.", "Added: 0, changed: 0, published: 1")
    changed = [record for model in RECORDS for record in model.objects.exclude(changed_at_tr=LONG_AGO)]
    assert [record.reference for record in changed] == ["2.1"]
    assert changed[0].published_at_tr == LONG_AGO
    assert Objective.objects.get(section__reference="2.1", number=1).text_tr == "Ortak ticaret evleri kurma,"
    assert Draft.objects.count() == 0


def test_a_corrected_file_takes_the_place_of_an_earlier_one_in_the_draft(changed_file):
    import_vision(publish=True)

    import_vision(changed_file({138: "Ortak ticaret evleri kurma,"}))
    import_vision(changed_file({138: "Ortak ticaret merkezleri kurma,"}))

    section = Section.objects.get(reference="2.1")
    assert Desk(section).built().objectives.all()[0].text_tr == "Ortak ticaret merkezleri kurma,"


def test_words_that_somebody_drafted_are_not_written_over(changed_file):
    import_vision(publish=True)
    section = Section.objects.get(reference="2.1")
    objective = section.objectives.get(number=1)
    draft(section, {f"objectives/{objective.pk}/text_tr": "Ticaret evleri,"}, make_admin())
    file, before = changed_file({138: "Ortak ticaret evleri kurma,"}), stored_rows()
    unchanged = import_vision()

    told = refusal(file)

    assert told == [
        "Someone’s draft of section “Ekonomik İşbirliği” holds other words. Publish or discard it first. "
        "Nothing was written."
    ]
    assert unchanged[-1] == "Nothing changed."
    assert (stored_rows(), Desk(section).built().objectives.all()[0].text_tr) == (before, "Ticaret evleri,")


def test_drafts_of_people_are_not_published_by_an_import(changed_file):
    import_vision(publish=True)
    section = Section.objects.get(reference="2.1")
    draft(section, {"lead_tr": "Yarım"}, make_admin())
    file, before = changed_file({138: "Ortak ticaret evleri kurma,"}), stored_rows()

    told = refusal(file, publish=True)

    assert told == [
        "People are at work on section “Ekonomik İşbirliği”. Publish it in the administration. Nothing was written."
    ]
    assert (stored_rows(), set(Desk(section).changes)) == (before, {"lead_tr"})


def test_withdrawn_record_stays_withdrawn(changed_file):
    import_vision(publish=True)
    Section.objects.filter(reference="2.1").update(withdrawn_at_tr=LONG_AGO)

    told = import_vision(changed_file({138: "Ortak ticaret evleri kurma,"}), publish=True)

    assert told[-1] == "Added: 0, changed: 1, published: 0"
    assert Section.objects.get(reference="2.1").state_in("tr") == State.WITHDRAWN


def test_english_stands_beside_turkish(english_file):
    import_vision()

    told = import_vision(english_file, "en")

    objective = Objective.objects.get(section__reference="2.1", number=1)
    assert told[-1] == "Added: 0, changed: 220, published: 0"
    assert (objective.text_tr, objective.text_en) == ("Ortak ticaret evleri açma,", "Open trading houses,")
    assert (objective.wording_tr, objective.wording_en) == ("official", "official")
    assert import_vision()[-1] == "Nothing changed."


def test_english_does_not_come_before_turkish(english_file):
    assert refusal(english_file, "en") == [
        "Import the text in the first language before another one. Nothing was written."
    ]
    assert stored_rows() == {model: [] for model in RECORDS + PARTS}


def test_failure_half_way_leaves_nothing_behind(english_file):
    import_vision()
    Objective.objects.get(section__reference="4.2", number=5).delete()
    before = stored_rows()

    refusal(english_file, "en")

    assert stored_rows() == before


def test_english_is_not_published_before_turkish(english_file):
    import_vision()
    before = stored_rows()

    told = refusal(english_file, "en", publish=True)

    assert told == ["Publish the first language before another one. Nothing was written."]
    assert stored_rows() == before


def test_text_that_does_not_fit_is_refused_with_its_lines(changed_file):
    import_vision()
    before = stored_rows()

    told = refusal(changed_file({47: "", 120: "Bir\x00 amaç,", 138: "Ortak ticaret evleri kurma,"}))

    assert told == [
        "The text does not fit the Vision; nothing was written.",
        "Line 49: An enacting formula is missing before this line.",
        "Line 106: Enacting formulas: 2 instead of 3.",
        "Line 110: Objectives of this section: 6 instead of 7.",
        "Line 120: This line holds characters that are not text.",
    ]
    assert stored_rows() == before


def test_long_list_of_problems_is_cut(tmp_path):
    file = tmp_path / "text.txt"
    file.write_text("\n".join(["Başlık", *["***"] * 100]), encoding="utf-8")

    told = refusal(file)

    assert len(told) == 1 + 40 + 1
    assert told[-1] == "And 65 more."


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "Line 1: The file holds no text."),
        ("\n\nTürkçe".encode("iso-8859-9"), "Line 3: The file is not text in UTF-8."),
        (b"x" * 1_000_001, "Line 1: The file is larger than 1000000 bytes."),
    ],
)
def test_file_that_is_no_text_is_refused(tmp_path, data, expected):
    file = tmp_path / "file"
    file.write_bytes(data)

    assert refusal(file)[1:] == [expected]


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_file_that_cannot_be_read_is_refused(tmp_path, name):
    (told,) = refusal(tmp_path / name)

    assert told.startswith("The file cannot be read: ")


def test_unknown_language_is_refused():
    (told,) = refusal(language="kk")

    assert "invalid choice: 'kk'" in told


def test_every_language_of_the_portal_can_be_read():
    assert set(OPENING) == {code for code, _name in settings.LANGUAGES}


def test_progress_is_shown_on_a_terminal_only():
    class Terminal(StringIO):
        def isatty(self):
            return True

    terminal, pipe = Terminal(), StringIO()

    import_vision(stderr=terminal)
    import_vision(stderr=pipe)

    assert len(terminal.getvalue().splitlines()) == 23
    assert "2.4 Enerji" in terminal.getvalue()
    assert pipe.getvalue() == ""
