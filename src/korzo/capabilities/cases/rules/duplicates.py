"""Whether two reports tell of the same problem: a score that is the sum of named reasons.

The weights were fitted by logistic regression on the complaints of Boston of July and August 2011, where staff had
noted what was reported twice; `bench/duplicates.py --fit` does it again. Nearness alone is not enough: lamps stand in
rows, and three of four repetitions come on the day of the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import cos, exp, hypot, radians

RADIUS_M = 250
"""How far apart two reports of one problem may lie: 94.8 % of Boston's pairs are nearer."""
RECENT = timedelta(days=30)
"""How much earlier than the other a report may have come: 95 % of Boston's came within 13 days."""
LIKELY, POSSIBLE = 0.03, 0.02
"""From which score on residents are asked, and staff are shown a pair."""
STAFF = "staff"
_METRES_A_DEGREE = 111_320.0
_SHARED = 0.3  # of all words of both


class Reason(StrEnum):
    """Why two reports may be one."""

    SPOT = "spot"
    CLOSE = "close"
    NEAR = "near"
    KIND = "kind"
    GROUP = "group"
    ADDRESS = "address"
    STREET = "street"
    DAY = "day"
    DAYS = "days"
    WORDS = "words"
    BY_STAFF = "by_staff"


WEIGHTS: dict[Reason, float] = {
    Reason.SPOT: 2.80,
    Reason.CLOSE: 1.94,
    Reason.NEAR: 1.27,
    Reason.KIND: 3.48,
    Reason.GROUP: 2.49,
    Reason.ADDRESS: 0.61,
    Reason.STREET: 0.37,
    Reason.DAY: 1.63,
    Reason.DAYS: 1.42,
    Reason.WORDS: 0.38,
    Reason.BY_STAFF: -0.99,
}
ALONE = -9.03
"""What a pair has that shares no more than its quarter: the constant of the regression."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What is compared of a report. Degrees WGS 84; words, address and street are folded: scripts do not matter."""

    category: str
    group: str
    at: datetime
    lat: float | None = None
    long: float | None = None
    address: str = ""
    street: str = ""
    words: frozenset[str] = frozenset()
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two reports are: a probability, why, and how far apart they lie in metres (None: unknown)."""

    score: float
    reasons: frozenset[Reason]
    metres: float | None


def compare(one: Sight, other: Sight) -> Likeness:
    """Say how likely it is that two reports tell of the same problem; whichever of them is named first."""
    apart = metres(one, other)
    reasons = frozenset(_reasons(one, other, apart))
    return Likeness(1 / (1 + exp(-ALONE - sum(WEIGHTS[each] for each in reasons))), reasons, apart)


def metres(one: Sight, other: Sight) -> float | None:
    """How far apart two reports lie, on a plane that touches the earth between them; None when one has no position."""
    if one.lat is None or one.long is None or other.lat is None or other.long is None:
        return None
    narrower = cos(radians((one.lat + other.lat) / 2))
    return hypot(one.lat - other.lat, (one.long - other.long) * narrower) * _METRES_A_DEGREE


def _reasons(one: Sight, other: Sight, apart: float | None) -> Iterable[Reason]:
    if apart is None:
        yield from _first((Reason.CLOSE, one.address == other.address != ""))
    else:
        yield from _first((Reason.SPOT, apart <= 15), (Reason.CLOSE, apart <= 50), (Reason.NEAR, apart <= 100))  # noqa: PLR2004 -- metres
    yield from _first((Reason.KIND, one.category == other.category), (Reason.GROUP, one.group == other.group != ""))
    yield from _first(
        (Reason.ADDRESS, one.address == other.address != ""), (Reason.STREET, one.street == other.street != "")
    )
    gap = abs(one.at - other.at)
    yield from _first((Reason.DAY, gap <= timedelta(days=1)), (Reason.DAYS, gap <= timedelta(days=3)))
    shared = len(one.words & other.words) / max(1, len(one.words | other.words))
    if shared >= _SHARED:
        yield Reason.WORDS
    if STAFF in (one.channel, other.channel):
        yield Reason.BY_STAFF


def _first(*choices: tuple[Reason, bool]) -> Iterable[Reason]:
    """The first of some reasons that holds: they are steps of one stair."""
    yield from [reason for reason, holds in choices if holds][:1]
