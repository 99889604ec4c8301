"""Notices of works and outages: what they may be about, their steps, and the words of CAP 1.2 for them.

Source of the words: OASIS Common Alerting Protocol 1.2, 3.2.2.
"""

from datetime import datetime

KINDS = ("water", "power", "heat", "gas", "street", "transport", "waste", "weather", "works", "other")
PLANNED, RUNNING, ENDED, CANCELLED = "planned", "running", "ended", "cancelled"
OVER = (ENDED, CANCELLED)

URGENCY = ("Immediate", "Expected", "Future", "Past", "Unknown")
SEVERITY = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
CERTAINTY = ("Observed", "Likely", "Possible", "Unlikely", "Unknown")
CATEGORY = {
    "water": "Infra", "power": "Infra", "heat": "Infra", "gas": "Infra", "street": "Transport",
    "transport": "Transport", "waste": "Env", "weather": "Met", "works": "Infra", "other": "Other",
}  # fmt: skip
"""The category of an alert for each kind."""


class BadTimes(ValueError):
    """A notice ends before it begins."""


def check(begins: datetime, ends: datetime | None) -> None:
    """See that a notice does not end before it begins. Raises BadTimes."""
    if ends is not None and ends <= begins:
        raise BadTimes


def state(begins: datetime, ended: datetime | None, *, is_cancelled: bool, now: datetime) -> str:
    """Say where a notice stands: it runs from its beginning until somebody gives the all-clear.

    That its planned end has passed does not end it: nobody said that the water is back.
    """
    if is_cancelled:
        return CANCELLED
    if ended is not None and ended <= now:
        return ENDED
    return PLANNED if now < begins else RUNNING


def is_late(ends: datetime | None, ended: datetime | None, now: datetime) -> bool:
    """Say whether the planned end has passed without an all-clear."""
    return ended is None and ends is not None and ends < now


def urgency(begins: datetime, state_: str, now: datetime) -> str:
    """Say in CAP's word when somebody should act."""
    if state_ in OVER:
        return "Past"
    hours = (begins - now).total_seconds() / 3600
    return "Immediate" if hours <= 1 else "Expected" if hours <= 24 else "Future"  # noqa: PLR2004 -- hours of a day
