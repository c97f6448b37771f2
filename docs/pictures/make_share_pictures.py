"""Make static/images/share-<language>.png, what messengers show beside a link: python docs/pictures/make_share_pictures.py"""

import struct
import zlib
from pathlib import Path

from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parents[2]
PIXEL = 3  # bytes
STEP = 15  # colours are rounded to steps of this size, which nobody sees on thin lines
WORDS = {
    "tr": ("Türk Devletleri Teşkilatı", "İşbirliği alanları, toplantılar ve 2040 Vizyonu"),
    "en": ("Organization of Turkic States", "Areas of cooperation, meetings and Vision 2040"),
}
PAGE = """<!doctype html><meta charset="utf-8"><style>{tokens}
body {{ margin: 0; inline-size: 1200px; block-size: 630px; background: var(--room); color: var(--room-ink);
  display: grid; grid-template-columns: 1fr 420px; align-items: center; overflow: hidden; font-family: var(--serif); }}
div {{ padding-inline-start: 80px; }}
h1 {{ font-size: 76px; line-height: 1.1; margin: 0 0 28px; font-weight: 600; }}
p {{ font-size: 34px; line-height: 1.35; margin: 0; color: var(--room-soft); }}
svg {{ inline-size: 560px; block-size: 560px; color: var(--room-ornament); }}
</style><div><h1>{name}</h1><p>{text}</p></div>{ornament}"""


def packed(png):
    """The same picture with a palette: it has few colours, and a browser writes millions."""
    (width, height), rows = struct.unpack(">II", png[16:24]), pixel_rows(png)
    colours = {}
    indexes = b"".join(
        b"\0" + bytes(colours.setdefault(rounded(row[at : at + 3]), len(colours)) for at in range(0, len(row), 3))
        for row in rows
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"PLTE", b"".join(colours)), (b"IDAT", zlib.compress(indexes, 9)), (b"IEND", b"")]
    return png[:8] + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def rounded(colour):
    return bytes(min(255, round(part / STEP) * STEP) for part in colour)


def pixel_rows(png):
    """The rows of an RGB picture, with the filters of the PNG format undone."""
    body, position = b"", 8
    while position < len(png):
        (length,) = struct.unpack(">I", png[position : position + 4])
        if png[position + 4 : position + 8] == b"IDAT":
            body += png[position + 8 : position + 8 + length]
        position += 12 + length
    data, size = zlib.decompress(body), struct.unpack(">I", png[16:20])[0] * 3
    above = bytes(size)
    for start in range(0, len(data), size + 1):
        above = unfiltered(data[start], data[start + 1 : start + 1 + size], above)
        yield above


def unfiltered(kind, row, above):
    done = bytearray(row)
    for at, value in enumerate(row):
        left, corner = (done[at - PIXEL], above[at - PIXEL]) if at >= PIXEL else (0, 0)
        guess = (0, left, above[at], (left + above[at]) // 2, nearest(left, above[at], corner))[kind]
        done[at] = (value + guess) % 256
    return bytes(done)


def nearest(left, up, corner):
    """The Paeth predictor of the PNG format."""
    target = left + up - corner
    return min((left, up, corner), key=lambda each: abs(target - each))


def make_pictures():
    tokens = (PROJECT / "static/css/tokens.css").read_text().replace("../fonts/", f"file://{PROJECT}/static/fonts/")
    tokens = tokens.replace("font-display: optional", "font-display: block")
    ornament = (PROJECT / "templates/shared/_medallion.html").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 630}, color_scheme="light")
        for language, (name, text) in WORDS.items():
            source = PROJECT / f"static/images/share-{language}.html"
            source.write_text(PAGE.format(tokens=tokens, name=name, text=text, ornament=ornament))
            page.goto(source.as_uri())
            page.evaluate("document.fonts.ready")
            source.with_suffix(".png").write_bytes(packed(page.screenshot()))
            source.unlink()


if __name__ == "__main__":
    make_pictures()
