"""What later apps hang on our records, reached by the names of the relations: meetings are never imported here."""

from django.db.models import Count, F, Q

from ots_portal.languages import FIRST_LANGUAGE
from ots_portal.publishing.columns import with_links

READABLE_MEETINGS = {
    f"meetings__published_at_{FIRST_LANGUAGE}__isnull": False,
    f"meetings__withdrawn_at_{FIRST_LANGUAGE}__isnull": True,
}


def if_readable(record):
    return record if record and record.is_readable else None


def held_meetings(place):
    """The held meetings of an area or a country."""
    return place.meetings.readable().held().as_rows()


def meetings_of_topic(topic):
    """Meetings of the topic's series, and those that name the topic themselves."""
    of_topic = Q(series__topic=topic) | Q(also_in__topic=topic) | Q(topics=topic)
    meetings = topic.meetings.model.objects
    return meetings.readable().filter(pk__in=meetings.filter(of_topic).values("pk")).newest_first().as_rows()


def recorded_series(topic):
    """The topic's series with their reported counts and the number of held meetings that are recorded here."""
    recorded = Count("meetings", filter=Q(meetings__status="held", **READABLE_MEETINGS))
    return topic.series.readable().annotate(recorded=recorded).prefetch_related("count_claims")


def with_readable_meetings(parts):
    """Parts of meetings that readers may see, the newest meeting first."""
    meetings = parts.model._meta.get_field("meeting").related_model.objects.readable()
    newest_first = [F("meeting__sort_date").desc(nulls_last=True), "-meeting__reference", "position", "pk"]
    shown = parts.filter(meeting__in=meetings).order_by(*newest_first)
    return with_links(shown, "meeting__city", "meeting__country")
