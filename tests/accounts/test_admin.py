"""The secretariat keeps its users."""

import pytest
from django.contrib.auth.models import Group

from ots_portal.accounts.models import User
from tests.admin_pages import admin_address, errors_of, sent_values
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "uzun ve iyi bir parola"


def test_a_user_is_added_with_a_language(admin_client):
    values = {"username": "aygul", "password1": PASSWORD, "password2": PASSWORD, "language": "en", "is_staff": "on"}
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


def test_groups_are_kept(admin_client):
    address = admin_address(Group, "add")

    admin_client.post(address, sent_values(admin_client.get(address)) | {"name": "Çevirmenler"})

    assert Group.objects.get().name == "Çevirmenler"
