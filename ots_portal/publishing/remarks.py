"""What is worth a second look before words go on their way: others register what they notice; nothing is refused."""

from collections import defaultdict

from django.core.exceptions import ValidationError

from ots_portal.publishing.problems import problems

_noticing = []


def register(notice):
    """Announce a function of a desk and languages that gives {path: messages} about their pending words."""
    if notice not in _noticing:
        _noticing.append(notice)


def remarks(desk, languages):
    """All that is noticed, each with a link to its field."""
    found = defaultdict(list)
    for notice in _noticing:
        for path, messages in notice(desk, languages).items():
            found[path] += messages
    return problems(desk, ValidationError(dict(found))) if found else []
