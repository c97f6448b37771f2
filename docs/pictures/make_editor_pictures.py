"""Make docs/pictures/editor-<what>-<language>.webp, the pictures of the guide: python docs/pictures/make_editor_pictures.py"""

import base64
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import django
from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parents[2]
PORT = os.environ.get("PORT", "8171")
PORTAL = f"http://127.0.0.1:{PORT}"
WIDTH, HEIGHT = 1120, 900
# name: whose window, address, first and last element shown, languages
PICTURES = {
    "front": ("aygul", "", "#header", ".waiting", ("tr", "en")),
    "form": ("aygul", "meetings/meeting/{dia-3}/change/", ".lanes", ".lanes", ("tr", "en")),
    "comments": ("aygul", "meetings/meeting/{dia-3}/change/", ".field-title_tr", ".field-title_tr", ("tr",)),
    "difference": (
        "aygul",
        "meetings/meeting/{dia-3}/history/difference/?old=live&new=draft",
        *2 * ["#content"],
        ("tr", "en"),
    ),
    "history": ("aygul", "meetings/meeting/{dia-3}/history/", "#content", "#content", ("tr",)),
    "bundle": ("aygul", "publishing/draft/together/?{bundle}", "#content", "#content", ("tr",)),
    "worklist": ("ayse", "translating/task/?language=en&state=to-do", "#content", "#result_list", ("tr",)),
    "desk": ("ayse", "translating/task/{task}/desk/", "#content", ".submit-row", ("tr", "en")),
    "stale": ("ayse", "translating/task/{task}/desk/", *2 * [".desk-text:has([name=body_en])"], ("tr",)),
    "links": ("aygul", "links/address/", "#content", "#result_list", ("tr",)),
    "merge": ("emre", "cooperation/person/{m-cavusoglu}/merge/{mevlut-cavusoglu}/", "#content", "#content", ("tr",)),
}


@contextmanager
def portal():
    """The portal as `make run` serves it, in a folder of its own that vanishes afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # the database may run as another user
        os.environ |= {"PORTAL_TRYOUT": "1", "PORTAL_VAR": folder, "HOST": "127.0.0.1", "PORT": PORT}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "ots_portal.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
        os.environ.pop("DATABASE_URL", None)
        process = subprocess.Popen([sys.executable, "manage.py", "try_out"], cwd=PROJECT)
        try:
            wait_for_answer(process)
            yield
        finally:
            process.terminate()
            process.wait()


def wait_for_answer(process):
    while process.poll() is None:
        try:
            return urlopen(f"{PORTAL}/health/").close()  # noqa: S310
        except URLError:
            time.sleep(0.5)
    sys.exit("The portal did not start.")


def make_pictures(scene, keys):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        windows = {name: sign_in(browser, name, scene.PASSWORD) for name in scene.PEOPLE}
        for name, (user, address, first, last, languages) in PICTURES.items():
            for language in languages:
                page = windows[user]
                page.goto(f"{PORTAL}/{language}/yonetim/{address.format_map(keys)}")
                picture(page, f"{name}-{language}", first, last)
        for language in ("tr", "en"):
            clash(windows["aygul"], scene, keys, language)
        browser.close()


def sign_in(browser, name, password):
    page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light").new_page()
    page.goto(f"{PORTAL}/tr/yonetim/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("#waiting")
    return page


def clash(page, scene, keys, language):
    """Two windows with one form; the second to save is told."""
    other = page.context.new_page()
    for window in (page, other):
        window.goto(f"{PORTAL}/{language}/yonetim/meetings/meeting/{keys['dia-4']}/change/")
    title = page.input_value("#id_title_tr")
    for window, words in ((other, f"{title} (Türkistan)"), (page, title.replace("Başkanları", "Başkanlarının"))):
        window.fill("#id_title_tr", words)
        window.click("[name=_save]")
    picture(page, f"clash-{language}", ".clash", ".clash")
    scene.forget_draft("dia-4")
    other.close()


def picture(page, name, first, last):
    """From the top of one element to the foot of another, as WebP, which keeps letters sharp at a few kilobytes."""
    page.wait_for_load_state("networkidle")
    page.set_viewport_size({"width": WIDTH, "height": page.evaluate("document.documentElement.scrollHeight")})
    top, foot = page.locator(first).first.bounding_box(), page.locator(last).first.bounding_box()
    clip = {"x": 0, "y": max(top["y"] - 12, 0), "width": WIDTH, "height": foot["y"] + foot["height"] - top["y"] + 24}
    more = {"clip": clip | {"scale": 1}, "captureBeyondViewport": True}
    shot = page.context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": 80} | more)
    (PROJECT / f"docs/pictures/editor-{name}.webp").write_bytes(base64.b64decode(shot["data"]))
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


if __name__ == "__main__":
    sys.path[:0] = [str(PROJECT)]
    with portal():
        django.setup()
        import editor_scene  # its models exist only after setup

        make_pictures(editor_scene, editor_scene.make_scene())
