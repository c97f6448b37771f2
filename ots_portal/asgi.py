"""What the web server imports: `gunicorn --config python:ots_portal.web_server ots_portal.asgi`."""

from django.conf import settings

from ots_portal.wsgi import application as portal  # isort: skip - the apps are ready only after this line

from ots_portal.front import Front  # isort: skip
from ots_portal.threadless import at_once, no_room, unavailable

application = Front(portal, unavailable, no_room, settings.WEB_THREADS, at_once=at_once)
