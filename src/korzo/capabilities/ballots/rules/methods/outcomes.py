"""What a count found, in full: enough to follow it with pencil and paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from korzo.capabilities.ballots.rules.methods.papers import Candidate, Invalid, Number, Sorted, total, whole
from korzo.capabilities.ballots.rules.methods.ties import Draw, Tie, seat


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be counted. `limit`: the highest points, the worst grade, or the most crosses; 0 if there is none."""

    candidates: tuple[Candidate, ...]
    seats: int
    draw: Draw
    limit: int = 0


class Did(StrEnum):
    """What happened at the beginning of a round."""

    FIRST = "first preferences"
    SURPLUS = "surplus transferred"
    EXCLUSION = "excluded"
    STEADY = "keep values settled"


@dataclass(frozen=True, slots=True)
class Round:
    """One stage of a count by transfers: what was done, to whom, and how all stand after it.

    `totals` has None for who was excluded before. `exhausted` are votes that no longer help anybody, fractions lost
    to rounding included. `kept` are the keep values of Meek's method.
    """

    did: Did
    of: int | None
    totals: tuple[Number | None, ...]
    exhausted: Number
    quota: Number
    elected: tuple[int, ...] = ()
    kept: tuple[Number, ...] = ()


Matrix = tuple[tuple[Number, ...], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Winners in order, the whole ranking with those who are equal together, and all that led to it.

    Candidates are numbers into `candidates`. Only what the method knows is filled: `scores` (votes or points),
    `grades` (how many of each, best first, for each candidate), `pairs` (row preferred to column), `paths` (strongest
    paths), `locked` (pairs kept, in order), `rounds`.
    """

    method: str
    asked: Asked
    winners: tuple[int, ...]
    ranking: tuple[tuple[int, ...], ...]
    valid: Number
    blank: Number
    invalid: tuple[Invalid, ...]
    ties: tuple[Tie, ...]
    scores: tuple[Number, ...] = ()
    grades: Matrix = ()
    pairs: Matrix = ()
    paths: tuple[tuple[tuple[Number, Number], ...], ...] = ()
    locked: tuple[tuple[int, int], ...] = ()
    rounds: tuple[Round, ...] = ()
    quota: Number = 0

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Who could be voted for."""
        return self.asked.candidates

    @property
    def cast(self) -> Number:
        """All papers."""
        return whole(Fraction(self.valid) + self.blank + total(each.paper for each in self.invalid))


def by_scores(method: str, asked: Asked, box: Sorted, scores: Sequence[Number]) -> Outcome:
    """Rank by scores, highest first."""
    ranking = ranked(scores)
    seated = seat(ranking, asked.seats, asked.draw)
    return of_ranking(method, asked, box, ranking, seated, scores=tuple(whole(each) for each in scores))


def of_ranking(
    method: str,
    asked: Asked,
    box: Sorted,
    ranking: Iterable[tuple[int, ...]],
    seated: tuple[tuple[int, ...], Iterable[Tie]],
    **found: object,
) -> Outcome:
    """Put together what was found (winners and ties together) with what was in the box."""
    winners, ties = seated
    return Outcome(
        method,
        asked,
        winners,
        tuple(ranking),
        total(box.valid),
        box.blank,
        box.invalid,
        tuple(ties),
        **found,  # type: ignore[arg-type]
    )


def ranked(scores: Sequence[Number]) -> tuple[tuple[int, ...], ...]:
    """All candidates by score, the highest first, equals together."""
    return tuple(
        tuple(at for at, each in enumerate(scores) if each == score) for score in sorted(set(scores), reverse=True)
    )


def added(box: Sorted, candidates: int) -> list[Number]:
    """For each candidate the sum of marks, each paper as often as it weighs."""
    return [sum((paper.weight * paper.marks[at] for paper in box.valid), start=0) for at in range(candidates)]
