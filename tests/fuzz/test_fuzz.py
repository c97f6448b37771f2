"""Nothing that anybody sends is answered by a failure: nasty strings in every parameter, field and part of an address."""

import pytest
from django.db import transaction
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.fuzz.asking import Portal
from tests.fuzz.conftest import INPUTS, in_two_halves
from tests.fuzz.drawing import question, sending

pytestmark = pytest.mark.django_db

SELDOM = 0.1  # how often a page is taken that has nothing to fill in
chances = st.randoms(use_true_random=True)


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield Portal()
        transaction.set_rollback(True)


@in_two_halves
@given(chance=chances)
def test_no_address_with_whatever_parameters_is_answered_by_a_failure(portal, chance):
    address, is_staff = portal.some_page(chance)
    _forms, parameters = portal.page(address, is_staff=is_staff)
    assume(parameters or chance.random() < SELDOM)

    for _input in range(INPUTS):
        asked = question(chance, address, parameters)
        told = portal.ask(asked, is_staff=is_staff)

        assert told == "", asked[:2_000]


@in_two_halves
@given(chance=chances)
def test_no_form_with_whatever_values_is_answered_by_a_failure(portal, chance):
    address, is_staff = portal.some_page(chance, taking_forms=True)
    forms, parameters = portal.page(address, is_staff=is_staff)
    assume(any(form.others for form in forms) or chance.random() < SELDOM)

    for _input in range(INPUTS):
        action, body, content_type = sending(chance, address, forms, parameters)
        told = portal.ask(action, is_staff=is_staff, method="POST", body=body, content_type=content_type)

        assert told == "", (action, body[:5_000])
