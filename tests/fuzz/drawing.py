"""What is asked and sent: an address or a form as a page has it, with nasty strings in some of its places."""

from urllib.parse import quote, unquote, unquote_to_bytes

from django.test.client import BOUNDARY, MULTIPART_CONTENT

from tests.fuzz.asking import FORM
from tests.fuzz.nasty import FILE_NAMES, FILES, NAMES, SUFFIXES, nasty

PARTS = ["alan_12", "a_99999999999999999999", "1", "99999999999999999999", "_00", "..", "add", "en", "feed.xml"]
MOST = 6  # nasty strings in one input


def question(chance, address, parameters):
    """An address with parameters that its page knows, or others; now and then another address than there is."""
    return f"{wrong(chance, address) if chance.random() < 0.1 else address}?{pairs(chance, parameters)}"


def pairs(chance, known):
    return "&".join(f"{name(chance, known)}={nasty(chance)}" for _pair in range(chance.randint(1, MOST)))


def name(chance, known):
    """Mostly one that is known, now and then with a suffix."""
    kind = chance.random()
    if known and kind < 0.8:
        found = quote(chance.choice(known))
    else:
        found = chance.choice(NAMES) if kind < 0.95 else nasty(chance)
    return found + (chance.choice(SUFFIXES) if chance.random() < 0.25 else "")


def wrong(chance, address):
    """An address of which one part is another one."""
    parts = address.split("/")
    place = chance.randrange(1, max(2, len(parts) - 1))
    parts[place] = chance.choice(PARTS) if chance.random() < 0.5 else nasty(chance)
    return "/".join(parts)


def sending(chance, address, forms, parameters):
    """(where to, body, type): a form as it stands, with other values in some places, by one of its buttons."""
    forms = [form for form in forms for _field in form.others]  # that to sign out stands on every page, and has none
    if not forms:
        return address, pairs(chance, parameters).encode(), FORM
    form = chance.choice(forms)
    values = {quote(key): list(map(quote, each)) for key, each in form.values.items()}
    for _string in range(chance.randint(1, MOST)):
        how_many = chance.choice([0, 1, 1, 1, 1, 2])
        values[name(chance, sorted(form.others))] = [nasty(chance) for _value in range(how_many)]
    key, value, action = chance.choice(form.buttons or [("", "", form.action)])
    values.setdefault(quote(key), [quote(value)])
    if form.files and chance.random() < 0.5:
        return action, with_file(chance, values, chance.choice(form.files)), MULTIPART_CONTENT
    return action, "&".join(f"{key}={value}" for key, each in values.items() for value in each).encode(), FORM


def with_file(chance, values, field):
    """As browsers send files: the values as bytes, the file with whatever name and content."""
    parts = [(f'name="{unquote(key)}"', unquote_to_bytes(value)) for key, each in values.items() for value in each]
    parts.append((f'name="{field}"; filename="{chance.choice(FILE_NAMES)}"', chance.choice(FILES)))
    whole = [f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + body for head, body in parts]
    return b"\r\n".join([*whole, f"--{BOUNDARY}--\r\n".encode()])
