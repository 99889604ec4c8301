"""Why a project lost, and what would have made it win: data from which pages make sentences.

Nothing is estimated. For greedy rules the count is done again with a changed score or cost (`recount`). For Equal
Shares an exact formula answers for the run that counts (`formula`): so many more people who want only this project,
each with the same endowment, would have bought it at one of the moments of that run. Tests count again and find
just these numbers.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import ceil

import numpy as np

from korzo.capabilities.budgeting.rules import equal_shares, support, ties
from korzo.capabilities.budgeting.rules.conventions import Rule
from korzo.capabilities.budgeting.rules.elections import Election
from korzo.capabilities.budgeting.rules.equal_shares_exact import Purses
from korzo.capabilities.budgeting.rules.explaining_greedy import changes
from korzo.capabilities.budgeting.rules.outcomes import Loss, Outcome, Reason
from korzo.capabilities.budgeting.rules.support import Backing, Support


class How(StrEnum):
    """How it is known what would have made a project win."""

    RECOUNT = "recount"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Gone:
    """What supporters of a loser paid for a winner, to a hundredth of the currency."""

    project: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one project lost.

    `rank` is its place by score, from 1. `endowed` is what its supporters were given together, `gone` what they
    paid for which winners. It would have won with `more` (votes; points or places where ballots give those), all
    else as it was, or if it cost `cheaper` less; None: with no number of them, or not asked of this rule.
    """

    loss: Loss
    rank: int
    votes: int
    score: Fraction
    endowed: Fraction | None = None
    gone: tuple[Gone, ...] = ()
    more: Fraction | None = None
    cheaper: Fraction | None = None
    how: How | None = None


def explain(election: Election, outcome: Outcome) -> tuple[Explanation, ...]:
    """Explain every loss of an outcome of this election, in the order of the list."""
    order = sorted(range(len(election.projects)), key=lambda at: -election.scores[at])
    rank = {at: sum(election.scores[other] > election.scores[at] for other in order) + 1 for at in order}
    rule = outcome.conventions.rule
    overruled = outcome.compared is not None and not outcome.compared.keeps
    shares = _Shares(election, outcome) if rule is Rule.EQUAL_SHARES and not overruled else None
    explained = []
    for loss in outcome.losses:
        at = election.place[loss.project]
        facts = Explanation(loss, rank[at], election.votes[at], election.scores[at])
        if shares and loss.reason is Reason.POOR:
            facts = shares.explain(facts, at)
        elif not shares and rule not in {Rule.PHRAGMEN, Rule.MAXIMIN, Rule.COMPOSITE, Rule.EQUAL_SHARES}:
            more, cheaper = changes(election, outcome.conventions, loss, at)
            how = How.RECOUNT if more is not None or cheaper is not None else None
            facts = Explanation(loss, rank[at], facts.votes, facts.score, more=more, cheaper=cheaper, how=how)
        explained.append(facts)
    return tuple(explained)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A round of the run that counts: who was bought, with what effective support, and all money before it."""

    project: str
    at: int
    effective: Fraction
    money: "np.ndarray[tuple[int], np.dtype[np.float64]]"


class _Shares:
    """The run that counts, told once more, with the money of every moment."""

    def __init__(self, election: Election, outcome: Outcome) -> None:
        conventions = outcome.conventions
        self.support: Support = support.of(
            election,
            conventions.utility,
            empty_ballots_count=conventions.empty_ballots_count,
            threshold=conventions.threshold_everywhere,
        )
        self.endowment = outcome.endowment or Fraction(0)
        draw = ties.drawn(election.projects, conventions.ties, conventions.seed)
        self.order = equal_shares.ranks(election, self.support, draw)
        told = equal_shares.tell(self.support, self.endowment, self.order)
        self.bought = told.bought
        self.end = Purses(self.support, self.endowment)
        self.moments = []
        for each in told.bought:
            project = election.projects[each.at].id
            self.moments.append(_Moment(project, each.at, each.effective, _money(self.end)))
            self.end.pay(self.support.backings[each.at], each.rate)
        self.last = _money(self.end)

    def explain(self, facts: Explanation, at: int) -> Explanation:
        """Follow the money of a project's supporters."""
        backing = self.support.backings[at]
        held = [float(moment.money[backing.rows] @ backing.crowd) for moment in self.moments]
        held.append(float(self.last[backing.rows] @ backing.crowd))
        cents = [round((before - after) * 100) for before, after in pairwise(held)]
        return Explanation(
            facts.loss,
            facts.rank,
            facts.votes,
            facts.score,
            endowed=backing.votes * self.endowment,
            gone=tuple(
                Gone(moment.project, Fraction(each, 100))
                for moment, each in zip(self.moments, cents, strict=True)
                if each
            ),
            more=Fraction(self._more(at, backing)) if self.endowment else None,
            cheaper=backing.cost - self.end.together(backing),
            how=How.FORMULA,
        )

    def _more(self, at: int, backing: Backing) -> int:
        """How many more people would have done, at the end or at the best earlier moment."""
        least = ceil((backing.cost - self.end.together(backing)) / self.endowment)
        worth = 1.0 if backing.worth is None else backing.worth.astype(np.float64)
        for number, moment in enumerate(self.moments):
            rate = float(backing.scale / moment.effective)
            paid = np.minimum(moment.money[backing.rows], rate * worth) @ backing.crowd
            about = (float(backing.cost) - float(paid)) / min(float(self.endowment), rate)
            if about <= least - 1 + 1e-6:
                least = min(least, self._exactly(at, backing, number))
        return max(1, least)

    def _exactly(self, at: int, backing: Backing, number: int) -> int:
        """How many more people, who want this only and put their utility at 1, beat what was bought at this moment."""
        purses = Purses(self.support, self.endowment)
        for each in self.bought[:number]:
            purses.pay(self.support.backings[each.at], each.rate)
        chosen = self.bought[number]
        rate = backing.scale / chosen.effective
        people = ceil((backing.cost - purses.paying(backing, rate)) / min(self.endowment, rate))
        equal = purses.rate(backing, joined=people, each=self.endowment) == rate
        return people + 1 if equal and self.order[at] > self.order[chosen.at] else people


def _money(purses: Purses) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    held = np.array([float(Fraction(each, purses.unit)) for each in purses.held])
    return held[purses.purse]
