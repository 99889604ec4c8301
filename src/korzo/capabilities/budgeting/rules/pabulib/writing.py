"""Writing a `.pb` file, in the order of fields that the checker of Pabulib wants."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from io import StringIO

from korzo.capabilities.budgeting.rules.elections import POINTED, Election, Shape, scores
from korzo.capabilities.budgeting.rules.pabulib import cells
from korzo.capabilities.budgeting.rules.pabulib.reading import Document


def write(document: Document) -> Iterator[str]:
    """Give the text line by line, each ended by a line feed."""
    columns = sorted(document.meta, key=lambda name: _place(cells.META, name))
    yield "META\n"
    yield _line(("key", "value"))
    for name in columns:
        yield _line((name, document.meta[name]))
    yield "PROJECTS\n"
    yield from _table(document.project_columns, document.projects, cells.PROJECTS)
    yield "VOTES\n"
    yield from _table(document.vote_columns, document.votes, cells.VOTES)


def document_of(
    election: Election,
    meta: Mapping[str, str],
    *,
    selected: Mapping[str, int] | None = None,
    voters: Iterable[Mapping[str, str]] | None = None,
) -> Document:
    """Make a file of an election: ballots in the order they are stored, voters numbered.

    `meta` brings description, country, unit, instance, rule and dates; what follows from the election is added.
    `selected` gives codes of winners. `voters` may bring further columns, one row a ballot in the same order; without
    it nothing about voters is written.
    """
    ballots = election.ballots
    shape = Shape.APPROVAL if ballots.shape is Shape.KNAPSACK else ballots.shape
    whole = {
        **meta,
        "num_projects": str(len(election.projects)),
        "num_votes": str(ballots.cast),
        "budget": cells.shown(election.budget),
        "vote_type": shape.value,
    }
    if election.threshold:
        whole["min_project_score_threshold"] = cells.shown(election.threshold)
    scored = shape in POINTED or shape is Shape.ORDINAL
    columns = ["project_id", "cost", "votes", *(["score"] if scored else []), "name", "category"]
    columns += [*(["selected"] if selected is not None else []), "district"]
    points = scores(ballots, len(election.projects))
    rows = []
    for at, project in enumerate(election.projects):
        cell = {
            "project_id": project.id,
            "cost": cells.shown(project.cost),
            "votes": str(election.votes[at]),
            "score": cells.shown(points[at]),
            "name": project.name,
            "category": ",".join(project.categories),
            "selected": str((selected or {}).get(project.id, 0)),
            "district": project.district,
        }
        rows.append([cell[name] for name in columns])
    dropped = {
        at
        for at, name in enumerate(columns)
        if name in {"name", "category", "district"} and not any(row[at] for row in rows)
    }
    kept = [at for at in range(len(columns)) if at not in dropped]
    more = [dict(each) for each in voters] if voters is not None else []
    extra = tuple(more[0]) if more else ()
    votes = (
        (str(number + 1), *cast, *(more[number][name] for name in extra)) for number, cast in enumerate(_cast(election))
    )
    return Document(
        whole,
        tuple(columns[at] for at in kept),
        tuple(tuple(row[at] for at in kept) for row in rows),
        ("voter_id", "vote", *(("points",) if shape in POINTED else ()), *extra),
        tuple(votes),
    )


def _cast(election: Election) -> Iterator[tuple[str, ...]]:
    ballots, ids = election.ballots, [project.id for project in election.projects]
    for row, times in enumerate(ballots.weights.tolist()):
        part = slice(int(ballots.starts[row]), int(ballots.starts[row + 1]))
        cast: tuple[str, ...] = (",".join(ids[at] for at in ballots.chosen[part].tolist()),)
        if ballots.points is not None:
            given = ballots.points[part].tolist()
            cast += (",".join(cells.shown(Fraction(each, ballots.fineness)) for each in given),)
        for _each in range(times):
            yield cast


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], order: Sequence[str]) -> Iterator[str]:
    places = sorted(range(len(columns)), key=lambda at: _place(order, columns[at]))
    yield _line([columns[at] for at in places])
    for row in rows:
        yield _line([row[at] for at in places])


def _place(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def _line(row: Sequence[str]) -> str:
    out = StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerow(row)
    return out.getvalue()
