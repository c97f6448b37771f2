"""Once a day, to whoever wants it: what waits since the last such mail, each reader's own, in their language."""

import logging
import time
from functools import cached_property

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from ots_portal.accounts.roles import Act, may
from ots_portal.labels import capitalized
from ots_portal.publishing.drafts import Draft
from ots_portal.publishing.mails import DailyMail
from ots_portal.publishing.state_columns import name_of
from ots_portal.publishing.waiting import list_of, told_groups

logger = logging.getLogger(__name__)

MOST_SECONDS = 600  # what is left then is told by the next run
MOST_NAMES = 3


def send_daily_mail(now=None, most_seconds=MOST_SECONDS):
    """Tell everybody who was not told today; the numbers of mails sent and of those that failed."""
    today, end, sent, failed = timezone.localdate(now), time.monotonic() + most_seconds, 0, 0
    for user in recipients(today):
        if time.monotonic() > end:
            break
        if (mail := claim(user, today)) is None:  # another machine was faster
            continue
        try:
            sent += send(mail, user)
        except OSError:
            DailyMail.objects.filter(pk=mail.pk).update(looked_on=None)  # to be tried again
            logger.exception("No daily mail to %s", user)
            failed += 1
    return sent, failed


def recipients(today):
    users = get_user_model().objects.filter(is_active=True, is_staff=True, daily_mail=True).exclude(email="")
    return users.exclude(pk__in=DailyMail.objects.filter(looked_on=today).values("user")).order_by("pk")


def claim(user, today):
    """The day's mail is this process's to send: the database lets one of several have it."""
    DailyMail.objects.bulk_create([DailyMail(user=user)], ignore_conflicts=True)
    mine = DailyMail.objects.filter(Q(looked_on=None) | ~Q(looked_on=today), user=user)
    return DailyMail.objects.get(user=user) if mine.update(looked_on=today) else None


def send(mail, user):
    """Whether there was anything to say; what was told before is not told again."""
    with override(user.language):
        news = [told for group in told_groups() if (told := Told(group, user, mail.told)).number]
        context = {"recipient": user, "groups": news, "number": sum(told.number for told in news)}
        text = render_to_string("publishing/mail/daily.txt", context | {"origin": settings.ORIGIN}) if news else ""
    if text:
        subject, _line_end, body = text.strip().partition("\n")
        send_mail(subject, body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [user.email])
    mail.told = {group.name: found_now(group, user) for group in told_groups()}
    mail.save(update_fields=["told"])
    return bool(text)


def found_now(group, user):
    return {model._meta.label_lower: sorted(keys) for model, keys in visible(group, user).items()}


def visible(group, user):
    return {model: keys for model, keys in group.find(user).items() if keys and may(user, Act.VIEW, model)}


class Told:
    """What is new in a group, by type of record."""

    def __init__(self, group, user, told):
        self.group, self.title = group, group.title
        known = told.get(group.name, {})
        self.new = {
            model: new
            for model, keys in visible(group, user).items()
            if (new := keys - set(known.get(model._meta.label_lower, ())))
        }

    @cached_property
    def number(self):
        return sum(map(len, self.new.values()))

    @property
    def lists(self):
        for model, keys in self.new.items():
            yield {
                "type": capitalized(model._meta.verbose_name_plural),
                "number": len(keys),
                "names": names(model, sorted(keys)[:MOST_NAMES]),
                "more": max(0, len(keys) - MOST_NAMES),
                "address": settings.ORIGIN + list_of(self.group, model),
            }


def names(model, keys):
    content_type = ContentType.objects.get_for_model(model)
    drafts = {each.object_id: each for each in Draft.objects.filter(content_type=content_type, object_id__in=keys)}
    records = model._base_manager.filter(pk__in=keys).order_by("pk")
    return [" ".join(str(name_of(record, drafts.get(record.pk))).split()) for record in records]
