"""Every address of the admin, opened as every role and as nobody: who gets in is written down here."""

from datetime import date
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, URLResolver, reverse
from django.urls.converters import UUIDConverter
from django.utils import timezone

from cooperation.models import City, Country, OrganisationName
from meetings.models import Meeting
from ots_portal.accounts.audit import Event, record
from ots_portal.accounts.models import AuditEntry, User
from ots_portal.accounts.roles import Governed
from ots_portal.library.models import File
from ots_portal.links.following import refresh_all
from ots_portal.links.models import Address, Use
from ots_portal.pages.models import MenuItem
from ots_portal.publishing.admin import PartAdmin, PublishableAdmin
from ots_portal.publishing.models import Draft, Merger
from ots_portal.search.models import MissedQuery, Synonym
from ots_portal.terms.models import Term
from ots_portal.translating.models import ImportedFile, Task
from tests.admin_pages import admin_address, registered_models
from tests.factories import make_area, make_city, make_institution, make_meeting, make_person, make_user
from tests.translating.states import refreshed

pytestmark = pytest.mark.django_db

PEOPLE = {
    "reader": {"role": "reader"},
    "translator": {"role": "translator", "languages": ["en"]},
    "editor": {"role": "editor"},
    "editor of Turkish": {"role": "editor", "languages": ["tr"]},
    "editor of English": {"role": "editor", "languages": ["en"]},
    "editor of meetings": {"role": "editor", "types": [Meeting]},
    "reviewer": {"role": "reviewer"},
    "administrator": {"role": "administrator"},
    "without a role": {"is_staff": True},
    "superuser": {"is_staff": True, "is_superuser": True},
}
WRITERS_OF_ENGLISH = {
    "translator",
    "editor",
    "editor of English",
    "editor of meetings",
    "administrator",
    "superuser",
}
WRITERS = {"editor", "editor of Turkish", "administrator", "superuser"}
ADMINISTRATORS = {"administrator", "superuser"}
READERS = set(PEOPLE) - {"without a role", "editor of meetings"}
PAGES = ["changelist", "add", "change", "history", "delete"]

PUBLISHABLES = [each for each in registered_models() if isinstance(admin.site._registry[each], PublishableAdmin)]
PARTS = [each for each in registered_models() if isinstance(admin.site._registry[each], PartAdmin)]
WHOLE = [City, Country, OrganisationName, File, MenuItem, Term, Synonym]
ADMINISTERED = [each for each in registered_models() if getattr(each, "governed", None) is Governed.ADMINISTERED]
GOVERNED = {*PUBLISHABLES, *PARTS, *WHOLE, *ADMINISTERED, Address, Draft, Task, ImportedFile, MissedQuery}


def let_in(model, page):
    """Who may open a page of a model."""
    if model in PARTS:  # these lead to the record
        return set(PEOPLE) if page in {"changelist", "change"} else set()
    if model in {
        Address,
        Draft,
        Task,
        ImportedFile,
    }:  # drafts are edited in the form of their record, to which a row leads
        uploaders = WRITERS_OF_ENGLISH if (model, page) == (ImportedFile, "add") else set()
        return READERS | {"editor of meetings"} if page in {"changelist", "change"} else uploaders
    if model is User:
        return set() if page == "delete" else ADMINISTRATORS
    if model is AuditEntry:
        return ADMINISTRATORS if page in {"changelist", "change", "history"} else set()
    if model in ADMINISTERED:
        return ADMINISTRATORS
    people = WRITERS if page in {"add", "delete"} else READERS
    if model is MissedQuery and page == "add":  # only readers add to what was sought in vain
        people = set()
    return people | {"editor of meetings"} if model is Meeting else people


def example(model):
    """A row that nobody has seen yet, so that it might be deleted."""
    if model is AuditEntry:
        return AuditEntry.objects.first() or record(None, Event.WRITE)
    if model is Draft:
        return Draft.objects.get_or_create(pk=1, defaults={"record": Meeting.objects.first()})[0]
    if model is ImportedFile:
        values = {"language": "en", "user": User.objects.first(), "imported_at": timezone.now()}
        return ImportedFile.objects.get_or_create(pk=1, defaults=values)[0]
    if model in {Address, Task}:
        in_meeting = Use.objects.of(Meeting.objects.get(reference="dia-3")).values("address")
        return (
            Task.objects.of(Meeting.objects.first()).get() if model is Task else Address.objects.get(pk__in=in_meeting)
        )
    if model is MissedQuery:
        return MissedQuery.objects.get_or_create(text="doruk", language="tr", last_on=date(2026, 11, 22))[0]
    row = model.objects.order_by("-pk").first()
    if model in PUBLISHABLES and row:
        model.objects.filter(pk=row.pk).update(**dict.fromkeys(TIMES))
    return row


