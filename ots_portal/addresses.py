"""The words of our addresses per language; not in the catalogues, so that no translator breaks a link."""

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language

WORDS = {
    "areas": {"tr": "isbirligi-alanlari", "en": "areas-of-cooperation"},
    "meetings": {"tr": "toplantilar", "en": "meetings"},
    "series": {"tr": "dizi", "en": "series"},
    "vision": {"tr": "vizyon-2040", "en": "vision-2040"},
    "documents": {"tr": "belgeler", "en": "documents"},
    "institutions": {"tr": "kurumlar", "en": "institutions"},
    "people": {"tr": "kisiler", "en": "people"},
    "states": {"tr": "devletler", "en": "states"},
    "names": {"tr": "teskilatin-adlari", "en": "names"},
    "open_data": {"tr": "acik-veri", "en": "open-data"},
    "calendar": {"tr": "takvim.ics", "en": "calendar.ics"},
    "feed": {"tr": "akis.xml", "en": "feed.xml"},
    "csv": {"tr": "veri.csv", "en": "data.csv"},
    "json": {"tr": "veri.json", "en": "data.json"},
    "recent": {"tr": "son-degisiklikler", "en": "recent-changes"},
    "page": {"tr": "sayfa", "en": "page"},
    "search": {"tr": "ara", "en": "search"},
    "suggestions": {"tr": "oneriler.json", "en": "suggestions.json"},
    "account": {"tr": "hesap", "en": "account"},
    "admin": {"tr": "yonetim", "en": "yonetim"},
}

RESERVED_SLUGS = frozenset(WORDS["series"].values())


def word(key, language=None):
    """The word of an address in a language, by default the active one."""
    spellings = WORDS[key]
    first = settings.LANGUAGE_CODE
    return spellings.get(language or get_language() or first, spellings[first])


def route(template):
    """A lazy URL pattern: "{areas}/<slug>/" becomes "isbirligi-alanlari/<slug>/" in Turkish."""
    return lazy(lambda: template.format(**{key: word(key) for key in WORDS}), str)()
