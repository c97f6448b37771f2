"""gunicorn's configuration: `gunicorn --config python:ots_portal.web_server ots_portal.asgi`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ots_portal.settings")  # gunicorn reads this before ots_portal.asgi

from ots_portal.environment import read
from ots_portal.metrics import counting
from ots_portal.page_cache.stores import pages

bind = [f"{read('HOST')}:{read('PORT')}"]
workers = read("WEB_WORKERS")
worker_class = "asgi"  # its loop reads and writes; ots_portal/front.py has the threads
asgi_lifespan = "off"
preload_app = True
timeout = 30
graceful_timeout = 10
keepalive = 5
max_requests = 100_000  # seldom, as a file that a worker is sending then ends with it
max_requests_jitter = 10_000
limit_request_line = 8190
limit_request_fields = 100
loglevel = read("LOG_LEVEL").lower()
control_socket_disable = True


def when_ready(server):
    """What was kept by an earlier version of the portal is not shown by this one; publish_due tells a CDN."""
    if kept := pages():
        kept.renew()
    if read("METRICS_TOKEN"):
        counting.share(2 * workers + 8)


def pre_fork(server, worker):
    """The sheet of numbers that no other worker writes in."""
    worker.place = counting.free_place({each.place for each in server.WORKERS.values()})


def post_fork(server, worker):
    counting.take(worker.place)
