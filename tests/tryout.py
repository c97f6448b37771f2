"""Loaded by pytest before Django's settings (pyproject.toml): tests try the portal out, in a folder of their own."""

import os
import signal
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent

os.environ["PORTAL_TRYOUT"] = "1"
os.environ["PORTAL_VAR"] = str(Path(os.environ.get("PORTAL_VAR") or PROJECT / "var") / "test")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's event loop runs in the test's thread

# A shell starts its background jobs with Ctrl-C ignored, and children inherit that; some tests press it.
signal.signal(signal.SIGINT, signal.default_int_handler)
