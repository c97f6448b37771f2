"""Atom (RFC 4287): the meetings of a selection that were published last, the newest publication first."""

from datetime import UTC, datetime

from django.conf import settings
from django.db.models import Case, DateTimeField, When
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.translation import get_language, gettext, override

from meetings.models import Meeting
from meetings.plain_words import language_of, place, plain, remarks
from ots_portal.languages import FIRST_LANGUAGE, column

MOST_ENTRIES = 50
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


class MeetingFeed(Atom1Feed):
    """Says of each entry in which language it is written, and nothing of the moment at which it was asked for."""

    def item_attributes(self, item):
        return {"xml:lang": item["language"]}

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=BEFORE_ALL)


def feed_of(meetings, *, name, address, page):
    feed = MeetingFeed(
        title=name,
        link=page,
        description=None,
        language=get_language(),
        feed_url=address,
        feed_guid=address,
        author_name=gettext("Organization of Turkic States"),
        author_link=settings.ORIGIN + reverse("home"),
    )
    for meeting in last_published(meetings.select_related("city", "country"))[:MOST_ENTRIES]:
        feed.add_item(**entry_of(meeting))
    return feed.writeString("utf-8")


def last_published(meetings):
    """By the last publication in the language in which readers get each of them."""
    in_language = Meeting.objects.published(get_language()).values("pk")
    changed = Case(
        When(pk__in=in_language, then=column("changed_at")),
        default=f"changed_at_{FIRST_LANGUAGE}",
        output_field=DateTimeField(),
    )
    return meetings.order_by(changed.desc(), "reference")


def entry_of(meeting):
    language = language_of(meeting)
    entry = {
        "link": settings.ORIGIN + meeting.get_absolute_url(),
        "unique_id": settings.ORIGIN + reverse("citation", args=["meeting", meeting.reference]),
        "pubdate": getattr(meeting, f"published_at_{language}"),
        "updateddate": meeting.changed,
        "language": language,
    }
    with override(language):
        lines = [" · ".join(filter(None, (meeting.date_in_words, place(meeting)))), *remarks(meeting)]
        return entry | {
            "title": plain(meeting, "title"),
            "description": format_html_join("", "<p>{}</p>", ((line,) for line in lines if line)),
        }
