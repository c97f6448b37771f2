"""The desk of a translator: one page for a record in a language, saved through the same draft as the record's form."""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from js_asset import Media

from ots_portal.accounts.audit import Event
from ots_portal.accounts.audit import record as audit
from ots_portal.accounts.roles import Act, may
from ots_portal.publishing import acts
from ots_portal.publishing.changes import diff
from ots_portal.publishing.draft_admin import tell_saved
from ots_portal.publishing.drafting import Clash, save_draft
from ots_portal.publishing.form_state import FIELD, FormState, opened, sealed
from ots_portal.publishing.forms import language_name
from ots_portal.publishing.record_pages import address_of, change_address
from ots_portal.publishing.words import differences
from ots_portal.translating.desk.following import following
from ots_portal.translating.desk.forms import DeskForm, fields_at
from ots_portal.translating.desk.lines import grouped_lines
from ots_portal.translating.desk.side_by_side import SideBySide
from ots_portal.translating.judging import minor_change, still_correct
from ots_portal.translating.names.used import lacking

logger = logging.getLogger(__name__)

FILTERS = "_changelist_filters"
NEXT_TEXT, NEXT_RECORD, JUDGE, REASON = "_next", "_next_record", "_judge", "_reason:"
JUDGEMENTS = {"correct": still_correct, "minor": minor_change}


class DeskPages:
    """A mixin of the worklist's ModelAdmin."""

    holds_words = True

    def get_urls(self):
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.desk_view))
        return [path("<int:key>/desk/", view, name="translating_task_desk"), *super().get_urls()]

    def desk_view(self, request, key):
        task = self.get_object(request, str(key))
        if task is None and request.method == "POST":  # its source may have been taken back while somebody wrote
            task = self.model.objects.filter(pk=key).first()
        if task is None:
            raise Http404
        if not self.has_change_permission(request, task):
            raise PermissionDenied
        side = self.side_by_side(request, task)
        if request.method == "POST":
            return self.save_desk(request, side)
        return self.show_desk(request, side, FormState(side.document, side.document))

    def side_by_side(self, request, task):
        record_admin = self.admin_site.get_model_admin(type(task.record))
        return SideBySide(task, record_admin.order(request, task.record))

    def desk_form(self, request, side, shown, data=None):
        """The form of all texts; what is sent has the fields that its page had."""
        record_admin = self.admin_site.get_model_admin(side.model)
        paths = side.paths if data is None else [each for each in side.kept_paths if each in data]
        fields = fields_at(side.model, paths, lambda field: record_admin.formfield_for_dbfield(field, request))
        return DeskForm(fields, data, initial=shown)

    # ---- Showing -------------------------------------------------------------------------------------------------
    def show_desk(self, request, side, state, form=None, *, status=200, clashes=None, is_unknown=False):
        form = form or self.desk_form(request, side, state.shown)
        if (at := request.GET.get("at")) in form.fields:
            form.fields[at].widget.attrs["autofocus"] = True
        context = {
            "media": (Media() + self.media + form.media).with_nonce(str(request.csp_nonce)),
            "groups": list(grouped_lines(side, form, shown_texts(request, side, form, clashes or {}), request.POST)),
            "form": form,
            "address": next((form[path] for path in side.address if path in form.fields), None),
            "rendered_from": sealed(side.record, state),
            "clashes": differences(side.model, clashes or {}, state.base, state.shown),
            "is_unknown": is_unknown,
            "note": request.POST.get(f"_note_{side.language}", ""),
        }
        context = self.admin_site.each_context(request) | about(request, side) | context
        return TemplateResponse(request, "admin/translating/desk.html", context, status=status)

    # ---- Saving --------------------------------------------------------------------------------------------------
    def save_desk(self, request, side):
        state, is_unknown = sent_state(request, side)
        form = self.desk_form(request, side, state.shown, request.POST)
        if not form.is_valid():
            return self.show_desk(request, side, state, form, status=400)
        wanted = state.shown | form.changes
        next_record = following(request, self, side.task, request.GET.get(FILTERS, ""))
        try:
            if is_unknown:
                raise Clash(diff(state.shown, wanted), wanted, state.shown)
            if is_changed := bool(diff(state.base, wanted)):
                save_draft(side.record, request.user, state.base, wanted)
        except Clash as clash:
            return self.show_clash(request, side, clash, is_unknown=is_unknown)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.show_desk(request, side, state, form, status=400)
        return self.after_saving(request, side, form.changed_data, next_record, is_changed=is_changed)

    def show_clash(self, request, side, clash, *, is_unknown):
        """The desk again: mine in the fields, theirs beside them; nothing was saved."""
        if is_unknown:
            logger.warning("Desk of %s %s without its signed field", side.model._meta.label, side.record.pk)
            audit(request.user, Event.FORGED, about=side.record)
        state = FormState(side.beside_source(clash.theirs), side.beside_source(clash.merged))
        return self.show_desk(request, side, state, status=409, clashes=clash.clashes, is_unknown=is_unknown)

    def after_saving(self, request, side, changed, next_record, *, is_changed):
        record, judged = type(side.record)._base_manager.get(pk=side.record.pk), ""
        if acts.FIELD in request.POST:
            acts.press(request, record)
        elif request.POST.get(JUDGE, "").partition(":")[2] not in ["", *changed]:  # a text typed anew is in step
            judged = judge(request, record, side.language)
        else:
            tell_saved(request, is_changed=is_changed)
        give_back_reasons(request, judged)
        return self.lead_on(request, side.task, next_record)

    def lead_on(self, request, task, next_record):
        """To the next text or record, where that was asked for; else back to this desk."""
        at, is_over = "", NEXT_RECORD in request.POST or not self.get_queryset(request).filter(pk=task.pk).exists()
        if NEXT_TEXT in request.POST:
            at = self.side_by_side(request, task).after(request.POST[NEXT_TEXT])
            is_over = not at
        if not is_over:
            return redirect(desk_address(task.pk, request.GET, at=at))
        if next_record:
            return redirect(desk_address(next_record, request.GET, show=""))
        messages.success(request, _("No other record of this list has something to translate."))
        return redirect(f"{reverse('admin:translating_task_changelist')}?{request.GET.get(FILTERS, '')}")


