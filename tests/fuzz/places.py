"""Every address of the portal, found by walking its URL patterns, with arguments under which there is something."""

from django.conf import settings
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override

from cooperation.models import Institution, OrganisationName
from meetings.models import Meeting
from ots_portal.accounts.audit import record
from ots_portal.accounts.models import Event
from ots_portal.pages.models import MenuItem
from ots_portal.publishing.comments import comment
from ots_portal.search.models import MissedQuery, Synonym
from ots_portal.terms.models import Term
from ots_portal.translating.models import ImportedFile
from tests.admin_pages import registered_models
from tests.factories import make_admin, make_user
from tests.publishing.drafting_acts import draft
from tests.publishing.whole_records import PUBLISHABLES, make_whole
from tests.translating.states import refreshed

PARENTS = {"topic": ["area"], "section": ["pillar"]}
ANY = {
    "language": "en",
    "kind": "meeting",
    "revision": 1,
    "shared": 1,
    "other": 1,
    "key": 1,
    "pk": 1,
    "id": 1,
    "object_id": 1,
}
ANY |= {"slug": "a", "reference": "a", "token": "a", "name": "a.pdf", "section": "pages-tr", "provider_id": "sso"}
ANY |= {"app_label": "meetings", "uidb36": "1"}
OTHERS = {
    "translating_task_interface_file": {"kind": "csv"},
    "account_reset_password_from_key": {"key": "set-password"},
}


def fill():
    """A record of every type with everything that it can have, and a row of everything else; whoever does all."""
    admin = make_admin(role="administrator")
    for model in PUBLISHABLES:
        refreshed(make_whole(model, rows=1))
    meeting = Meeting.objects.order_by("-pk").first()
    draft(meeting, {"title_tr": "Başka", "title_en": "Other"})
    comment(meeting, admin, "Doğru mu?")
    make_whole(Institution, rows=1)
    OrganisationName.objects.create(name_tr="Konsey", name_en="Council", position=1)
    MenuItem.objects.create(menu=MenuItem.Menu.MAIN, target=MenuItem.Target.NAMES, label_tr="Adlar")
    MissedQuery.objects.create(text="doruk", language="tr", last_on=timezone.localdate())
    Synonym.objects.create(terms="zirve\ndoruk")
    ImportedFile.objects.create(language="en", user=admin, imported_at=timezone.now())
    Term.objects.create(reference="baku", category="place", wording_tr="Bakü")
    record(admin, Event.WRITE)
    make_user(role="editor")
    return admin


def addresses():
    """{address: names of columns that its parameters may name}; the administration in Turkish alone."""
    found = {}
    for name, argument_names in named_patterns():
        is_admin, own_name = name.startswith("admin:"), name.partition(":")[2] or name
        model = model_of(own_name) if name.endswith("_changelist") else None
        for language in [settings.LANGUAGE_CODE] if is_admin else dict(settings.LANGUAGES):
            with override(language):
                address = reverse(name, kwargs=arguments(own_name, argument_names))
            found[address] = [field.name for field in model._meta.get_fields()] if model else []
    return found


def named_patterns(patterns=None, namespace="", outer=()):
    """(name of a view, names of its arguments)"""
    for each in patterns or get_resolver().url_patterns:
        names = [*outer, *each.pattern.regex.groupindex]
        if isinstance(each, URLResolver):
            inner = namespace + (f"{each.namespace}:" if each.namespace else "")
            yield from named_patterns(each.url_patterns, inner, names)
        elif each.name:
            yield namespace + each.name, names


def arguments(name, argument_names):
    """Those of a record of the model that the view is named after."""
    known = ANY | OTHERS.get(name, {})
    model = model_of(name)
    if row := model and model.objects.order_by("-pk").first():
        known |= dict.fromkeys(("key", "pk", "object_id"), row.pk)
        known |= {part: getattr(row, part).slug for part in PARENTS.get(row._meta.model_name, [])}
        known |= {key: getattr(row, key) for key in ("slug", "reference", "name") if getattr(row, key, "")}
    return {key: known[key] for key in argument_names}


def model_of(name):
    """The model that a view is named after."""
    for model in registered_models():
        options = model._meta
        if f"{name}_".startswith((f"{options.app_label}_{options.model_name}_", f"{options.model_name}_")):
            return model
    return None