TIMES = [f"{name}_{code}" for name in ("published_at", "changed_at", "withdrawn_at") for code in ("en", "tr")]


def status(client, model, page, row):
    address = admin_address(model if page in {"changelist", "add"} else row, page)
    return client.get(address).status_code


def test_every_registered_model_is_walked():
    assert set(registered_models()) == GOVERNED


@pytest.mark.usefixtures("starter_content")
@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_of_every_model_opens_for_whom_it_should_and_for_nobody_else(client, person):
    client.force_login(make_user(**PEOPLE[person]))
    opened, expected = {}, {}

    for model in registered_models():
        row = example(model)
        for page in PAGES if row else ["changelist", "add"]:
            is_in = person in let_in(model, page)
            door = 302 if model in PARTS or (model is Draft and page == "change") else 200
            opened[model._meta.label, page] = status(client, model, page, row)
            expected[model._meta.label, page] = door if is_in else 403

    assert opened == expected


@pytest.mark.usefixtures("starter_content")
@pytest.mark.parametrize("person", PEOPLE)
def test_every_autocomplete_answers_readers_and_whoever_writes_the_field(client, person):
    client.force_login(make_user(**PEOPLE[person]))
    fields = list(autocompletes())
    allowed = {
        "without a role": set(),
        "editor of meetings": {each for each in fields if belongs_to_meeting(each[0])},
    }.get(person, set(fields))

    answers = {
        (model, name): client.get(
            reverse("admin:autocomplete"),
            {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": name, "term": ""},
        ).status_code
        for model, name in fields
    }

    to_meetings = {(model, name) for model, name in fields if model._meta.get_field(name).related_model is Meeting}
    if person == "editor of meetings":
        allowed |= to_meetings | {each for each in fields if target_is_part_of_meeting(each)}
    assert {each for each, code in answers.items() if code == 200} == allowed
    assert set(answers.values()) <= {200, 403}


def autocompletes():
    for model, model_admin in admin.site._registry.items():
        yield from ((model, name) for name in model_admin.autocomplete_fields)
        for inline in model_admin.inlines:
            yield from ((inline.model, name) for name in getattr(inline, "autocomplete_fields", ()))


def belongs_to_meeting(model):
    return model is Meeting or getattr(model, "parent_field", "") == "meeting"


def target_is_part_of_meeting(field):
    return belongs_to_meeting(field[0]._meta.get_field(field[1]).related_model)


@pytest.mark.parametrize("view", ["changelist", "add"])
def test_strangers_and_who_is_not_staff_are_led_to_the_door(client, view):
    addresses = [admin_address(model, view) for model in registered_models()]
    addresses += [reverse("admin:accounts_user_invite"), reverse("admin:meetings_meeting_propose")]

    for sign_in in (lambda: None, lambda: client.force_login(make_user())):
        sign_in()
        for method in (client.get, client.post):
            answers = {(response.status_code, response.url.split("?")[0]) for response in map(method, addresses)}
            assert answers == {(302, "/tr/yonetim/login/")}


def test_no_other_page_of_the_admin_exists():
    """A new view of the admin must be walked here too."""
    known = {"index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n"}
    known |= {"app_list", "accounts_user_invite", "accounts_user_sign_in", "meetings_meeting_propose"}
    known |= {"auth_user_password_change", None}
    known |= {"publishing_draft_together", "search", "translating_task_judge", "translating_task_desk"}
    known |= {
        "translating_task_names",
        "translating_task_assign",
        "translating_task_interface",
        "translating_task_interface_file",
        "search_missedquery_clear",
    }
    known |= {"terms_term_export", "terms_term_import", "accounts_auditentry_csv", "library_file_thumbnail"}
    known |= {"translating_task_export", "translating_task_export_list", "links_address_check", "links_address_fine"}
    known |= {f"{model._meta.app_label}_{model._meta.model_name}_{page}" for model in GOVERNED for page in PAGES}
    known |= {name for model in PUBLISHABLES for name, _address in pages_of_drafts(model, 1)}
    known |= {"cooperation_city_uses", "cooperation_city_merge", "cooperation_city_merge_with"}

    assert set(names(admin.site.get_urls())) - known == set()


def pages_of_drafts(model, key):
    """What a record has beyond the stock pages: preview, differences, acts on its draft; with plausible arguments."""
    usual = {f"{model._meta.app_label}_{model._meta.model_name}_{page}" for page in PAGES}
    for each in admin.site._registry[model].get_urls():
        converters = getattr(each.pattern, "converters", {})
        if each.name and "key" in converters and each.name not in usual:
            values = {"key": key, **{name: EXAMPLES.get(name, 1) for name in converters if name != "key"}}
            yield each.name, reverse(f"admin:{each.name}", kwargs=values)


EXAMPLES = {"language": "tr", "code": "tr"}
LEFT_ALONE = list(apps.get_app_config("publishing").get_models())


@pytest.mark.usefixtures("starter_content")
@pytest.mark.parametrize("person", ["reader", "without a role", "editor of meetings"])
def test_the_pages_of_drafts_are_closed_to_others_and_readers_move_nothing(client, person):
    client.force_login(make_user(**PEOPLE[person]))
    acts = {
        "act": "publish",
        "acts": "publish",
        "language": "tr",
        "languages": ["tr", "en"],
        "note": "X",
        "notice": "X",
    }
    answers = {}
    before = everything()

    for model in set(PUBLISHABLES) - {Meeting}:
        row = model.objects.first()
        for name, address in pages_of_drafts(model, row.pk if row else 1):
            answers[name, "get"] = client.get(address).status_code
            answers[name, "post"] = client.post(address, acts | {f"{key}_tr": "1" for key in BUTTONS}).status_code

    assert everything() == before
    assert answers
    if person != "reader":
        assert set(answers.values()) <= {403, 404, 405}, answers


BUTTONS = ["submit", "send_back", "approve", "publish", "schedule", "withdraw", "discard", "cancel", "restore"]


def everything():
    """All rows of drafts, promises, revisions and links, and of the records themselves."""
    return {model: sorted(map(str, model.objects.values_list())) for model in [*LEFT_ALONE, *PUBLISHABLES]}


def names(patterns):
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from names(each.url_patterns)
        elif isinstance(each, URLPattern):
            yield each.name


@pytest.mark.usefixtures("starter_content")
@pytest.mark.parametrize("person", PEOPLE)
def test_forged_posts_are_refused_where_the_page_is_closed(client, person):
    client.force_login(make_user(**PEOPLE[person]))
    answers = {}

    for model in {*PUBLISHABLES, *WHOLE, *ADMINISTERED}:
        row = example(model)
        writes = person in let_in(model, "add") or (model in PUBLISHABLES and person in CHANGERS)
        writes |= model is Meeting and person == "editor of meetings"
        if not writes:
            posts = {"add": admin_address(model, "add"), "change": row and admin_address(row, "change")}
            posts["delete"] = row and admin_address(row, "delete")
            for page, address in posts.items():
                if address:
                    answers[model._meta.label, page] = client.post(address, {"post": "yes"}).status_code

    assert set(answers.values()) <= {403}, answers


CHANGERS = {"translator", "editor of English"}


@pytest.mark.parametrize("person", PEOPLE)
def test_duplicates_are_found_and_merged_by_reviewers_and_administrators_only(client, person):
    client.force_login(make_user(**PEOPLE[person]))
    is_in = person in {"reviewer", *ADMINISTRATORS}

    for make in (make_person, make_institution, make_city):
        leaving, staying = make(), make()
        options = leaving._meta
        names = [f"admin:{options.app_label}_{options.model_name}_{page}" for page in ("merge", "merge_with")]
        find, both = reverse(names[0], args=[leaving.pk]), reverse(names[1], args=[leaving.pk, staying.pk])
        assert [client.get(find).status_code, client.get(both).status_code] == [200 if is_in else 403] * 2
        assert client.post(find).status_code == 405
        assert client.post(both).status_code == (302 if is_in else 403)
        assert Merger.objects.of(leaving).exists() == is_in


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("reader", 403),
        ("translator", 403),
        ("reviewer", 403),
        ("without a role", 403),
        ("editor", 404),
        ("administrator", 404),
    ],
)
def test_the_next_meeting_is_proposed_to_who_may_add_one(client, person, expected):
    client.force_login(make_user(**PEOPLE[person]))

    assert client.get(reverse("admin:meetings_meeting_propose")).status_code == expected