def sent_state(request, side):
    """What the page was rendered from, and whether that is unknown."""
    try:
        return opened(side.record, request.POST.get(FIELD, "")), False
    except BadSignature:
        return FormState(side.document, side.document), True


def shown_texts(request, side, form, clashes):
    """What is to be done, or all; also what was sent, so that nothing typed is out of sight."""
    texts = [each for each in side.texts if each.path in form.fields or each.is_gone]
    if request.GET.get("show") == "all":
        return texts
    return [each for each in texts if each.is_to_do or each.path in request.POST or each.path in clashes]


def judge(request, record, language):
    """That a text needs no new translation, with the reason that stands beside it; the text's path if that was kept."""
    name, _colon, text = request.POST[JUDGE].partition(":")
    if name not in JUDGEMENTS:
        messages.error(request, _("This form asked for something unknown. Nothing else was done."))
        return ""
    seen, reason = request.POST.getlist(f"_seen:{text}"), request.POST.get(f"{REASON}{text}", "")
    try:
        JUDGEMENTS[name](record, language, seen, request.user, reason)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return ""
    messages.success(request, _("This is kept. It holds until the source changes again."))
    return text


def give_back_reasons(request, judged):
    """What was written as a reason while another button was pressed, or while it could not be kept."""
    for name, reason in request.POST.items():
        if name.startswith(REASON) and name != f"{REASON}{judged}" and reason.strip():
            text = _("The reason you wrote was not kept, because no text was judged with it: “%(reason)s”")
            messages.warning(request, text % {"reason": reason.strip()})


def desk_address(key, query, **values):
    """The desk of a task, with the filters that one came with."""
    query = {name: query.get(name, "") for name in (FILTERS, "show")} | values
    query = {name: value for name, value in query.items() if value}
    return reverse("admin:translating_task_desk", args=[key]) + (f"?{urlencode(query)}" if query else "")


def overtaken(side):
    """What was published in this language since the draft changed the same words."""
    words = {path: each for path, each in side.desk.overtaken().items() if path in side.paths}
    drafted = {path: [live, side.desk.working.get(path)] for path, live in words.items()}
    return differences(side.model, drafted, side.desk.live, side.desk.working)


def about(request, side):
    """What the page says of the record and of the way its translation goes."""
    record, user = side.record, request.user
    filters = request.GET.get(FILTERS, "")
    return {
        "title": f"{side.places.built} ({language_name(side.language)})",
        "task": side.task,
        "opts": side.task._meta,
        "language": side.language,
        "language_name": language_name(side.language),
        "source_language": side.source_language,
        "source_name": language_name(side.source_language),
        "lane": acts.lane_of_form(user, record, side.desk, side.language),
        "number_to_do": len(side.to_do),
        "number_of_texts": len(side.texts),
        "is_all": request.GET.get("show") == "all",
        "to_do_address": desk_address(side.task.pk, request.GET, show=""),
        "all_address": desk_address(side.task.pk, request.GET, show="all"),
        "list_address": f"{reverse('admin:translating_task_changelist')}?{filters}",
        "record_address": change_address(record),
        "preview_address": address_of(record, "preview", side.language) if record.has_page else "",
        "form_comments": {"address": address_of(record, "comments")},
        "proposed_address": side.proposed_address(),
        "overtaken": overtaken(side),
        "lacking": lacking(user, side.model, side.document, side.language),
        "may_write_source": may(user, Act.WRITE, side.model, side.source_language),
    }
