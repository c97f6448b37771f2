"""The text of a PDF or Word file, page by page; run as a process of its own, which may hang, crash or be killed.

python -m ots_portal.search.extraction FILE MEDIA_TYPE SECONDS
"""

import json
import resource
import sys
import zipfile

from lxml import etree
from pypdf import PdfReader
from pypdf.errors import PyPdfError

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READABLE = {PDF, DOCX}

MOST_PAGES = 1_000
LONGEST_PAGE = 50_000
LONGEST_FILE = 3_000_000  # letters
LARGEST_PART = 50 * 1024 * 1024
MEMORY = 1024 * 1024 * 1024
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BREAKS = {f"{WORD}tab": " ", f"{WORD}br": "\n", f"{WORD}cr": "\n"}
_UNSTORABLE = dict.fromkeys([0, *range(0xD800, 0xE000)])


def pages_of(path: str, media_type: str) -> list[str]:
    """The text of each page; of a Word file, which has no pages of its own, all in one."""
    found, left = [], LONGEST_FILE
    longest = LONGEST_PAGE if media_type == PDF else LONGEST_FILE
    for text in pdf_pages(path) if media_type == PDF else [docx_text(path)]:
        found.append(tidy(text[: min(left, longest)]))
        left -= len(found[-1])
    return found


def tidy(text):
    lines = (" ".join(line.split()) for line in text.translate(_UNSTORABLE).splitlines())
    return "\n".join(line for line in lines if line)


def pdf_pages(path):
    reader = PdfReader(path, strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    for number, page in enumerate(reader.pages):
        if number == MOST_PAGES:
            return
        yield page_text(page)


def page_text(page):
    """One broken page leaves the others readable."""
    try:
        return page.extract_text()
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return ""


def docx_text(path):
    with zipfile.ZipFile(path) as archive:
        if archive.getinfo("word/document.xml").file_size > LARGEST_PART:
            raise ValueError("The file is larger than it says.")
        with archive.open("word/document.xml") as part:
            content = part.read(LARGEST_PART)
    tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    return "\n".join("".join(pieces(paragraph)) for paragraph in tree.iter(f"{WORD}p"))


def pieces(paragraph):
    for element in paragraph.iter(f"{WORD}t", *BREAKS):
        yield BREAKS.get(element.tag) or element.text or ""


def main(path: str, media_type: str, seconds: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    json.dump(pages_of(path, media_type), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
