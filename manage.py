#!/usr/bin/env python
"""Django's command line for the portal, in the language of the console."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.utils import translation

from ots_portal.environment import console_language

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ots_portal.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    with translation.override(console_language()):
        execute_from_command_line(sys.argv)
