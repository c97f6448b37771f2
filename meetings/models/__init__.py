"""Series of meetings, the meetings, and what they consist of."""

from meetings.models.meeting import Meeting
from meetings.models.parts import AgendaItem, Outcome, Participation
from meetings.models.series import CountClaim, Series

__all__ = ["AgendaItem", "CountClaim", "Meeting", "Outcome", "Participation", "Series"]
