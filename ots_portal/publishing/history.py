"""The history of a record in the admin: its revisions, what differs between two of them, and going back to one."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ots_portal.accounts.audit import Event
from ots_portal.accounts.audit import record as audit
from ots_portal.accounts.roles import Act, may
from ots_portal.languages import LANGUAGES
from ots_portal.publishing.changes import apply, diff
from ots_portal.publishing.desk import Desk
from ots_portal.publishing.drafting import Clash, restore
from ots_portal.publishing.drafts import Draft, Revision
from ots_portal.publishing.mergers import followed, mergers_in
from ots_portal.publishing.parts import kinds_of
from ots_portal.publishing.record_pages import RecordPages
from ots_portal.publishing.words import differences

LIVE, DRAFT = "live", "draft"
PER_PAGE = 50
MOST_DIGITS = 18  # of a key that the database can hold


class HistoryPages(RecordPages):
    """A ModelAdmin mixin."""

    def get_urls(self):
        views = [
            ("history/difference", "difference", require_safe(self.difference_view)),
            ("history/<int:revision>/restore", "restore", require_http_methods(["GET", "POST"])(self.restore_view)),
        ]
        return self.paths(views) + super().get_urls()

    # ---- The list ------------------------------------------------------------------------------------------------
    def history_view(self, request, object_id, extra_context=None):
        record = self.seen(request, object_id)
        revisions = Revision.objects.of(record).defer("document")
        page = Paginator(revisions, PER_PAGE).get_page(request.GET.get("page"))
        return self.page(
            request,
            "revisions",
            record,
            _("History: %(record)s") % {"record": record},
            page=page,
            rows=[(revision, language_names(revision.languages)) for revision in page],
            has_draft=Draft.objects.of(record).exists(),
            may_restore=bool(written_languages(request.user, record)),
            address=self.address_of("difference", record.pk),
        )

    # ---- Two of them ---------------------------------------------------------------------------------------------
    def difference_view(self, request, key):
        record = self.seen(request, key)
        sides = Sides(record)
        old, new = sides.find(request.GET.get("old", LIVE)), sides.find(request.GET.get("new", DRAFT))
        return self.page(
            request,
            "difference",
            record,
            _("Difference: %(record)s") % {"record": record},
            old=old,
            new=new,
            differences=self.told(request, record, old.document, new.document),
        )

    def told(self, request, record, old, new, pairs=None):
        """What differs, in the order of this form."""
        pairs = diff(old, new) if pairs is None else pairs
        return differences(self.model, pairs, old, new, order=self.order(request, record))

    def order(self, request, record):
        """The names of fields and parts as the form has them."""
        kinds = {kind.model: kind.name for kind in kinds_of(self.model)}
        parts = [kinds[inline.model] for inline in self.get_inlines(request, record) if inline.model in kinds]
        return [*flatten_fieldsets(self.content), *parts]

    # ---- Going back ----------------------------------------------------------------------------------------------
    def restore_view(self, request, key, revision):
        """Asks first; then what the revision holds is a draft again, in the languages chosen."""
        record = self.seen(request, key)
        revision = found_revision(record, revision)
        written = written_languages(request.user, record)
        if not written:
            raise PermissionDenied
        if request.method == "POST":
            return self.restored(request, record, revision, written)
        return self.ask(request, record, revision, written)

    def restored(self, request, record, revision, written):
        chosen = [code for code in written if code in request.POST.getlist("languages")]
        if not chosen:
            return self.ask(request, record, revision, written, refusals=[_("Choose a language.")], status=400)
        try:
            restore_and_log(revision, request.user, record, chosen)
        except Clash as clash:
            theirs = self.told(request, record, clash.theirs, clash.merged, clash.clashes)
            return self.ask(request, record, revision, written, clashes=theirs, status=409)
        except ValidationError as error:
            return self.ask(request, record, revision, written, refusals=error.messages, status=409)
        messages.success(request, _("The old version is a draft now. Readers see it once you publish it."))
        return redirect(self.address_of("change", record.pk))

    def ask(self, request, record, revision, written, *, status=200, **context):
        names = dict(settings.LANGUAGES)
        live, mergers = Desk(record).live, mergers_in(self.model, revision.document)
        old = followed(self.model, revision.document, mergers)
        return self.page(
            request,
            "restore",
            record,
            _("Restore an old version: %(record)s") % {"record": record},
            status=status,
            revision=revision,
            written=[(code, names[code]) for code in written],
            mergers=mergers,
            differences=self.told(request, record, live, old),
            **context,
        )


class Sides:
    """The documents of a record that can be compared: live, its draft, its revisions."""

    def __init__(self, record):
        self.record, self.desk = record, None

    def find(self, name):
        if name not in {LIVE, DRAFT}:
            return found_revision(self.record, name)
        self.desk = self.desk or Desk(self.record)
        return Side(name, self.desk.live if name == LIVE else apply(self.desk.live, self.desk.changes))


class Side:
    """What is live or drafted, where a revision might stand."""

    def __init__(self, name, document):
        self.name, self.document = name, document

    def __str__(self):
        return _("what readers see now") if self.name == LIVE else _("the draft")


def found_revision(record, key):
    key = str(key)
    is_key = key.isascii() and key.isdecimal() and len(key) <= MOST_DIGITS
    revision = Revision.objects.of(record).filter(pk=key).first() if is_key else None
    if revision is None:
        raise Http404
    return revision


@transaction.atomic
def restore_and_log(revision, user, record, languages):
    restore(revision, user, languages)
    audit(user, Event.RESTORE, about=record, after={"revision": revision.pk, "languages": languages})


def written_languages(user, record):
    return [code for code in LANGUAGES if may(user, Act.WRITE, record, code)]


def language_names(codes):
    names = dict(settings.LANGUAGES)
    return ", ".join(str(names.get(code, code)) for code in codes)
