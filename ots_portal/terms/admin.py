"""The term base in the administration: the list, the form, and the table that goes out and comes in."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ots_portal.accounts.audit import Event
from ots_portal.accounts.audit import record as audit
from ots_portal.accounts.roles import SHARED, Act, may
from ots_portal.languages import LANGUAGES, column
from ots_portal.publishing.admin import RichTextAdmin, both
from ots_portal.terms import exchange
from ots_portal.terms.models import FOUND_BY, WORDS, Term

SALT = "terms.import"
SOME_LINES = 3


class ForbiddenFilter(admin.SimpleListFilter):
    title = _("wordings not to be used")
    parameter_name = "forbidden"

    def lookups(self, request, model_admin):
        return [("yes", _("has some"))]

    def queryset(self, request, queryset):
        return queryset.with_forbidden() if self.value() == "yes" else queryset


class FileForm(forms.Form):
    file = forms.FileField(label=_("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))


def wording_column(code):
    """The wordings of a language, marked as such for who listens to the list, and in its alphabet."""
    name = column("wording", code)

    @admin.display(description=Term._meta.get_field(name).verbose_name, ordering=column("sort_key", code))
    def wording(term):
        return format_html('<span lang="{}">{}</span>', code, getattr(term, name))

    return wording


@admin.register(Term)
class TermAdmin(RichTextAdmin):
    list_filter = ["category", "kind", "status", ForbiddenFilter]
    search_fields = ["reference", *(f"{name}_{code}" for name in FOUND_BY for code in LANGUAGES)]
    fieldsets = [
        (None, {"fields": [*both(*WORDS), ("category", "kind")]}),
        (_("Origin"), {"fields": ["status", "source", "reference"]}),
    ]

    def get_list_display(self, request):
        return [*map(wording_column, LANGUAGES), "category", "kind", "status"]

    def get_ordering(self, request):
        return [column("sort_key"), "pk"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["reference"] if obj else [])]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.TextField):
            field.widget.attrs["rows"] = SOME_LINES
        return field

    # ---- The table -----------------------------------------------------------------------------------------------
    def get_urls(self):
        views = [("export", self.export_view), ("import", self.import_view)]
        wrap = self.admin_site.admin_view
        ours = [path(f"{name}/", wrap(view), name=f"terms_term_{name}") for name, view in views]
        return [*ours, *super().get_urls()]

    def export_view(self, request):
        """The terms of the list, as it is narrowed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            terms = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return redirect("admin:terms_term_changelist")
        response = HttpResponse(exchange.csv_of(terms), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="terms.csv"'
        return response

    def import_view(self, request):
        """First the report of what a file would do; what was read is kept only when its report is confirmed."""
        if not may(request.user, Act.WRITE, Term, SHARED) or not self.has_add_permission(request):
            raise PermissionDenied
        if "read" in request.POST:
            return self.confirm(request)
        form = FileForm(request.POST or None, request.FILES or None)
        if not form.is_valid():
            return self.import_page(request, form)
        content = form.cleaned_data["file"].read(exchange.MOST_BYTES + 1)
        return self.import_page(request, form, exchange.examine(content), content)

    def confirm(self, request):
        try:
            content, digest = signing.loads(request.POST["read"], salt=SALT)
        except signing.BadSignature:
            audit(request.user, Event.FORGED)
            raise PermissionDenied
        content = content.encode()
        report = exchange.examine(content)
        if report.digest != digest or not report.is_fit:
            messages.warning(request, _("The terms have changed since the file was read. Read the report again."))
            return self.import_page(request, FileForm(), report, content)
        exchange.keep(report, request.user)
        number = len(report.added) + len(report.changed)
        told = ngettext("%(number)d term was kept.", "%(number)d terms were kept.", number)
        messages.success(request, told % {"number": number})
        return redirect("admin:terms_term_changelist")

    def import_page(self, request, form, report=None, content=b""):
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Import terms"),
            "form": form,
            "report": report,
            "columns": exchange.COLUMNS,
            "between": exchange.BETWEEN,
            "read": signing.dumps([content.decode(), report.digest], salt=SALT, compress=True)
            if report and report.is_fit
            else "",
        }
        return TemplateResponse(request, "admin/terms/import.html", context)
