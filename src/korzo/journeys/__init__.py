"""Stories that cross capabilities: one file each, entered only through the capabilities' public doors.

A journey is imported only when every capability it crosses is switched on; then its `start` puts it into place.
"""

from collections.abc import Collection
from importlib import import_module

CROSSES = {
    "budget_vote": {"budgeting", "ballots"},
    "case_to_idea": {"cases", "budgeting"},
    "finding_to_action": {"assessments"},
}


def load(switched_on: Collection[str]) -> list[str]:
    """Start every journey whose capabilities are all `switched_on`, and return their names."""
    loaded = [name for name, needed in CROSSES.items() if needed <= set(switched_on)]
    for name in loaded:
        import_module(f"{__name__}.{name}").start()
    return loaded
