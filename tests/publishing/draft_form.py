"""The form of a draft as a browser sends it."""

from tests.admin_pages import admin_address, errors_of, sent_values


def opened(client, record):
    return sent_values(client.get(admin_address(record, "change")))


def send(client, record, values):
    return client.post(admin_address(record, "change"), values)


def keep_draft(client, record, **values):
    """Open the form, change some values and save the draft."""
    response = send(client, record, opened(client, record) | values)
    assert response.status_code == 302, errors_of(response)


def press(client, record, button, **values):
    """Open the form, change some values and press a button; what the next page says, and the record as it is then."""
    address = admin_address(record, "change")
    response = client.post(address, opened(client, record) | values | {"_act": button}, follow=True)
    record.refresh_from_db()
    return [str(message) for message in response.context["messages"]]
