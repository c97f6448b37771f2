"""Records of every type with everything that editors can fill, made from the models themselves."""

from datetime import date, time
from decimal import Decimal
from itertools import count

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ots_portal.partial_dates import PartialDate
from ots_portal.publishing.fields import PartialDateField, RichTextField
from ots_portal.publishing.parts import fields_of, kinds_of
from ots_portal.publishing.publishable import Publishable
from tests import factories

PUBLISHABLES = [model for model in apps.get_models() if issubclass(model, Publishable)]
_numbers = count(1)


def make_whole(model, rows=2, **values):
    """A readable record with every own column filled and rows of every kind of parts."""
    record = new(model, **values)
    fill_row(record, without=("reference", "reference_prefix", "slug_tr", "slug_en", "format", "country", *values))
    record.save()
    relate(record)
    add_parts(record, rows)
    return model.objects.get(pk=record.pk)


def new(model, **values):
    if model._meta.model_name == "declaration":
        return factories.make_declaration(**({"reference": f"vision-{next(_numbers)}"} | values))
    if model._meta.model_name in MADE and not values:
        return related(model)
    return getattr(factories, f"make_{model._meta.model_name}")(**values)


def add_parts(record, rows):
    for kind in kinds_of(type(record)):
        places = kind.model.Place.values if hasattr(kind.model, "Place") else [None] * rows
        for place in places:  # a formula has one of three places
            part = kind.model(**{kind.model.parent_field: record} | ({"place": place} if place else {}))
            fill_row(part, without=("institution", "state", "place"))
            part.save()
            relate(part)


def fill_row(row, without=()):
    for field in fields_of(type(row)):
        is_related = field.is_relation and getattr(row, field.attname)
        if not is_related and field.name not in without and (value := some_value(field, type(row))) is not None:
            setattr(row, field.name, value)


def relate(row):
    for field in row._meta.many_to_many:
        getattr(row, field.name).set([related(field.related_model), related(field.related_model)])


def some_value(field, model):
    number = next(_numbers)
    if field.is_relation:
        return None if field.related_model is model else related(field.related_model)
    if field.choices:
        return field.flatchoices[0][0]
    known = {
        models.BooleanField: True,
        models.DateField: date(2022, 10, 17),
        models.TimeField: time(9, 30),
        models.DecimalField: Decimal("1.5"),
        models.URLField: f"https://example.org/{number}",
        PartialDateField: PartialDate(2022, 10),
        RichTextField: f"<p>Metin {number}</p>",
        ArrayField: ["tr", "en"],
        models.SlugField: f"key-{number}",
        models.CharField: f"Söz {number}",
        models.TextField: f"Satır {number}\nikinci satır",
        models.IntegerField: number,
    }
    return next(value for kind, value in specific(known) if isinstance(field, kind))


def specific(known):
    return sorted(known.items(), key=lambda pair: -len(pair[0].__mro__))


def related(model):
    name = model._meta.model_name
    if model._meta.label == settings.AUTH_USER_MODEL:
        return factories.make_user()
    if name in MADE:
        return MADE[name](model, next(_numbers))
    return getattr(factories, f"make_{name}")()


def make_file(model, number):
    return model.objects.create(content="library/x", name="a.pdf", media_type="application/pdf", size=1, checksum="0")


def make_country(model, number):
    return factories.make_country(code=chr(97 + number // 26 % 26) + chr(97 + number % 26))


def make_state(model, number):
    return factories.make_state(country=related(apps.get_model("cooperation", "Country")))


def make_membership(model, number):
    return model.objects.create(state=related(apps.get_model("cooperation", "State")), kind="member")


def make_outcome(model, number):
    return model.objects.create(meeting=factories.make_meeting(), kind="decision", text_tr="Karar")


def make_declaration(model, number):
    return model.objects.first() or factories.make_declaration()


def make_pillar(model, number):
    declaration = related(apps.get_model("vision", "Declaration"))
    return factories.make_pillar(declaration=declaration, number=number, reference=f"{number}")


def make_section(model, number):
    pillar = related(apps.get_model("vision", "Pillar"))
    return factories.make_section(pillar=pillar, number=number, reference=f"{pillar.number}.{number}")


def make_objective(model, number):
    return factories.make_objective(section=related(apps.get_model("vision", "Section")))


def make_evidence(model, number):
    return factories.make_evidence(objective=related(apps.get_model("vision", "Objective")))


MADE = {
    "evidence": make_evidence,
    "file": make_file,
    "country": make_country,
    "state": make_state,
    "membership": make_membership,
    "outcome": make_outcome,
    "declaration": make_declaration,
    "pillar": make_pillar,
    "section": make_section,
    "objective": make_objective,
}
