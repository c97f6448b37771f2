"""Several translations given to somebody at once: the action of the list that leads to the page, and the page."""

import re

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from ots_portal.accounts.roles import Act, may
from ots_portal.publishing.drafts import Draft
from ots_portal.publishing.record_types import models_seen_by
from ots_portal.publishing.state_columns import name_of
from ots_portal.translating.assigning.forms import AssignForm, assign
from ots_portal.translating.texts import SOURCES

MOST = 200
KEY = re.compile("[0-9]{1,9}")
ACTION = "assign_chosen"


class AssignPages:
    """A mixin of the worklist's ModelAdmin; whoever may write a translation may give it away."""

    actions = [ACTION]

    def get_actions(self, request):
        return {name: action for name, action in super().get_actions(request).items() if name in self.actions}

    def has_assign_permission(self, request):
        return any(
            may(request.user, Act.WRITE, model, code) for model in models_seen_by(request.user) for code in SOURCES
        )

    @admin.action(description=gettext_lazy("Assign…"), permissions=["assign"])
    def assign_chosen(self, request, queryset):
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if len(keys) > MOST:
            messages.warning(request, _("Choose at most %(number)d translations at a time.") % {"number": MOST})
            return None
        return redirect(f"{reverse('admin:translating_task_assign')}?{urlencode({'task': keys}, doseq=True)}")

    def get_urls(self):
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.assign_view))
        return [path("assign/", view, name="translating_task_assign"), *super().get_urls()]

    def assign_view(self, request):
        if not self.has_assign_permission(request):
            raise PermissionDenied
        posted = request.POST if request.method == "POST" else None
        found = self.chosen_tasks(request, (posted or request.GET).getlist("task"))
        tasks = [task for task in found if self.has_change_permission(request, task)]
        form = AssignForm(posted, tasks=tasks)
        if not tasks or not form.is_valid():
            return self.show_assign(request, form, tasks, [task for task in found if task not in tasks])
        number = assign(tasks, form.changes, request.user)
        text = ngettext("%(number)d translation is assigned.", "%(number)d translations are assigned.", number)
        messages.success(request, text % {"number": number})
        return redirect("admin:translating_task_changelist")

    def chosen_tasks(self, request, keys):
        keys = list(filter(KEY.fullmatch, keys))[:MOST]
        tasks = list(self.get_queryset(request).filter(pk__in=keys).select_related("translator"))
        if not tasks:
            raise Http404
        drafts = Draft.objects.filter(object_id__in=[task.object_id for task in tasks])
        drafts = {(draft.content_type_id, draft.object_id): draft for draft in drafts}
        for task in tasks:
            task.name = name_of(task.record, drafts.get((task.content_type_id, task.object_id)))
        return tasks

    def show_assign(self, request, form, tasks, left_out):
        context = {"title": _("Assign translations"), "opts": self.opts, "media": self.media}
        context |= {"form": form, "tasks": tasks, "left_out": left_out}
        context = self.admin_site.each_context(request) | context
        return TemplateResponse(request, "admin/translating/assign.html", context)
