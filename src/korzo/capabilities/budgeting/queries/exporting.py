"""Everything that is public about a result as tables: projects, ballots by how often they were cast, and settings."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from korzo.capabilities.budgeting.queries import recounting, voting
from korzo.capabilities.budgeting.queries.results import Result, histogram
from korzo.capabilities.budgeting.rules.elections import Ballots, Election

Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """A table with the names of its columns."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


PROJECTS = (
    *("number", "idea", "title", "theme", "district", "cost", "votes", "score", "place", "won", "how"),
    *("payment", "supporters_who_paid_it", "supporters_who_gave_less", "money_held", "votes_missing", "cost_too_much"),
)


def projects(result: Result) -> Table:
    """One row for each project of the ballot, winners first."""
    rows: list[tuple[Cell, ...]] = []
    for line in result.lines:
        idea, each, why = line.candidate.idea, line.round, line.why
        rows.append(
            (
                line.candidate.number,
                idea.code,
                idea.title,
                idea.theme.code,
                idea.district.code if idea.district else "",
                float(line.candidate.cost),
                line.votes,
                float(Fraction(line.score)),
                line.place,
                int(each is not None),
                each.why.value if each else line.loss.reason.value if line.loss else "",
                _number(each.payment if each else None),
                each.full if each else None,
                each.short if each else None,
                _number(why.loss.held if why else None),
                _number(why.more if why else None),
                _number(why.cheaper if why else None),
            )
        )
    return Table("projects", PROJECTS, rows)


def ballots(result: Result) -> Table:
    """Distinct ballots, and how many people cast each."""
    election = voting.election_of(result.track)
    rows: list[tuple[Cell, ...]] = [*sorted(_distinct(election, election.ballots), key=lambda row: -row[1])]
    return Table("ballots", ("ballot", "times"), rows)


def _distinct(election: Election, ballots: Ballots) -> Iterator[tuple[str, int]]:
    for row, times in enumerate(ballots.weights.tolist()):
        part = slice(int(ballots.starts[row]), int(ballots.starts[row + 1]))
        names = [election.projects[at].id for at in ballots.chosen[part].tolist()]
        if ballots.points is not None:
            points = ballots.points[part].tolist()
            names = [f"{name}:{given}" for name, given in zip(names, points, strict=True)]
        yield " ".join(names), times


def settings(result: Result) -> Table:
    """What the count was made with, and what came out in figures."""
    measures, outcome = result.measures, result.outcome
    rows: list[tuple[Cell, ...]] = [*recounting.facts(result)]
    rows += [
        ("ballots", result.data["ballots"]),
        ("budget", _number(outcome.budget)),
        ("spent", _number(outcome.cost)),
        ("endowment", _number(outcome.endowment)),
        ("voters_with_a_winner", float(measures.reached)),
        ("winners_per_voter", float(measures.mean)),
        ("gini", measures.gini),
        ("groups_passed_over", len(result.certificate.witnesses)),
    ]
    return Table("settings", ("name", "value"), rows)


def satisfaction(result: Result) -> Table:
    """How many people have how many winners on their ballots; groups below ten are left empty."""
    return Table("satisfaction", ("winners", "people"), [*histogram(result.measures)])


def tables(result: Result) -> list[Table]:
    """All of them, in the order of a workbook."""
    return [projects(result), ballots(result), satisfaction(result), settings(result)]


def as_json(result: Result) -> dict[str, Any]:
    """The whole result with every step of the count, exact numbers as text."""
    return {
        "cycle": result.track.cycle.code,
        "track": result.track.code,
        "currency": result.track.cycle.currency,
        "official": result.count.is_official,
        "made_at": result.count.made_at.isoformat(),
        "software": result.count.software,
        "input_sha256": result.count.input_hash,
        "tie_seed": result.count.tie_seed,
        "settings": result.count.settings,
        "projects": [dict(zip(PROJECTS, row, strict=True)) for row in projects(result).rows],
        "result": result.data,
    }


def _number(exact: Fraction | None) -> float | None:
    return None if exact is None else float(exact)
