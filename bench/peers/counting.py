"""Ranked and graded profiles counted by pref_voting and votelib; JSON lines in, JSON lines out. Runs in its own environment."""

import json
import sys
from fractions import Fraction
from typing import Any

import votelib.convert
import votelib.evaluate.condorcet
from pref_voting.iterative_methods import instant_runoff_put
from pref_voting.margin_based_methods import beat_path, ranked_pairs_with_test
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.proportional_methods import stv_meek, stv_scottish
from pref_voting.scoring_methods import symmetric_borda_scores
from votelib.component.rankscore import Borda

BIG = 1 << 20


class Lot:
    """Says that a lot was needed."""

    drawn = False

    def choice(self, names: list[int]) -> int:
        """Draw the first."""
        self.drawn = True
        return names[0]


def ranked(profile: dict[str, Any]) -> dict[str, Any]:
    number, papers = (
        profile["candidates"],
        [(tuple(marks), weight) for weight, marks in profile["papers"] if any(marks)],
    )
    told = {}
    ties = ProfileWithTies(
        [{at: mark for at, mark in enumerate(marks) if mark} for marks, _ in papers],
        rcounts=[weight for _, weight in papers],
        candidates=list(range(number)),
    )
    ties.use_extended_strict_preference()

    def winning(one: int, other: int) -> int:
        won, lost = ties.support(one, other), ties.support(other, one)
        return won * BIG - lost if won > lost else (0 if won == lost else -(lost * BIG - won))

    told["schulze"] = sorted(map(int, beat_path(ties, strength_function=winning)))
    found = ranked_pairs_with_test(ties, strength_function=winning)
    told["ranked-pairs"] = None if found is None else sorted(map(int, found))
    voters = sum(weight for _, weight in papers)
    points = symmetric_borda_scores(ties)
    told["borda"] = [str(Fraction(int(points[at]) + voters * (number - 1), 2)) for at in range(number)]
    condorcet = {}
    for one in range(number):
        for other in range(number):
            if one != other:
                condorcet[one, other] = int(ties.support(one, other))
    best = votelib.evaluate.condorcet.Schulze().evaluate(condorcet, 1)  # nobody, where nobody beats anybody
    told["schulze-votelib"] = None if not best else sorted(best[0]) if isinstance(best[0], frozenset) else best
    if profile["strict"]:
        votes = {}
        for marks, weight in papers:
            order = tuple(sorted((at for at in range(number) if marks[at]), key=lambda at: marks[at]))
            votes[order] = votes.get(order, 0) + weight
        ranked = {at for order in votes for at in order}
        positional = votelib.convert.RankedToPositionalVotes(Borda(base=0)).convert(votes)
        # It knows only candidates whom somebody ranks.
        whole = len(ranked) == number
        told["borda-zero"] = [str(Fraction(positional[at])) for at in range(number)] if whole else None
        told["instant-runoff"] = sorted(map(int, instant_runoff_put(ties)))
        seats, lot = profile["seats"], Lot()
        told["scottish-stv"] = sorted(map(int, stv_scottish(ties, num_seats=seats, rng=lot)))
        told["scottish-lot"] = lot.drawn
        if profile["meek"]:
            told["meek-stv"] = sorted(map(int, stv_meek(ties, num_seats=seats)))
    return told


def graded(profile: dict[str, Any]) -> dict[str, Any]:
    votes = {}
    for weight, marks in profile["papers"]:
        vote = frozenset(enumerate(marks))
        votes[vote] = votes.get(vote, 0) + weight
    sums = votelib.convert.ScoreToSimpleVotes(function="sum").convert(votes)
    return {"score": [int(sums[at]) for at in range(profile["candidates"])]}


for line in sys.stdin:
    profile = json.loads(line)
    print(json.dumps(graded(profile) if profile["limit"] else ranked(profile)), flush=True)
