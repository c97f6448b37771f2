"""Forms of the admin as a browser would send them back."""

from html.parser import HTMLParser

from django.contrib import admin
from django.urls import reverse


def admin_address(record_or_model, page):
    """The address of a page of the admin: changelist and add of a model, change, delete and history of a record."""
    options = record_or_model._meta
    keys = [] if isinstance(record_or_model, type) else [record_or_model.pk]
    return reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=keys)


def registered_models():
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def sent_values(response):
    """What a browser sends when the form of this page is saved as it stands."""
    form = FormReader()
    form.feed(response.content.decode())
    return {name: values if len(values) > 1 else values[0] for name, values in form.values.items()}


def errors_of(response):
    """The messages on each field of a refused form."""
    return {name: list(errors) for name, errors in response.context["adminform"].form.errors.items()}


class FormReader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.values, self.name, self.text, self.options = {}, None, "", []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "input":
            self.read_input(attributes)
        elif tag in {"textarea", "select"}:
            self.name, self.text, self.options = attributes.get("name"), "", []
            self.is_multiple = "multiple" in attributes
        elif tag == "option" and self.name:
            self.options.append((attributes.get("value", ""), "selected" in attributes))

    def read_input(self, attributes):
        kind = attributes.get("type", "text")
        is_off = kind in {"checkbox", "radio"} and "checked" not in attributes
        if not is_off and kind not in {"submit", "button", "file", "search"}:
            self.add(attributes.get("name"), attributes.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.name:
            self.add(self.name, self.text.removeprefix("\n").replace("\n", "\r\n"))
        elif tag == "select" and self.name:
            chosen = [value for value, is_selected in self.options if is_selected]
            first = [] if self.is_multiple else [value for value, _is_selected in self.options][:1]
            for value in chosen or first:
                self.add(self.name, value)
        if tag in {"textarea", "select"}:
            self.name = None

    def add(self, name, value):
        if name and "__prefix__" not in name and name != "csrfmiddlewaretoken":
            self.values.setdefault(name, []).append(value)
