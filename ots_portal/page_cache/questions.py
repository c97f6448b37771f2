"""What a request asks, as far as a page that is kept can answer it; read from a WSGI environment."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings

READING = ("GET", "HEAD")
ADDRESS = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "PATH_INFO", "QUERY_STRING")
QUERY = ADDRESS.index("QUERY_STRING")
IN_A_LANGUAGE = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)  # elsewhere the browser's languages count
CODINGS = ("br", "gzip")  # the smaller one first
# What other sites add to our addresses to follow people; no page of ours reads it.
TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|twclid|yclid)=")


class Question(NamedTuple):
    """The address as it was asked for, and what the reader has or takes."""

    key: tuple[str, ...]
    coding: str
    if_none_match: str
    if_modified_since: str

    @property
    def query(self):
        return self.key[QUERY]


def question_of(environ: dict) -> Question | None:
    """None where a person may be known by their session, or something is sent."""
    if environ["REQUEST_METHOD"] not in READING or f"{settings.SESSION_COOKIE_NAME}=" in environ.get("HTTP_COOKIE", ""):
        return None
    asked = ADDRESS if environ["PATH_INFO"].startswith(IN_A_LANGUAGE) else (*ADDRESS, "HTTP_ACCEPT_LANGUAGE")
    return Question(
        tuple(environ.get(name, "") for name in asked),
        coding_for(environ.get("HTTP_ACCEPT_ENCODING", "")),
        environ.get("HTTP_IF_NONE_MATCH", ""),
        environ.get("HTTP_IF_MODIFIED_SINCE", ""),
    )


def coding_for(accepted: str) -> str:
    """The best content coding that a reader takes; "" for none."""
    taken = {}
    for each in accepted.lower().split(","):
        name, _semicolon, quality = each.partition(";")
        taken[name.strip()] = not re.fullmatch(r"q=0(\.0*)?", quality.strip())
    return next((coding for coding in CODINGS if taken.get(coding, taken.get("*", False))), "")


def drop_tracking(environ: dict) -> None:
    query = environ.get("QUERY_STRING", "")
    if query and TRACKING.search(query):
        pairs = parse_qsl(query, keep_blank_values=True)
        environ["QUERY_STRING"] = urlencode([pair for pair in pairs if not TRACKING.match(f"{pair[0]}=")])
