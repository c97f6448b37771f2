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
    """Both sides' changes since base, and the clashes {path: [theirs, mine]}, for which mine is taken.

    A row that one removes while the other writes in it is a clash, too; where it is mine that stays, it stays whole.
    """
    changes = diff(base, mine)
    gone = {path: [base.get(path), None] for path in theirs if row_of(path) in changes and not mine.get(row_of(path))}
    cut_off = {row_of(path) for path, (_was, wanted) in changes.items() if wanted is not None}
    cut_off = {row for row in cut_off if base.get(row) and not theirs.get(row)}
    clashes = {
        path: [theirs.get(path), wanted]
        for path, (was, wanted) in (gone | changes).items()
        if theirs.get(path) not in (was, wanted) or row_of(path) in cut_off
    }
    whole = {path: value for path, value in mine.items() if (row_of(path) or path) in cut_off}
    return apply(theirs | whole, changes), clashes


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
