"""Schulze as in Belenios: who cannot be beaten along a chain of majorities as strong as the one back, wins.

A beat is the stronger the more votes it has, then the fewer against it ("winning votes"); a path is as strong as its
weakest beat. Those whom nobody beats by paths come first, then the same among the rest. Who has no rank stands last,
equal ranks are allowed. Source: Schulze 2011 (Soc. Choice Welf. 36), in the form of Belenios's reference tool.
"""

from collections.abc import Iterable

from korzo.capabilities.ballots.rules.methods.outcomes import Asked, Matrix, Outcome, of_ranking
from korzo.capabilities.ballots.rules.methods.pairs import Strength, matrix, strength
from korzo.capabilities.ballots.rules.methods.papers import Paper, anything, sort
from korzo.capabilities.ballots.rules.methods.ties import seat


def count(papers: Iterable[Paper], asked: Asked) -> Outcome:
    """Count; the outcome has the table of pairs and the strongest paths (votes for, votes against)."""
    number = len(asked.candidates)
    box = sort(papers, number, anything)
    pairs = matrix(box.valid, number)
    paths = strongest(pairs)
    ranking, left = [], set(range(number))
    while left:
        top = tuple(at for at in sorted(left) if not any(paths[other][at] > paths[at][other] for other in left))
        ranking.append(top)
        left -= set(top)
    seated = seat(ranking, asked.seats, asked.draw)
    shown = tuple(tuple((won, -lost) for won, lost in row) for row in paths)
    return of_ranking("schulze", asked, box, ranking, seated, pairs=pairs, paths=shown)


def strongest(pairs: Matrix) -> list[list[Strength]]:
    """The strength of the strongest path from row to column (Floyd and Warshall, widest paths)."""
    every = range(len(pairs))
    paths = [[strength(pairs, one, other) for other in every] for one in every]
    for middle in every:
        for one in every:
            first = paths[one][middle]
            if first[0]:
                paths[one] = [max(now, min(first, then)) for now, then in zip(paths[one], paths[middle], strict=True)]
    return paths
