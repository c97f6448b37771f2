"""Files from strangers: refused in words, or read; never an error of ours."""

import random
import time
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from ots_portal.translating.xliff.models import ImportedFile
from ots_portal.translating.xliff.reading import DEEPEST, LONGEST_VALUE, MOST_BYTES, Refused, bytes_of, read
from tests.factories import make_area, make_user
from tests.translating.xliff.files import exported, report, translated, uploaded, verdicts

pytestmark = pytest.mark.django_db

HEAD = '<?xml version="1.0"?>\n'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMBS = {
    "entity": '<!DOCTYPE xliff [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "remote": '<!DOCTYPE xliff SYSTEM "http://a.example/x.dtd">',
    "parameter": '<!DOCTYPE xliff [<!ENTITY % x SYSTEM "http://a.example/x"> %x;]>',
    "laughs": f'<!DOCTYPE xliff [<!ENTITY l0 "ha">{LAUGHS}]>',
    "plain": "<!DOCTYPE xliff>",
}


@pytest.fixture
def content():
    record = make_area(reference="ulastirma", name_tr="Ulaştırma ğış", name_en=None, body_tr="<p>Bir <em>iki</em></p>")
    return translated(exported(record), {"name": "Transport & ğış".replace("&", "&amp;")})


def text(content):
    return content.decode().partition("?>")[2].strip()


def refusal(content):
    with translation.override("en"), pytest.raises(Refused) as refused:
        read(content if isinstance(content, bytes) else content.encode())
    return refused.value.messages


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_file_with_a_document_type_is_refused_at_once_whatever_it_holds(content, bomb):
    hostile = HEAD + BOMBS[bomb] + text(content).replace("Transport", "&l9;" if bomb == "laughs" else "&x;")
    start = time.monotonic()

    messages = refusal(hostile)

    assert ["DOCTYPE" in each for each in messages] == [True]
    assert time.monotonic() - start < 1


