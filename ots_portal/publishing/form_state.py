"""What a form was rendered from, carried through the browser in one signed field."""

from typing import NamedTuple

from django.core import signing

FIELD = "_rendered_from"


class FormState(NamedTuple):
    """The document to which changes refer, and the one that was shown: they differ after a clash."""

    base: dict
    shown: dict


def sealed(record, state):
    same = state.base == state.shown
    return signing.dumps([state.base, None if same else state.shown], salt=salt_of(record), compress=True)


def opened(record, text):
    """The state in the field of a sent form; BadSignature where it is missing, forged or another record's."""
    base, shown = signing.loads(text, salt=salt_of(record))
    return FormState(base, base if shown is None else shown)


def salt_of(record):
    return f"{record._meta.label_lower}.{record.pk}"
