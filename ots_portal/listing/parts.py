"""Rows in parts: which ones is found out once, each part is read when it is its turn, by whichever thread."""

from array import array

PART = 200  # as many as are read within a fraction of a second


class InParts:
    """The records of a queryset, in its order; what is withdrawn before its turn is left out."""

    def __init__(self, records):
        self.model = records.model
        self.keys = array("q", records.values_list("pk", flat=True).iterator(chunk_size=10_000))

    def __len__(self):
        return len(self.keys)

    def read(self, prepared):
        """Lists of records; `prepared` adds to a queryset what they need."""
        for start in range(0, len(self.keys), PART):
            keys = self.keys[start : start + PART]
            found = prepared(self.model.objects.readable().order_by()).in_bulk(keys)
            yield [found[key] for key in keys if key in found]
