"""Whether a target was met."""

from decimal import Decimal
from enum import StrEnum

from korzo.capabilities.assessments.rules import scoring
from korzo.capabilities.assessments.rules.values import Value


class Outcome(StrEnum):
    """What came of a target."""

    MET = "met"
    BETTER = "better"
    """Nearer than at the beginning, but not there."""
    MISSED = "missed"
    UNKNOWN = "unknown"
    TOO_EARLY = "too_early"


def of_value(value: Value, target: Decimal, direction: str, baseline: Decimal | None) -> Outcome:
    """Of a ratio; `direction` up, down, or band (as near to the target as possible)."""
    if not isinstance(value, Decimal):
        return Outcome.UNKNOWN

    def short(at: Decimal) -> Decimal:
        off = {"up": target - at, "down": at - target}.get(direction, abs(at - target))
        return max(off, Decimal(0))

    if short(value) == 0:
        return Outcome.MET
    return Outcome.BETTER if baseline is not None and short(value) < short(baseline) else Outcome.MISSED


def of_score(score: str, target: str) -> Outcome:
    """Of a question scored A to D, or with points."""
    points = {**scoring.POINTS, **{each: int(each) for each in ("0", "4", "7", "10")}}
    if score not in points or target not in points:
        return Outcome.UNKNOWN
    return Outcome.MET if points[score] >= points[target] else Outcome.MISSED
