#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.utils import translation

from ots_portal.environment import console_language

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ots_portal.settings")
    try:
        with translation.override(console_language()):
            execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
