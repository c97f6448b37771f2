"""What the list of links can be narrowed to, and where a link is used, as far as a user may see it."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ots_portal.accounts.roles import SHARED, Act, may
from ots_portal.labels import capitalized
from ots_portal.links.models import Address, Result, Use
from ots_portal.publishing.draft_list import TypeFilter as TypeOfRecordFilter
from ots_portal.publishing.drafts import Draft
from ots_portal.publishing.record_pages import change_address
from ots_portal.publishing.record_types import models_seen_by
from ots_portal.publishing.state_columns import name_of
from ots_portal.publishing.words import Reader

NOBODY = Q(owner=None) | Q(owner__is_active=False)  # who still works here
ALL, FINE, MEND = "all", "fine", "to-mend"


# ---- Rows ----------------------------------------------------------------------------------------------------
def seen_uses(user):
    types = ContentType.objects.get_for_models(*models_seen_by(user)).values()
    return Use.objects.filter(content_type__in=[each.pk for each in types])


def seen_addresses(user):
    """With their uses, those that want attention most first."""
    uses = seen_uses(user)
    order = [When(result=result, then=Value(number)) for number, result in enumerate(Result)]
    shown = uses.select_related("content_type").prefetch_related("record__owner").order_by("content_type", "pk")
    rows = Address.objects.annotate(urgency=Case(*order)).filter(Exists(uses.filter(address=OuterRef("pk"))))
    return rows.select_related("fine_by").prefetch_related(Prefetch("uses", queryset=shown))


def may_mend(user, address):
    """Whether a user writes the shared facts of one of the records that use it."""
    return any(may(user, Act.WRITE, use.content_type.model_class(), SHARED) for use in address.uses.all())


class Place:
    """One use, as a list says it: the record, its form, and the part that has the link."""

    def __init__(self, use, draft):
        self.use, self.record, self.draft = use, use.record, draft

    @property
    def name(self):
        return name_of(self.record, self.draft)

    @property
    def form(self):
        return change_address(self.record)

    @cached_property
    def part(self):
        return Reader(type(self.record), {}, ()).label(self.use.path)

    @property
    def owner(self):
        return self.record.owner.shown_name if self.record.owner else ""

    @property
    def is_drafted_only(self):
        return not self.use.is_live


def places_by_address(addresses):
    """{key: places} of addresses whose uses were prefetched; one query for all their drafts."""
    uses = [use for address in addresses for use in address.uses.all() if use.record]
    found = Draft.objects.filter(object_id__in={use.object_id for use in uses})
    drafts = {(each.content_type_id, each.object_id): each for each in found}
    places = {address.pk: [] for address in addresses}
    for use in uses:
        places[use.address_id].append(Place(use, drafts.get((use.content_type_id, use.object_id))))
    return places


# ---- Filters -------------------------------------------------------------------------------------------------
class ResultFilter(admin.SimpleListFilter):
    """Without a choice, all that is not simply in order."""

    title = pgettext_lazy("link", "result")
    parameter_name = "result"

    def lookups(self, request, model_admin):
        named = [(result.value, capitalized(result.label)) for result in Result]
        return [(MEND, _("To be mended")), *named, (FINE, _("Marked as fine as it is")), (ALL, _("All of them"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        yield first | {"display": _("What wants attention")}
        yield from others

    def queryset(self, request, queryset):
        if self.value() == MEND:
            return queryset.to_mend()
        if self.value() == FINE:
            return queryset.exclude(fine_because="")
        if self.value() in Result:
            return queryset.filter(result=self.value())
        return queryset if self.value() else queryset.exclude(result=Result.WORKS).filter(fine_because="")


class TypeFilter(TypeOfRecordFilter):
    def queryset(self, request, queryset):
        app_label, _dot, model = (self.value() or "").partition(".")
        uses = Use.objects.filter(content_type__app_label=app_label, content_type__model=model, address=OuterRef("pk"))
        return queryset.filter(Exists(uses)) if model else queryset


class OwnerFilter(admin.SimpleListFilter):
    title = _("owner")
    parameter_name = "owner"

    def lookups(self, request, model_admin):
        nobody = _("nobody who still works here")
        return [("me", _("myself")), ("nobody", nobody), ("mine", _("myself or nobody"))]

    def queryset(self, request, queryset):
        me = Q(owner=request.user)
        chosen = {"me": me, "nobody": NOBODY, "mine": me | NOBODY}.get(self.value())
        if chosen is None:
            return queryset
        uses = seen_uses(request.user).in_records(chosen).filter(address=OuterRef("pk"))
        return queryset.filter(Exists(uses))
