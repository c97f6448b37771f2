"""What the pages of the admin about one record share."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse


def address_of(record, page, *args):
    """A page of the admin about a record."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk, *args])


def change_address(record):
    """Where a record is edited."""
    return address_of(record, "change")


class RecordPages:
    """A ModelAdmin mixin."""

    def paths(self, views):
        """URL patterns of {address: view}; a view's name is what follows the model's name in reverse()."""
        prefix = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [path(f"<int:key>/{address}/", wrap(view), name=f"{prefix}_{end}") for address, end, view in views]

    def address_of(self, end, *args):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{end}", args=args)

    def tools(self, request, record):
        """What the form of a record leads to beside the stock pages: address and words."""
        return []

    def render_change_form(self, request, context, *args, **kwargs):
        if context.get("original") is not None:
            context["tools"] = list(self.tools(request, context["original"]))
        return super().render_change_form(request, context, *args, **kwargs)

    def seen(self, request, key):
        """The live row of a record that the user may see."""
        record = self.get_object(request, str(key))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return record

    def page(self, request, template, record, title, *, status=200, folder="admin/publishing", **context):
        about = {"opts": self.opts, "original": record, "title": title, "media": self.media}
        context = self.admin_site.each_context(request) | about | context
        return TemplateResponse(request, f"{folder}/{template}.html", context, status=status)
