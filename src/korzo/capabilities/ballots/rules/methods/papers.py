"""Papers as they come out of the box, and what makes one invalid."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

Number = int | Fraction


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who or what can be voted for. The id goes into the lot, the name is for readers."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, or `weight` equal ones: for each candidate a number, 0 for none.

    What the number means is the method's: 1 for a cross, a rank (1 = first), a grade (1 = best), or points.
    """

    marks: tuple[int, ...]
    weight: Number = 1


class Flaw(StrEnum):
    """Why a paper is invalid."""

    LENGTH = "it does not have one number for each candidate"
    RANGE = "it holds a number that means nothing here"
    CROSSES = "it has more crosses than allowed"
    POINTS = "it gives away more points than there are"
    FIRST = "it has no single first preference"
    ORDER = "its ranks are not 1, 2, 3 … without gap or repetition"


@dataclass(frozen=True, slots=True)
class Invalid:
    """Papers that are shown and not counted."""

    paper: Paper
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class Sorted:
    """The box, sorted: equal papers are one with their weights added, in order of their marks."""

    valid: tuple[Paper, ...]
    blank: Number
    invalid: tuple[Invalid, ...]


def sort(papers: Iterable[Paper], candidates: int, flaw: Callable[[tuple[int, ...]], Flaw | None]) -> Sorted:
    """Sort into valid, blank (no mark at all) and invalid. ValueError for a weight that is not positive."""
    weights: dict[tuple[int, ...], Number] = {}
    for paper in papers:
        if paper.weight <= 0:
            raise ValueError(f"a weight of {paper.weight}: it has to be above 0")
        weights[paper.marks] = weights.get(paper.marks, 0) + paper.weight
    valid, invalid, blank = [], [], Fraction(0)
    for marks, weight in sorted(weights.items()):
        wrong = Flaw.LENGTH if len(marks) != candidates else Flaw.RANGE if min(marks) < 0 else None
        if not wrong and not any(marks):
            blank += weight
        elif wrong := wrong or flaw(marks):
            invalid.append(Invalid(Paper(marks, weight), wrong))
        else:
            valid.append(Paper(marks, weight))
    return Sorted(tuple(valid), whole(blank), tuple(invalid))


def total(papers: Iterable[Paper]) -> Number:
    """The weight of them all."""
    return sum((paper.weight for paper in papers), start=0)


def tiers(marks: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Candidates by rank, best first, those of equal rank together; gaps are closed, who has no rank is left out."""
    ranks = sorted({rank for rank in marks if rank})
    return tuple(tuple(at for at, mark in enumerate(marks) if mark == rank) for rank in ranks)


def preferences(marks: tuple[int, ...]) -> tuple[int, ...]:
    """Candidates in the order 1, 2, 3 …; where a rank is missing or stands twice, the paper ends."""
    order: list[int] = []
    for rank in range(1, len(marks) + 1):
        if marks.count(rank) != 1:
            break
        order.append(marks.index(rank))
    return tuple(order)


def without_first(marks: tuple[int, ...]) -> Flaw | None:
    """Invalid unless exactly one candidate is first; what comes later and is not clear ends the paper, no more."""
    return None if marks.count(1) == 1 else Flaw.FIRST


def anything(_marks: tuple[int, ...]) -> Flaw | None:
    """Let every set of ranks pass: gaps are closed, equals are equal."""
    return None


def whole(number: Number) -> Number:
    """The same number, as an integer where it is one."""
    return int(number) if number == int(number) else number
