import logging
from functools import partial

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ots_portal.accounts.logged_admin import LoggedAdmin
from ots_portal.change_lists import StaffAdmin
from ots_portal.library.images import thumbnail_of
from ots_portal.library.inspection import TYPES, extension_of, safe_name
from ots_portal.library.models import File

logger = logging.getLogger(__name__)

CONTENT_HELP = gettext_lazy(
    "%(types)s, at most 50 MB, images at most 20 MB; the type is checked by the content, not by the name. Of images"
    " place, time, camera and other notes are removed."
)
A_YEAR = 365 * 24 * 60 * 60


class FileForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "content" in self.fields:
            self.fields["content"].max_length = self._meta.model._meta.get_field("name").max_length
            self.fields["content"].help_text = CONTENT_HELP % {"types": ", ".join(sorted(TYPES))}

    def clean_name(self):
        """The name of a stored file is safe and keeps the ending of its type."""
        name, media_type = safe_name(self.cleaned_data["name"]), self.instance.media_type
        if media_type and TYPES.get(extension_of(name)) != media_type:
            raise ValidationError(_("The name must keep the ending of its type."))
        return name


@admin.register(File)
class FileAdmin(LoggedAdmin, StaffAdmin):
    """Bytes are uploaded once; another version is another file."""

    form = FileForm
    list_display = ["thumbnail", "name", "media_type", "size_in_words", "uploaded_at", "uploaded_by"]
    list_display_links = ["name"]
    list_filter = ["media_type"]
    list_select_related = ["uploaded_by"]
    search_fields = ["name", "checksum"]

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["content", "name"]
        of_images = ["thumbnail", "dimensions"] if obj.is_image else []
        return ["name", "address", *of_images, "media_type", "size_in_words", "checksum", "uploaded_at", "uploaded_by"]

    def get_readonly_fields(self, request, obj=None):
        return [name for name in self.get_fields(request, obj) if name not in {"content", "name"}]

    def get_urls(self):
        page = self.admin_site.admin_view(self.show_thumbnail)
        return [path("<uuid:key>/thumbnail/", page, name="library_file_thumbnail"), *super().get_urls()]

    def show_thumbnail(self, request, key):
        """Made anew each time; as stored bytes are never replaced, browsers keep it."""
        file = get_object_or_404(File, pk=key, width__isnull=False)
        if not self.has_view_permission(request, file):
            raise PermissionDenied
        headers = {"Cache-Control": f"private, max-age={A_YEAR}, immutable", "X-Content-Type-Options": "nosniff"}
        try:
            with file.content.open("rb") as stored:
                return HttpResponse(thumbnail_of(stored.read()), content_type="image/webp", headers=headers)
        except FileNotFoundError:
            raise Http404

    @admin.display(description=pgettext_lazy("file", "image"))
    def thumbnail(self, file):
        if not file.is_image:
            return ""
        address = reverse("admin:library_file_thumbnail", args=[file.pk])
        return format_html('<img class="file-thumbnail" src="{}" alt="" loading="lazy">', address)

    @admin.display(description=gettext_lazy("dimensions"))
    def dimensions(self, file):
        return _("%(width)d × %(height)d pixels") % {"width": file.width, "height": file.height}

    @admin.display(description=gettext_lazy("address"))
    def address(self, file):
        return format_html('<a href="{0}">{0}</a>', file.get_absolute_url())

    @admin.display(description=gettext_lazy("size"), ordering="size")
    def size_in_words(self, file):
        return filesizeformat(file.size)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)
        if not change and (twin := obj.twins().first()):
            messages.warning(request, tell_of_twin(twin))

    def delete_model(self, request, obj):
        """The bytes go with their record, once its deletion is certain."""
        super().delete_model(request, obj)
        transaction.on_commit(partial(forget_bytes, obj.content.storage, obj.content.name))


def forget_bytes(storage, name):
    """What cannot be deleted now is named in the log: its record is gone, so nobody can ask for it any more."""
    try:
        storage.delete(name)
    except OSError as error:
        logger.error("The bytes of a deleted file are still stored, as %s: %s", name, error)


def tell_of_twin(file):
    text = _(
        "The same content is stored already: {link}. Offer that file where it serves as well, and delete this one."
    )
    link = format_html('<a href="{}">{}</a>', reverse("admin:library_file_change", args=[file.pk]), file)
    return format_html(text, link=link)
