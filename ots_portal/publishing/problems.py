"""What stands against publishing, each with a link to the field of the form that it is about."""

from django.utils.html import format_html

from ots_portal.publishing.parts import field_at, kinds_of, split
from ots_portal.publishing.words import Reader


def problems(desk, error, form=""):
    """The messages of a ValidationError, {path: messages} or plain; `form` is the form's address on other pages."""
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    reader, built = Reader(desk.model, {}, (desk.live, desk.working)), desk.built()
    by_path = error.message_dict.items()
    return [told(reader, built, path, message, form) for path, messages in by_path for message in messages]


def told(reader, built, path, message, form):
    if not field_at(reader.model, path):
        return message
    place = anchor(reader.model, built, path)
    return format_html('<a href="{}#{}">{}</a>: {}', form, place, reader.label(path), message)


def anchor(model, built, path):
    """The id of a path's field in the form."""
    name, row, _field_name = split(path)
    if not row:
        return f"id_{name}"
    kind = next(kind for kind in kinds_of(model) if kind.name == name)
    keys = [str(each.pk) for each in getattr(built, name).all()]
    number = keys.index(row) if row in keys else 0
    return f"{prefix(kind)}-{number}"


def prefix(kind):
    """The prefix of the formset of a kind, as Django makes it."""
    if not kind.is_generic:
        return kind.name
    options = kind.model._meta
    return f"{options.app_label}-{options.model_name}-content_type-object_id"
