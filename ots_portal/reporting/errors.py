"""Reports of errors: where in the code, in which request; nothing of who asked, and nothing that was sent."""

import logging
import re
import sys

import sentry_sdk
from django.conf import settings
from django.core.signals import got_request_exception
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration, ignore_logger

from ots_portal.backup.manifest import version
from ots_portal.logs.lines import request_id
from ots_portal.logs.requests import view_of
from ots_portal.outages import is_away, is_full

SENT = ("event_id", "timestamp", "platform", "level", "logger", "sdk", "release", "environment", "server_name")
SENT += ("transaction", "tags", "exception", "logentry")
ADDRESS = re.compile(r"[^\s@'\"<>()]+@[^\s@'\"<>()]+")
LONGEST = 500
SECONDS_AT_THE_END = 2  # for what is not yet sent when a process ends


def begin():
    """Reports are sent by a thread of their own: while that server is away they are dropped, and nobody waits."""
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        release=f"ots-portal@{version()}",
        environment=settings.SENTRY_ENVIRONMENT,
        before_send=cleaned,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        shutdown_timeout=SECONDS_AT_THE_END,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            AtexitIntegration(callback=lambda pending, timeout: None),
            DedupeIntegration(),
            ExcepthookIntegration(),
            LoggingIntegration(level=None, event_level=logging.ERROR),
        ],
    )
    ignore_logger("django.request")  # the same as the signal tells, with less
    ignore_logger("django.security.*")  # what strangers try, and are refused
    got_request_exception.connect(report, dispatch_uid="report errors")


def report(sender, request, **_more):
    """A receiver of Django's signal: an exception that no view has dealt with."""
    with sentry_sdk.new_scope() as scope:
        scope.set_transaction_name(view_of(request))
        scope.set_tag("method", request.method)
        sentry_sdk.capture_exception(sys.exc_info()[1])


def cleaned(event, hint):
    """The event with what is named above and no more; None for what /health/ and the numbers tell already."""
    error = hint.get("exc_info", (None, None))[1]
    if is_away(error) or is_full(error):
        return None
    kept = {name: event[name] for name in SENT if name in event}
    for each in kept.get("exception", {}).get("values", []):
        each["value"] = without_people(each.get("value") or "")
    if "logentry" in kept:
        kept["logentry"] = {"message": kept["logentry"].get("message", "")}  # as it stands in the code, without values
    if asked := request_id.get():
        kept["tags"] = {**kept.get("tags", {}), "request_id": asked}
    return kept


def without_people(message):
    """Only the first line, as databases tell values in later ones."""
    return ADDRESS.sub("…", message.partition("\n")[0])[:LONGEST]
