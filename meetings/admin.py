from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms.widgets import Script
from django.http import Http404, JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from meetings.copy_pages import CopyPages
from meetings.models import AgendaItem, CountClaim, Meeting, Outcome, Participation, Series
from meetings.proposals import free_reference, next_ordinal, proposal
from ots_portal.publishing.admin import PartAdmin, PublishableAdmin, StackedInline, both, in_all_languages
from ots_portal.publishing.forms import PublishableForm

NEXT_KINDS = [Meeting.Kind.REGULAR, Meeting.Kind.EXTRAORDINARY]


class AgendaItemInline(StackedInline):
    model = AgendaItem
    fields = [*both("text"), "position"]


class ParticipationInline(StackedInline):
    model = Participation
    autocomplete_fields = ["person", "institution", "state"]
    fields = ["role", ("person", "institution", "state"), *both("office"), "position"]


class OutcomeInline(StackedInline):
    model = Outcome
    fk_name = "meeting"
    autocomplete_fields = ["document", "membership", "fulfilled_by"]
    fields = ["kind", *both("text"), ("document", "membership"), ("follow_up", "fulfilled_by"), "position"]


class CountClaimInline(StackedInline):
    model = CountClaim
    fields = [("count", "is_more_than"), ("as_of", "is_as_of_inferred"), *both("note"), "position"]


class MeetingForm(PublishableForm):
    """On a new meeting, an ordinal and a reference left empty are those of the next one of its series."""

    is_next = forms.BooleanField(
        label=_("Number as the next one"),
        required=False,
        initial=True,
        help_text=_("An ordinal left empty becomes the next one of its series and kind, where that is known."),
    )

    def clean(self):
        series, kind = self.cleaned_data.get("series"), self.cleaned_data.get("kind")
        is_wanted = self.cleaned_data.get("is_next") and self.instance._state.adding
        if is_wanted and series and kind and not self.cleaned_data.get("ordinal"):
            self.cleaned_data["ordinal"] = next_ordinal(series, kind)
        return super().clean()

    def proposed_reference(self):
        known = {name: self.cleaned_data.get(name) for name in ("series", "kind", "ordinal", "start", "precision")}
        return free_reference(Meeting(**known)) if known["series"] and known["kind"] else ""


@admin.register(Meeting)
class MeetingAdmin(CopyPages, PublishableAdmin):
    form = MeetingForm
    columns = ["date_column", "name_column", "series", "kind", "status", "place"]
    list_display_links = ["name_column"]
    filters = ["status", "kind", "format", "series", "areas", "country"]
    list_select_related = ["series", "city", "country"]
    autocomplete_fields = ["series", "also_in", "city", "country", "areas", "topics", "documents"]
    inlines = [AgendaItemInline, ParticipationInline, OutcomeInline]
    what_when_where = [
        ("series", "kind"),
        ("ordinal", "is_ordinal_stated"),
        ("status", "format"),
        ("precision", "start", "end"),
        ("start_time", "end_time"),
        ("city", "country"),
    ]
    content = [
        (_("What, when and where"), {"fields": what_when_where}),
        (_("Words"), {"fields": both("title", "venue", "theme", "body")}),
        (_("Relations"), {"fields": ["also_in", "areas", "topics", "documents"]}),
    ]

    class Media:
        js = [Script("js/propose_meeting.js", defer=True)]

    @admin.display(description=_("date"), ordering="sort_date", empty_value=_("not known"))
    def date_column(self, meeting):
        return meeting.date_in_words or None

    @admin.display(description=_("place"))
    def place(self, meeting):
        return meeting.city or meeting.country

    def get_urls(self):
        view = self.admin_site.admin_view(self.propose)
        return [path("propose/", view, name="meetings_meeting_propose"), *super().get_urls()]

    def propose(self, request):
        """The values of the next meeting of ?series= and ?kind=, for the form in the browser."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        series, kind = asked_series(request), request.GET.get("kind")
        if series is None or kind not in Meeting.Kind.values:
            raise Http404
        return JsonResponse(proposal(series, kind))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            first = self.what_when_where
            fieldsets[0] = (
                fieldsets[0][0],
                {"fields": [first[0], ("ordinal", "is_ordinal_stated", "is_next"), *first[2:]]},
            )
        return fieldsets

    def get_changeform_initial_data(self, request):
        """From the link “next meeting” of a series: everything that follows from the series."""
        initial = super().get_changeform_initial_data(request)
        series, kind = asked_series(request), request.GET.get("kind", Meeting.Kind.REGULAR)
        if series is None or kind not in Meeting.Kind.values:
            return initial
        areas = [series.topic.area_id] if series.topic else []
        return {"areas": areas} | proposal(series, kind) | initial


def asked_series(request):
    key = request.GET.get("series", "")
    return Series.objects.filter(pk=key).first() if key.isascii() and key.isdecimal() else None


@admin.register(Outcome)
class OutcomeAdmin(PartAdmin):
    search_fields = ["meeting__reference", *in_all_languages("meeting__title", "text")]


@admin.register(Series)
class SeriesAdmin(PublishableAdmin):
    columns = ["name_column", "abbreviation", "level", "topic", "is_external", "position", "next_column"]
    filters = ["level", "is_external"]
    list_select_related = ["topic"]
    autocomplete_fields = ["topic"]
    inlines = [CountClaimInline]
    content = [
        (_("What it is"), {"fields": [("topic", "level"), ("reference_prefix", "position"), "is_external"]}),
        (_("Words"), {"fields": both("name", "abbreviation", "summary", "periodicity")}),
    ]

    @admin.display(description=_("next meeting"))
    def next_column(self, series):
        return format_html_join(" · ", '<a href="{}">{}</a>', next_meetings(series))

    def render_change_form(self, request, context, *args, **kwargs):
        if context["original"] and request.user.has_perm("meetings.add_meeting"):
            context["next_meetings"] = next_meetings(context["original"])
        return super().render_change_form(request, context, *args, **kwargs)


def next_meetings(series):
    """Where the next meeting of a series is added, per kind: address and label."""
    add = reverse("admin:meetings_meeting_add")
    return [(f"{add}?{urlencode({'series': series.pk, 'kind': kind.value})}", kind.label) for kind in NEXT_KINDS]
