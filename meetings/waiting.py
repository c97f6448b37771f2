"""Meetings that wait for somebody to say what became of them, or when they were."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from ots_portal.publishing.waiting import of_model, register


def planned_and_over():
    return Meeting.objects.filter(status=Meeting.Status.PLANNED, end__lt=timezone.localdate())


def held_without_date():
    return Meeting.objects.held().filter(start=None)


def register_meetings():
    register("over", _("Planned, and the date has passed"), of_model(planned_and_over), Meeting)
    register("undated", _("Held, date not known"), of_model(held_without_date), Meeting)
