"""Two documents whose words stand only in their files: a PDF of two pages in Turkish and a Word file in English."""

import zipfile
from io import BytesIO

from django.core.files.base import ContentFile

from ots_portal.library.models import File
from tests.factories import make_document

WEAVING = (
    "El sanatları üzerine bir inceleme. Birinci sayfada yalnızca giriş vardır.",
    "Dokuma tezgâhlarının envanteri çıkarıldı. Kök boya atölyeleri üç şehirde açılacaktır.",
)
HONEY_TR = ("Arıcılık kooperatifleri desteklenecektir. Kovanların kışlatılması için eğitim verilecektir.",)
HONEY_EN = "Beekeepers’ cooperatives will be supported. Courses will be held on the wintering of the hives."
WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def add_documents_with_files():
    weaving = make_document(
        reference="doc-test-weaving", kind="report", title_tr="El sanatları incelemesi", title_en=None, languages=["tr"]
    )
    type(weaving).objects.filter(pk=weaving.pk).update(published_at_en=None, changed_at_en=None)
    weaving.files.create(language="tr", file=stored(pdf(*WEAVING), "inceleme.pdf"))
    honey = make_document(
        reference="doc-test-honey", kind="report", title_tr="Kırsal kalkınma notu", title_en="Note on rural development"
    )
    honey.files.create(language="tr", file=stored(pdf(*HONEY_TR), "not.pdf"))
    honey.files.create(language="en", file=stored(docx(HONEY_EN), "note.docx"))


def stored(content, name):
    return File.objects.create(content=ContentFile(content, name=name))


def docx(*paragraphs):
    texts = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD_NAMESPACE}"><w:body>{texts}</w:body></w:document>',
        )
    return stream.getvalue()


def pdf(*pages):
    """A PDF with one line of text on each page; a page without text looks like a scan to whoever reads it."""
    codes = {letter: number for number, letter in enumerate(sorted(set("".join(pages))), start=1)}
    kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 4 0 R>>",
        _stream(_to_unicode(codes)),
    ]
    for index, text in enumerate(pages):
        resources = "/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R{resources}/Contents {6 + 2 * index} 0 R>>".encode())
        shown = "".join(f"{codes[letter]:02x}" for letter in text)
        objects.append(_stream(f"BT /F1 12 Tf 40 800 Td <{shown}> Tj ET"))
    return _assembled(objects)


def _to_unicode(codes):
    rows = "".join(f"<{code:02x}> <{ord(letter):04x}>\n" for letter, code in codes.items())
    return f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes)} beginbfchar\n{rows}endbfchar"


def _stream(text):
    content = text.encode("ascii")
    return b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)


def _assembled(objects):
    content, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (size, rows, size, len(content))
    )
