from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ots_portal.publishing.admin import PartAdmin, PublishableAdmin, StackedInline, both, in_all_languages
from ots_portal.publishing.forms import PublishableForm
from vision.models import (
    Commitment,
    Declaration,
    Evidence,
    Formula,
    Introduction,
    Objective,
    Pillar,
    Recital,
    Section,
)


class IntroductionInline(StackedInline):
    model = Introduction
    fields = [*both("text", "wording"), "position"]
    classes = ["collapse"]


class FormulaInline(StackedInline):
    model = Formula
    fields = ["place", *both("text", "wording"), "position"]
    classes = ["collapse"]


class RecitalInline(StackedInline):
    model = Recital
    fields = ["number", *both("text", "wording")]
    classes = ["collapse"]


class CommitmentInline(StackedInline):
    model = Commitment
    autocomplete_fields = ["sections"]
    fields = [("number", "sections"), *both("text", "wording")]
    classes = ["collapse"]


class ObjectiveInline(StackedInline):
    model = Objective
    fields = ["number", *both("text", "wording", "remark")]


@admin.register(Declaration)
class DeclarationAdmin(PublishableAdmin):
    columns = ["name_column", "approved_at", "reference"]
    list_select_related = ["approved_at"]
    autocomplete_fields = ["approved_at", "document"]
    inlines = [IntroductionInline, FormulaInline, RecitalInline, CommitmentInline]
    content = [
        (_("Words"), {"fields": both("title", "lead", "status_line")}),
        (_("Relations"), {"fields": [("approved_at", "document")]}),
    ]


class PillarForm(PublishableForm):
    def proposed_reference(self):
        return str(self.cleaned_data.get("number") or "")


@admin.register(Pillar)
class PillarAdmin(PublishableAdmin):
    form = PillarForm
    columns = ["number", "name_column", "reference"]
    list_display_links = ["name_column"]
    autocomplete_fields = ["declaration"]
    content = [
        (_("What it is"), {"fields": [("declaration", "number")]}),
        (_("Words"), {"fields": both("title", "lead")}),
    ]


class SectionForm(PublishableForm):
    def proposed_reference(self):
        pillar, number = self.cleaned_data.get("pillar"), self.cleaned_data.get("number")
        return f"{pillar.reference}.{number}" if pillar and number else ""


@admin.register(Section)
class SectionAdmin(PublishableAdmin):
    form = SectionForm
    columns = ["reference", "name_column", "pillar"]
    list_display_links = ["name_column"]
    filters = ["pillar"]
    list_select_related = ["pillar"]
    autocomplete_fields = ["pillar", "areas"]
    inlines = [ObjectiveInline]
    content = [
        (_("What it is"), {"fields": [("pillar", "number")]}),
        (_("Words"), {"fields": both("title", "lead")}),
        (_("Relations"), {"fields": ["areas"]}),
    ]


@admin.register(Objective)
class ObjectiveAdmin(PartAdmin):
    search_fields = ["section__reference", "number", *in_all_languages("text")]

    def text_in_autocompletes(self, objective):
        return f"{objective.code} {objective.text or ''}"


class EvidenceForm(PublishableForm):
    def proposed_reference(self):
        meeting, objective = self.cleaned_data.get("meeting"), self.cleaned_data.get("objective")
        return f"{meeting.reference}-{objective.code}" if meeting and objective else ""


@admin.register(Evidence)
class EvidenceAdmin(PublishableAdmin):
    form = EvidenceForm
    columns = ["name_column", "objective", "meeting", "basis", "direction"]
    filters = ["basis", "direction"]
    list_select_related = ["objective__section", "meeting"]
    autocomplete_fields = ["objective", "meeting", "outcome"]
    content = [
        (_("What serves what"), {"fields": ["objective", ("meeting", "outcome"), ("basis", "direction")]}),
        (_("Words"), {"fields": both("note")}),
    ]