def test_a_document_type_is_found_in_any_encoding(content):
    hostile = (HEAD + BOMBS["laughs"] + text(content)).replace('"1.0"', '"1.0" encoding="UTF-16"')

    assert ["DOCTYPE" in each for each in refusal(hostile.encode("utf-16"))] == [True]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda text: "", "XML"),
        (lambda text: "not XML at all", "XML"),
        (lambda text: text[: len(text) // 2], "XML"),
        (lambda text: text.replace("Transport", "a\0b"), "XML"),
        (lambda text: text.replace("Transport", "&nosuch;"), "XML"),
        (lambda text: text.replace("Transport", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1") + "\ufffe"), "XML"),
        (lambda text: "<html/>", "XLIFF"),
        (lambda text: text.replace('version="1.2"', 'version="2.0"'), "2.0"),
        (lambda text: text.replace('version="1.2"', ""), "XLIFF"),
        (lambda text: text.replace("document:1.2", "document:2.0").replace('version="1.2"', 'version="2.1"'), "2.1"),
        (lambda text: text.replace("document:1.2", "document:1.1"), "XLIFF"),
        (lambda text: text.replace('target-language="en"', 'target-language="de"'), "“de”"),
        (lambda text: text.replace('target-language="en"', ""), "“tr”"),
        (lambda text: text.replace('"tr"', '"X"').replace('"en"', '"tr"').replace('"X"', '"en"'), "“en”"),
        (lambda text: text.replace('id="body.1"', 'id="name"'), "“name”"),
        (lambda text: text.replace('group id="body"', 'group id="name"'), "“name”"),
        (lambda text: text.replace("</xliff>", text[text.index("<file") :]), "“cooperation.area/ulastirma”"),
        (lambda text: text[: text.index("<file")] + "</xliff>", "portal"),
        (lambda text: text.replace("Transport", "<g>" * 5000 + "</g>" * 5000), "nested"),
        (lambda text: text.replace("Transport", "<g>" * (DEEPEST + 1) + "</g>" * (DEEPEST + 1)), "nested"),
        (lambda text: text.replace('id="name"', f'id="{"x" * (LONGEST_VALUE + 1)}"'), "attribute"),
        (lambda text: text.replace("Transport", "<x/>" * 300_001), "too many"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_ours_is_refused_with_a_reason(content, change, word):
    [message] = refusal(change(text(content)))

    assert word in message


def test_packed_files_are_told_from_others():
    assert ["zip" in each for each in refusal(b"PK\x03\x04....")] == [True]


def test_a_file_that_is_too_large_is_not_read_to_its_end():
    upload = SimpleUploadedFile("x.xlf", b" " * (50 * 1024 * 1024))
    tracemalloc.start()

    with pytest.raises(Refused):
        bytes_of(upload)

    assert tracemalloc.get_traced_memory()[1] < 3 * MOST_BYTES
    tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-9", "windows-1254"])
def test_any_encoding_is_read_that_the_file_names_rightly(content, encoding):
    declared = f'<?xml version="1.0" encoding="{encoding.replace("-sig", "")}"?>' + text(content)

    imported = uploaded(declared.encode(encoding))

    assert verdicts(imported) == {"name": "change", "body": "empty"}
    assert report(imported).changes[0].wanted == "Transport & ğış"


def test_letters_in_another_encoding_than_the_file_names_are_refused(content):
    declared = '<?xml version="1.0" encoding="UTF-8"?>' + text(content)

    assert ["XML" in each for each in refusal(declared.encode("iso-8859-9"))] == [True]


def test_programs_that_name_a_country_or_mark_their_segments_are_understood(content):
    changed = (
        text(content)
        .replace('target-language="en"', 'target-language="en-GB"')
        .replace("Transport", '<mrk mtype="seg" mid="1">Transport</mrk>')
    )

    assert verdicts(uploaded(changed.encode())) == {"name": "change", "body": "empty"}


# ---- Anything ------------------------------------------------------------------------------------------------
def mutated(data, chance):
    """The file with a few bytes, tags or stretches changed, left out, repeated or swapped."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        start, end = sorted(chance.randrange(len(data)) for _ in range(2))
        end = min(end, start + chance.choice([1, 3, 20, 200]))
        act = chance.randrange(5)
        if act == 0:
            data[start:end] = bytes(chance.randrange(256) for _ in range(end - start))
        elif act == 1:
            del data[start:end]
        elif act == 2:
            data[start:start] = data[start:end] * chance.randint(1, 5)
        elif act == 3:
            data[start:start] = chance.choice(
                [
                    b"<g id='1'>",
                    b"</g>",
                    b"<x/>",
                    b"<!--",
                    b"]]>",
                    b"&#0;",
                    b"&#xD800;",
                    b"\0",
                    b"'",
                    b'"',
                    b"<?a?>",
                    b"\xff\xfe",
                ]
            )
        else:
            words = [b"name", b"body.1", b"1.2", b"tr", b"en", b"g", b"x", b"target", b"group", b"source", b"id"]
            data = bytearray(bytes(data).replace(chance.choice(words), chance.choice(words), chance.randint(1, 3)))
    return bytes(data)


def test_no_damage_to_a_file_makes_more_than_a_refusal_or_a_report(client, content):
    client.force_login(make_user(role="translator", languages=["en"]))
    address, chance, answers = reverse("admin:translating_importedfile_add"), random.Random(6), []

    for number in range(300):
        upload = SimpleUploadedFile("x.xlf", mutated(content, chance))
        answer = client.post(address, {"file": upload})
        if answer.status_code == 302:
            answer = client.get(answer.url)
            if number % 5 == 0 and "report" in answer.context:
                answers.append(
                    client.post(answer.request["PATH_INFO"], {"seen": answer.context["report"].seen}).status_code
                )
        answers.append(answer.status_code)

    assert set(answers) == {200, 302}
    assert ImportedFile.objects.exists()
