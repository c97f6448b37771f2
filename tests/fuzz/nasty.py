"""What no form was made for: bytes as they travel, percent-encoded, in queries, bodies and paths."""

from urllib.parse import quote, quote_from_bytes

NOTHING = ["", " ", "\t\r\n", "\x00", "a\x00b", "\x1b[31m", "\ufeff", "\u00a0", "\u200b"]
NUMBERS = ["-1", "0", "1e999", "NaN", "Infinity", "9223372036854775808", "-9223372036854775809", "2147483648"]
NUMBERS += ["9" * 400, "0x10", "1_000", "٣", "１", "²", "1,5", "-0", "+1", "1.0000000000000000000000001", "9" * 5000]
DATES = ["2026-13-45", "0000-00-00", "9999-12-31", "10000-01-01", "-1", "31.12.9999", "2026-02-30T25:61", "24:00"]
OPERATORS = ["'", '"', "' OR 1=1 --", "%", "%s", "%(a)s", "\\", "(", "[", "{", "*", "&", "|", "!", "<->", ":*"]
OPERATORS += ["a & | b", "{{ 7*7 }}", "{% now %}", "${x}", "<script>alert(1)</script>", "../../etc/passwd"]
OPERATORS += ["//example.org", "?", "#", "javascript:alert(1)", "http://[", "http://[::1", "https://a:b", "mailto:"]
OPERATORS += ["Şema:", "=1+1", "$1", "+", ";"]
LETTERS = ["İıIiŞş", "ﬀ", "e\u0301", "😀", "👩‍👩‍👧‍👦", "\u202eabc\u202c", "שלום", "مرحبا", "Z" + "\u0301" * 200]
LONG = ["a" * 10_240, "İ" * 10_240, "a " * 5_120, "<p>" * 3_400, "(" * 10_240, "1," * 5_120, "<b>" + "x" * 10_240]
SHAPES = ["null", "None", "true", "[]", "{}", '["a"]', '{"a": {"b": []}}', '"\\ud800"', "[" * 2_000, "tr,en", "1,1"]
STRUCTURED = ["<p>a</p><p>", "<a href='data:x'>x</a>", "a|b|c", "a: b", "1.2.3", "c21", "meeting/x", "2026-11"]
STRINGS = NOTHING + NUMBERS + DATES + OPERATORS + LETTERS + LONG + SHAPES + STRUCTURED
# What is no UTF-8: a lone byte, half a letter, a surrogate, a letter that is longer than it need be, beyond the last one.
NO_TEXT = [b"\xff", b"\xc5", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"a\xffb", b"\xfe\xff\x00a"]
NO_CODE = ["%", "%zz", "%u0131", "%c5", "+%00+", "%25ff", "%ed%a0%80"]
ENCODED = [*map(quote, STRINGS), *map(quote_from_bytes, NO_TEXT), *NO_CODE]
# On these most programs fail that fail at all: they come as often as all others.
WORST = ["%00", "a%00b", "9223372036854775808", "9" * 400, "1e999", quote("٣"), "9999-12-31", "10000-01-01", "%ff", ""]
WORST += ["%ed%a0%80", "%", "%c5", quote("http://["), quote("(["), quote("\u202e"), "a" * 10_240]
NAMES = ["q", "p", "page", "o", "all", "e", "_popup", "_to_field", "_changelist_filters", "next", "view", "term", ""]
SUFFIXES = ["__in", "__gt", "__isnull", "__range", "__year", "__regex", "__exact", "[]", "-0-id", "-TOTAL_FORMS"]
FILE_NAMES = ["a.pdf", "a.xliff", "a.csv", "a.txt", "../../a.pdf", "a" * 300, "İ\u202e.pdf", ".", "a.php", "CON", ""]
FILES = [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<?xml version='1.0'?><xliff/>", b"a;b\n\xff;\x00", b"\xff\xfe\x00"]
FILES += [*NO_TEXT, *map(str.encode, STRINGS)]


def nasty(chance):
    """A string as it travels: one of the worst, one of all, or letters and bytes as they come."""
    kind = chance.random()
    if kind < 0.4:
        return chance.choice(WORST)
    if kind < 0.8:
        return chance.choice(ENCODED)
    return quote_from_bytes(chance.randbytes(chance.randrange(20))) if kind < 0.9 else quote(letters(chance))


def letters(chance):
    """Of any script, without surrogates, which UTF-8 does not have."""
    codes = [chance.choice([chance.randrange(0xD800), chance.randrange(0xE000, 0x110000)]) for _letter in range(12)]
    return "".join(map(chr, codes[: chance.randrange(12)]))
