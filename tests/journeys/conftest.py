"""A browser for journeys: the system's Chromium; any error in its console fails the test."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None and os.environ.get("CI"):
        pytest.fail("CI must have Chromium: apt-get install chromium")
    if path is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    return browser_type_launch_args | {"executable_path": path, "args": ["--no-sandbox"]}


@pytest.fixture
def complaints(context):
    """What the browser found wrong on any page of the journey, breaches of our content policy among it."""
    found = []
    context.on("console", lambda message: found.append(message.text) if message.type in {"error", "warning"} else None)
    context.on("weberror", lambda error: found.append(str(error.error)))
    return found


@pytest.fixture
def page(page, complaints):
    page.set_default_timeout(30_000)
    yield page
    assert complaints == []
