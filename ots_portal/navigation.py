"""What leads from page to page: menus, the other language, and the registry of types that have addresses."""

from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext, override

from cooperation.models import Area, Document, Institution, Person, State, Topic
from meetings.models import Meeting, Series
from ots_portal.languages import FIRST_LANGUAGE, LANGUAGES, column
from ots_portal.page_cache.knowing import known
from ots_portal.pages.models import MenuItem, Page
from ots_portal.publishing.fields import reference_validator
from ots_portal.publishing.mergers import standing_for
from ots_portal.templatetags.portal import words
from vision.models import Commitment, Declaration, Objective, Pillar, Recital, Section

Menu, Target = MenuItem.Menu, MenuItem.Target

# The types that have pages, by their name in citations and in data-type; and what get_absolute_url() follows.
TYPES = {
    "area": (Area, ()),
    "topic": (Topic, ("area",)),
    "institution": (Institution, ()),
    "state": (State, ()),
    "person": (Person, ()),
    "document": (Document, ()),
    "series": (Series, ()),
    "meeting": (Meeting, ()),
    "declaration": (Declaration, ()),
    "pillar": (Pillar, ()),
    "section": (Section, ("pillar",)),
    "page": (Page, ()),
}
PARAGRAPHS = {"commitment": (Commitment, "c"), "recital": (Recital, "r")}


# The parts of the portal that menus may lead to.
TARGETS = {
    Target.AREAS: "cooperation:area_list",
    Target.MEETINGS: "meetings:meeting_list",
    Target.VISION: "vision:declaration_detail",
    Target.DOCUMENTS: "cooperation:document_list",
    Target.INSTITUTIONS: "cooperation:institution_list",
    Target.PEOPLE: "cooperation:person_list",
    Target.STATES: "cooperation:state_list",
    Target.NAMES: "cooperation:organisation_name_list",
    Target.CHANGES: "recent_change_list",
    Target.OPEN_DATA: "open_data",
}
STANDARD = {
    Menu.MAIN: [Target.AREAS, Target.MEETINGS, Target.VISION, Target.DOCUMENTS],
    Menu.ORGANISATION: [Target.INSTITUTIONS, Target.PEOPLE, Target.STATES, Target.NAMES],
    Menu.PORTAL: [Target.CHANGES, Target.OPEN_DATA],
}


@cache
def parts(language):
    """{part of the portal: what it is called and where it stands}, which no publication changes."""
    with override(language):
        return {target: (str(target.label), reverse(name)) for target, name in TARGETS.items()}


def menus(path):
    """{menu: its lines}, as editors wrote them; a menu without any line is the standard one."""
    written = known(("menus", get_language()), lambda: links_by_menu(MenuItem.objects.shown()))
    return standard_menus(path) | lines_by_menu(written, path)


def standard_menus(path):
    """The menus of a new portal; they do not ask the database, so pages of errors have them too."""
    known_parts = parts(get_language())
    return lines_by_menu({menu: [known_parts[each] for each in targets] for menu, targets in STANDARD.items()}, path)


def links_by_menu(items):
    links = {}
    for item in items:
        links.setdefault(item.menu, []).append((label_of(item), address_of(item)))
    return links


def lines_by_menu(links, path):
    return {menu: [line(*each, path) for each in links_of_menu] for menu, links_of_menu in links.items()}


def line(label, address, path):
    return {"label": label, "address": address, "current": currentness(address, path)}


def address_of(item):
    return item.page.get_absolute_url() if item.page_id else parts(get_language())[item.target][1]


def label_of(item):
    own = getattr(item, column("label"))
    return own or (words(item.page, "title") if item.page_id else item.get_target_display())


def place_in_portal(path):
    """The part of the portal that the page at a path belongs to."""
    lines = (line(*part, path) for part in parts(get_language()).values())
    return next((each for each in lines if each["current"]), None)


def currentness(address, path):
    if path == address:
        return "page"
    return "true" if path.startswith(address) else ""


def switches(request):
    """The links to the same page in the other languages, the first language first; from an error, to the home page."""
    return [switch(request, code, name) for code, name in settings.LANGUAGES if code != get_language()]


def switch(request, code, name):
    address = address_in(request, code)
    with override(code):
        return {
            "code": code,
            "name": str(name),
            "organisation": gettext("Organization of Turkic States"),
            "address": address,
        }


def address_in(request, language):
    record = getattr(request, "record", None)
    with override(language):
        if getattr(request, "has_failed", False):
            return reverse("home")
        if hasattr(request, "preview"):
            return request.preview["addresses"].get(language) or reverse("home")
        if record is not None:
            return record.get_absolute_url()
    address = translate_url(request.get_full_path(), language)
    return address if address.startswith(f"/{language}/") else f"/{language}/"


def addresses(request):
    """Canonical address, the same page in published languages, and the switch of languages."""
    if getattr(request, "has_failed", False) or hasattr(request, "preview"):
        return {"switches": switches(request)}
    record = getattr(request, "record", None)
    if record is None:
        languages = [] if request.GET and not hasattr(request, "known_query") else LANGUAGES
        canonical = get_language()
    else:
        languages = record.published_languages
        canonical = get_language() if record.is_published_in(get_language()) else FIRST_LANGUAGE
    return {
        "canonical": absolute(permanent_address(request, canonical)) if languages else "",
        "citation": record and absolute(reverse("citation", args=[record._meta.model_name, record.reference])),
        "alternates": alternates(request, languages) if canonical == get_language() else [],
        "switches": switches(request),
    }


def alternates(request, languages):
    found = [(code, absolute(permanent_address(request, code))) for code in languages]
    return [*found, ("x-default", absolute(permanent_address(request, FIRST_LANGUAGE)))] if len(found) > 1 else []


def permanent_address(request, language):
    """Without what the view did not understand of the query: it leaves `known_query` on the request."""
    address = address_in(request, language)
    if not hasattr(request, "known_query"):
        return address
    return urlsplit(address)._replace(query=request.known_query).geturl()


def absolute(address):
    """On our own origin, never on the host a request names."""
    return f"{settings.ORIGIN}{urlsplit(address)._replace(scheme='', netloc='').geturl()}"


def cited_address(kind, reference):
    """Where a citation leads in the active language, also to a notice of withdrawal; None when nothing was published."""
    try:
        reference_validator(reference)
    except ValidationError:
        return None
    if kind == "objective":
        return objective_address(reference)
    if kind in PARAGRAPHS:
        return paragraph_address(kind, reference)
    if kind not in TYPES:
        return None
    model, related = TYPES[kind]
    record = model.objects.ever_published().select_related(*related).filter(reference=reference).first()
    if record and not record.is_published_in(FIRST_LANGUAGE):
        record = standing_for(record) or record
    return record.get_absolute_url() if record else None


def objective_address(code):
    section, _dot, number = code.rpartition(".")
    if not number.isdecimal():
        return None
    sections = Section.objects.readable().filter(reference=section)
    objective = Objective.objects.filter(section__in=sections, number=number).select_related("section__pillar").first()
    return objective.get_absolute_url() if objective else None


def paragraph_address(kind, reference):
    model, letter = PARAGRAPHS[kind]
    number = reference.removeprefix(letter)
    if number == reference or not number.isdecimal():
        return None
    rows = model.objects.filter(declaration__in=Declaration.objects.readable(), number=number)
    paragraph = rows.select_related("declaration").first()
    return f"{paragraph.declaration.get_absolute_url()}#{paragraph.reference}" if paragraph else None
