"""Keeping what was live: a revision after each publication, also of many records at once."""

from django.utils import timezone

from ots_portal.publishing.documents import dump_all
from ots_portal.publishing.drafts import Revision
from ots_portal.publishing.publishable import Publishable


def record_revision(record, document, languages, user, **more):
    revision(record, document, languages, user, **more).save(force_insert=True)


def record_revisions(records, at=None):
    """The first revisions of records of one model that a command published directly; plain tables have none."""
    if not (records and isinstance(records[0], Publishable)):
        return
    documents = dump_all(records)
    rows = [revision(each, documents[each.pk], each.published_languages, None, at=at) for each in records]
    Revision.objects.bulk_create([row for row in rows if row.languages])


def revision(record, document, languages, user, *, at=None, news_in=None, **more):
    name = user.shown_name if user else ""
    at = at or timezone.now()
    values = {"languages": languages, "news_in": languages if news_in is None else news_in, "at": at}
    return Revision(record=record, document=document, user=user, user_name=name, **values, **more)
