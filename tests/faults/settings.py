"""The portal's own settings; static files need not be gathered first, and passwords are checked quickly."""

from ots_portal.settings import *  # noqa: F403

STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
