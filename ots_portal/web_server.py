"""gunicorn's configuration: `gunicorn --config python:ots_portal.web_server ots_portal.wsgi`."""

from ots_portal.environment import read

bind = [f"{read('HOST')}:{read('PORT')}"]
workers = read("WEB_WORKERS")
threads = read("WEB_THREADS")
worker_class = "gthread"
preload_app = True
timeout = 30
graceful_timeout = 10
keepalive = 5
max_requests = 10_000
max_requests_jitter = 1_000
limit_request_line = 8190
limit_request_fields = 100
loglevel = read("LOG_LEVEL").lower()
control_socket_disable = True
