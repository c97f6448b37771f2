import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.importers import MAX_BYTES, decode, parse
from vision.official_text import UnfitText

OWN = Path(__file__).parent / "data" / "own_vision.txt"
SHARED = Path(__file__).parents[3] / "shared"
OFFICIAL = SHARED / "seeds" / "002_fb6a8fc822acc10f.txt"
STRUCTURE = SHARED / "facts" / "vision-structure.json"
OWN_LINES = OWN.read_text(encoding="utf-8").split("\n")
FILLED = [index for index, line in enumerate(OWN_LINES) if line]


@pytest.fixture(params=[OWN, OFFICIAL], ids=["own", "official"])
def text(request):
    if not request.param.exists():
        pytest.skip("the official text is not beside this checkout (../shared/seeds)")
    return decode(request.param.read_bytes())


def own_text_with(line_number, *lines):
    changed = OWN_LINES.copy()
    changed[line_number - 1 : line_number] = lines
    return "\n".join(changed)


def own_text_without(first, last):
    return "\n".join([*OWN_LINES[: first - 1], *OWN_LINES[last:]])


def counts(declaration):
    parts = ("introductions", "formulas", "recitals", "commitments", "pillars", "sections", "objectives")
    return [len(getattr(declaration, part)) for part in parts]


def words(declaration):
    """Every text of a parsed declaration, in the order and form in which the file has them."""
    first, *formulas = declaration.formulas
    running = [declaration.title, *declaration.introductions, first, *declaration.recitals, formulas[0]]
    commitments = [f"- {commitment.text}" for commitment in declaration.commitments]
    lines = [*(passage.text for passage in running), *commitments, formulas[1].text]
    for pillar in declaration.pillars:
        lines.append(f"{pillar.number}. {pillar.title}")
        for section in pillar.sections:
            lines.append(f"- {section.mark}{section.title}{section.mark}")
            lines += [f"{objective.text} {objective.remark}".strip() for objective in section.objectives]
    return " ".join(lines)


def accepts(lines):
    try:
        return parse("\n".join(lines))
    except UnfitText:
        return None


def problems(text):
    with pytest.raises(UnfitText) as refusal:
        parse(text)
    return [str(problem) for problem in refusal.value.problems]


def test_every_part_is_counted(text):
    declaration = parse(text)

    assert counts(declaration) == [6, 3, 13, 52, 4, 18, 123]


def test_every_section_has_its_objectives(text):
    numbers = [[len(section.objectives) for section in pillar.sections] for pillar in parse(text).pillars]

    assert numbers == [[7, 3], [22, 10, 8, 7, 6, 6, 8, 4], [5, 13, 5, 3, 5, 2], [4, 5]]


def test_no_word_or_mark_of_the_file_is_lost_or_changed(text):
    lines = [line.strip() for line in text.split("\n")]

    assert words(parse(text)) == " ".join(line for line in lines if line)


def test_every_irregularity_is_told_with_its_line(text):
    told = {}
    for warning in parse(text).warnings:
        told.setdefault(warning.message % warning.values, []).append(warning.line)

    assert told == {
        "This line continues the paragraph of line 11 after a break.": [13],
        "Marked words become emphasised words.": [17],
        "The recital does not end with a semicolon.": [39],
        "The recital’s last word has an unusual form.": [41],
        "The commitment does not end with a comma.": [49, 87, 88, 104],
        "An empty line interrupts the list of commitments.": [56, 69, 84, 99],
        "The section’s title is marked with **.": [182, 204, 222, 238, 284, 296, 336, 348],
        "The section’s title is marked with *.": [386],
        "The objective does not end with a comma.": [202, 236, 384, 390, 396],
        "The objective’s last word has an unusual form.": [234, 242, 250, 280],
        "The remark (Kabul edildi) is kept apart from the objective’s text.": [328],
    }


@pytest.mark.skipif(not STRUCTURE.exists(), reason="the facts are not beside this checkout (../shared/facts)")
@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official text is not beside this checkout")
def test_titles_and_warnings_of_the_official_text_agree_with_the_facts():
    facts = json.loads(STRUCTURE.read_text(encoding="utf-8"))

    declaration = parse(decode(OFFICIAL.read_bytes()))

    titles = [section["title_tr"] for pillar in facts["pillars"] for section in pillar["sections"]]
    assert [pillar.title for pillar in declaration.pillars] == [p["title_tr"] for p in facts["pillars"]]
    assert [section.title for section in declaration.sections] == titles
    assert [warning.line for warning in declaration.warnings] == [i["line"] for i in facts["irregularities"]]


