"""Translators' files in the admin: upload, report, confirmation, and undoing."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from ots_portal.accounts.roles import Act, may
from ots_portal.change_lists import ReadOnlyAdmin
from ots_portal.publishing.record_types import models_seen_by
from ots_portal.translating.texts import SOURCES
from ots_portal.translating.xliff.importing import carry_out, report_of, take_in
from ots_portal.translating.xliff.models import ImportedFile
from ots_portal.translating.xliff.reading import MOST_BYTES, Refused
from ots_portal.translating.xliff.undoing import may_undo, records_of, undo

FOLDER = "admin/translating/importedfile"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Translated file (XLIFF 1.2)"),
        widget=forms.ClearableFileInput({"accept": ".xlf,.xliff,application/x-xliff+xml"}),
    )


@admin.register(ImportedFile)
class ImportedFileAdmin(ReadOnlyAdmin):
    """Nothing is written before its report was read and confirmed."""

    list_display = ["name", "language", "user_column", "imported_at", "texts", "state_column"]
    list_select_related = ["user"]
    search_fields = ["name"]

    @admin.display(description=gettext_lazy("user"))
    def user_column(self, imported):
        return imported.user.shown_name

    @admin.display(description=pgettext_lazy("import", "state"))
    def state_column(self, imported):
        return imported.state

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content", "changes").shown_to(request.user)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Imported files"), **(extra_context or {})})

    # ---- Pages -------------------------------------------------------------------------------------------------
    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        if form.is_valid():
            try:
                return redirect(self.page_of(take_in(form.cleaned_data["file"], request.user)))
            except Refused as refusal:
                form.add_error("file", refusal)
        context = {"form": form, "megabytes": MOST_BYTES // 1024 // 1024}
        return self.page(request, "upload", _("Upload a translated file"), **context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        imported = self.get_object(request, object_id)
        if imported is None:
            raise Http404
        if request.method == "POST":
            return self.act(request, imported)
        if imported.imported_at:
            return self.outcome_page(request, imported)
        title = _("What %(file)s would change") % {"file": imported.name}
        return self.page(request, "report", title, imported=imported, report=report_of(imported, request.user))

    def outcome_page(self, request, imported):
        records = records_of(imported, request.user)
        has_drafted = any(record.drafted for record in records)
        can_undo = not imported.undone_at and has_drafted and may_undo(imported, request.user)
        context = {"imported": imported, "records": records, "can_undo": can_undo}
        return self.page(request, "outcome", _("What %(file)s changed") % {"file": imported.name}, **context)

    def act(self, request, imported):
        try:
            message = self.done(request, imported)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, message)
        return redirect(self.page_of(imported))

    def done(self, request, imported):
        if request.POST.get("act") == "undo":
            number = undo(imported, request.user)
            message = ngettext("%(n)d text was taken back.", "%(n)d texts were taken back.", number)
        else:
            number = carry_out(imported, request.user, request.POST.get("seen", "")).texts
            message = ngettext("%(n)d text is now in your drafts.", "%(n)d texts are now in your drafts.", number)
        return message % {"n": number}

    def page_of(self, imported):
        return reverse("admin:translating_importedfile_change", args=[imported.pk])

    def page(self, request, template, title, **context):
        context = (
            self.admin_site.each_context(request) | {"opts": self.opts, "title": title, "media": self.media} | context
        )
        return TemplateResponse(request, f"{FOLDER}/{template}.html", context)

    # ---- Rights ------------------------------------------------------------------------------------------------
    def has_view_permission(self, request, obj=None):
        return bool(models_seen_by(request.user))

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return any(may(request.user, Act.WRITE, None, language) for language in SOURCES)

    def history_view(self, request, object_id, extra_context=None):
        raise PermissionDenied
