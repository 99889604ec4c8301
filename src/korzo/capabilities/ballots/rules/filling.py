"""What a filled-in question must look like: one integer for each option (see `models.Answer`), or nothing for blank."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Flaw(StrEnum):
    """What is wrong with an answer."""

    EMPTY = "empty"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    POINTS = "points"
    PLACES = "places"
    GRADES = "grades"
    STRANGE = "strange"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: `kind` as in `Question.Kind`; `points` to share out, `grades` how many there are."""

    kind: str
    options: int
    minimum: int = 1
    maximum: int = 1
    may_be_blank: bool = True
    points: int = 0
    grades: int = 0


def flaw(asked: Asked, values: Sequence[int]) -> Flaw | None:
    """What is wrong with the values; None: they can be counted. No values at all: left blank."""
    if not values:
        return None if asked.may_be_blank else Flaw.EMPTY
    if len(values) != asked.options or min(values) < 0:
        return Flaw.STRANGE
    return _KINDS[asked.kind](asked, values)


def _ticked(asked: Asked, values: Sequence[int]) -> Flaw | None:
    least, most = (1, 1) if asked.kind == "one" else (asked.minimum, asked.maximum)
    if max(values) > 1:
        return Flaw.STRANGE
    if sum(values) < least:
        return Flaw.TOO_FEW
    return Flaw.TOO_MANY if sum(values) > most else None


def _shared(asked: Asked, values: Sequence[int]) -> Flaw | None:
    if not any(values):
        return Flaw.EMPTY
    return Flaw.POINTS if sum(values) > asked.points else None


def _placed(asked: Asked, values: Sequence[int]) -> Flaw | None:
    """Places 1 to k without gaps, each given once."""
    given = sorted(each for each in values if each)
    if not given:
        return Flaw.EMPTY
    if given != list(range(1, len(given) + 1)):
        return Flaw.PLACES
    return Flaw.TOO_MANY if asked.maximum > 1 and len(given) > asked.maximum else None


def _graded(asked: Asked, values: Sequence[int]) -> Flaw | None:
    if max(values) > asked.grades:
        return Flaw.STRANGE
    return Flaw.GRADES if min(values) == 0 else None


_KINDS = {"one": _ticked, "some": _ticked, "points": _shared, "ranked": _placed, "grades": _graded}
