"""The order of meetings whose date is unknown."""

from meetings.models import Meeting, Series

PLACING = {"series", "kind", "ordinal", "start"}


def refresh_sort_dates():
    """Give the undated meetings of every series their place."""
    for series in Series.objects.all():
        series.refresh_sort_dates()


def refresh_after(sender, record, paths, **_more):
    """Once a meeting's date or ordinal is published: its own series, or all where it left one."""
    if sender is Meeting and "series" in paths:
        refresh_sort_dates()
    elif sender is Meeting and PLACING.intersection(paths):
        record.series.refresh_sort_dates()
