"""Majority judgment as in Belenios: everybody grades every candidate (1 = best); the best median grade wins.

Tie-break "repeated removal of the median": with n grades sorted from best to worst, take the one at place
floor((n + 1) / 2), the better of two in the middle, remove it, and go on; who first has a better grade in this
sequence is ahead. Equal are only those with the very same grades. Source: Balinski and Laraki 2010, as implemented by
Belenios (reference tool, `method majority-judgment`). Others in the field break ties by gauges or shares: not here.
"""

from collections import Counter
from collections.abc import Iterable

from korzo.capabilities.ballots.rules.methods.outcomes import Asked, Outcome, of_ranking
from korzo.capabilities.ballots.rules.methods.papers import Flaw, Paper, sort
from korzo.capabilities.ballots.rules.methods.ties import seat


def count(papers: Iterable[Paper], asked: Asked) -> Outcome:
    """Rank by medians. A paper without any grade is blank, one with some missing or too bad a grade is invalid.

    ValueError without a limit (the number of grades, up to 255) and for weights that are not whole.
    """
    if not 0 < asked.limit < 256:  # noqa: PLR2004 -- grades are bytes below
        raise ValueError("majority judgment needs a limit: the number of grades, up to 255")
    number = len(asked.candidates)
    box = sort(papers, number, lambda marks: None if 1 <= min(marks) <= max(marks) <= asked.limit else Flaw.RANGE)
    counted: list[Counter[int]] = [Counter() for _ in range(number)]
    for paper in box.valid:
        if paper.weight != int(paper.weight):
            raise ValueError("grades cannot be counted with weights that are not whole")
        for at, grade in enumerate(paper.marks):
            counted[at][grade] += int(paper.weight)
    sequences = [medians(grades) for grades in counted]
    ranking = [
        tuple(at for at, each in enumerate(sequences) if each == sequence) for sequence in sorted(set(sequences))
    ]
    seated = seat(ranking, asked.seats, asked.draw)
    grades = tuple(tuple(each[grade] for grade in range(1, asked.limit + 1)) for each in counted)
    return of_ranking("majority-judgment", asked, box, ranking, seated, grades=grades)


def medians(grades: Counter[int]) -> bytes:
    """The sequence of medians, each removed before the next is taken; the smaller sequence is better."""
    ordered = bytes(grade for grade in sorted(grades) for _ in range(grades[grade]))
    middle = (len(ordered) + 1) // 2
    if not ordered:
        return b""
    # The middle first, then by turns the nearest one below and above: after an even number is left, the one above.
    below, above = ordered[: middle - 1][::-1], ordered[middle:]
    sequence = bytearray(len(ordered))
    sequence[0] = ordered[middle - 1]
    odd = len(ordered) % 2
    sequence[1::2] = below if odd else above
    sequence[2::2] = above if odd else below
    return bytes(sequence)
