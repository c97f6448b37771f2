"""What was found behind an address."""

from dataclasses import dataclass
from datetime import timedelta

from ots_portal.links.models import Problem


@dataclass(frozen=True)
class Outcome:
    """`moved_to` only where the address itself says that it is another one for good."""

    problem: Problem = Problem.NONE
    status: int | None = None
    moved_to: str = ""
    retry_after: timedelta | None = None

    @property
    def is_failure(self):
        return self.problem not in {Problem.NONE, Problem.BARRED, Problem.WAIT}

    @property
    def is_answer(self):
        """Whether some server of the network answered at all."""
        return self.status is not None
