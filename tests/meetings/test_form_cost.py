"""The form of a meeting asks the database the same number of questions, whatever its rows name."""

from string import ascii_lowercase

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.utils.translation import gettext_lazy

from meetings.models import AgendaItem, Outcome, Participation
from ots_portal.publishing.models import Link, SourceNote, Variant
from tests import factories
from tests.admin_pages import admin_address, errors_of, sent_values
from tests.public_pages import queries_of
from tests.publishing.draft_form import keep_draft

pytestmark = pytest.mark.django_db

codes = (f"{first}{second}" for first in "qwx" for second in ascii_lowercase)


def add_rows(meeting):
    state = factories.make_state(country=factories.make_country(code=next(codes)))
    AgendaItem.objects.create(meeting=meeting, text_tr="Madde")
    for who in (factories.make_person(), factories.make_institution(), state):
        Participation.objects.create(meeting=meeting, **{who._meta.model_name: who})
    Outcome.objects.create(
        meeting=meeting,
        kind="decision",
        text_tr="Karar",
        document=factories.make_document(),
        membership=state.memberships.create(kind="member"),
        fulfilled_by=factories.make_meeting(series=meeting.series),
    )
    for name, make in (("documents", factories.make_document), ("areas", factories.make_area)):
        getattr(meeting, name).add(make())
    Link.objects.create(record=meeting, address="https://example.org", label_tr="Bağ")
    SourceNote.objects.create(record=meeting, source="Sayfa", note_tr="Not")
    Variant.objects.create(record=meeting, path="start", value="2020", note_tr="Not")


def test_the_form_needs_as_many_queries_for_three_rows_of_each_kind_as_for_one(admin_client):
    meeting = factories.make_meeting(city=factories.make_city())
    add_rows(meeting)
    with_one = queries_of(admin_client, admin_address(meeting, "change"))

    add_rows(meeting)
    add_rows(meeting)

    assert (queries_of(admin_client, admin_address(meeting, "change")), with_one) == (41, 41)


def test_the_form_names_whom_only_the_draft_names(admin_client):
    meeting = factories.make_meeting()
    Participation.objects.create(meeting=meeting, person=factories.make_person(name="Önceki"))
    drafted = factories.make_person(name="Sonraki")
    keep_draft(admin_client, meeting, **{"participations-0-person": str(drafted.pk)})

    html = admin_client.get(admin_address(meeting, "change")).content.decode()

    assert f'<option value="{drafted.pk}" selected>Sonraki</option>' in html
    assert "Önceki</option>" not in html


def test_a_refused_form_names_who_was_chosen_just_now(admin_client):
    meeting = factories.make_meeting()
    Participation.objects.create(meeting=meeting, person=factories.make_person(name="Önceki"))
    chosen = factories.make_person(name="Sonraki")
    values = sent_values(admin_client.get(admin_address(meeting, "change")))

    response = admin_client.post(
        admin_address(meeting, "change"), values | {"participations-0-person": str(chosen.pk), "start": "dün akşam"}
    )

    assert list(errors_of(response)) == ["start"]
    assert f'<option value="{chosen.pk}" selected>Sonraki</option>' in response.content.decode()


@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput({"lang": "tr", "required": True, "disabled": False, "title": '"a" & <b>', "size": 1000}),
        forms.TextInput({"title": gettext_lazy("Narrow the list")}),
        forms.Select({"class": "a"}, choices=[("", "–"), ("x", "<X>"), ("A group", [("y", "Y"), ("z", "Z")])]),
        forms.SelectMultiple(choices=[(1000, "x"), (2, "y")]),
        forms.RadioSelect(choices=[("x", "X"), ("y", "Y")]),
        forms.CheckboxInput(),
        forms.SelectDateWidget(years=[2021, 2022]),
    ],
)
@pytest.mark.parametrize("value", [None, "x", "y", 1000, '"<'])
def test_fields_are_printed_as_by_djangos_own_templates(widget, value):
    ours, djangos = (
        widget.render("name", value, {"id": "id_name"}, each()) for each in (TemplatesSetting, DjangoTemplates)
    )

    assert ours.split() == djangos.split()


def test_labels_are_printed_as_by_djangos_own_templates():
    labels = []
    for renderer in (TemplatesSetting(), DjangoTemplates()):
        form = forms.Form(renderer=renderer)
        form.fields["name"] = forms.CharField(label="<Ad>")
        labels.append(form["name"].label_tag(attrs={"class": "required", "data-count": 1000}))

    assert labels[0] == labels[1]