def test_paragraph_cut_by_a_page_break_is_joined():
    fourth = parse(OWN.read_text(encoding="utf-8")).introductions[3]

    assert (fourth.line, fourth.continued_on) == (11, (13,))
    assert fourth.text.endswith("kendi takvimini ve kendi uzmanlarını ortak masaya getirecektir.")


def test_paragraph_cut_twice_is_joined():
    twice = own_text_with(13, "kendi uzmanlarını", "", "ortak masaya getirecektir.")

    fourth = parse(twice).introductions[3]

    assert fourth.continued_on == (13, 15)
    assert fourth.text == parse("\n".join(OWN_LINES)).introductions[3].text


def test_remark_of_the_drafters_stands_beside_the_objective():
    objective = parse("\n".join(OWN_LINES)).pillars[2].sections[1].objectives[9]

    assert objective.text.endswith("patent masraflarını paylaşma,")
    assert objective.remark == "(Kabul edildi)"


def test_other_parentheses_stay_in_the_objective():
    text = own_text_with(140, "Ticaret evleri açma (TE)")

    objective = parse(text).objectives[11]

    assert (objective.text, objective.remark) == ("Ticaret evleri açma (TE)", "")


def test_stars_become_emphasis_and_everything_else_is_escaped():
    text = own_text_with(15, "Bir *iki üç* < dört & **beş** * altı.")

    assert parse(text).introductions[4].rich_text == "Bir <em>iki üç</em> &lt; dört &amp; <em>beş</em> * altı."


def test_forms_of_turkish_words_are_not_asked_of_an_english_text():
    text = own_text_with(19, "In this spirit, We, the Heads of State,")

    declaration = parse(text, language="en")

    assert declaration.formulas[0].text == "In this spirit, We, the Heads of State,"
    assert not [warning for warning in declaration.warnings if "last word" in warning.message]


def test_text_in_another_language_is_refused():
    text = own_text_with(19, "In this spirit, We, the Heads of State,")

    assert "21: An enacting formula is missing before this line." in problems(text)


@pytest.mark.parametrize("end", ["\r\n", "\r", " \t\n", "\u00a0\n", "\n\n", "\n \u00a0 \n"])
def test_line_ends_and_empty_lines_do_not_matter(end):
    data = ("\ufeff" + end.join(OWN_LINES) + end).encode()

    declaration = parse(decode(data))

    assert words(declaration) == words(parse("\n".join(OWN_LINES)))


def test_decomposed_letters_are_read_as_the_composed_ones():
    text = "\n".join(OWN_LINES)

    assert parse(unicodedata.normalize("NFD", text)) == parse(text)


