"""How many cases: those of every build are always the same ones; `make fuzz` draws others, and more."""

import os

from hypothesis import HealthCheck, Phase, settings

INPUTS = 5  # to one page, whose forms are read but once
CASES = int(os.environ.get("FUZZ_CASES", "500"))

in_two_halves = settings(
    max_examples=CASES // INPUTS // 2,
    derandomize="FUZZ_CASES" not in os.environ,
    phases=[Phase.generate],  # a case is told as it was sent: to make it smaller takes too long
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
