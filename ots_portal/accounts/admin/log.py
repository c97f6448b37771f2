from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ots_portal.accounts.admin.log_file import LogFile
from ots_portal.accounts.models import AuditEntry
from ots_portal.change_lists import ReadOnlyAdmin
from ots_portal.labels import capitalized

CHANGES = (
    '<table><thead><tr><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th></tr></thead>{}</table>'
)
CHANGE = '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>'


class TypeFilter(admin.SimpleListFilter):
    """Types of which the log knows something, by their names in the language of the page."""

    title = _("type of record")
    parameter_name = "type"

    def lookups(self, request, model_admin):
        found = AuditEntry.objects.order_by().exclude(content_type=None)
        types = found.values_list("content_type", flat=True).distinct()
        for content_type in ContentType.objects.filter(pk__in=types):
            model = content_type.model_class()
            yield str(content_type.pk), capitalized(model._meta.verbose_name if model else content_type.model)

    def queryset(self, request, queryset):
        return queryset.filter(content_type=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class LogAdmin(LogFile, ReadOnlyAdmin):
    """Read by administrators, changed by nobody."""

    list_display = ["at", "user_name", "event", "type_column", "record_name", "lane"]
    list_filter = ["event", TypeFilter, "at", ("user", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["content_type"]
    search_fields = ["user_name", "record_name", "reference"]
    search_help_text = _("Searches the names of users and records, and references.")
    show_full_result_count = False
    fields = ["at", "user_name", "event", "type_column", "record_link", "reference", "lane", "changes"]

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    def get_search_results(self, request, queryset, search_term):
        """The log is long: the database searches it, letter by letter."""
        return admin.ModelAdmin.get_search_results(self, request, queryset, search_term)

    @admin.display(description=_("type of record"))
    def type_column(self, entry):
        model = entry.content_type and entry.content_type.model_class()
        return capitalized(model._meta.verbose_name) if model else ""

    @admin.display(description=_("record"))
    def record_link(self, entry):
        address = address_of(entry)
        return format_html('<a href="{}">{}</a>', address, entry.record_name) if address else entry.record_name

    @admin.display(description=_("changes"))
    def changes(self, entry):
        before, after = entry.before or {}, entry.after or {}
        names = [*before, *(name for name in after if name not in before)]
        rows = format_html_join("", CHANGE, [(name, before.get(name, ""), after.get(name, "")) for name in names])
        heads = (_("fact"), pgettext_lazy("audit", "before"), pgettext_lazy("audit", "after"))
        return format_html(CHANGES, *heads, rows) if names else ""


def address_of(entry):
    """Where a record of the log is edited, if it is edited somewhere."""
    if not entry.content_type:
        return ""
    name = f"admin:{entry.content_type.app_label}_{entry.content_type.model}_change"
    try:
        return reverse(name, args=[entry.object_id])
    except NoReverseMatch:
        return ""
