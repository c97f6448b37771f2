"""The table of roles: what each may do, in which language, to which records."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.contrib.contenttypes.models import ContentType

from cooperation.models import Area, City
from meetings.models import Meeting, Outcome
from ots_portal.accounts.models import Assignment, AuditEntry, User
from ots_portal.accounts.roles import SHARED, TABLE, Act, Grant, Role, may, may_give
from ots_portal.library.models import File
from ots_portal.publishing.models import Link
from tests.factories import make_admin, make_area, make_meeting, make_user

pytestmark = pytest.mark.django_db

LANES = [SHARED, "tr", "en"]
TEXT_ACTS = [Act.WRITE, Act.SUBMIT, Act.DISCARD]
LIVE_ACTS = [Act.PUBLISH, Act.SCHEDULE, Act.WITHDRAW]


def lanes_of(user, act, subject):
    return [lane for lane in LANES if may(user, act, subject, lane)]


@pytest.mark.parametrize(
    ("role", "languages", "acts", "expected"),
    [
        ("reader", [], [*TEXT_ACTS, *LIVE_ACTS, Act.APPROVE, Act.ADD, Act.MERGE], []),
        ("translator", [], TEXT_ACTS, ["en"]),
        ("translator", ["en"], TEXT_ACTS, ["en"]),
        ("translator", ["tr", "en"], TEXT_ACTS, ["en"]),
        ("translator", ["tr"], TEXT_ACTS, []),
        ("translator", [], [*LIVE_ACTS, Act.APPROVE, Act.SEND_BACK, Act.ADD, Act.MERGE], []),
        ("editor", [], [*TEXT_ACTS, *LIVE_ACTS], LANES),
        ("editor", ["tr"], [*TEXT_ACTS, *LIVE_ACTS], [SHARED, "tr"]),
        ("editor", ["en"], [*TEXT_ACTS, *LIVE_ACTS], ["en"]),
        ("editor", [], [Act.APPROVE, Act.SEND_BACK], []),
        ("editor", ["tr"], [Act.ADD], [SHARED, "tr"]),
        ("editor", ["en"], [Act.ADD], []),
        ("editor", [], [Act.MERGE], []),
        ("reviewer", [], [Act.APPROVE, Act.SEND_BACK, *LIVE_ACTS], LANES),
        ("reviewer", ["en"], [Act.APPROVE, Act.SEND_BACK, *LIVE_ACTS], ["en"]),
        ("reviewer", [], [*TEXT_ACTS, Act.ADD], []),
        ("reviewer", [], [Act.MERGE], LANES),
        ("reviewer", ["tr"], [Act.MERGE], [SHARED, "tr"]),
        ("reviewer", ["en"], [Act.MERGE], []),
        ("administrator", [], [*TEXT_ACTS, *LIVE_ACTS, Act.APPROVE, Act.SEND_BACK, Act.ADD, Act.MERGE], LANES),
    ],
)
def test_each_role_acts_in_its_lanes_only(role, languages, acts, expected):
    user, meeting = make_user(role=role, languages=languages), make_meeting()

    assert {act: lanes_of(user, act, meeting) for act in acts} == dict.fromkeys(acts, expected)
    assert may(user, Act.VIEW, meeting, "tr")


@pytest.mark.parametrize("role", Role.values)
def test_a_role_may_what_the_table_says_and_nothing_else(role):
    user = make_user(role=role)

    assert {act for act in Act if may(user, act)} == set(TABLE[role])


def test_a_role_holds_for_its_types_of_record_and_their_parts():
    user = make_user(role="editor", types=[Meeting])

    assert [may(user, Act.WRITE, each) for each in (Meeting, make_meeting(), Outcome)] == [True, True, True]
    assert [may(user, Act.WRITE, each) for each in (Area, make_area(), City)] == [False, False, False]
    assert [may(user, Act.VIEW, each) for each in (Meeting, Area)] == [True, False]


def test_a_part_of_any_record_is_judged_by_its_record():
    user, meeting, area = make_user(role="editor", types=[Meeting]), make_meeting(), make_area()
    links = [
        Link(content_type=ContentType.objects.get_for_model(each), object_id=each.pk, label_tr="Bağlantı")
        for each in (meeting, area)
    ]

    assert [may(user, Act.WRITE, link, SHARED) for link in links] == [True, False]


def test_a_role_given_by_a_command_lets_its_user_in(client):
    user = make_user()

    Assignment.objects.create(user=user, role="reader")

    client.force_login(User.objects.get(pk=user.pk))
    assert client.get("/tr/yonetim/").status_code == 200


def test_several_roles_add_up_and_do_not_mix():
    user = make_user(role="editor", languages=["tr"], types=[Meeting])
    Assignment.objects.create(user=user, role="translator", languages=["en"])

    assert lanes_of(user, Act.WRITE, Meeting) == LANES
    assert lanes_of(user, Act.PUBLISH, Meeting) == [SHARED, "tr"]
    assert lanes_of(user, Act.WRITE, Area) == ["en"]


@pytest.mark.parametrize(
    ("role", "languages", "expected"),
    [
        ("reader", [], ["view"]),
        ("translator", ["en"], ["view"]),
        ("editor", ["tr"], ["view", "add", "change", "delete"]),
        ("editor", ["en"], ["view"]),
        ("reviewer", [], ["view"]),
        ("administrator", [], ["view", "add", "change", "delete"]),
    ],
)
@pytest.mark.parametrize("name", ["cooperation.{}_city", "cooperation.{}_organisationname", "library.{}_file"])
def test_what_is_live_when_saved_is_written_by_editors_only(name, role, languages, expected):
    user = make_user(role=role, languages=languages)

    assert [verb for verb in ("view", "add", "change", "delete") if user.has_perm(name.format(verb))] == expected


@pytest.mark.parametrize("role", Role.values)
def test_users_and_the_log_are_the_administrators(role):
    user = make_user(role=role)

    for model in (User, Assignment, AuditEntry):
        assert may(user, Act.VIEW, model) == (role == "administrator")
    for perm in ("accounts.view_user", "accounts.change_user", "accounts.view_auditentry"):
        assert user.has_perm(perm) == (role == "administrator")


@pytest.mark.parametrize("role", Role.values)
def test_djangos_permissions_agree_with_the_table(role):
    user = make_user(role=role)

    assert user.has_perm("meetings.view_meeting")
    assert user.has_perm("meetings.change_meeting") == may(user, Act.WRITE, Meeting)
    assert user.has_perm("meetings.add_meeting") == may(user, Act.ADD, Meeting)
    assert user.has_perm("meetings.delete_meeting") == may(user, Act.DISCARD, Meeting, SHARED)
    assert user.has_perm("meetings.add_outcome") == may(user, Act.WRITE, Meeting, SHARED)
    assert user.has_module_perms("meetings")
    assert {name for name in user.get_all_permissions() if not user.has_perm(name)} == set()
    assert "meetings.view_meeting" in user.get_all_permissions()


@pytest.mark.parametrize("perm", ["auth.view_group", "sessions.change_session", "meetings.propose_meeting", "x", ""])
def test_what_no_role_knows_nobody_may_but_superusers(perm):
    assert not make_user(role="administrator").has_perm(perm)
    assert make_admin().has_perm(perm)


def test_permissions_and_groups_in_the_database_count_for_nothing():
    user, group = make_user(role="reader"), Group.objects.create(name="Eski")
    group.permissions.set(Permission.objects.all())
    user.groups.add(group)
    user.user_permissions.set(Permission.objects.all())

    assert not user.has_perm("meetings.change_meeting")


def test_the_inactive_and_the_unknown_may_nothing():
    inactive = [make_user(role="administrator", is_active=False), make_admin(is_active=False), AnonymousUser()]

    assert [may(user, act, Meeting) for user in inactive for act in Act] == [False] * 3 * len(Act)
    assert [user.has_perm("meetings.view_meeting") for user in inactive] == [False] * 3


def test_superusers_may_all():
    assert all(may(make_admin(), act, Meeting, lane) for act in Act for lane in LANES)


def test_rights_are_read_once(django_assert_num_queries):
    user = User.objects.get(pk=make_user(role="editor", types=[Meeting, Area]).pk)

    with django_assert_num_queries(1):
        assert [may(user, act, model, lane) for act in Act for model in (Meeting, Area, File) for lane in LANES]


@pytest.mark.parametrize(
    ("giver", "grant", "expected"),
    [
        (("editor", []), Grant("reader"), True),
        (("editor", []), Grant("translator"), True),
        (("editor", []), Grant("editor"), True),
        (("editor", []), Grant("reviewer"), False),
        (("editor", []), Grant("administrator"), False),
        (("editor", ["tr"]), Grant("editor"), False),
        (("editor", ["tr"]), Grant("editor", frozenset({"tr"})), True),
        (("editor", ["tr"]), Grant("translator", frozenset({"en"})), False),
        (("editor", ["tr"]), Grant("reader"), True),
        (("reviewer", []), Grant("reader"), False),
        (("translator", []), Grant("translator"), False),
        (("administrator", ["tr"]), Grant("administrator"), True),
    ],
)
def test_nobody_gives_rights_that_they_do_not_have(giver, grant, expected):
    role, languages = giver

    assert may_give(make_user(role=role, languages=languages), grant) == expected


def test_an_editor_of_meetings_gives_rights_to_meetings_only():
    editor = make_user(role="editor", types=[Meeting])
    given = [frozenset({"meetings.meeting"}), frozenset({"cooperation.area"}), frozenset()]

    assert [may_give(editor, Grant("editor", types=types)) for types in given] == [True, False, False]
