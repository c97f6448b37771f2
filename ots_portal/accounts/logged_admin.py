"""What the forms of the admin leave in the log of acts."""

from ots_portal.accounts.audit import Event, record

MOST = 200


class LoggedAdmin:
    """Logs each record that a form adds, changes or deletes, with the values before and after."""

    def save_model(self, request, obj, form, change):
        before = {name: in_words(form.initial.get(name)) for name in form.changed_data}
        after = {name: in_words(form.cleaned_data.get(name)) for name in form.changed_data}
        super().save_model(request, obj, form, change)
        if not change:
            record(request.user, Event.ADD, obj, after=after)
        elif after:
            record(request.user, Event.WRITE, obj, before=before, after=after)

    def delete_model(self, request, obj):
        record(request.user, Event.DELETE, obj)
        super().delete_model(request, obj)


def in_words(value):
    """A value as short text; the whole of long texts stands in the revisions."""
    return None if value is None else str(value).replace("\0", "")[:MOST]
