"""Keeping in line which record uses which address, in the transaction of each act, in queries that do not grow."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q

from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES
from ots_portal.links.checking import look_at_ours
from ots_portal.links.finding import addresses_in
from ots_portal.links.models import Address, Use
from ots_portal.publishing.changes import apply
from ots_portal.publishing.documents import dump_all
from ots_portal.publishing.drafts import Draft
from ots_portal.publishing.parts import known
from ots_portal.publishing.publishable import Publishable
from ots_portal.publishing.record_types import publishable_models
from ots_portal.schema import brings, migrations_are_applied

BATCH = 500


# ---- Listening -----------------------------------------------------------------------------------------------
def follow(sender, record, is_seen, live=None, **_more):
    """Whatever is done with a record: its links follow, and what others say of it by theirs."""
    if isinstance(record, Publishable):
        refresh(sender, [record.pk], live and {record.pk: live})
        look_at_ours(leading_to(record) if is_seen else ())


def forget(sender, instance, **_more):
    if isinstance(instance, Publishable):
        Use.objects.of(instance).delete()
        look_at_ours(leading_to(instance))


def begin(sender, plan=(), **_more):
    """A database that had records before it knew of links learns of theirs when it is migrated."""
    if brings(sender, plan) and migrations_are_applied():
        refresh_all()


def leading_to(record):
    """The addresses of ours that may lead to a record: its citation, and pages at one of its slugs."""
    found = Q(url__contains=f"/{record._meta.model_name}/{record.reference}/")
    for slug in {getattr(record, f"slug_{code}") for code in LANGUAGES} - {None, ""}:
        found |= Q(url__contains=f"/{slug}/")
    return Address.objects.ours().filter(found)


# ---- Writing -------------------------------------------------------------------------------------------------
def refresh_all():
    for model in publishable_models():
        keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            refresh(model, keys[start : start + BATCH])


@transaction.atomic
def refresh(model, keys, lives=None):
    """Bring the uses of these records in line with what is live (`lives`, if known) and what is drafted."""
    content_type = ContentType.objects.get_for_model(model)
    rows = Use.objects.filter(content_type=content_type, object_id__in=keys).select_related("address")
    wanted = dict(uses_in(model, keys, lives))
    there = {(use.object_id, use.path, use.address.url): use.is_live for use in rows}
    if wanted == there:
        return
    addresses = kept_addresses({url for _key, _path, url in wanted})
    rows.delete()
    Use.objects.bulk_create(
        Use(content_type=content_type, object_id=key, path=path, address=addresses[url], is_live=is_live)
        for (key, path, url), is_live in wanted.items()
    )
    look_at_ours(Address.objects.ours().filter(pk__in=[each.pk for each in addresses.values()], checked_at=None))


def uses_in(model, keys, lives):
    """((key, path, address), whether readers see it) of what is live and what is drafted."""
    records = list(model._base_manager.filter(pk__in=keys))
    documents = lives or dump_all(records)
    drafts = Draft.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)
    changes = dict(drafts.values_list("object_id", "changes"))
    for record in records:
        live = documents[record.pk]
        working = apply(live, known(model, changes.get(record.pk, {})))
        shown = set(addresses_in(model, live)) if record.is_published_in(FIRST_LANGUAGE) else set()
        drafted = set(addresses_in(model, working)) if record.pk in changes else set()
        for path, url in sorted(shown | drafted):
            yield (record.pk, path, url), (path, url) in shown


def kept_addresses(urls):
    """{url: its row}, new ones with what is known of them without looking."""
    there = set(Address.objects.filter(url__in=urls).values_list("url", flat=True))
    new = [Address(url=url) for url in sorted(urls - there)]
    for each in new:
        each.begin()
    Address.objects.bulk_create(new, ignore_conflicts=True)
    return {each.url: each for each in Address.objects.filter(url__in=urls)}