def test_spaces_inside_a_line_stay():
    line = "Bir\u00a0cümle,  iki  boşluk,\tbir sekme ile kurma,"

    assert parse(own_text_with(140, line)).objectives[11].text == line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1: The file holds no text."),
        (" \n\u00a0\n", "1: The file holds no text."),
        (own_text_without(3, 3), "4: The title is missing before this line."),
        (own_text_without(11, 11), "12: This line continues a paragraph whose beginning is missing."),
        (own_text_without(13, 13), "11: The end of this paragraph is missing."),
        (own_text_without(19, 19), "20: An enacting formula is missing before this line."),
        (own_text_without(21, 21), "44: Recitals: 12 instead of 13."),
        (own_text_without(47, 47), "48: An enacting formula is missing before this line."),
        (own_text_without(106, 106), "107: An enacting formula is missing before this line."),
        (own_text_without(108, 108), "109: A pillar is missing before this line."),
        (own_text_without(110, 110), "111: A section is missing before this line."),
        (own_text_without(182, 202), "134: Sections of this pillar: 7 instead of 8."),
        (own_text_without(374, 396), "294: Pillars: 3 instead of 4."),
        (own_text_without(386, 396), "374: Sections of this pillar: 1 instead of 2."),
        (own_text_with(49, OWN_LINES[48], OWN_LINES[48]), "50: This line repeats line 49."),
        (own_text_with(49, OWN_LINES[48].lstrip("- ")), "49: A commitment begins with a hyphen and a space."),
        (own_text_with(31, "Bir gerekçe."), "31: A recital ends with a semicolon or a comma."),
        (own_text_with(31, "Yine Biz,"), "31: An enacting formula is out of place."),
        (own_text_with(118, "Bir amaç:"), "118: An enacting formula is out of place."),
        (own_text_with(110, "- Siyasi İşbirliği,"), "110: The title of a section ends without a mark."),
        (
            own_text_with(120, OWN_LINES[119], "Bir amaç daha ekleme,"),
            "110: Objectives of this section: 8 instead of 7.",
        ),
        (
            own_text_with(134, "3. Ekonomik ve Sektörel İşbirliği"),
            "134: Pillar 3 stands where pillar 2 should stand.",
        ),
        (own_text_with(118, "Bir amaç\x00 ekleme,"), "118: This line holds characters that are not text."),
        (own_text_with(182, "- " + "ş" * 201), "182: This title is longer than 200 characters."),
        (own_text_with(118, "- 12 -"), "118: This line holds no words."),
    ],
)
def test_text_that_does_not_fit_is_refused_with_the_line(text, expected):
    assert expected in problems(text)


def test_problems_come_in_the_order_of_the_lines():
    text = own_text_with(396, "3. Ekler").replace("Bu düşüncelerle", "Bu düşünce:")

    lines = [int(problem.split(":")[0]) for problem in problems(text)]

    assert lines == sorted(lines)
    assert len(lines) > 1


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (OWN.read_bytes()[:3000] + b"\xff", "52: The file is not text in UTF-8."),
        ("Bir\nİki\nÜç".encode("iso-8859-9"), "2: The file is not text in UTF-8."),
        ("Türkçe".encode("utf-16"), "1: The file is not text in UTF-8."),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x87", "1: The file is not text in UTF-8."),
        (b" " * (MAX_BYTES + 1), "1: The file is larger than 1000000 bytes."),
    ],
)
def test_bytes_that_are_no_text_are_refused(data, expected):
    with pytest.raises(UnfitText) as refusal:
        decode(data)

    assert str(refusal.value) == expected


def test_no_single_line_may_be_lost():
    accepted = [index + 1 for index in FILLED if accepts(OWN_LINES[:index] + OWN_LINES[index + 1 :])]

    assert accepted == []


def test_no_single_line_may_be_doubled():
    accepted = [index + 1 for index in FILLED if accepts(OWN_LINES[: index + 1] + OWN_LINES[index:])]

    assert accepted == []


edits = st.tuples(
    st.sampled_from(["lose", "double", "move", "empty", "cut"]),
    st.sampled_from(FILLED),
    st.sampled_from(FILLED),
)


def edited(lines, edit):
    act, here, there = edit
    here, there = here % len(lines), there % len(lines)
    match act:
        case "lose":
            return lines[:here] + lines[here + 1 :]
        case "double":
            return [*lines[:there], lines[here], *lines[there:]]
        case "move":
            rest = lines[:here] + lines[here + 1 :]
            return [*rest[:there], lines[here], *rest[there:]]
        case "empty":
            return [*lines[:here], "", *lines[here:]]
        case _:
            middle = len(lines[here]) // 2
            return [*lines[:here], lines[here][:middle], lines[here][middle:], *lines[here + 1 :]]


@given(st.lists(edits, min_size=1, max_size=4))
def test_damaged_text_is_refused_or_read_whole(changes):
    lines = OWN_LINES
    for change in changes:
        lines = edited(lines, change)

    declaration = accepts(lines)

    if declaration:
        assert counts(declaration) == [6, 3, 13, 52, 4, 18, 123]
        assert words(declaration) == " ".join(line.strip() for line in lines if line.strip())


@given(st.binary() | st.text().map(str.encode))
def test_nothing_but_a_refusal_comes_from_any_other_file(data):
    with pytest.raises(UnfitText) as refusal:
        parse(decode(data))

    assert all(problem.line >= 1 for problem in refusal.value.problems)
