"""Records with dull valid defaults; every value can be given."""

from datetime import date
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from cooperation.models import Area, City, Country, Document, Institution, Person, State, Topic
from meetings.models import Meeting, Series
from ots_portal.accounts.models import Assignment
from ots_portal.pages.models import Page
from vision.models import Declaration, Evidence, Objective, Pillar, Section

_numbers = count(1)


def make(model, *, languages=("tr", "en"), **values):
    """A record published in the given languages; languages=() makes one that readers may not see."""
    number = next(_numbers)
    name = model.naming_field
    defaults = {"reference": f"{model.__name__.lower()}-{number}"}
    if hasattr(model, f"{name}_tr"):
        defaults |= {f"{name}_tr": f"Kayıt {number}", f"{name}_en": f"Record {number}"}
    published = {f"{column}_{code}": timezone.now() for code in languages for column in ("published_at", "changed_at")}
    return model.objects.create(**(defaults | published | values))


def make_country(**values):
    values = {"code": "tr", "name_tr": "Türkiye", "name_en": "Türkiye"} | values
    return Country.objects.get_or_create(code=values.pop("code"), defaults=values)[0]


def make_city(**values):
    defaults = {
        "reference": f"city-{next(_numbers)}",
        "name_tr": "İstanbul",
        "name_en": "Istanbul",
        "latitude": 41,
        "longitude": 29,
        "time_zone": "Europe/Istanbul",
    }
    values = defaults | values
    return City.objects.create(country=values.pop("country", None) or make_country(), **values)


def make_area(**values):
    return make(Area, **values)


def make_topic(**values):
    return make(Topic, **({"kind": "mechanism"} | values | {"area": values.get("area") or make_area()}))


def make_institution(**values):
    return make(Institution, **({"kind": "organ"} | values))


def make_person(**values):
    return make(Person, **({"name": f"Kişi {next(_numbers)}"} | values))


def make_state(**values):
    return make(State, **(values | {"country": values.get("country") or make_country()}))


def make_document(**values):
    return make(Document, **({"kind": "declaration"} | values))


def make_series(**values):
    return make(Series, **({"reference_prefix": f"s{next(_numbers)}"} | values))


def make_meeting(**values):
    defaults = {"status": "held", "format": "in-person", "precision": "day", "start": date(2022, 10, 17)}
    if values.get("precision") == "none":
        defaults |= {"start": None}
    meeting = make(Meeting, **(defaults | values | {"series": values.get("series") or make_series()}))
    meeting.refresh_from_db()
    return meeting


def make_declaration(**values):
    return make(Declaration, **({"reference": "vision-2040"} | values))


def make_pillar(**values):
    values = {"number": 2, "reference": "2"} | values
    return make(Pillar, **(values | {"declaration": values.get("declaration") or make_declaration()}))


def make_section(**values):
    values = {"number": 4, "reference": "2.4"} | values
    return make(Section, **(values | {"pillar": values.get("pillar") or make_pillar()}))


def make_objective(**values):
    defaults = {"number": 1, "text_tr": "Enerji hedefi", "text_en": "Energy objective", "wording_tr": "summary"}
    return Objective.objects.create(**(defaults | values | {"section": values.get("section") or make_section()}))


def make_evidence(**values):
    defaults = {
        "objective": values.get("objective") or make_objective(),
        "meeting": values.get("meeting") or make_meeting(),
    }
    return make(Evidence, **(values | defaults))


def make_page(**values):
    return make(Page, **values)


def make_user(*, role=None, languages=(), types=(), **values):
    """A user; with a role, one of the staff who has it for these languages and models, by default for all."""
    defaults = {"username": f"user-{next(_numbers)}", "password": "a long enough password", "is_staff": bool(role)}
    user = get_user_model().objects.create_user(**(defaults | values))
    if role:
        assignment = Assignment.objects.create(user=user, role=role, languages=list(languages))
        assignment.content_types.set(ContentType.objects.get_for_models(*types).values())
    return user


def make_admin(**values):
    return make_user(**({"is_staff": True, "is_superuser": True} | values))
