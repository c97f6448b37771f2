"""The page of the admin that begins the next meeting of a series from an earlier one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.copying import agenda, copy, next_participants
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.problems import problems
from ots_portal.publishing.record_pages import RecordPages


class CopyPages(RecordPages):
    """A ModelAdmin mixin."""

    def get_urls(self):
        return (
            self.paths([("copy", "copy", require_http_methods(["GET", "POST"])(self.copy_view))]) + super().get_urls()
        )

    def tools(self, request, record):
        yield from super().tools(request, record)
        if self.has_add_permission(request):
            yield self.address_of("copy", record.pk), _("Copy as the next of its series")

    def copy_view(self, request, key):
        """Asks first what is to be taken over; only what is sent from there adds a meeting."""
        meeting = self.seen(request, key)
        if not self.has_add_permission(request):
            raise PermissionDenied
        desk = Desk(meeting)
        if request.method == "POST":
            return self.copied(request, desk)
        facts = {"participants": len(list(next_participants(desk.working)))}
        facts |= {"agenda": len(list(agenda(desk.working)))}
        title = _("Copy as the next of its series: %(record)s") % {"record": meeting}
        return self.page(request, "copy", meeting, title, folder="admin/meetings/meeting", **facts)

    def copied(self, request, desk):
        try:
            added = copy(desk.record, request.user, with_agenda="agenda" in request.POST)
        except ValidationError as error:
            for problem in problems(desk, error):
                messages.error(request, format_html("{} {}", _("No meeting was added."), problem))
            return redirect(self.address_of("change", desk.record.pk))
        messages.success(
            request,
            _(
                "This draft was begun from “%(meeting)s”. Series, kind, format, areas, topics and the institutions "
                "and states taking part were taken over. Write the date and the place, then check the rest."
            )
            % {"meeting": desk.record},
        )
        return redirect(self.address_of("change", added.pk))
