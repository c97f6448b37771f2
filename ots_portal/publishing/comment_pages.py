"""Comments in the admin: at each field of the form, and all of a record on one page."""

import logging

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from ots_portal.accounts.audit import Event
from ots_portal.accounts.audit import record as audit
from ots_portal.publishing.comments import Comment, Places, comment, reopen, resolve
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.form_comments import FormComments, threads_of
from ots_portal.publishing.forms import with_line_ends
from ots_portal.publishing.parts import field_at
from ots_portal.publishing.record_pages import RecordPages

logger = logging.getLogger(__name__)

MOST_WRITTEN = 5000
ACTS = {"resolve": resolve, "reopen": reopen}


class CommentForm(forms.Form):
    path = forms.CharField(required=False, widget=forms.HiddenInput)
    thread = forms.ModelChoiceField(None, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=pgettext_lazy("noun", "Comment"),
        max_length=MOST_WRITTEN,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Nothing was sent: write what you want to say.")},
    )

    def __init__(self, places, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places, self.is_forged = places, False
        self.fields["thread"].queryset = Comment.objects.of(places.desk.record).threads()

    def clean_text(self):
        return with_line_ends(self.cleaned_data["text"])

    def clean(self):
        path = self.cleaned_data.get("path", "")
        if path and not self.places.has(path):
            self.is_forged = field_at(self.places.model, path) is None
            self.give_up(
                "path", _("Nothing was sent: what you wrote about is not there. Send it about the whole record.")
            )
        if "thread" in self.errors:
            self.is_forged = True
            self.give_up("thread", _("Nothing was sent: this record has no such comment. Send it as a new one."))

    def give_up(self, name, message):
        """The text stays, and goes to the whole record when it is sent again."""
        self.data = self.data.copy()
        self.data[name] = ""
        self.errors.pop(name, None)
        raise ValidationError(message)


class CommentPages(RecordPages):
    """A ModelAdmin mixin."""

    def get_urls(self):
        view = require_http_methods(["GET", "POST"])(self.comments_view)
        return self.paths([("comments", "comments", view)]) + super().get_urls()

    def render_change_form(self, request, context, *args, **kwargs):
        if context.get("original") and not context.get("is_popup"):
            places, address = Places(request.sheet.desk), self.address_of("comments", context["original"].pk)
            context["form_comments"] = FormComments(places, address, context)
        return super().render_change_form(request, context, *args, **kwargs)

    def comments_view(self, request, key):
        """All comments of a record; ?path= and ?thread= say what one wants to write about."""
        record = self.seen(request, key)
        places = Places(Desk(record))
        if request.method != "POST":
            return self.show_comments(request, record, places, CommentForm(places, initial=asked(request, places)))
        if act := next((name for name in ACTS if name in request.POST), None):
            return self.move_comment(request, record, act)
        return self.send_comment(request, record, places)

    def send_comment(self, request, record, places):
        form = CommentForm(places, request.POST)
        if form.is_valid():
            said = comment(record, request.user, **form.cleaned_data)
            messages.success(request, _("The comment is kept. Those whom it concerns get mail."))
            return self.to_comment(record, said.thread or said)
        if form.is_forged:
            self.tell_forged(request, record)
        return self.show_comments(request, record, places, form, status=400)

    def move_comment(self, request, record, act):
        form = forms.Form(request.POST)
        form.fields[act] = forms.ModelChoiceField(Comment.objects.of(record).threads())
        if not form.is_valid():
            self.tell_forged(request, record)
            messages.error(request, _("Nothing was done: this record has no such comment."))
            return redirect(self.address_of("comments", record.pk))
        thread = form.cleaned_data[act]
        ACTS[act](thread, request.user)
        messages.success(
            request, _("The comment is resolved.") if act == "resolve" else _("The comment is open again.")
        )
        return self.to_comment(record, thread)

    def to_comment(self, record, thread):
        return redirect(f"{self.address_of('comments', record.pk)}#comment-{thread.pk}")

    def tell_forged(self, request, record):
        logger.warning("Forged comment on %s %s", self.opts.label, record.pk)
        audit(request.user, Event.FORGED, about=record)

    def show_comments(self, request, record, places, form, *, status=200):
        threads = threads_of(Comment.objects.of(record).threads(), places)
        path = form["path"].value() or ""
        answered = next((each for each in threads if str(each.comment.pk) == str(form["thread"].value())), None)
        return self.page(
            request,
            "comments",
            record,
            _("Comments: %(record)s") % {"record": places.built},
            status=status,
            form=form,
            answered=answered,
            about=places.label(path) if path and places.has(path) else "",
            quoted=places.quoted(path) if path and places.has(path) else "",
            language=places.language(path),
            open=[each for each in threads if not each.comment.resolved_at],
            resolved=[each for each in threads if each.comment.resolved_at],
        )


def asked(request, places):
    """What a comment is to be about; what is not there means the whole record."""
    path = request.GET.get("path", "")
    return {"path": path if places.has(path) else "", "thread": request.GET.get("thread", "")}
