"""Publishing several chosen records together: the action of lists that leads to the page, and the page."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from ots_portal.accounts.roles import Act, may
from ots_portal.languages import LANGUAGES
from ots_portal.publishing import workflow
from ots_portal.publishing.bundles import MOST, bundle_of, found, key_of, targets_of
from ots_portal.publishing.drafts import PUBLIC_NOTE_LENGTH
from ots_portal.publishing.forms import language_name
from ots_portal.publishing.record_types import models_seen_by

ACTION = "publish_together"


class BundleForm(forms.Form):
    """What is said of all records; the button pressed decides what of it is needed."""

    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea({"rows": 2}))
    at = forms.DateTimeField(
        label=gettext_lazy("Time of publication"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(label=gettext_lazy("Why it cannot wait for a second person"), required=False)
    act = forms.ChoiceField(choices=[(each, each) for each in ("publish", "schedule", "emergency")])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code in LANGUAGES:
            label = f"{language_name(code)}: {_('What readers are told has changed (may stay empty)')}"
            self.fields[f"public_note_{code}"] = forms.CharField(
                label=label, required=False, max_length=PUBLIC_NOTE_LENGTH
            )

    @property
    def public_note_fields(self):
        return [self[f"public_note_{code}"] for code in LANGUAGES]

    def clean(self):
        cleaned = super().clean()
        act = cleaned.get("act")
        if act == "schedule" and not cleaned.get("at") and "at" not in self.errors:
            self.add_error("at", _("Write the day and the time."))
        if act == "emergency" and not cleaned.get("reason"):
            self.add_error("reason", _("Say why it cannot wait for a second person."))
        return cleaned

    def perform(self, targets, user):
        """Publish or schedule the targets; the number of languages that go live."""
        act, note = self.cleaned_data["act"], self.cleaned_data["note"]
        told = {code: self.cleaned_data[f"public_note_{code}"] for code in LANGUAGES}
        if act == "schedule":
            workflow.schedule_together(targets, self.cleaned_data["at"], user, note, public_notes=told)
            return sum(len(languages) for _record, languages in targets)
        is_emergency = act == "emergency"
        note = self.cleaned_data["reason"] if is_emergency else note
        return len(workflow.publish_together(targets, user, note, public_notes=told, emergency=is_emergency))


class BundleAction:
    """A ModelAdmin mixin: chosen rows of a list lead to the page; no other action is offered."""

    actions = [ACTION]

    def get_actions(self, request):
        return {name: action for name, action in super().get_actions(request).items() if name == ACTION}

    def has_publish_permission(self, request):
        return may_publish(request.user, self.model)

    @admin.action(description=gettext_lazy("Publish together…"), permissions=["publish"])
    def publish_together(self, request, queryset):
        keys = [key_of(record) for record in self.records_of(queryset[: MOST + 1])]
        if len(keys) > MOST:
            messages.warning(request, _("Choose at most %(number)d records at a time.") % {"number": MOST})
            return None
        return redirect(f"{reverse('admin:publishing_draft_together')}?{urlencode({'record': keys}, doseq=True)}")

    def records_of(self, rows):
        return rows


def may_publish(user, model):
    return any(may(user, act, model) for act in (Act.PUBLISH, Act.SCHEDULE))


class BundlePage(BundleAction):
    """The mixin of the list of drafts, to which the page belongs."""

    def get_urls(self):
        view = require_http_methods(["GET", "POST"])(self.together_view)
        return [
            path("together/", self.admin_site.admin_view(view), name="publishing_draft_together"),
            *super().get_urls(),
        ]

    def has_publish_permission(self, request):
        return any(may_publish(request.user, model) for model in models_seen_by(request.user))

    def records_of(self, rows):
        return [draft.record for draft in rows]

    def together_view(self, request):
        if not self.has_publish_permission(request):
            raise PermissionDenied
        posted = request.POST if request.method == "POST" else None
        records = found((posted or request.GET).getlist("record"), request.user)
        if not records:
            raise Http404
        form = BundleForm(posted)
        if posted is None:
            return self.together_page(request, form, bundle_of(records, request.user))
        chosen = set(posted.getlist("choice"))
        refusal = self.refusal_of(request, form, targets_of(records, chosen))
        if refusal is None:
            return HttpResponseRedirect(reverse("admin:publishing_draft_changelist"))
        return self.together_page(request, form, bundle_of(records, request.user, chosen), refusal)

    def refusal_of(self, request, form, targets):
        """Do what was asked and say so, or give what stands against it."""
        if not form.is_valid():
            return ValidationError(_("This has not been done yet. Please correct the error below."))
        if not targets:
            return ValidationError(_("Choose at least one language of a record."))
        try:
            number = form.perform(targets, request.user)
        except (PermissionDenied, ValidationError) as refusal:
            return refusal
        messages.success(request, done(form.cleaned_data["act"], number))
        return None

    def together_page(self, request, form, items, refusal=None):
        context = {
            "title": _("Publish together"),
            "opts": self.opts,
            "media": self.media,
            "form": form,
            "items": items,
            "refused": refused(items, refusal) if refusal else None,
            "has_emergency": any(lane.needs_other_person for item in items for lane in item.lanes if lane.is_offered),
        }
        context = self.admin_site.each_context(request) | context
        return TemplateResponse(request, "admin/publishing/together.html", context)


def refused(items, refusal):
    """What stands against the whole, with the record and the languages that it is about, if it is about one."""
    record, languages = getattr(refusal, "about", (None, []))
    item = next((item for item in items if item.record == record), None)
    messages_of = (
        item.told(refusal) if item and isinstance(refusal, ValidationError) else getattr(refusal, "messages", 0)
    )
    return {
        "item": item,
        "lanes": [lane for lane in item.lanes if lane.code in languages] if item else [],
        "messages": messages_of or [str(refusal) or _("You may not do this with this language of this record.")],
    }


def done(act, number):
    if act == "schedule":
        return ngettext("%(n)d text is scheduled.", "%(n)d texts are scheduled together.", number) % {"n": number}
    if not number:
        return _("There was nothing new to publish.")
    return ngettext("%(n)d text is published.", "%(n)d texts are published together.", number) % {"n": number}
