"""The forms of a page as a browser knows them, and the parameters that its links lead to."""

from typing import NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit

from tests.admin_pages import FormReader


class Form(NamedTuple):
    """What is sent when it is sent as it stands; what else it has: boxes to tick, buttons, files."""

    method: str
    action: str
    values: dict
    others: set
    buttons: list
    files: list


class PageReader(FormReader):
    """A control outside its form (`form="…"`) goes with the form before it."""

    def __init__(self, address):
        super().__init__()
        self.address, self.forms, self.parameters = address, [], set()
        self.begin("get", "")  # what stands in no form

    def handle_starttag(self, tag, attributes):
        super().handle_starttag(tag, attributes)
        known = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.begin(known.get("method", "get").lower(), known.get("action", ""))
        elif tag in {"input", "button", "select", "textarea"} and known.get("name"):
            self.note(tag, known)
        elif tag == "a":
            self.parameters |= {name for name, _value in parse_qsl(urlsplit(known.get("href", "")).query)}

    def begin(self, method, action):
        self.values = {}
        self.forms.append(Form(method, urljoin(self.address, action), self.values, set(), [], []))

    def note(self, tag, known):
        form, kind, name = self.forms[-1], known.get("type", ""), known["name"]
        if tag == "button" or kind in {"submit", "image"}:
            action = urljoin(self.address, known.get("formaction") or form.action)
            form.buttons.append((name, known.get("value", ""), action))
        elif kind == "file":
            form.files.append(name)
        elif name != "csrfmiddlewaretoken":
            form.others.add(name.replace("__prefix__", "0"))


def forms_of(address, html):
    """The forms that are sent, and the names of what is asked with the address."""
    reader = PageReader(address)
    reader.feed(html)
    asked = {name for form in reader.forms for name in form.others}  # an empty form may be asked for with values
    return [form for form in reader.forms if form.method == "post"], sorted(asked | reader.parameters)
