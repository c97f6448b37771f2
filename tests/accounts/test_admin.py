"""The secretariat keeps its users."""

import pytest
from django.contrib.contenttypes.models import ContentType

from cooperation.models import Area
from meetings.models import Meeting
from ots_portal.accounts.models import AuditEntry, User
from ots_portal.accounts.roles import Grant
from tests.admin_pages import admin_address, errors_of, sent_values
from tests.factories import make_admin, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "uzun ve iyi bir parola"


def test_a_user_is_added_with_a_language(admin_client):
    values = {"username": "aygul", "password1": PASSWORD, "password2": PASSWORD, "language": "en"}
    values |= {"assignments-TOTAL_FORMS": "1", "assignments-0-role": "translator", "assignments-0-languages": "en"}
    address = admin_address(User, "add")

    response = admin_client.post(address, sent_values(admin_client.get(address)) | values)

    assert response.status_code == 302, errors_of(response)
    user = User.objects.get(username="aygul")
    assert (user.language, user.is_staff, user.is_active, user.is_superuser) == ("en", True, True, False)
    assert user.check_password(PASSWORD)


def test_a_user_is_made_inactive_and_never_deleted(admin_client):
    user = make_user()
    address = admin_address(user, "change")
    values = {name: value for name, value in sent_values(admin_client.get(address)).items() if name != "is_active"}

    assert admin_client.post(admin_address(user, "delete"), {"post": "yes"}).status_code == 403
    assert admin_client.post(address, values).status_code == 302

    user.refresh_from_db()
    assert not user.is_active


def test_a_password_is_set_by_the_secretariat(admin_client):
    user = make_user()

    admin_client.post(
        f"/tr/yonetim/accounts/user/{user.pk}/password/",
        {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"},
    )

    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("query", ["sukru", "ŞÜKRÜ", "isik"])
def test_users_are_found_whatever_the_letters(admin_client, query):
    make_user(username="s.isik", first_name="Şükrü", last_name="Işık")

    response = admin_client.get(admin_address(User, "changelist"), {"q": query})

    assert [user.username for user in response.context["cl"].result_list] == ["s.isik"]


def test_who_loses_the_last_role_loses_the_entry(admin_client):
    user = make_user(role="editor")
    address = admin_address(user, "change")

    admin_client.post(address, sent_values(admin_client.get(address)) | {"assignments-0-DELETE": "on"})

    user.refresh_from_db()
    assert (user.is_staff, user.assignments.count()) == (False, 0)


@pytest.mark.parametrize("language", ["tr", "en"])
def test_roles_and_their_limits_are_given_in_both_languages(admin_client, language):
    user = make_user(role="editor", languages=["tr"], types=[Meeting])
    address = admin_address(user, "change").replace("/tr/", f"/{language}/", 1)
    area = ContentType.objects.get_for_model(Area).pk

    page = admin_client.get(address)
    admin_client.post(address, sent_values(page) | {"assignments-0-content_types": [str(area)]})

    assert f'<html lang="{language}"' in page.content.decode()
    grants = [Grant("editor", frozenset({"tr"}), frozenset({"cooperation.area"}))]
    assert list(user.assignments.grants()) == grants


def test_a_translator_of_the_first_language_is_refused(admin_client):
    user = make_user(role="translator", languages=["en"])
    address = admin_address(user, "change")

    response = admin_client.post(address, sent_values(admin_client.get(address)) | {"assignments-0-languages": ["tr"]})

    assert response.status_code == 200
    assert list(response.context["inline_admin_formsets"][0].formset.errors[0]) == ["languages"]
    assert user.assignments.get().languages == ["en"]


def test_an_administrator_neither_makes_superusers_nor_changes_them(client):
    above, other = make_admin(), make_user()
    client.force_login(make_user(role="administrator"))

    values = sent_values(client.get(admin_address(other, "change"))) | {"is_superuser": "on"}
    assert client.post(admin_address(other, "change"), values).status_code == 302
    assert client.post(admin_address(above, "change"), {"username": "x"}).status_code == 403
    assert client.post(f"/tr/yonetim/accounts/user/{above.pk}/password/", {}).status_code == 403

    other.refresh_from_db()
    assert not other.is_superuser


def test_nobody_makes_themselves_inactive(client):
    user = make_user(role="administrator")
    client.force_login(user)

    values = sent_values(client.get(admin_address(user, "change")))
    client.post(admin_address(user, "change"), {name: each for name, each in values.items() if name != "is_active"})

    user.refresh_from_db()
    assert user.is_active


def test_a_change_of_rights_is_logged_with_before_and_after(client):
    actor, user = make_user(role="administrator", first_name="Ayşe", last_name="Kaya"), make_user(role="editor")
    client.force_login(actor)
    address = admin_address(user, "change")

    client.post(address, sent_values(client.get(address)) | {"assignments-0-role": "reader", "language": "en"})
    client.post(address, sent_values(client.get(address)))

    entry = AuditEntry.objects.get(event="user")
    role = {"languages": [], "types": []}
    assert (entry.user, entry.user_name, entry.object_id) == (actor, "Ayşe Kaya", str(user.pk))
    assert entry.before == {"language": "tr", "roles": [role | {"role": "editor"}]}
    assert entry.after == {"language": "en", "roles": [role | {"role": "reader"}]}


def test_a_password_set_by_an_administrator_is_logged_without_it(admin_client):
    user = make_user()

    admin_client.post(
        f"/tr/yonetim/accounts/user/{user.pk}/password/",
        {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"},
    )

    entry = AuditEntry.objects.get(event="password")
    assert (entry.object_id, entry.before, entry.after) == (str(user.pk), None, None)