@pytest.mark.parametrize("person", PEOPLE)
def test_several_records_are_published_together_by_who_may_publish_one_of_a_type_that_is_theirs(client, person):
    client.force_login(make_user(**PEOPLE[person]))
    area, meeting = make_area(), make_meeting()
    address = reverse("admin:publishing_draft_together")
    publishers = WRITERS | {"editor of English", "reviewer"}

    answers = [
        client.get(address, {"record": f"{each._meta.label_lower}-{each.pk}"}).status_code for each in (area, meeting)
    ]

    assert answers[0] == (200 if person in publishers else 403)
    assert answers[1] == (200 if person in publishers | {"editor of meetings"} else 403)


@pytest.mark.parametrize("person", PEOPLE)
def test_terms_go_out_to_readers_and_come_in_from_writers_only(client, person):
    client.force_login(make_user(**PEOPLE[person]))
    out, back = reverse("admin:terms_term_export"), reverse("admin:terms_term_import")

    answers = [client.get(out).status_code, client.get(back).status_code, client.post(back).status_code]

    is_reader, is_writer = person in READERS, person in WRITERS
    assert answers == [200 if is_reader else 403, *[200 if is_writer else 403] * 2]


@pytest.mark.parametrize("person", PEOPLE)
def test_the_log_goes_out_to_administrators_only(client, person):
    client.force_login(make_user(**PEOPLE[person]))

    answer = client.get(reverse("admin:accounts_auditentry_csv"))

    assert answer.status_code == (200 if person in ADMINISTRATORS else 403)


