import os
import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from ots_portal.management.commands.publish_due import Command
from ots_portal.publishing import workflow
from ots_portal.publishing.drafts import Promise
from tests.factories import make_admin, make_meeting
from tests.publishing.drafting_acts import draft, published

pytestmark = pytest.mark.django_db


def overdue(user=None, **words):
    meeting = make_meeting(title_tr="Eski")
    draft(meeting, words)
    workflow.schedule(meeting, ["tr"], timezone.now() + timedelta(hours=1), user)
    Promise.objects.update(at=timezone.now() - timedelta(hours=1))
    return meeting


def test_keeping_on_ends_with_the_process_that_started_it():
    meeting = overdue(title_tr="Yeni")

    Command().keep_on(parent=os.getppid() + 1)

    assert published(meeting, "title_tr") == ("Eski",)


def test_each_run_keeps_what_is_due_and_goes_on_after_a_failure():
    author, errors = make_admin(), StringIO()
    bad, good = overdue(author, title_tr="Yeni"), overdue(title_tr="Yeni")
    type(author).objects.filter(pk=author.pk).update(is_active=False)

    Command(stdout=StringIO(), stderr=errors).keep_promises_without_ending()

    assert published(good, "title_tr") == ("Yeni",)
    assert published(bad, "title_tr") == ("Eski",)
    assert str(bad) in errors.getvalue()


def test_the_command_says_what_was_done():
    meeting, console = overdue(title_tr="Yeni"), StringIO()

    call_command("publish_due", stdout=console)

    assert published(meeting, "title_tr") == ("Yeni",)
    assert console.getvalue().startswith("Yapıldı: Eski, ")


def test_the_command_names_every_record_of_a_bundle_that_failed():
    author, errors = make_admin(), StringIO()
    bad, good = overdue(author, title_tr="Yeni"), overdue(author, title_tr="Yeni")
    Promise.objects.update(bundle=uuid.uuid4())
    make_meeting(slug_tr="zirve")
    Promise.objects.filter(draft__object_id=bad.pk).update(changes={"slug_tr": [None, "zirve"]})

    Command(stdout=StringIO(), stderr=errors).keep_promises_without_ending()

    assert published(good, "title_tr") == published(bad, "title_tr") == ("Eski",)
    assert errors.getvalue().count("Eski") == 2
