"""The order of meetings whose date is unknown."""

from meetings.models import Series


def refresh_sort_dates():
    """Give the undated meetings of every series their place."""
    for series in Series.objects.all():
        series.refresh_sort_dates()