@pytest.mark.parametrize("person", PEOPLE)
def test_translations_are_downloaded_by_who_may_see_the_record(client, person):
    client.force_login(make_user(**PEOPLE[person]))
    meeting = make_meeting()
    refreshed(meeting)
    addresses = [reverse("admin:translating_task_export", args=[Task.objects.of(meeting).get(language="en").pk])]
    addresses.append(f"{reverse('admin:translating_task_export_list')}?language=en&type=meetings.meeting&state=all")
    may_see = person != "without a role"

    answers = [client.post(address) for address in addresses]

    assert [answer.status_code for answer in answers] == ([200, 200] if may_see else [403, 403])
    assert [answer.headers["Content-Type"].startswith("application/x-xliff") for answer in answers] == [may_see] * 2


@pytest.mark.parametrize("person", PEOPLE)
def test_links_are_checked_and_called_fine_by_who_writes_a_record_with_them(client, person):
    client.force_login(make_user(**PEOPLE[person]))
    make_meeting(body_tr='<p><a href="/r/area/nothing/">x</a></p>')
    make_area(lead_tr="x", body_tr='<p><a href="/r/area/nowhere/">x</a></p>')
    refresh_all()
    keys = [Address.objects.get(url=f"/r/area/{name}/").pk for name in ("nothing", "nowhere")]
    pages = ["check", "fine"]

    answers = [
        client.post(reverse(f"admin:links_address_{page}", args=[key])).status_code for page in pages for key in keys
    ]

    of_meeting, of_area = person in WRITERS | {"editor of meetings"}, person in WRITERS
    assert (
        answers == [302 if of_meeting else 403, 302 if of_area else 404 if person == "editor of meetings" else 403] * 2
    )
    assert client.get(reverse("admin:links_address_check", args=[keys[0]])).status_code in {403, 405}


def test_passwords_of_others_are_set_by_administrators_only(client):
    other = make_user()
    address = f"/tr/yonetim/accounts/user/{other.pk}/password/"

    for person, values in PEOPLE.items():
        client.force_login(make_user(**values))
        assert client.get(address).status_code == (200 if person in ADMINISTRATORS else 403), person


@pytest.mark.usefixtures("starter_content")
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_the_second_factor_that_is_required_no_page_of_the_administration_opens(client, settings, method):
    settings.REQUIRE_MFA = True
    client.force_login(make_user(**PEOPLE["superuser"]))

    answers = {}
    for address in every_address():
        response = getattr(client, method)(address)
        answers[address] = response.status_code, response.get("Location")

    assert len(answers) > 200
    assert {address: each for address, each in answers.items() if each != (302, "/tr/hesap/2fa/")} == REFUSED[method]


FILE = "/files/00000000-0000-0000-0000-000000000000/x.pdf"
REFUSED = {"get": {}, "post": {"/yonetim/": (405, None), FILE: (405, None)}}


def every_address():
    """Every pattern of the admin with plausible arguments, and what else is for staff."""
    yield from ["/yonetim/", FILE]
    for pattern in patterns_of(admin.site.get_urls()):
        values = {name: PLAUSIBLE.get(name, key_for(each)) for name, each in pattern.pattern.converters.items()}
        arguments = {"app_label": "meetings"} if pattern.name == "app_list" else values
        if pattern.name:
            yield reverse(f"admin:{pattern.name}", kwargs=arguments)


def key_for(converter):
    return UUID(int=0) if isinstance(converter, UUIDConverter) else 1


PLAUSIBLE = EXAMPLES | {"object_id": "1", "id": "1"}


def patterns_of(patterns):
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from patterns_of(each.url_patterns)
        else:
            yield each
