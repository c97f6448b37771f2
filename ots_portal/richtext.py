"""The one cleaner of edited and imported HTML: what it lets through may be printed as it is."""

import html as html_module
import re

import nh3

TAGS = {"p", "h2", "h3", "h4", "strong", "em", "a", "ul", "ol", "li", "blockquote", "br", "sup", "sub"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {
    "a": {"href", "hreflang"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
# nh3 would drop these tags; a dropped <div> would also join the words of two paragraphs.
RENAMED_TAGS = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4", "div": "p"}

# Taking a tag away can change how the rest is parsed, so cleaning is repeated until nothing changes.
MOST_ROUNDS = 8

_GOOD_VALUES = {
    "href": re.compile(r"(?i)https?://[^/\\]|mailto:.|/(?![/\\])|#"),
    "hreflang": re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z"),
    "scope": re.compile(r"(col|row|colgroup|rowgroup)\Z"),
    "colspan": re.compile(r"[1-9][0-9]{0,2}\Z"),
    "rowspan": re.compile(r"[1-9][0-9]{0,2}\Z"),
    "rel": re.compile(r"noopener\Z"),
}
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
# Without re.ASCII the Turkish İ would count as the letter i.
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:[\s/][^<>]*)?>|<!--", re.IGNORECASE | re.ASCII)
_RENAMED = re.compile(rf"(</?)({'|'.join(RENAMED_TAGS)})(?=[\s/>])", re.IGNORECASE | re.ASCII)
_BLOCK = re.compile(r"</?(?:p|h[2-4]|ul|ol|li|blockquote|table|tr)(?: [^>]*)?>")
_CELL_END = re.compile(r"</t[hd]>")
_BREAK = re.compile(r"<br\s*/?>")
_LINK_TO_NOTHING = re.compile(r"<a(?![^>]* href=)[^>]*>(.*?)</a>", re.DOTALL)
_EMPTY_INLINE = re.compile(r"<(a|em|strong|sup|sub)(?: [^>]*)?>(\s*)</\1>")
_EMPTY_BLOCK = re.compile(r"<(p|h[2-4]|ul|ol|li|blockquote)>(?:\s|<br>)*</\1>")
_SPACE_AT_START = re.compile(r"(<(?:p|h[2-4]|li|th|td|blockquote)(?: [^>]*)?>)\s+")
_TEXT_AT_END = re.compile(r"(?<=>)[^<]+(?=</(?:p|h[2-4]|li|th|td|blockquote)>)")


def clean(html: str) -> str:
    """Safe, tidy HTML of the few tags we allow; plain text becomes paragraphs, emptiness ""."""
    for _ in range(MOST_ROUNDS):
        before, html = html, _cleaned_once(html)
        if html == before:
            return html
    return _cleaned_once(_paragraphs(_escaped(as_text(html))))


def as_text(html: str) -> str:
    """The text of cleaned HTML, one line for each block."""
    text = " ".join(html.split())
    text = _CELL_END.sub(" ", _BREAK.sub("\n", _BLOCK.sub("\n", text)))
    lines = html_module.unescape(_TAG.sub("", text)).split("\n")
    return "\n".join(line for line in (" ".join(words.split()) for words in lines) if line)


def _cleaned_once(html: str) -> str:
    html = _UNSTORABLE.sub("", html.replace("\r\n", "\n").replace("\r", "\n"))
    html = _sanitized(html if _TAG.search(html) else _escaped(html))
    if not _BLOCK.search(html):
        html = _sanitized(_paragraphs(html))
    html = _tidied(html)
    return html if as_text(html) else ""


def _sanitized(html: str) -> str:
    html = _RENAMED.sub(lambda tag: tag[1] + RENAMED_TAGS[tag[2].lower()], html)
    return _CLEANER.clean(html).replace("&nbsp;", "\u00a0")


def _escaped(text: str) -> str:
    return html_module.escape(text, quote=False)


def _paragraphs(text: str) -> str:
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in re.split(r"\n\s*\n", text.strip()))


def _tidied(html: str) -> str:
    before = None
    while html != before:
        before = html
        html = _LINK_TO_NOTHING.sub(r"\1", html)
        html = _EMPTY_INLINE.sub(r"\2", html)
        html = _EMPTY_BLOCK.sub("", html)
        html = _SPACE_AT_START.sub(r"\1", html)
        html = _TEXT_AT_END.sub(lambda text: text[0].rstrip(), html).strip()
    return html


def _good_value(tag: str, attribute: str, value: str) -> str | None:
    # Browsers leave control characters out of an address: "/\t/host" is "//host".
    value = _CONTROLS.sub("", value).strip()
    good = _GOOD_VALUES.get(attribute)
    return value if good and good.match(value) else None


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_good_value,
    link_rel="noopener",
    url_schemes={"http", "https", "mailto"},
)
