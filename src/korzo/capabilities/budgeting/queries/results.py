"""A count as pages show it: its numbers as numbers again, with the ideas that they are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from korzo.capabilities.budgeting.models import Candidate, Count, Cycle, Track
from korzo.capabilities.budgeting.queries import voting
from korzo.capabilities.budgeting.rules.explaining import Explanation
from korzo.capabilities.budgeting.rules.fairness import Certificate, Measures
from korzo.capabilities.budgeting.rules.outcomes import Loss, Outcome, Round, read

SMALL = voting.SMALL


@dataclass(frozen=True)
class Line:
    """One project of a result: `place` from 1 by what it got; a winner has a `round`, a loser a `why`."""

    candidate: Candidate
    place: int
    votes: int
    score: str
    round: Round | None
    why: Explanation | None
    loss: Loss | None

    @property
    def number(self) -> str:
        """What the rules call it."""
        return str(self.candidate.number)


@dataclass(frozen=True)
class Other:
    """What another rule would have chosen: by how much it differs, and whether somebody would be passed over."""

    rule: str
    completion: str
    winners: tuple[str, ...]
    cost: str
    certificate: Certificate
    measures: Measures


class Result:
    """A finished count."""

    def __init__(self, count: Count) -> None:
        self.count, self.track = count, count.track
        self.data: Mapping[str, Any] = count.result
        self.outcome = Outcome.from_json(count.result["outcome"])
        self.certificate: Certificate = read(Certificate, self.data["fairness"]["certificate"])
        self.measures: Measures = read(Measures, self.data["fairness"]["measures"])
        self.candidates = {str(each.number): each for each in voting.candidates(self.track)}

    @cached_property
    def lines(self) -> list[Line]:
        """Winners in the order they won, then the others by what they got."""
        rounds = {each.project: each for each in self.outcome.rounds}
        losses = {each.project: each for each in self.outcome.losses}
        why = {each.loss.project: each for each in (read(Explanation, row) for row in self.data["explanations"])}
        given = dict(zip(self.candidates, zip(self.data["votes"], self.data["scores"], strict=True), strict=True))
        order = sorted(given, key=lambda number: -Fraction(given[number][1]))
        scores = [Fraction(score) for _votes, score in given.values()]
        place = {number: 1 + sum(each > Fraction(score) for each in scores) for number, (_v, score) in given.items()}
        shown = [*self.outcome.winners, *(number for number in order if number not in self.outcome.winners)]
        return [
            Line(
                self.candidates[number],
                place[number],
                given[number][0],
                given[number][1],
                rounds.get(number) if number in self.outcome.winners else None,
                why.get(number),
                losses.get(number),
            )
            for number in shown
        ]

    @property
    def winners(self) -> list[Line]:
        """Those that won."""
        return [line for line in self.lines if line.number in self.outcome.winners]

    @property
    def losers(self) -> list[Line]:
        """Those that did not."""
        return [line for line in self.lines if line.number not in self.outcome.winners]

    @property
    def others(self) -> list[Other]:
        """What other rules would have chosen."""
        return [
            Other(
                row["rule"],
                row["completion"],
                tuple(row["winners"]),
                row["cost"],
                read(Certificate, row["fairness"]["certificate"]),
                read(Measures, row["fairness"]["measures"]),
            )
            for row in self.data["others"]
        ]

    def line(self, number: int) -> Line | None:
        """The line of a number on the ballot."""
        return next((line for line in self.lines if line.candidate.number == number), None)


def official(track: Track) -> Result | None:
    """The official result of a track; None as long as there is none."""
    count = track.counts.filter(is_official=True).select_related("track__cycle").first()
    return Result(count) if count else None


def counts(track: Track) -> QuerySet[Count]:
    """All counts of a track, newest first."""
    return track.counts.select_related("made_by", "track__cycle")


def declared(cycle: Cycle) -> list[Track]:
    """The tracks of a cycle that have an official result."""
    rows = Track.objects.filter(cycle=cycle, counts__is_official=True).select_related("cycle", "district", "theme")
    return list(rows.defer("district__geometry"))


def histogram(measures: Measures) -> list[tuple[int, int | None]]:
    """How many people have so many winners on their ballots; groups smaller than ten are not told."""
    shown = [(winners, None if 0 < people < SMALL else people) for winners, people in enumerate(measures.histogram)]
    told = [row for row in shown if row[1]]
    if len(shown) - sum(row[1] is not None for row in shown) == 1 and told:  # the one could be worked out from the sum
        least = min(told, key=lambda row: row[1] or 0)
        shown[least[0]] = (least[0], None)
    return shown
