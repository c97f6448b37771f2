"""People at work, each in a browser window of their own, signed in, with the administration in Turkish."""

from contextlib import contextmanager

from playwright.sync_api import expect

from tests.factories import make_user

PASSWORD = "a long enough password"
WAIT = 30_000


@contextmanager
def windows_of(browser, live_server, people):
    """A function that gives a person's window; `people` are the values of their users by name."""
    windows = {}

    def of(name):
        if name not in windows:
            make_user(username=name, password=PASSWORD, first_name=name.title(), **people[name])
            windows[name] = sign_in(browser, live_server, name)
        return windows[name]

    yield of
    for window in windows.values():
        window.context.close()


def sign_in(browser, live_server, name, **context):
    page = browser.new_context(**context).new_page()
    page.set_default_timeout(WAIT)
    page.goto(f"{live_server.url}/tr/yonetim/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page.locator("#waiting")).to_be_visible()
    return page


def open_waiting(page, live_server, group):
    """From the front page to the one record of a group."""
    page.goto(f"{live_server.url}/tr/yonetim/")
    page.locator(f".waiting-{group} a").click()
    page.locator("#result_list tbody th a").click()


def press(page, button):
    page.locator(f"button[value='{button}']").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
