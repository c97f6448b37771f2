"""Terms as a table: out to a spreadsheet and back, with a report before anything is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import dumps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ots_portal.accounts.models import AuditEntry
from ots_portal.terms import exchange
from ots_portal.terms.models import Term
from tests.admin_pages import admin_address
from tests.factories import make_user

pytestmark = pytest.mark.django_db

HEADER = "reference,category,kind,wording_tr,wording_en"
NEW = f"{HEADER}\nsummit,meeting,must-use,zirve,summit\n"


def make_term(**values):
    return Term.objects.create(**({"reference": "baku", "category": "place", "wording_tr": "Bakü"} | values))


def written():
    """All that is stored of the terms."""
    return [tuple(getattr(term, name) for name in exchange.COLUMNS) for term in Term.objects.order_by("reference")]


def refusals(text):
    content = text if isinstance(text, bytes) else text.encode()
    return [(each.line, each.column) for each in exchange.examine(content).refusals]


def kept(text):
    report = exchange.examine(text.encode())
    exchange.keep(report, None)
    return report


# ---- Out and back --------------------------------------------------------------------------------------------
def test_what_goes_out_comes_back_as_it_was():
    make_term(also_tr="Bakû\nBaku şehri", forbidden_en="-Baku\n=1+1", note_tr='“Ünlü”; söz, "söz"', wording_en="@Baku")
    make_term(reference="summit", wording_tr="zirve", wording_en="summit", abbreviation_en="S")
    table, before = exchange.csv_of(Term.objects.all()), written()

    report = exchange.examine(table.encode())
    Term.objects.all().delete()
    kept(table)

    assert (len(report.added), len(report.changed), report.unchanged, report.refusals) == (0, 0, 2, [])
    assert written() == before


def test_no_cell_is_read_as_a_formula():
    make_term(wording_tr="=HYPERLINK(1)", also_tr="+1\n2", note_en="@x", note_tr="-3")

    cells = exchange.csv_of(Term.objects.all()).splitlines()[1].split(",")

    assert [cell for cell in cells if cell[:1] in set("=+-@\t")] == []
    assert "'=HYPERLINK(1)" in cells


def test_the_table_begins_with_the_mark_by_which_excel_knows_utf_8():
    assert exchange.csv_of([]).startswith("\ufeffreference,category,kind,status,wording_tr,")


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_excel_saves_is_understood(mark, delimiter):
    kept(mark + NEW.replace(",", delimiter).replace("\n", "\r\n"))

    assert list(Term.objects.values_list("reference", "wording_tr", "wording_en")) == [("summit", "zirve", "summit")]


# ---- Reading -------------------------------------------------------------------------------------------------
def test_columns_that_are_absent_and_terms_that_are_absent_stay_as_they_are():
    make_term(note_tr="Not", wording_en="Baku")
    make_term(reference="summit", wording_tr="zirve")

    report = kept("reference,wording_en\nbaku,Bakuu\n")

    assert [(row.term.reference, row.before) for row in report.changed] == [("baku", {"wording_en": "Baku"})]
    assert report.changed[0].differences[0][1:] == ("Baku", "Bakuu")
    assert list(Term.objects.order_by("reference").values_list("wording_en", "note_tr")) == [
        ("Bakuu", "Not"),
        (None, None),
    ]


def test_an_empty_cell_empties_a_text():
    make_term(note_tr="Not")

    kept("reference,note_tr\nbaku,\n")

    assert Term.objects.get().note_tr is None


def test_a_new_term_without_a_reference_gets_one_from_its_wording():
    kept("category,wording_tr\nplace,Şuşa şehri\n")

    assert Term.objects.get().reference == "susa-sehri"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [0]),
        (b"\xff\xfe\x00", [0]),
        ("a,b\n1,2\n", [0]),
        ("reference,reference\n", [0]),
        ("category\nplace\n", [0]),
        (f'{HEADER}\n"open', [0]),
        (f"{HEADER}\nx,place,must-use,X,X,more\n", [2]),
        (f"{HEADER}\nsummit,,must-use,zirve,\n", [2]),
        (f"{HEADER}\nsummit,meeting,never,zirve,\n", [2]),
        (f"{HEADER}\nBig Words,meeting,must-use,zirve,\n", [2]),
        (f"{HEADER}\nsummit,meeting,must-use,–,\n", [2]),
        (f"{HEADER}\n\na,meeting,must-use,bir,\na,meeting,must-use,iki,\n", [4]),
    ],
)
def test_what_cannot_be_kept_is_told_with_its_line(text, expected):
    assert [line for line, _column in refusals(text)] == expected


def test_a_file_that_is_too_large_is_refused():
    assert refusals(NEW + "x" * exchange.MOST_BYTES) == [(0, "")]
    assert refusals(HEADER + "\na,place,must-use,b,c" * (exchange.MOST_ROWS + 1)) == [(0, "")]


# ---- The pages -----------------------------------------------------------------------------------------------
def send(client, text):
    file = SimpleUploadedFile("terms.csv", text.encode())
    return client.post(reverse("admin:terms_term_import"), {"file": file})


def test_nothing_is_written_before_the_report_is_confirmed_and_then_all_of_it_is_logged(client):
    user = make_user(role="editor")
    client.force_login(user)
    make_term(wording_en="Baku")

    page = send(client, f"{NEW}baku,place,must-use,Bakü,Bakou\n")
    before = written()
    confirmed = client.post(reverse("admin:terms_term_import"), {"read": page.context["read"]})

    assert [each[0] for each in before] == ["baku"]
    assert confirmed.url == admin_address(Term, "changelist")
    assert dict(Term.objects.values_list("reference", "wording_en")) == {"baku": "Bakou", "summit": "summit"}
    entries = AuditEntry.objects.filter(event="import", user=user).order_by("reference")
    assert [(each.reference, each.before) for each in entries] == [("baku", {"wording_en": "Baku"}), ("summit", None)]


def test_one_wrong_line_keeps_all_others_out(client):
    client.force_login(make_user(role="editor"))

    page = send(client, f"{NEW}baku,nowhere,must-use,Bakü,Baku\n")

    assert (page.context["read"], page.context["report"].is_fit, written()) == ("", False, [])


def test_a_report_that_is_no_longer_true_is_shown_again(client):
    client.force_login(make_user(role="editor"))
    page = send(client, NEW)

    make_term(reference="summit", category="meeting", wording_tr="doruk")
    answer = client.post(reverse("admin:terms_term_import"), {"read": page.context["read"]})

    assert answer.status_code == 200
    assert Term.objects.get().wording_tr == "doruk"
    assert [row.before for row in answer.context["report"].changed] == [{"wording_tr": "doruk", "wording_en": None}]


@pytest.mark.parametrize(
    "read", ["", "forged", dumps(["reference\nx", "0"])], ids=["none", "forged", "of another list"]
)
def test_a_forged_confirmation_is_refused_and_logged(client, read):
    client.force_login(make_user(role="editor"))

    assert client.post(reverse("admin:terms_term_import"), {"read": read}).status_code == 403
    assert AuditEntry.objects.filter(event="forged").count() == 1


def test_the_list_goes_out_as_it_is_narrowed(client):
    client.force_login(make_user(role="reader"))
    make_term(forbidden_en="Bakou")
    make_term(reference="summit", category="meeting", wording_tr="zirve")
    address = reverse("admin:terms_term_export")

    tables = [client.get(address, query).content.decode() for query in ({}, {"forbidden": "yes"}, {"q": "ZİRVE"})]

    assert [[line.split(",")[0] for line in table.splitlines()[1:]] for table in tables] == [
        ["baku", "summit"],
        ["baku"],
        ["summit"],
    ]
    assert client.get(address, {"category__x": "1"}).status_code == 302


def test_the_list_needs_as_many_queries_for_three_terms_as_for_one(client):
    client.force_login(make_user(role="editor"))
    address, counts = admin_address(Term, "changelist"), []

    for number in range(3):
        make_term(reference=f"term-{number}")
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[2]


def test_the_list_stands_in_the_order_of_the_alphabet_of_its_language(client):
    client.force_login(make_user(role="reader"))
    for number, word in enumerate(["zirve", "Şuşa", "sütun", "İstanbul", "Irak"]):
        make_term(reference=f"term-{number}", wording_tr=word, wording_en=word)

    page = client.get(admin_address(Term, "changelist"))

    assert [term.wording_tr for term in page.context["cl"].queryset] == ["Irak", "İstanbul", "sütun", "Şuşa", "zirve"]


def test_a_term_is_not_written_that_could_not_be_found_or_contradicts_itself(client):
    client.force_login(make_user(role="editor"))
    values = {"reference": "baku", "category": "place", "kind": "must-use", "status": "own", "wording_tr": "Bakü"}

    for wrong in ({"wording_tr": "–"}, {"wording_en": "Baku", "forbidden_en": "Baku"}):
        page = client.post(admin_address(Term, "add"), values | wrong)
        assert list(page.context["adminform"].form.errors) == [list(wrong)[-1]]
    client.post(admin_address(Term, "add"), values)

    assert list(Term.objects.values_list("reference", flat=True)) == ["baku"]
