from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem, CountClaim, Meeting, Outcome, Participation, Series
from ots_portal.publishing.admin import PartAdmin, PublishableAdmin, StackedInline, both


class AgendaItemInline(StackedInline):
    model = AgendaItem
    fields = ["position", *both("text")]


class ParticipationInline(StackedInline):
    model = Participation
    autocomplete_fields = ["person", "institution", "state"]
    fields = [("role", "position"), ("person", "institution", "state"), *both("office")]


class OutcomeInline(StackedInline):
    model = Outcome
    fk_name = "meeting"
    autocomplete_fields = ["document", "membership", "fulfilled_by"]
    fields = [("kind", "position"), *both("text"), ("document", "membership"), ("follow_up", "fulfilled_by")]


class CountClaimInline(StackedInline):
    model = CountClaim
    fields = [("count", "is_more_than", "position"), ("as_of", "is_as_of_inferred"), *both("note")]


@admin.register(Meeting)
class MeetingAdmin(PublishableAdmin):
    columns = ["date_column", "name_column", "series", "kind", "status", "place"]
    list_display_links = ["name_column"]
    filters = ["status", "kind", "format", "series", "areas", "country"]
    list_select_related = ["series", "city", "country"]
    autocomplete_fields = ["series", "also_in", "city", "country", "areas", "topics", "documents"]
    inlines = [AgendaItemInline, ParticipationInline, OutcomeInline]
    content = [
        (
            _("What, when and where"),
            {
                "fields": [
                    ("series", "kind"),
                    ("ordinal", "is_ordinal_stated"),
                    ("status", "format"),
                    ("precision", "start", "end"),
                    ("start_time", "end_time"),
                    ("city", "country"),
                ]
            },
        ),
        (_("Words"), {"fields": both("title", "venue", "theme", "body")}),
        (_("Relations"), {"fields": ["also_in", "areas", "topics", "documents"]}),
    ]

    @admin.display(description=_("date"), ordering="sort_date", empty_value=_("not known"))
    def date_column(self, meeting):
        return meeting.date_in_words or None

    @admin.display(description=_("place"))
    def place(self, meeting):
        return meeting.city or meeting.country

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.series.refresh_sort_dates()


@admin.register(Outcome)
class OutcomeAdmin(PartAdmin):
    search_fields = ["meeting__reference", "meeting__title_tr", "meeting__title_en", "text_tr", "text_en"]


@admin.register(Series)
class SeriesAdmin(PublishableAdmin):
    columns = ["name_column", "abbreviation", "level", "topic", "is_external", "position"]
    filters = ["level", "is_external"]
    list_select_related = ["topic"]
    autocomplete_fields = ["topic"]
    inlines = [CountClaimInline]
    content = [
        (_("What it is"), {"fields": [("topic", "level"), ("reference_prefix", "position"), "is_external"]}),
        (_("Words"), {"fields": both("name", "abbreviation", "summary", "periodicity")}),
    ]
