"""The stock change form on a record in memory: live words with the draft upon them; saving keeps a draft."""

import copy
import logging

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signing import BadSignature
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ots_portal.accounts.audit import Event, record
from ots_portal.publishing import acts
from ots_portal.publishing.changes import diff
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafting import Clash, save_draft, start
from ots_portal.publishing.form_documents import document_of
from ots_portal.publishing.form_notes import notes_on
from ots_portal.publishing.form_state import FIELD, FormState, opened, sealed
from ots_portal.publishing.words import differences

logger = logging.getLogger(__name__)


class Sheet:
    """What one request does with a form: what it was rendered from, and what stands against saving it."""

    def __init__(self, state=None, clashes=None):
        self.state, self.clashes = state, clashes or {}
        self.desk, self.refusals, self.is_unknown, self.is_changed = None, {}, False, True

    def open(self, live, request):
        """The record in memory that this request shows or changes."""
        self.desk = Desk(live)
        if self.state is None:
            self.state = self.sent(live, request) or FormState(self.desk.working, self.desk.working)
        return self.desk.built(self.state.shown)

    def sent(self, live, request):
        if request.method != "POST":
            return None
        try:
            return opened(live, request.POST.get(FIELD, ""))
        except BadSignature:
            self.is_unknown = True
            return None

    @property
    def sealed(self):
        """The hidden field; what was sent without one gets none, so that nothing is taken for an old text."""
        return "" if self.is_unknown else sealed(self.desk.record, self.state)


def tell_saved(request, *, is_changed):
    if is_changed:
        messages.success(request, _("The draft is saved. What readers see has not changed."))
    else:
        messages.info(request, _("Nothing was changed, so there was nothing to save."))


class DraftForms:
    """A ModelAdmin mixin; what it changes in the stock form is named by the stock methods it overrides."""

    holds_words = True

    def get_urls(self):
        name, view = f"{self.opts.app_label}_{self.opts.model_name}_act", require_POST(self.act_view)
        return [path("<int:key>/act/", self.admin_site.admin_view(view), name=name), *super().get_urls()]

    def form_address(self, obj):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])

    # ---- Opening -------------------------------------------------------------------------------------------------
    def get_object(self, request, object_id, from_field=None):
        live = super().get_object(request, object_id, from_field)
        sheet = getattr(request, "sheet", None)
        return live if live is None or sheet is None else sheet.open(live, request)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusals = request.sheet.refusals
        return form

    def render_change_form(self, request, context, *args, **kwargs):
        sheet, obj = request.sheet, context["original"]
        shown = obj or self.model()
        lanes = acts.lanes_of_form(request.user, shown, sheet.desk)
        may_write = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        context |= {"lanes": lanes, "may_write": may_write, "publishes_all": acts.may_publish_all(request.user, lanes)}
        context["all_languages"] = "+".join(lane.code for lane in lanes)
        if sheet.desk:
            context |= self.draft_context(sheet)
        return super().render_change_form(request, context, *args, **kwargs)

    def draft_context(self, sheet):
        desk, overtaken = sheet.desk, sheet.desk.overtaken()
        drafted = {path: [live, desk.working.get(path)] for path, live in overtaken.items()}
        return {
            "rendered_from": sheet.sealed,
            "clashes": differences(desk.model, sheet.clashes, sheet.state.base, sheet.state.shown),
            "overtaken": differences(desk.model, drafted, desk.live, desk.working),
            "is_unknown": sheet.is_unknown,
            "has_draft": bool(desk.changes),
            "form_notes": notes_on(desk),
        }

    # ---- Saving --------------------------------------------------------------------------------------------------
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.sheet = sheet = Sheet()
        try:
            response = super().changeform_view(request, object_id, form_url, extra_context)
        except Clash as clash:
            response = self.show_clash(request, clash, object_id, form_url, extra_context)
        except ValidationError as error:
            request.sheet = Sheet()
            request.sheet.refusals = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            response = super().changeform_view(request, object_id, form_url, extra_context)
        if sheet.is_unknown:
            self.tell_unknown(request, sheet)
            response.status_code = 409
        return response

    def show_clash(self, request, clash, *view):
        """The form again, not bound: mine in the fields, theirs beside them; nothing was saved."""
        again = copy.copy(request)
        again.method, again.sheet = "GET", Sheet(FormState(clash.theirs, clash.merged), clash.clashes)
        response = super().changeform_view(again, *view)
        response.status_code = 409
        return response

    def tell_unknown(self, request, sheet):
        logger.warning("Form of %s %s without its signed field", self.opts.label, sheet.desk.record.pk)
        record(request.user, Event.FORGED, about=sheet.desk.record)

    def save_model(self, request, obj, form, change):
        """Nothing here writes a live row."""

    def save_related(self, request, form, formsets, change):
        sheet = request.sheet
        wanted = document_of(sheet.state.shown if change else {}, form, formsets)
        if not change:
            form.instance.pk = start(self.model, request.user, wanted).pk
        elif sheet.is_unknown:
            raise Clash(diff(sheet.state.shown, wanted), wanted, sheet.state.shown)
        else:
            sheet.is_changed = bool(diff(sheet.state.base, wanted))
            save_draft(form.instance, request.user, sheet.state.base, wanted)

    def construct_change_message(self, request, form, formsets, add=False):
        return [{"added" if add else "changed": {}}]

    # ---- After saving --------------------------------------------------------------------------------------------
    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self.after_saving(request, obj)

    def response_change(self, request, obj):
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self.after_saving(request, obj)

    def after_saving(self, request, obj):
        if acts.FIELD not in request.POST:
            tell_saved(request, is_changed=request.sheet.is_changed)
        else:
            self.press(request, obj)
        return HttpResponseRedirect(self.form_address(obj))

    def act_view(self, request, key):
        """The buttons of whoever reviews without writing; the acts themselves ask for the right."""
        live = self.get_object(request, str(key))
        if live is None:
            raise Http404
        if not self.has_view_permission(request, live):
            raise PermissionDenied
        self.press(request, live)
        return HttpResponseRedirect(self.form_address(live))

    def press(self, request, obj):
        acts.press(request, self.model._base_manager.get(pk=obj.pk))
