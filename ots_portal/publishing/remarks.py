"""What is worth a second look before words go on their way: others register what they notice; nothing is refused."""

from collections import defaultdict

from django.core.exceptions import ValidationError

from ots_portal.publishing.problems import problems

_noticing = []


def register(notice):
    """Announce a function that gives {path: messages} about the pending words of a desk's languages.

    It is told which records are published together with this one.
    """
    if notice not in _noticing:
        _noticing.append(notice)


def remarks(desk, languages, *, together=(), form=""):
    """All that is noticed, each with a link to its field."""
    found = defaultdict(list)
    for notice in _noticing:
        for path, messages in notice(desk, languages, together=together).items():
            found[path] += messages
    return problems(desk, ValidationError(dict(found)), form) if found else []
