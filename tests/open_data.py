"""Selections of meetings as data: their addresses, and the titles that any format must survive."""

from hypothesis import strategies

CALENDAR = {"tr": "/tr/toplantilar/takvim.ics", "en": "/en/meetings/calendar.ics"}
FEED = {"tr": "/tr/toplantilar/akis.xml", "en": "/en/meetings/feed.xml"}
CSV = {"tr": "/tr/toplantilar/veri.csv", "en": "/en/meetings/data.csv"}
JSON = {"tr": "/tr/toplantilar/veri.json", "en": "/en/meetings/data.json"}
FORMATS = [CALENDAR, FEED, CSV, JSON]

# What escaping goes wrong on, more often than chance would bring it.
troublesome = strategies.sampled_from([*",;:\\\"'<>&=+-@\n", "İ", "ı", "ş", "🎉", "\\n", "]]>", "\u200f", "＝"])
letters = strategies.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff")
titles = (
    strategies.lists(troublesome | letters, min_size=1, max_size=100)
    .map("".join)
    .filter(lambda text: text.strip() == text)
)
