"""Previews in the admin: the draft or a revision on its public page, and the links that show it to others."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ots_portal.languages import LANGUAGES
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.history import found_revision
from ots_portal.publishing.mergers import followed, mergers_in
from ots_portal.publishing.preview import preview
from ots_portal.publishing.record_pages import RecordPages
from ots_portal.publishing.shared_previews import USUAL_DAYS, SharedPreview, may_share, revoke, share

DAYS = (1, USUAL_DAYS, 30)


class ShareForm(forms.Form):
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    days = forms.TypedChoiceField(label=gettext_lazy("Valid for"), coerce=int, initial=USUAL_DAYS)

    def __init__(self, languages, data=None):
        super().__init__(data)
        self.fields["language"].choices = languages
        self.fields["days"].choices = [(n, ngettext("%(n)d day", "%(n)d days", n) % {"n": n}) for n in DAYS]


def as_it_reads_now(revision):
    """What a revision holds, with the records that stayed in place of those merged since."""
    model = type(revision.record)
    return followed(model, revision.document, mergers_in(model, revision.document))


class PreviewPages(RecordPages):
    """A ModelAdmin mixin."""

    def get_urls(self):
        views = [
            ("preview/<str:language>", "preview", require_safe(self.preview_view)),
            ("previews", "previews", require_http_methods(["GET", "POST"])(self.previews_view)),
            ("previews/<int:shared>/revoke", "revoke", require_POST(self.revoke_view)),
        ]
        return self.paths(views) + super().get_urls()

    def render_change_form(self, request, context, *args, **kwargs):
        context["has_preview"] = context.get("original") is not None and self.model.has_page
        return super().render_change_form(request, context, *args, **kwargs)

    def previewed(self, request, key):
        record = self.seen(request, key)
        if not record.has_page:
            raise Http404
        return record

    def preview_view(self, request, key, language):
        """The draft, or with ?revision= what was live then."""
        record = self.previewed(request, key)
        if language not in LANGUAGES:
            raise Http404
        revision = found_revision(record, request.GET["revision"]) if "revision" in request.GET else None
        query = f"?revision={revision.pk}" if revision else ""
        addresses = {code: self.address_of("preview", key, code) + query for code in LANGUAGES}
        bar = {"revision": revision, "addresses": addresses, "back": self.address_of("change", key)}
        return preview(request, Desk(record), language, revision and as_it_reads_now(revision), **bar)

    def previews_view(self, request, key):
        """Where to look at the draft, and who else may; the address of a link is shown only when it is made."""
        record = self.previewed(request, key)
        languages = [(code, name) for code, name in settings.LANGUAGES if may_share(request.user, record, code)]
        form = ShareForm(languages, request.POST if request.method == "POST" else None)
        if form.is_bound and not languages:
            raise PermissionDenied
        token = share(record, user=request.user, **form.cleaned_data) if form.is_bound and form.is_valid() else ""
        return self.page(
            request,
            "previews",
            record,
            _("Preview: %(record)s") % {"record": Desk(record).built()},
            form=form if languages else None,
            new_address=token and f"{settings.ORIGIN}{reverse('shared_preview', args=[token])}",
            shared=[(each, each.is_valid(), may_share(request.user, record, each.language)) for each in shared(record)],
            previews=[(code, name, self.address_of("preview", key, code)) for code, name in settings.LANGUAGES],
        )

    def revoke_view(self, request, key, shared):
        record = self.seen(request, key)
        found = SharedPreview.objects.of(record).filter(pk=shared).first()
        if found is None:
            raise Http404
        revoke(found, request.user)
        return redirect(self.address_of("previews", key))


def shared(record):
    """The links of a record that are still valid, and those that ended of late."""
    since = timezone.now() - timedelta(days=max(DAYS))
    rows = SharedPreview.objects.of(record).filter(expires_at__gt=since)
    return rows.select_related("created_by").defer("document")
