"""The beginning of a list that may be long, and how long it is: no page grows with the number of records."""

from ots_portal.listing.paging import PAGE_SIZE


class Beginning(list):
    """The first of some rows, and the total of all of them."""

    def __init__(self, rows, total):
        super().__init__(rows)
        self.total = total

    @property
    def is_cut(self):
        return len(self) < self.total


def beginning(rows, most=PAGE_SIZE):
    """As many as one page of a list shows; the database counts only what is longer."""
    found = list(rows[: most + 1])
    return Beginning(found[:most], len(found) if len(found) <= most else rows.count())
