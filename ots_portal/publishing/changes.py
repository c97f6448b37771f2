"""Arithmetic on flat documents {path: value}, where an absent path equals None; nothing here knows Django or models."""


def row_of(path):
    """The row that a part's field belongs to: "outcomes/<uuid>" of "outcomes/<uuid>/text_tr"; else ""."""
    return path.rpartition("/")[0] if path.count("/") > 1 else ""


def tidy(document):
    """The document without the fields of rows that are not there."""
    return {path: value for path, value in document.items() if not row_of(path) or document.get(row_of(path))}


def diff(old, new):
    """What leads from one document to the other: {path: [old value, new value]}."""
    pairs = {path: [old.get(path), new.get(path)] for path in sorted(old.keys() | new.keys())}
    return {path: pair for path, pair in pairs.items() if pair[0] != pair[1]}


def apply(document, changes):
    return tidy(document | {path: wanted for path, (_was, wanted) in changes.items()})


def merge(base, mine, theirs):
    """Both sides' changes since base, and the clashes {path: [theirs, mine]}, for which mine is taken."""
    clashes = {}
    for path, (was, wanted) in diff(base, mine).items():
        if theirs.get(path) not in (was, wanted):
            clashes[path] = [theirs.get(path), wanted]
    return apply(theirs, diff(base, mine)), clashes


def own(changes, lanes, lane_of):
    """The changes that belong to these lanes; a row that goes, goes as a whole with the lane of the row."""

    def lane(path):
        row = row_of(path)
        return lane_of(row if row in changes and not changes[row][1] else path)

    return {path: pair for path, pair in changes.items() if lane(path) in lanes}


def pick(changes, lanes, lane_of):
    """The changes that go live with these lanes: their own, but words of a new row wait for the row."""
    ready = {row for row in changes if lane_of(row) in lanes}
    kept = own(changes, lanes, lane_of)
    return {path: pair for path, pair in kept.items() if row_of(path) not in changes or row_of(path) in ready}
