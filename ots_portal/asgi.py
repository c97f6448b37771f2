"""What the web server imports: `gunicorn --config python:ots_portal.web_server ots_portal.asgi`."""

from django.conf import settings

from ots_portal.wsgi import application as portal  # isort: skip - the apps are ready only after this line

from ots_portal.outages import no_room_by_wsgi, unavailable_by_wsgi  # isort: skip
from ots_portal.front import Front

application = Front(portal, unavailable_by_wsgi, no_room_by_wsgi, settings.WEB_THREADS)
