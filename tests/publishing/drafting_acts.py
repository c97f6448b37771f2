"""Acts and questions that the tests of drafts share."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from ots_portal.publishing.changes import tidy
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafting import save_draft


def draft(record, values, user=None):
    """Save a draft in which these paths have these values; None removes."""
    base = Desk(record).working
    save_draft(record, user, base, tidy(base | values))


def new_outcome(**values):
    row = f"outcomes/{uuid.uuid4()}"
    return {row: True, f"{row}/kind": "decision"} | {f"{row}/{name}": value for name, value in values.items()}


def published(record, *names):
    record = type(record).objects.get(pk=record.pk)
    return tuple(getattr(record, name) for name in names)


def pending(record):
    """The states of Turkish and English."""
    states = Desk(record).pending()
    return states["tr"], states["en"]


def refused(act, *args, **more):
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        act(*args, **more)
    return refusal.value
