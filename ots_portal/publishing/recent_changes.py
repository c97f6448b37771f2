"""What readers of a language saw change of late: publications of what they may read, and withdrawals."""

from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ots_portal.languages import FIRST_LANGUAGE
from ots_portal.publishing.drafts import Revision
from ots_portal.publishing.publishable import Publishable
from ots_portal.publishing.reading import Words
from ots_portal.publishing.record_types import publishable_models


class Kind(models.TextChoices):
    """What a change was in the eyes of readers."""

    NEW = "new", pgettext_lazy("change", "new")
    UPDATED = "updated", pgettext_lazy("change", "updated")
    WITHDRAWN = "withdrawn", _("withdrawn")


class RecentChange(NamedTuple):
    """One publication or withdrawal, with what readers are told of it."""

    record: Publishable
    kind: Kind
    day: date
    told: Words


def recent_revisions(language):
    """The revisions that readers of a language may know of, the newest first.

    A record that is not published in the language stands there in the first one, as on its page.
    """
    shown = reduce(or_, (shown_of(model, language) for model in models_with_pages()))
    records = GenericPrefetch("record", [with_parent(model) for model in models_with_pages()])
    return Revision.objects.filter(shown).order_by("-at", "-pk").defer("document").prefetch_related(records)


def models_with_pages():
    return [model for model in publishable_models() if model.has_page]


def with_parent(model):
    """A model's records with what their address leads through."""
    rows = model.objects.all()
    return rows.select_related(model.lies_within) if model.lies_within else rows


def shown_of(model, language):
    rows, content_type = model.objects, ContentType.objects.get_for_model(model)
    own = published(rows.readable().published(language), language) | withdrawn(rows.withdrawn(FIRST_LANGUAGE))
    if language != FIRST_LANGUAGE:
        foreign = rows.readable().exclude(pk__in=rows.published(language).values("pk"))
        own |= published(foreign, FIRST_LANGUAGE) | withdrawn(rows.readable().withdrawn(language), language)
    return Q(content_type=content_type) & own


def published(records, language):
    return Q(act=Revision.Act.PUBLISHED, news_in__contains=[language], object_id__in=records.values("pk"))


def withdrawn(records, language=FIRST_LANGUAGE):
    """Only what is still withdrawn, and only the last time."""
    last = records.filter(**{"pk": OuterRef("object_id"), f"withdrawn_at_{language}__lte": OuterRef("at")})
    return Q(Exists(last), act=Revision.Act.WITHDRAWN, news_in__contains=[language])


def recent_changes(revisions, language):
    return [recent_change(each, each.record, language) for each in revisions]


def recent_change(revision, record, language):
    day = timezone.localdate(revision.at)
    if revision.act == Revision.Act.WITHDRAWN:
        return RecentChange(record, Kind.WITHDRAWN, day, notice_in(record, language))
    shown = language if record.is_published_in(language) else FIRST_LANGUAGE
    is_first = revision.at == getattr(record, f"published_at_{shown}")
    told = Words(revision.public_notes.get(shown, ""), shown)
    return RecentChange(record, Kind.NEW if is_first else Kind.UPDATED, day, told)


def notice_in(record, language):
    own = getattr(record, f"notice_{language}")
    return Words(own, language) if own else Words(getattr(record, f"notice_{FIRST_LANGUAGE}") or "", FIRST_LANGUAGE)
