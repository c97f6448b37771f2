"""The pages of the admin on which somebody finds a duplicate, compares both records and merges them."""

from collections import Counter

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ots_portal import turkish
from ots_portal.accounts.roles import FIRST_LANGUAGE, Act, may
from ots_portal.publishing.changes import diff
from ots_portal.publishing.merging import alias_field, doubles, facts_of, merge, names_of, refuse_unfit
from ots_portal.publishing.publishable import Publishable, State
from ots_portal.publishing.uses import UsePages, grouped
from ots_portal.publishing.words import differences

MOST_FOUND = 30
SHORTEST_WORD = 3


class MergePages(UsePages):
    """A ModelAdmin mixin for types of record of which duplicates occur."""

    def get_urls(self):
        views = [
            ("merge", "merge", require_safe(self.merge_view)),
            ("merge/<int:other>", "merge_with", require_http_methods(["GET", "POST"])(self.merge_with_view)),
        ]
        return self.paths(views) + super().get_urls()

    def tools(self, request, record):
        yield from super().tools(request, record)
        if may(request.user, Act.MERGE, record, FIRST_LANGUAGE):
            yield self.address_of("merge", record.pk), _("Merge with another…")

    def mergeable(self, request, key):
        record = self.seen(request, key)
        if not may(request.user, Act.MERGE, record, FIRST_LANGUAGE):
            raise PermissionDenied
        return record

    # ---- Finding the other one -----------------------------------------------------------------------------------
    def merge_view(self, request, key):
        record, text = self.mergeable(request, key), request.GET.get("q", "").strip()
        rows = self.found(request, record, [text] if text else words_of(record))
        found = [(self.called(row), row.reference, self.address_of("merge_with", key, row.pk)) for row in rows]
        title = _("Merge with another: %(record)s") % {"record": self.called(record)}
        return self.page(request, "merge", record, title, text=text, found=found)

    def found(self, request, record, texts):
        """Other records that the search of the list finds, those that share most with the texts first."""
        others, hits = self.model.objects.exclude(pk=record.pk), Counter()
        for text in texts:
            rows, _may_repeat = self.get_search_results(request, others, text)
            hits.update(rows.values_list("pk", flat=True))
        rows = others.prefetch_related("drafts") if issubclass(self.model, Publishable) else others
        rows = rows.in_bulk([key for key, _number in hits.most_common(MOST_FOUND)])
        return sorted(rows.values(), key=lambda row: -hits[row.pk])

    def called(self, record):
        return getattr(self, "name_column", str)(record)

    # ---- Both, side by side --------------------------------------------------------------------------------------
    def merge_with_view(self, request, key, other):
        leaving, staying = self.mergeable(request, key), self.get_object(request, str(other))
        if staying is None or staying == leaving:
            raise Http404
        if request.method == "POST":
            return self.merged(request, leaving, staying)
        return self.ask_to_merge(request, leaving, staying, refusals_of(leaving, staying))

    def merged(self, request, leaving, staying):
        twice, name = doubles(leaving, staying), self.called(leaving)
        try:
            number = merge(leaving, staying, request.user, keeps_names="names" in request.POST)
        except ValidationError as error:
            return self.ask_to_merge(request, leaving, staying, error.messages, status=409)
        merged = ngettext(
            "“%(leaving)s” was merged with this record; %(number)d record changed with it.",
            "“%(leaving)s” was merged with this record; %(number)d records changed with it.",
            number,
        )
        messages.success(request, merged % {"leaving": name, "number": number})
        for group in grouped(self.admin_site, request.user, twice):
            messages.warning(request, self.told_twice(group))
        return redirect(self.address_of("change", staying.pk))

    def told_twice(self, group):
        names = ", ".join(map(str, group["rows"])) or group["number"]
        sentence = _("Named twice now, because both were named there; remove one of the two: {}: {}")
        return format_html(sentence, group["name"], names)

    def ask_to_merge(self, request, leaving, staying, refusals, *, status=200):
        documents, is_deleted = (facts_of(leaving), facts_of(staying)), not is_known_to_readers(leaving)
        pairs = {
            path: pair for path, pair in diff(*documents).items() if "/" not in path or is_deleted
        }  # parts go along
        order = flatten_fieldsets(getattr(self, "content", []))
        return self.page(
            request,
            "merge_with",
            leaving,
            _("Merge two records"),
            status=status,
            refusals=refusals,
            leaving=self.called(leaving),
            staying=self.called(staying),
            staying_reference=staying.reference,
            swapped=self.address_of("merge_with", staying.pk, leaving.pk),
            differences=differences(self.model, pairs, *documents, order=order),
            doubles=grouped(self.admin_site, request.user, doubles(leaving, staying)),
            is_deleted=is_deleted,
            keeps_names=bool(alias_field(staying)),
            **self.uses(request, leaving),
        )


def words_of(record):
    words = {word for name in names_of(record) for word in turkish.fold(name).replace("-", " ").split()}
    return sorted(word for word in words if len(word) >= SHORTEST_WORD)


def is_known_to_readers(record):
    return isinstance(record, Publishable) and record.state_in(FIRST_LANGUAGE) != State.NEVER


def refusals_of(leaving, staying):
    try:
        refuse_unfit(leaving, staying)
    except ValidationError as error:
        return error.messages
    return []
